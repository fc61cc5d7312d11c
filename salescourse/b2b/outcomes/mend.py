"""Repairs to a CRM's records, each of them counted and told."""

from bisect import bisect_left, insort

import numpy as np
import pandas as pd

from salescourse.checks import blank


class Repairs:
    """What was wrong with the records, in how many deals, and what was done.

    The rows have the columns `case`, `opened`, `closed`, `outcome` and `seen`, with
    days counted from the census day: 0 is that day, -30 a month before.
    """

    def __init__(self) -> None:
        self._notes: list[tuple[str, int, str]] = []

    def report(self) -> pd.DataFrame:
        """Return one row per kind of problem."""
        columns = ["problem", "deals", "what was done"]
        return pd.DataFrame(self._notes, columns=columns)

    def unusable(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Leave out what has no first day, or one after the census day."""
        out = "left out"
        rows = self._drop(rows, rows["opened"].isna(), "no first day", out)
        return self._drop(rows, rows["opened"] > 0, "began after the census day", out)

    def repeated(
        self, rows: pd.DataFrame, same: pd.DataFrame, within_days: float
    ) -> pd.DataFrame:
        """Leave out rows that repeat a deal: the same case, or the same fields."""
        # A closed row knows more than an open one, so it goes first and is kept.
        order = np.lexsort((rows.index, rows["outcome"].isna()))
        case = rows["case"].iloc[order]
        again = (case.duplicated() & ~blank(case)).reindex(rows.index)
        rows = self._drop(rows, again, "the same case again", "left out")
        if same.columns.empty:
            return rows
        fields = same.loc[rows.index].apply(lambda field: field.mask(blank(field)))
        group = fields.groupby(list(fields), dropna=False, observed=True).ngroup()
        order = np.lexsort((rows.index, rows["outcome"].isna(), group))
        twice = _repeats(group.iloc[order], rows["opened"].iloc[order], within_days)
        return self._drop(rows, twice, "entered twice", "left out")

    def last_days(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Mend last days that are missing or impossible; leave the rest out."""
        ended = rows["outcome"].notna()
        later = ended & (rows["closed"] > 0)
        rows = self._change(
            rows, later, "closed after the census day", "counted as open",
            outcome=None,
        )  # fmt: skip
        planned = ~ended & rows["closed"].notna()
        rows = self._change(
            rows, planned, "open, with a last day", "day ignored", closed=np.nan
        )
        ended &= ~later
        at_least = rows[["opened", "seen"]].max(axis=1)
        for wrong, problem in (
            (ended & rows["closed"].isna(), "closed, with no last day"),
            (ended & (rows["closed"] < at_least), "last day too early"),
        ):
            known = wrong & (rows["seen"] >= rows["opened"]) & (rows["seen"] <= 0)
            rows = self._change(
                rows, known, problem, "day last seen taken", closed=rows["seen"]
            )
            rows = self._drop(rows, wrong & ~known, problem, "left out")
        return rows

    def _drop(
        self, rows: pd.DataFrame, wrong: pd.Series, problem: str, done: str
    ) -> pd.DataFrame:
        wrong = wrong.reindex(rows.index, fill_value=False)
        self._note(problem, int(wrong.sum()), done)
        return rows[~wrong]

    def _change(
        self,
        rows: pd.DataFrame,
        which: pd.Series,
        problem: str,
        done: str,
        **to: object,
    ) -> pd.DataFrame:
        which = which.reindex(rows.index, fill_value=False)
        self._note(problem, int(which.sum()), done)
        return rows.assign(
            **{name: rows[name].mask(which, value) for name, value in to.items()}
        )

    def _note(self, problem: str, deals: int, done: str) -> None:
        if deals:
            self._notes.append((problem, deals, done))


def _repeats(group: pd.Series, opened: pd.Series, within_days: float) -> pd.Series:
    """Mark each row that begins within so many days of one of its group that is kept.

    Rows come group by group, the ones to keep first.
    """
    marks: list[bool] = []
    kept: list[float] = []
    current = None
    for of, day in zip(group.tolist(), opened.tolist(), strict=True):
        if of != current:
            kept, current = [], of
        at = bisect_left(kept, day - within_days)
        marks.append(at < len(kept) and kept[at] <= day + within_days)
        if not marks[-1]:
            insort(kept, day)
    return pd.Series(marks, index=group.index, dtype=bool)
