"""Deals of a CRM, turned into days and outcomes, with a note of each repair."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.b2b.outcomes.mend import Repairs
from salescourse.checks import (
    as_days,
    empty,
    need_columns,
    number_column,
    numbered,
    one_column,
    one_each,
)
from salescourse.cycle.visits import read_visits
from salescourse.words import ngettext

Day = float | str | date | pd.Timestamp


@dataclass(frozen=True, eq=False, repr=False)
class Deals:
    """Deals ready to be counted: how long each was watched, and how it ended.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per deal: `case`, `days` from its beginning to its end or to the census
        day, and `outcome`, which is missing while the deal is open.
    report : pandas.DataFrame
        What was wrong with the records, in how many deals, and what was done.

    Examples
    --------
    >>> from salescourse.b2b.outcomes import Deals
    >>> Deals.of([10, 20, 20, 30], ["won", "lost", None, "lost"])
    4 deals: 1 won, 2 lost, 1 still open
    """

    table: pd.DataFrame
    report: pd.DataFrame

    @classmethod
    def of(
        cls,
        days: ArrayLike,
        outcome: Collection[str | None],
        *,
        case: Collection[object] | None = None,
        report: pd.DataFrame | None = None,
    ) -> "Deals":
        """Take days and outcomes that need no cleaning.

        Parameters
        ----------
        days : array of float
            Days from each deal's beginning to its end, or to the census day.
        outcome : sequence of str or None
            How each ended; empty (None, NaN, "") while it is open.
        case : sequence, optional
            What each deal is called; their numbers from 0 up if left out.
        report : pandas.DataFrame, optional
            What was mended before.

        Returns
        -------
        Deals
            The deals.

        Raises
        ------
        ValueError
            If there are none, none has ended, or days are missing or below zero.

        Examples
        --------
        >>> Deals.of([12, 30, 30], ["lost", "won", None])
        3 deals: 1 won, 1 lost, 1 still open
        """
        ends = _as_outcomes(pd.Series(list(outcome), dtype=object), "outcome")
        numbers = number_column(one_column(days, "days"), "days")
        one_each(numbers, ends, ("days", "outcome"))
        names = np.arange(len(ends)) if case is None else np.asarray(case)
        one_each(names, ends, ("case", "outcome"))
        table = pd.DataFrame({"case": names, "days": numbers, "outcome": ends})
        _check(table)
        return cls(table, Repairs().report() if report is None else report)

    @classmethod
    def from_log(cls, log: pd.DataFrame, until_days: Day) -> "Deals":
        """Take the deals of an event log, as `SalesCycle.simulate_log` makes it.

        Parameters
        ----------
        log : pandas.DataFrame
            One row per stage visit, as for `fit_cycle`, in any order.
        until_days : float or date
            The day the log was taken: a number if the times of the log are numbers.

        Returns
        -------
        Deals
            One row per case. A case whose last row leads to a stage is still open.

        Raises
        ------
        ValueError, TypeError
            If a column is missing, a time cannot be read, rows contradict each other,
            or the log goes on after `until_days`.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> log = SalesCycle.b2b().simulate_log(1000, seed=1, until_days=60)
        >>> Deals.from_log(log, 60)
        1000 deals: 9 won, 703 lost, 288 still open
        """
        visits = read_visits(log, until_days)
        last = visits.next[visits.last]
        ended = last >= visits.stages
        end = np.where(ended, visits.left[visits.last], visits.until)
        names = np.array([*visits.names, None], dtype=object)
        return cls.of(
            end - visits.entered[visits.first],
            names[np.where(ended, last, -1)],
            case=visits.cases,
        )

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How deals ended: won first, then by how many."""
        names = list(self.table["outcome"].value_counts().index)
        return tuple(sorted(names, key=lambda name: name != "won"))

    @property
    def still_open(self) -> pd.DataFrame:
        """The deals that have not ended: `case`, and `days` since they began."""
        is_open = self.table["outcome"].isna()
        return self.table.loc[is_open, ["case", "days"]].reset_index(drop=True)

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        counts = self.table["outcome"].value_counts()
        ended = [f"{counts[name]} {name}" for name in self.outcomes]
        return (
            f"{len(self)} deals: {', '.join(ended)}, {len(self.still_open)} still open"
        )


def read_deals(
    crm: pd.DataFrame,
    census: Day,
    *,
    case: str = "opportunity_id",
    opened: str = "created_on",
    closed: str = "closed_on",
    outcome: str = "outcome",
    open_means: str | Iterable[str] = (),
    same: str | Sequence[str] = (),
    same_within_days: float = 2,
    last_seen: pd.Series | None = None,
) -> Deals:
    """Turn a CRM's opportunities into days and outcomes, and say what was mended.

    Rows that repeat a deal, deals without a first day, and deals that began after the
    census day are left out. A closed deal whose last day is missing, or lies before its
    first, gets the day it was `last_seen`; without one it is left out. A deal that
    closed after the census day was open on it and counts as open.

    Parameters
    ----------
    crm : pandas.DataFrame
        One row per opportunity.
    census : date, str or float
        The day of the export, or an earlier one to see the records as they stood.
        A day number if `opened` and `closed` are day numbers.
    case, opened, closed, outcome : str
        The columns: what a deal is called, its first day, its last day, how it ended.
    open_means : str or strings, optional
        Values of `outcome` that mean "still open". Empty ones always do.
    same : str or sequence of str, optional
        Columns that only agree when two rows are the same deal entered twice. Empty
        fields count as equal. The row that is closed is kept, else the first.
    same_within_days : float
        How far apart the first days of such rows may be.
    last_seen : pandas.Series, optional
        For each case the last day anything happened to it, such as the last day in
        its stage history.

    Returns
    -------
    Deals
        With `report`, which says what was left out or mended, and in how many deals.

    Raises
    ------
    ValueError, TypeError
        If a column is missing or holds no dates, or if no deal is left.

    Examples
    --------
    >>> crm = pd.DataFrame({
    ...     "opportunity_id": ["a", "b", "c"],
    ...     "created_on": pd.to_datetime(["2026-01-05", "2026-03-01", "2026-03-02"]),
    ...     "closed_on": pd.to_datetime(["2026-02-04", None, None]),
    ...     "outcome": ["won", "lost", None],
    ... })
    >>> deals = read_deals(crm, "2026-06-30")
    >>> deals
    2 deals: 1 won, 1 still open
    >>> deals.report
                        problem  deals what was done
    0  closed, with no last day      1      left out
    """
    names = {"case": case, "opened": opened, "closed": closed, "outcome": outcome}
    same = [same] if isinstance(same, str) else list(same)
    open_means = [open_means] if isinstance(open_means, str) else list(open_means)
    need_columns(crm, [*names.values(), *same], "The CRM")
    crm = crm.reset_index(drop=True)
    for name in (case, *same):
        numbered(crm[name], f'crm["{name}"]')
    rows = pd.DataFrame({"case": crm[case], "outcome": crm[outcome].astype(object)})
    rows["outcome"] = _as_outcomes(
        rows["outcome"].mask(rows["outcome"].isin(open_means)), f'crm["{outcome}"]'
    )
    first, last, seen, today = as_days(
        (f'crm["{opened}"]', crm[opened]),
        (f'crm["{closed}"]', crm[closed]),
        ("last_seen", _seen(rows["case"], last_seen)),
        ("census", census),
        numbers=True,
        whole=True,
    )
    rows = rows.assign(opened=first - today, closed=last - today, seen=seen - today)

    repairs = Repairs()
    rows = repairs.unusable(rows)
    rows = repairs.repeated(rows, crm[same], same_within_days)
    rows = repairs.last_days(rows)
    days = rows["closed"].where(rows["outcome"].notna(), 0) - rows["opened"]
    return Deals.of(
        days, list(rows["outcome"]), case=rows["case"], report=repairs.report()
    )


def _seen(case: pd.Series, last_seen: pd.Series | None) -> pd.Series:
    if last_seen is None:
        return pd.Series(np.nan, index=case.index)
    if not isinstance(last_seen, pd.Series) or last_seen.index.has_duplicates:
        raise TypeError(
            "last_seen must be a Series with one day per case, as groupby makes it."
        )
    return case.map(last_seen)


def _check(table: pd.DataFrame) -> None:
    if table.empty:
        raise ValueError("There are no deals.")
    if table["outcome"].isna().all():
        raise ValueError(
            "No deal has ended yet, so nothing can be said about how deals end."
        )
    wrong = table[~(np.isfinite(table["days"]) & (table["days"] >= 0))]
    if len(wrong):
        raise ValueError(
            ngettext(
                "{n} deal has no days or days below 0 (case {case}: {days:g}).",
                "{n} deals have no days or days below 0 (the first, {case}: {days:g}).",
                len(wrong),
            ).format(
                n=len(wrong), case=wrong["case"].iloc[0], days=wrong["days"].iloc[0]
            )
        )


def _as_outcomes(column: pd.Series, where: str) -> pd.Series:
    """Return the names of outcomes, and None where a deal is open."""
    ended = ~empty(column, where)
    for value in pd.unique(column[ended]):
        if not isinstance(value, str):
            raise TypeError(
                f'{where} must hold names such as "won" and "lost", and nothing '
                f"while a deal is open, got {value!r}. Say what it stands for, as in "
                f'{where}.map({{True: "won", False: "lost"}}).'
            )
        if value.strip().casefold() == "open":
            raise ValueError(
                f'{where} calls an outcome "{value}". Leave it empty where a deal is '
                f'still open; read_deals does it by open_means="{value}".'
            )
    return column.where(ended, None)
