"""Repairs to a CRM's records, each of them counted and told."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salescourse.words import _


class Repairs:
    """What was wrong with the records, in how many deals, and what was done.

    The rows have the columns `case`, `opened`, `closed`, `outcome` and `seen`, with
    days counted from the census day: 0 is that day, -30 a month before.
    """

    def __init__(self) -> None:
        self._notes: list[tuple[str, int, str]] = []

    def report(self) -> pd.DataFrame:
        """Return one row per kind of problem."""
        columns = [_("problem"), _("deals"), _("what was done")]
        return pd.DataFrame(self._notes, columns=columns)

    def unusable(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Leave out what has no first day, or one after the census day."""
        out = _("left out")
        rows = self._drop(rows, rows["opened"].isna(), _("no first day"), out)
        return self._drop(
            rows, rows["opened"] > 0, _("began after the census day"), out
        )

    def repeated(
        self,
        rows: pd.DataFrame,
        crm: pd.DataFrame,
        same: Sequence[str],
        within_days: float,
    ) -> pd.DataFrame:
        """Leave out rows that repeat a deal: the same case, or the same fields."""
        # A closed row knows more than an open one, so it goes first and is kept.
        order = np.lexsort((rows.index, rows["outcome"].isna()))
        again = rows["case"].iloc[order].duplicated()
        rows = self._drop(
            rows, again.reindex(rows.index), _("the same case again"), _("left out")
        )
        if not same:
            return rows
        fields = rows.join(crm[list(same)].add_prefix("same_"))
        groups = fields.groupby(
            [f"same_{name}" for name in same], dropna=False, observed=True, sort=False
        )
        twice = pd.Series(False, index=rows.index)
        for place in groups.indices.values():
            if len(place) > 1:
                twice |= _repeats(rows.iloc[place], within_days, rows.index)
        return self._drop(rows, twice, _("entered twice"), _("left out"))

    def last_days(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Mend last days that are missing or impossible; leave the rest out."""
        ended = rows["outcome"].notna()
        later = ended & (rows["closed"] > 0)
        rows = self._change(
            rows, later, _("closed after the census day"), _("counted as open"),
            outcome=None,
        )  # fmt: skip
        planned = ~ended & rows["closed"].notna()
        rows = self._change(
            rows, planned, _("open, with a last day"), _("day ignored"), closed=np.nan
        )
        ended &= ~later
        at_least = rows[["opened", "seen"]].max(axis=1)
        for wrong, problem in (
            (ended & rows["closed"].isna(), _("closed, with no last day")),
            (ended & (rows["closed"] < at_least), _("last day too early")),
        ):
            known = wrong & (rows["seen"] >= rows["opened"]) & (rows["seen"] <= 0)
            rows = self._change(
                rows, known, problem, _("day last seen taken"), closed=rows["seen"]
            )
            rows = self._drop(rows, wrong & ~known, problem, _("left out"))
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


def _repeats(alike: pd.DataFrame, within_days: float, index: pd.Index) -> pd.Series:
    """Mark each row that begins within so many days of one that is kept."""
    order = np.lexsort((alike.index, alike["outcome"].isna()))
    kept: list[float] = []
    marks = pd.Series(False, index=index)
    for label, opened in alike["opened"].iloc[order].items():
        if any(abs(opened - other) <= within_days for other in kept):
            marks[label] = True
        else:
            kept.append(opened)
    return marks
