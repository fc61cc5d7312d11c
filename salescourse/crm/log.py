"""The event log of deals: the stages each was in, day by day, and how it ended."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salescourse.crm.ends import Ends
from salescourse.crm.history import Events, staying
from salescourse.crm.settle import ENDED, Mended

ONE_STAGE = "open"


@dataclass(frozen=True)
class Log:
    """The event log, by days and with the clock.

    Attributes
    ----------
    rows : DataFrame
        `case`, `stage`, `entered`, `left` and `next`; whole days, so that a clock that
        only some columns have makes no order of its own. A row of an outcome ends a
        case.
    moments : Series
        When each row of it was entered, with the time of the day where it is known.
    stages : list of str
        In the order in which deals come to them.
    """

    rows: pd.DataFrame
    moments: pd.Series
    stages: list[str]


def build_log(
    deals: pd.DataFrame,
    events: Events,
    ends: Ends,
    census: pd.Timestamp,
    mended: Mended,
) -> Log:
    """Return the log of deals, from their events or, without any, of one stage."""
    visits = (
        _from_events(deals, events, ends, census, mended)
        if events.kind
        else pd.DataFrame(
            {"case": deals["deal"], "stage": ONE_STAGE, "at": deals["created"]}
        )
    )
    visits = visits.assign(over=0)
    ended = deals[deals["outcome"].isin(ENDED) & deals["deal"].isin(visits["case"])]
    last = pd.DataFrame(
        {
            "case": ended["deal"],
            "stage": ended["outcome"],
            "at": ended["ended"],
            "over": 1,
        }
    )
    rows = pd.concat([visits, last], ignore_index=True)
    place = pd.Series(range(len(deals)), index=deals["deal"])
    number = rows["case"].map(place)
    rows = rows.iloc[np.lexsort((rows.index, rows["over"], number))].reset_index(
        drop=True
    )
    entered = rows["at"].dt.normalize()
    led = (rows["case"] == rows["case"].shift(-1)) & (rows["over"] == 0)
    left = entered.shift(-1).where(led)
    following = rows["stage"].shift(-1).where(led, None)
    log = pd.DataFrame(
        {"case": rows["case"], "stage": rows["stage"], "entered": entered,
         "left": left, "next": following}
    )  # fmt: skip
    return Log(log, rows["at"], _in_order(rows[rows["over"] == 0], mended))


def _from_events(
    deals: pd.DataFrame,
    events: Events,
    ends: Ends,
    census: pd.Timestamp,
    mended: Mended,
) -> pd.DataFrame:
    rows = events.rows
    known = rows["case"].isin(deals["deal"])
    mended.counts["strangers"] = events.strangers
    rows = rows[known]
    closing = ends.kind_of(rows["stage"]).isin(ENDED).to_numpy(dtype=bool)
    follows = (rows["case"] == rows["case"].shift(-1)).to_numpy()
    goes_on = np.append(~closing[1:], False) & follows
    mended.count("came back", closing & goes_on)
    rows = rows[~closing]
    rows = _with_first(rows, deals, events)
    rows = rows[~staying(rows)]
    last = rows["case"].map(deals.set_index("deal")["ended"])
    late = (rows["at"].dt.normalize() > last.dt.normalize()).to_numpy(dtype=bool)
    mended.count("events after the end", late)
    rows = rows[~late & (rows["at"] < census + pd.Timedelta(days=1)).to_numpy()]
    rows = rows[~staying(rows)]
    mended.count("no history", ~deals["deal"].isin(rows["case"]))
    return rows[["case", "stage", "at"]]


def _with_first(
    rows: pd.DataFrame, deals: pd.DataFrame, events: Events
) -> pd.DataFrame:
    """Put before a deal's first event the stage it was in since it was created."""
    firsts = deals[deals["deal"].isin(list(events.first))]
    if firsts.empty:
        return rows
    added = pd.DataFrame(
        {"case": firsts["deal"], "stage": firsts["deal"].map(events.first),
         "at": firsts["created"], "place": -1}
    )  # fmt: skip
    both = pd.concat([added, rows], ignore_index=True)
    both["at"] = pd.to_datetime(both["at"])
    return both.sort_values(["case", "at", "place"], kind="stable", ignore_index=True)


def _in_order(visits: pd.DataFrame, mended: Mended) -> list[str]:
    """Return stages by their mean place in the way of deals; count steps back."""
    if visits.empty:
        return []
    step = visits.groupby("case", sort=False).cumcount()
    mean = step.groupby(visits["stage"]).mean().sort_values(kind="stable")
    rank = visits["stage"].map({stage: k for k, stage in enumerate(mean.index)})
    back = rank.groupby(visits["case"], sort=False).diff() < 0
    mended.count("steps back", back)
    mended.count("entered again", visits.duplicated(["case", "stage"]))
    return list(mean.index)
