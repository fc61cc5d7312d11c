"""Say what broke, where, and how to mend it: `salescourse validate`."""

from salescourse.validate.finding import Finding
from salescourse.validate.run import CHECKS, Limits, Outcome, validate

__all__ = ["CHECKS", "Finding", "Limits", "Outcome", "validate"]
