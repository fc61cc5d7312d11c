"""The open pipeline: each deal's chance, the wins by the end of the quarter, the old.

The chance of an open deal is what became of deals like it (`salescourse.landmark`). With
a history, these are all that were in its stage at its age. Where fewer than ten of them
were watched on, and without a history, they are all that were open at its age; and where
there are fewer than ten of those, it is the age at which ten last were. The column
`like` says which, and where even these are too few.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from salescourse.crm.cycle import horizon
from salescourse.landmark import FEWEST, Past

_STEPS, _MANY, _FEW_STEPS = 4000, 100, 4
# Chances so small are left out of a law.
_NEVER = 1e-22


@dataclass(frozen=True, eq=False, repr=False)
class QuarterForecast:
    r"""How many open deals are won by the end of the quarter, and for how much.

    Attributes
    ----------
    until : Timestamp
        The last day of the census day's quarter.
    days_left : int
        How many days that is from the census day.
    deals : int
        How many deals are open.
    mean : float
        Expected wins: the sum of the chances.
    low, high : int
        The range that holds the number of wins with 80 %, if the chances are right.
        It leaves out the doubt about these.
    amounts : DataFrame
        For each currency `mean`, `low` and `high` of what is won, with 80 % as well,
        and how many open deals have no amount.

    Examples
    --------
    >>> from salescourse.crm import read_crm
    >>> rows = [f"{k},2026-01-01,2026-01-{k + 1:02},won" for k in range(1, 21)]
    >>> table = "id,opened,closed,outcome\n" + "\n".join(rows) + "\n21,2026-01-11,,\n"
    >>> read_crm(table.encode()).forecast()
    1.0 of 1 open deals won by 2026-03-31, 80 % between 1 and 1
    """

    until: pd.Timestamp
    days_left: int
    deals: int
    mean: float
    low: int
    high: int
    amounts: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"{self.mean:.1f} of {self.deals} open deals won by {self.until:%Y-%m-%d}, "
            f"80 % between {self.low} and {self.high}"
        )


def open_deals(
    deals: pd.DataFrame, log: pd.DataFrame, days_left: int, *, history: bool
) -> pd.DataFrame:
    """Return the open deals with their chances: ever, and by the end of the quarter."""
    is_open = deals[deals["outcome"] == "open"]
    rows = is_open[["deal", "name", "stage", "days", "amount", "currency"]]
    rows = rows.rename(columns={"days": "age"}).reset_index(drop=True)
    last = log.drop_duplicates("case", keep="last") if history else log[:0]
    now = dict(zip(last["case"], last["stage"], strict=True))
    past, oldest = _past(deals, log), horizon(deals["days"])
    known: dict[tuple[str, int], tuple[float, float, str]] = {}
    found = []
    for deal, age in zip(rows["deal"], rows["age"], strict=True):
        key = (now.get(deal, ""), int(age))
        if key not in known:
            known[key] = _chances(past, *key, int(oldest), days_left)
        found.append(known[key])
    if history:
        rows["stage"] = rows["deal"].map(now).fillna(rows["stage"])
    columns = ["chance", "by_quarter_end", "like"]
    chances = pd.DataFrame(found, columns=columns, index=rows.index)
    return rows.join(chances.astype({"chance": float, "by_quarter_end": float}))


def _past(deals: pd.DataFrame, log: pd.DataFrame) -> Past:
    place = pd.Series(range(len(deals)), index=deals["deal"])
    deal = np.asarray(log["case"].map(place), dtype=np.int64)
    begun = deals["created"].dt.normalize().to_numpy()[deal]
    came, went = (
        (log[name].to_numpy() - begun) / np.timedelta64(1, "D")
        for name in ("entered", "left")
    )
    outcome = deals["outcome"].to_numpy(dtype=object)
    return Past(
        deals["days"].to_numpy(dtype=float), outcome != "open", outcome == "won",
        deal, log["stage"].to_numpy(dtype=object), came,
        np.where(np.isnan(went), np.inf, went),
    )  # fmt: skip


def _chances(
    past: Past, stage: str, age: int, oldest: int, days_left: int
) -> tuple[float, float, str]:
    """Return the chance of a win, ever and in the days left, and what it is like."""
    alike, like = past.in_stage(stage, age), "its stage and age"
    if alike.sum() < FEWEST:
        alike, like = past.open_at(age), "its age"
    if alike.sum() < FEWEST:
        # On day `oldest` ten were watched, so ten were watched beyond the day before.
        age = max(oldest - 1, 0)
        alike, like = past.open_at(age), f"age {age}, the last with ten deals"
    if alike.sum() < FEWEST:
        like = "fewer than ten deals: too few"
    ever = past.chance(alike, age)
    return ever, past.chance(alike, age, days_left), like


def quarter_end(day: pd.Timestamp) -> pd.Timestamp:
    """Return the last day of the calendar quarter that goes on after a day.

    Examples
    --------
    >>> quarter_end(pd.Timestamp("2026-02-14")).date().isoformat()
    '2026-03-31'
    >>> quarter_end(pd.Timestamp("2026-03-31")).date().isoformat()
    '2026-06-30'
    """
    return (day + pd.Timedelta(days=1) + pd.offsets.QuarterEnd(0)).normalize()


def quarter_forecast(pipeline: pd.DataFrame, census: pd.Timestamp) -> QuarterForecast:
    """Return the wins among open deals by the end of the quarter."""
    until = quarter_end(census)
    left = int((until - census).days)
    chances = pipeline["by_quarter_end"].to_numpy()
    if len(chances) == 0:
        return QuarterForecast(until, left, 0, 0.0, 0, 0, _amounts(pipeline))
    low, high = _wins_between(chances)
    return QuarterForecast(
        until, left, len(chances), float(chances.sum()), low, high, _amounts(pipeline)
    )


def _wins_between(chances: NDArray[np.float64]) -> tuple[int, int]:
    """Return the fewest and the most wins of the middle eight in ten, however many.

    The law is exact, as in `wins_forecast`; what is rarer than 1e-22 is left out, so
    that it is as wide as the number of wins is uncertain, not as there are deals.

    Examples
    --------
    Of 100,000 deals with a chance of 0.3 each, 30,000 give or take 1.2816 * 144.9.

    >>> _wins_between(np.full(100_000, 0.3))
    (29814, 30186)
    """
    laws = [(0, np.array([1 - chance, chance])) for chance in chances]
    while len(laws) > 1:
        odd = laws[len(laws) // 2 * 2 :]
        pairs = zip(laws[::2], laws[1::2], strict=False)
        laws = [_joined(one, other) for one, other in pairs] + odd
    start, law = laws[0]
    low, high = np.searchsorted(np.cumsum(law), [0.1 + 1e-12, 0.9 - 1e-12])
    return int(start + low), int(min(start + high, len(chances)))


def _joined(
    one: tuple[int, NDArray[np.float64]], other: tuple[int, NDArray[np.float64]]
) -> tuple[int, NDArray[np.float64]]:
    """Return the law of a sum: where it starts, and its probabilities from there."""
    law = np.convolve(one[1], other[1])
    some = np.flatnonzero(law >= _NEVER)
    start, end = int(some[0]), int(some[-1]) + 1
    return one[0] + other[0] + start, law[start:end]


def _amounts(pipeline: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for currency, part in pipeline.groupby("currency", sort=True):
        known = part.dropna(subset="amount")
        chances, sizes = known["by_quarter_end"].to_numpy(), known["amount"].to_numpy()
        low, high = _range(chances, np.maximum(sizes, 0))
        rows[currency] = (float(chances @ sizes), low, high, len(part) - len(known))
    columns = ["mean", "low", "high", "without_amount"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("currency")


def _range(
    chances: NDArray[np.float64], sizes: NDArray[np.float64]
) -> tuple[float, float]:
    """Return where eight in ten sums lie.

    Up to a hundred sums are counted exactly on a grid of steps. Of more, those of less
    than four steps each, a thousandth of the whole, would be rounded away. They are
    many or nothing, so their sum is taken as normal, beside the exact law of the rest.

    Examples
    --------
    A deal of 3,000 that is won or not, and 7,000 of 1 that bring 3,500 give or take
    41.8: eight in ten sums lie between the lowest tenth of the one hump, 0.2 of its own,
    and the highest of the other.

    >>> low, high = _range(np.full(7001, 0.5), np.array([3000.0] + [1.0] * 7000))
    >>> round(low), round(high)
    (3465, 6535)
    """
    total = float(sizes.sum())
    if total <= 0:
        return 0.0, 0.0
    step, many = total / _STEPS, len(sizes) > _MANY
    small = many & (sizes < _FEW_STEPS * step)
    each, there = sizes[~small], chances[~small]
    if many:
        ends = np.rint(np.cumsum(each) / step)
        places = np.diff(ends, prepend=0.0).astype(int)
    else:
        places = np.rint(each / step).astype(int)
    law = np.zeros(int(places.sum()) + 1)
    law[0] = 1.0
    for chance, place in zip(there, places, strict=True):
        moved = np.concatenate([np.zeros(place), law[: len(law) - place]])
        law = (1 - chance) * law + chance * moved
    odds, tiny = chances[small], sizes[small]
    spread = math.sqrt(float((odds * (1 - odds) * tiny**2).sum()))
    if spread == 0:
        low, high = np.searchsorted(np.cumsum(law), [0.1 + 1e-12, 0.9 - 1e-12])
        shift = float(odds @ tiny)
        return low * step + shift, min(high, len(law) - 1) * step + shift
    middles = np.linspace(0.0, (len(law) - 1) * step, len(law)) + float(odds @ tiny)
    low, high = (_sum_at(share, middles, law, spread) for share in (0.1, 0.9))
    return max(low, 0.0), min(high, total)


def _sum_at(
    share: float, middles: NDArray[np.float64], law: NDArray[np.float64], spread: float
) -> float:
    """Return below which sum a share of the normal humps around some middles lies."""
    low, high = middles[0] - 9 * spread, middles[-1] + 9 * spread
    for _ in range(60):
        middle = (low + high) / 2
        if float(law @ ndtr((middle - middles) / spread)) < share:
            low = middle
        else:
            high = middle
    return float((low + high) / 2)
