"""Measure every page of the built book, and say what breaks a budget."""

from salescourse.book.audit.findings import Visit, findings
from salescourse.book.audit.states import EVERY_STATE, ONE_STATE, State
from salescourse.book.audit.table import table
from salescourse.book.audit.visits import audit, browser_arguments

__all__ = [
    "EVERY_STATE",
    "ONE_STATE",
    "State",
    "Visit",
    "audit",
    "browser_arguments",
    "findings",
    "table",
]
