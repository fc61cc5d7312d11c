"""The cycle of an export: how many deals are won, when, and by stage.

Open deals count as open until the census day (Aalen-Johansen, from chapter 4's model).
Numbers are given as far as at least ten deals are still watched: beyond, one deal moves
the curve by a tenth or more.
"""

import numpy as np
import pandas as pd

from salescourse.b2b.outcomes import (
    Deals,
    OutcomeCurves,
    closed_share,
    outcome_curves,
)
from salescourse.landmark import FEWEST

BY_DAYS = (30, 60, 90, 180, 365)
QUARTILES = (0.25, 0.5, 0.75)
_DUST = 1e-12


def _as_deals(deals: pd.DataFrame) -> Deals:
    """Return an export's deals as chapter 4's model takes them."""
    outcome = deals["outcome"].where(deals["outcome"] != "open", None)
    return Deals.of(deals["days"], list(outcome), case=list(deals["deal"]))


def curves_of(deals: pd.DataFrame) -> OutcomeCurves:
    """Return what share of deals has ended, and how, by each day."""
    return outcome_curves(_as_deals(deals))


def horizon(days: pd.Series) -> float:
    """Return the last day on which ten deals were still watched.

    Where there are fewer than ten deals, it is the last day on which one was.

    Examples
    --------
    >>> horizon(pd.Series(range(1, 21)))
    11.0
    """
    rising = np.sort(days.to_numpy(dtype=float))
    return float(rising[-FEWEST] if len(rising) >= FEWEST else rising[-1])


def win_rate(deals: pd.DataFrame, curves: OutcomeCurves) -> pd.DataFrame:
    """Return the share of wins with open deals counted as open, and of closed alone."""
    by = horizon(deals["days"])
    rows = {}
    if "won" in curves.outcomes:
        at = curves.at(by).loc["won"]
        rows["open counted as open"] = (at["share"], at["low"], at["high"], len(deals))
        closed = closed_share(_as_deals(deals))
        rows["closed only"] = (closed.share, closed.low, closed.high, closed.of)
    else:
        ended = int((deals["outcome"] != "open").sum())
        rows["open counted as open"] = (0.0, np.nan, np.nan, len(deals))
        rows["closed only"] = (0.0, np.nan, np.nan, ended)
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["share", "low", "high", "deals"]
    )
    return table.assign(by_day=[by, np.nan], deals=table["deals"].astype(int))


def won_by(deals: pd.DataFrame, curves: OutcomeCurves) -> pd.DataFrame:
    """Return the share won by 30, 60, 90, 180 and 365 days, as far as ten are watched.

    Beside it stands the share of closed deals that was won by that day.
    """
    closed = deals[deals["outcome"] != "open"]
    rows = {}
    for day in BY_DAYS:
        watched = int((deals["days"] >= day).sum())
        if watched < FEWEST or "won" not in curves.outcomes:
            continue
        at = curves.at(day).loc["won"]
        won = (closed["outcome"] == "won") & (closed["days"] <= day)
        rows[day] = (at["share"], at["low"], at["high"], watched, won.mean())
    columns = ["share", "low", "high", "watched", "closed_only"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("day")


def days_to(deals: pd.DataFrame, curves: OutcomeCurves) -> pd.DataFrame:
    """Return the days to a win and to a loss: quartiles of the curves, not of deals.

    Beside them the median of closed deals alone, which is too short while slow deals
    are open.
    """
    by = horizon(deals["days"])
    rows = {}
    for outcome in ("won", "lost"):
        ended = deals.loc[deals["outcome"] == outcome, "days"]
        points = [quantile(curves, outcome, q, by) for q in QUARTILES]
        rows[outcome] = (*points, ended.median(), len(ended))
    columns = ["quarter", "median", "three_quarters", "closed_only_median", "deals"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("outcome")


def quantile(curves: OutcomeCurves, outcome: str, share: float, by: float) -> float:
    """Return the day by which a share of all that end so by some day has done so.

    Examples
    --------
    >>> deals = Deals.of([1, 2, 3, 4, 4], ["lost", "won", "won", "lost", None])
    >>> quantile(outcome_curves(deals), "won", 0.5, 4)
    2.0
    """
    if outcome not in curves.outcomes:
        return float("nan")
    curve = curves.shares[outcome]
    curve = curve[curve.index <= by]
    if curve.iloc[-1] <= 0:
        return float("nan")
    reached = curve >= share * curve.iloc[-1] - _DUST
    return float(curve.index[int(reached.to_numpy().argmax())])


def by_stage(
    log: pd.DataFrame, stages: list[str], census: pd.Timestamp
) -> pd.DataFrame:
    """Return for each stage its visits, where they led, their days, and who is there.

    Conversion is the share of visits that are over which did not lead to a loss. The
    median of the days counts visits that are still open; it is infinite where fewer
    than half are over.
    """
    visits = log[~_is_end(log)]
    rows = {}
    for stage in stages:
        here = visits[visits["stage"] == stage]
        over = here["left"].notna()
        lost = int((here["next"] == "lost").sum())
        days = (here["left"].fillna(census) - here["entered"]).dt.days
        done = int(over.sum())
        rows[stage] = (
            len(here),
            (done - lost) / done if done else np.nan,
            _median(days, over),
            int((~over).sum()),
        )
    columns = ["visits", "conversion", "median_days", "now"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("stage")


def _is_end(log: pd.DataFrame) -> pd.Series:
    """Return which rows of a log end a case."""
    before = log["next"].shift()
    same = log["case"] == log["case"].shift()
    return same & before.isin(["won", "lost"]) & (log["stage"] == before)


def _median(days: pd.Series, over: pd.Series) -> float:
    if not over.any():
        return float("inf")
    ends = ["over" if one else None for one in over]
    median = outcome_curves(Deals.of(days, ends)).median_days()
    return median if isinstance(median, float) else median.days
