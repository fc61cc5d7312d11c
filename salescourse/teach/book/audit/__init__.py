"""Measure every page of the built book, and say what breaks a budget."""

from salescourse.teach.book.audit.findings import Visit, findings
from salescourse.teach.book.audit.states import (
    EVERY_STATE,
    ONE_STATE,
    TWO_STATES,
    State,
)
from salescourse.teach.book.audit.table import table
from salescourse.teach.book.audit.visits import audit, browser_arguments

__all__ = [
    "EVERY_STATE",
    "ONE_STATE",
    "TWO_STATES",
    "State",
    "Visit",
    "audit",
    "browser_arguments",
    "findings",
    "table",
]
