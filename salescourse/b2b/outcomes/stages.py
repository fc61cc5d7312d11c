"""What an open deal is worth in its stage and at its age.

Where fewer than ten deals were in its stage at its age, and watched further, it is all
that were open at that age.
"""

import numpy as np
import pandas as pd

from salescourse.b2b.outcomes.deals import Day
from salescourse.checks import as_positive, position
from salescourse.cycle.columns import Columns
from salescourse.cycle.visits import Visits, read_visits
from salescourse.landmark import FEWEST, Past


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
    past = _past(visits, visits.stages + position(won, ends, "won"))
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


def _past(visits: Visits, won: int) -> Past:
    then = visits.next[visits.last]
    ended = then >= visits.stages
    begun = visits.entered[visits.first]
    end = np.where(ended, visits.left[visits.last], visits.until)
    went = np.where(np.isnan(visits.left), np.inf, visits.left)
    return Past(
        end - begun, ended, then == won, visits.case, visits.stage,
        visits.entered - begun[visits.case], went - begun[visits.case],
    )  # fmt: skip


def _alike(past: Past, stage: int, age: float, within: float) -> tuple[float, int, str]:
    alike, like = past.in_stage(stage, age), "stage and age"
    if alike.sum() < FEWEST:
        alike, like = past.open_at(age), "age"
    return past.chance(alike, age, within), int(alike.sum()), like
