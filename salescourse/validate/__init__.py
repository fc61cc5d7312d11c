"""Say what broke, where, and how to mend it: `salescourse validate`."""

from salescourse.processes import Limits
from salescourse.validate.run import CHECKS, Outcome, validate

__all__ = ["CHECKS", "Limits", "Outcome", "validate"]
