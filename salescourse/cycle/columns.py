"""What the columns of an event log are called, and which of them there are."""

from dataclasses import dataclass, replace

import pandas as pd


@dataclass(frozen=True)
class Columns:
    """What the columns of a log are called; `left` and `next` may be missing."""

    case: str = "case"
    stage: str = "stage"
    entered: str = "entered"
    left: str | None = None
    next: str | None = None

    def where(self, name: str) -> str:
        """Return how messages name a column."""
        return f'log["{getattr(self, name) or name}"]'


def found(log: pd.DataFrame, columns: Columns) -> Columns:
    """Let columns called left and next be what they are called, in capitals or not."""
    there = log.columns if isinstance(log, pd.DataFrame) else ()
    seen = {str(column).strip().casefold() for column in there}
    names = {
        name: name
        for name in ("left", "next")
        if getattr(columns, name) is None and name in seen
    }
    return replace(columns, **names)
