"""Deals from rows: when each began and ended, which rows are left out, and the census.

A deal begins on the day in its own column, or with the first event of its history where
that is earlier or the only one known. It ends on the day of its last closing event, a
stamp that a program set; else on its day of a win or a loss, else on its close date,
else on the day of its last stage change. The close date of an open deal is a hope and
never used.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salescourse.crm.ends import Ends
from salescourse.crm.history import Events
from salescourse.crm.states import States

ENDED = ("won", "lost")
NO_END = "closed, with no last day"


@dataclass
class Mended:
    """What was left out and what was mended, in counts.

    Attributes
    ----------
    left_out : dict of str to int
        Rows that are no deal here, by the reason.
    counts : dict of str to int
        What was mended or seen, by a short name.
    """

    left_out: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def drop(self, rows: pd.DataFrame, wrong: pd.Series, why: str) -> pd.DataFrame:
        """Leave rows out and count them."""
        if wrong.any():
            self.left_out[why] = self.left_out.get(why, 0) + int(wrong.sum())
        return rows[~wrong]

    def count(self, name: str, which: pd.Series | np.ndarray) -> None:
        """Count rows of a kind."""
        if n := int(np.sum(which)):
            self.counts[name] = self.counts.get(name, 0) + n


def settle(
    rows: pd.DataFrame,
    states: States,
    events: Events,
    ends: Ends,
    *,
    leave_out: tuple[str, ...],
    import_days: tuple[pd.Timestamp, ...],
    since: pd.Timestamp | None,
) -> tuple[pd.DataFrame, Mended]:
    """Return the deals, with `created`, `ended` and `outcome`, and what was mended."""
    mended = Mended()
    rows = rows.assign(outcome=states.outcome)
    rows = mended.drop(rows, rows["outcome"] == "deleted", "deleted")
    named = rows["deal"].isin(leave_out) | rows["name"].isin(leave_out)
    rows = mended.drop(rows, named, "named in leave_out")
    rows = rows.iloc[np.lexsort((rows.index, rows["outcome"] == "open"))]
    day = rows["created"].astype("datetime64[s]").dt.normalize()
    again = rows.assign(day=day).duplicated(["deal", "day"])
    rows = mended.drop(rows, again, "the same deal again").sort_index()
    rows = _named_apart(rows, mended)
    rows = _begun(rows, events, mended)
    rows = mended.drop(rows, rows["created"].isna(), "no first day: never begun")
    rows = _ended(rows, events, ends, mended)
    over = rows["outcome"].isin(ENDED)
    rows = mended.drop(rows, over & rows["ended"].isna(), NO_END)
    early = rows["ended"].dt.normalize() < rows["created"].dt.normalize()
    rows = mended.drop(rows, early, "closed before created")
    imported = rows["created"].dt.normalize().isin(list(import_days))
    rows = mended.drop(rows, imported, "created on an import day")
    if since is not None:
        rows = mended.drop(
            rows, rows["created"] < since, f"created before {since:%Y-%m-%d}"
        )
    return rows.reset_index(drop=True), mended


def _named_apart(rows: pd.DataFrame, mended: Mended) -> pd.DataFrame:
    """Let rows with one name and other first days be deals of their own."""
    alike = rows["deal"].duplicated()
    mended.count("one name", alike)
    apart = rows["deal"] + " (row " + rows["line"].astype(str) + ")"
    return rows.assign(deal=rows["deal"].mask(alike, apart))


def _begun(rows: pd.DataFrame, events: Events, mended: Mended) -> pd.DataFrame:
    first = _by_deal(rows["deal"], events.rows.groupby("case")["at"].min())
    created = rows["created"].astype("datetime64[s]")
    days = (first.dt.normalize() - created.dt.normalize()).dt.days
    mended.count("history before", days < 0)
    mended.count("history after", days > 0)
    mended.count("begun by history", created.isna() & first.notna())
    return rows.assign(created=created.where(~(created.isna() | (days < 0)), first))


def _ended(
    rows: pd.DataFrame, events: Events, ends: Ends, mended: Mended
) -> pd.DataFrame:
    kinds = ends.kind_of(events.rows["stage"])
    closing = events.rows[kinds.isin(ENDED).to_numpy(dtype=bool)]
    stamps = {
        kind: closing[(kinds[closing.index] == kind)].groupby("case")["at"].max()
        for kind in ENDED
    }
    ended = pd.Series(pd.NaT, rows.index, dtype="datetime64[s]")
    for kind, own in zip(ENDED, ("won_on", "lost_on"), strict=True):
        here = rows["outcome"] == kind
        stamp = _by_deal(rows["deal"], stamps[kind])
        written = (
            rows[own]
            .astype("datetime64[s]")
            .fillna(rows["closed"].astype("datetime64[s]"))
        )
        apart = (stamp.dt.normalize() - written.dt.normalize()).abs().dt.days > 1
        mended.count("stamped elsewhere", apart & here)
        known = stamp.fillna(written)
        changed = rows["changed"].astype("datetime64[s]")
        mended.count("ended by change", here & known.isna() & changed.notna())
        ended = ended.where(~here, known.fillna(changed))
    is_open = rows["outcome"] == "open"
    mended.count("hopes", is_open & rows["closed"].notna())
    shut = rows["deal"].isin(closing["case"])
    mended.count("closed in history only", is_open & shut)
    return rows.assign(ended=ended)


def _by_deal(deals: pd.Series, days: pd.Series) -> pd.Series:
    """Return each deal's day, NaT where it has none."""
    found = deals.map(days.to_dict())
    return pd.to_datetime(found).astype("datetime64[s]")


def find_census(rows: pd.DataFrame, events: Events) -> tuple[pd.Timestamp, int]:
    """Return the latest day that is no hope, and how many days it is after the next.

    Examples
    --------
    >>> from salescourse.crm.history import no_events
    >>> days = pd.to_datetime(["2026-01-05", "2026-02-01"])
    >>> rows = pd.DataFrame({"deal": ["a", "b"], "created": days, "ended": pd.NaT, "changed": pd.NaT})
    >>> find_census(rows, no_events())
    (Timestamp('2026-02-01 00:00:00'), 27)
    """
    mine = events.rows["case"].isin(rows["deal"])
    parts = [rows[name] for name in ("created", "ended", "changed")]
    parts.append(events.rows.loc[mine, "at"])
    days = pd.concat([pd.to_datetime(part).astype("datetime64[s]") for part in parts])
    latest = np.sort(days.dropna().dt.normalize().unique())[::-1]
    gap = (
        int((latest[0] - latest[1]) / np.timedelta64(1, "D")) if len(latest) > 1 else 0
    )
    return pd.Timestamp(latest[0]).as_unit("s"), gap


def as_of(rows: pd.DataFrame, census: pd.Timestamp, mended: Mended) -> pd.DataFrame:
    """Return the deals as they stood on the census day, with their days."""
    evening = census + pd.Timedelta(days=1)
    rows = mended.drop(rows, rows["created"] >= evening, "began after the census day")
    later = rows["ended"] >= evening
    mended.count("ended after the census day", later)
    rows = rows.assign(
        ended=rows["ended"].mask(later), outcome=rows["outcome"].mask(later, "open")
    )
    last = rows["ended"].fillna(census).dt.normalize()
    return rows.assign(days=(last - rows["created"].dt.normalize()).dt.days)
