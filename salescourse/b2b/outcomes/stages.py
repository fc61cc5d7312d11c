"""What an open deal is worth in its stage and at its age.

A deal that is open in a stage at an age fares like all that ever were in that stage at
that age, followed from there on: the landmark Aalen-Johansen estimate, which needs no
assumption about how long a stage takes. Where fewer than ten of them were watched
further, it is all that were open at that age.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.b2b.outcomes.deals import Day
from salescourse.checks import as_positive, position
from salescourse.cycle.columns import Columns
from salescourse.cycle.visits import Visits, read_visits

FEWEST = 10


@dataclass(frozen=True)
class _Past:
    """All deals of a log: how long each was watched, whether it ended, and was won."""

    visits: Visits
    begun: NDArray[np.float64]
    days: NDArray[np.float64]
    ended: NDArray[np.bool_]
    won: NDArray[np.bool_]

    @classmethod
    def of(cls, visits: Visits, won: int) -> "_Past":
        then = visits.next[visits.last]
        ended = then >= visits.stages
        begun = visits.entered[visits.first]
        end = np.where(ended, visits.left[visits.last], visits.until)
        return cls(visits, begun, end - begun, ended, then == won)

    def in_stage(self, stage: int, age: float) -> NDArray[np.bool_]:
        """Return which deals were in a stage at an age, and watched beyond it."""
        visits = self.visits
        came = visits.entered - self.begun[visits.case]
        went = np.where(np.isnan(visits.left), np.inf, visits.left)
        went = went - self.begun[visits.case]
        here = (visits.stage == stage) & (came <= age) & (went > age)
        there = np.zeros(len(self.days), dtype=bool)
        there[visits.case[here]] = True
        return there & (self.days > age)

    def chance(self, alike: NDArray[np.bool_], age: float, within: float) -> float:
        """Return what share of some deals was won within some days from an age."""
        days = self.days[alike] - age
        ended, won = self.ended[alike], self.won[alike]
        total, still = 0.0, 1.0
        for day in np.unique(days[ended & (days <= within)]):
            at_risk = np.count_nonzero(days >= day)
            here = ended & (days == day)
            total += still * np.count_nonzero(here & won) / at_risk
            still *= 1 - np.count_nonzero(here) / at_risk
        return min(total, 1.0)


def stage_chances(
    log: pd.DataFrame,
    until: Day,
    *,
    case: str = "case",
    stage: str = "stage",
    entered: str = "entered",
    left: str | None = None,
    next: str | None = None,
    won: str = "won",
    within_days: float | None = None,
) -> pd.DataFrame:
    """Return the open deals of a log, each with its chance by stage and age.

    Parameters
    ----------
    log : pandas.DataFrame
        One row per stage visit, as for `fit_cycle`. A deal begins with its first visit.
    until : float or date
        The day the log was taken.
    case, stage, entered, left, next : str, optional
        What its columns are called.
    won : str
        The end that is a win.
    within_days : float, optional
        How much time the deals have. Left out: as long as any deal was watched.

    Returns
    -------
    pandas.DataFrame
        A row per open deal: `case`, `stage`, `days` since it began, `chance` of a win
        from 0 to 1, `alike`, the number of deals that the chance was learned from, and
        `like`, what they have in common with it. Where even of its age there were fewer
        than ten, `alike` says how few.

    Raises
    ------
    ValueError, TypeError
        If a column is missing, a time cannot be read, rows contradict each other, or
        no deal of the log ends in `won`.

    Examples
    --------
    The wins that Kopje's open deals promise:

    >>> from salescourse import load
    >>> names = {"case": "opportunity_id", "entered": "entered_on",
    ...          "left": "left_on", "next": "next_stage"}
    >>> there = stage_chances(load("firm_stage_visits"), "2026-06-30", **names)
    >>> round(float(there["chance"].sum()), 1)
    84.3

    References
    ----------
    Putter & Spitoni (2018), Statistical Methods in Medical Research 27:2081-2092.
    """
    within = np.inf
    if within_days is not None:
        within = as_positive("within_days", within_days)
    names = Columns(case, stage, entered, left, next)
    visits = read_visits(log, until, names)
    ends = tuple(visits.names[visits.stages :])
    past = _Past.of(visits, visits.stages + position(won, ends, "won"))
    rows = [
        (
            visits.cases[one],
            visits.names[visits.stage[at]],
            past.days[one],
            *_alike(past, int(visits.stage[at]), past.days[one], within),
        )
        for one, at in enumerate(np.flatnonzero(visits.last))
        if not past.ended[one]
    ]
    columns = ["case", "stage", "days", "chance", "alike", "like"]
    return pd.DataFrame(rows, columns=columns)


def _alike(
    past: _Past, stage: int, age: float, within: float
) -> tuple[float, int, str]:
    alike, like = past.in_stage(stage, age), "stage and age"
    if alike.sum() < FEWEST:
        alike, like = past.days > age, "age"
    return past.chance(alike, age, within), int(alike.sum()), like
