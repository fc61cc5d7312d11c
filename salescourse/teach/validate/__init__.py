"""Say what broke, where, and how to mend it: `salescourse validate`."""

from salescourse.teach.processes import Limits
from salescourse.teach.validate.run import CHECKS, Outcome, validate

__all__ = ["CHECKS", "Limits", "Outcome", "validate"]
