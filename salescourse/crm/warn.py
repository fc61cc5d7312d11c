"""Warnings: what in an export may make its numbers wrong, as far as it shows."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from salescourse.crm.understood import Sentence

# A day on which so many deals were created at once was an import, not a day of work.
_IMPORT_DEALS, _IMPORT_SHARE = 5, 0.1
_IMPORT_DAY_DEALS, _IMPORT_DAY_SHARE = 20, 0.3
_GAP_DAYS = 60
_FEW_OPEN, _TEN = 2.0, 10
_TOO_MUCH, _SURE = 0.15, 3.0


def warnings_of(
    deals: pd.DataFrame, census: pd.Timestamp, gap: int, asked: bool
) -> Iterator[Sentence]:
    """Return what an export shows of what may be wrong with it."""
    if gap > _GAP_DAYS and not asked:
        yield _warn(
            "Census day",
            f"{census:%Y-%m-%d} is {gap} days after the day before it in the file. If "
            "it is a slip, open deals look that much older than they are.",
            'census="YYYY-MM-DD"',
        )
    if len(deals) < _TEN:
        yield _warn(
            "Deals",
            f"{len(deals)} in all: too few for a chance or a forecast to be worth much.",
            "export more years",
        )
    for find in (_few_open, _import, _truncated, _currencies, _tests):
        if (found := find(deals, census)) is not None:
            yield found


def _warn(about: str, text: str, change: str) -> Sentence:
    return Sentence(about, text, change, warning=True)


def _few_open(deals: pd.DataFrame, census: pd.Timestamp) -> Sentence | None:
    """Warn where far fewer deals are open than if all took as long as closed ones.

    Closed deals are the quick ones, so this is the least that should be open.
    """
    is_open = deals["outcome"] == "open"
    closed = np.sort(deals.loc[~is_open, "days"].to_numpy())
    ages = (census - deals["created"].dt.normalize()).dt.days.to_numpy()
    longer = 1 - np.searchsorted(closed, ages, side="right") / len(closed)
    least, still = float(longer.sum()), int(is_open.sum())
    few = still < least / 2 and least - still > _FEW_OPEN * np.sqrt(least)
    if still and not few:
        return None
    many = (
        f"{still} deals are open, where {least:.0f} would be if all took as long as "
        "the closed ones" if still else "No deal is open"
    )  # fmt: skip
    return _warn(
        "Open deals",
        f"{many}. If open deals were left out of the export or deleted, days to a win "
        "are those of the quick ones, and the win rate is that of closed deals.",
        "export open deals too",
    )


def _import(deals: pd.DataFrame, census: pd.Timestamp) -> Sentence | None:
    created = deals["created"]
    clocked = created[created != created.dt.normalize()]
    for times, fewest, least, what in (
        (clocked, _IMPORT_DEALS, _IMPORT_SHARE, "in one second"),
        (created.dt.normalize(), _IMPORT_DAY_DEALS, _IMPORT_DAY_SHARE, "on one day"),
    ):
        counts = times.value_counts()
        if len(counts) and counts.iloc[0] >= max(fewest, least * len(deals)):
            day = counts.index[0]
            return _warn(
                "Import",
                f"{int(counts.iloc[0])} of {len(deals)} deals were created {what}, "
                f"{day:%Y-%m-%d}: an import. That day says nothing of when they began.",
                f'import_days=["{day:%Y-%m-%d}"] leaves them out',
            )
    return None


def _truncated(deals: pd.DataFrame, census: pd.Timestamp) -> Sentence | None:
    """Warn where the first quarter wins far more: its losses may not be in the file."""
    closed = deals[deals["outcome"] != "open"]
    for day, what in (("created", "created"), ("ended", "closed")):
        quarter = closed[day].dt.to_period("Q")
        first = quarter == quarter.min()
        n, m = int(first.sum()), int((~first).sum())
        if n < _TEN or m < _TEN:
            continue
        won = closed["outcome"] == "won"
        early, later, all_ = won[first].mean(), won[~first].mean(), won.mean()
        error = np.sqrt(all_ * (1 - all_) * (1 / n + 1 / m))
        if early - later > max(_TOO_MUCH, _SURE * error):
            after = quarter.min().end_time + pd.Timedelta(days=1)
            return _warn(
                "First quarter",
                f"Of the {n} deals {what} in {quarter.min()}, {early:.0%} were won; "
                f"later {later:.0%}. Older losses were perhaps never entered.",
                f'since="{after:%Y-%m-%d}" leaves out what was created before',
            )
    return None


def _currencies(deals: pd.DataFrame, census: pd.Timestamp) -> Sentence | None:
    names = deals.loc[deals["amount"].notna() & (deals["currency"] != ""), "currency"]
    if names.nunique() < 2:
        return None
    counts = ", ".join(f"{n} in {name}" for name, n in names.value_counts().items())
    return _warn(
        "Currencies",
        f"Amounts are in {names.nunique()} currencies ({counts}). They are never added "
        "up across currencies.",
        'currency="..."',
    )


def _tests(deals: pd.DataFrame, census: pd.Timestamp) -> Sentence | None:
    named = deals["name"].str.contains(r"\b(?:test|demo deal|dummy)\b", flags=re.I)
    if not named.any():
        return None
    names = deals.loc[named, "name"]
    return _warn(
        "Test deals",
        f'{int(named.sum())} deals are perhaps tests, such as "{names.iloc[0]}".',
        f"leave_out=[{names.iloc[0]!r}, ...]",
    )
