"""From an export to counts per day, rates with intervals, and differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_confidence,
    as_counts,
    as_numbers,
    as_yes_no,
    finite,
    need_columns,
    need_counts,
    need_width,
    number_column,
    one_column,
)

if TYPE_CHECKING:
    import pandas as pd


_LONGEST_WATCH = 100_000


def life_table(
    bought_day: ArrayLike, *, watched_days: int, offered: ArrayLike | None = None
) -> "pd.DataFrame":
    """Count, day by day, who had not bought yet and who bought.

    Parameters
    ----------
    bought_day : sequence of int or missing
        The day of each household's first purchase, 1 for the first day; missing where
        it had not bought when the watch ended.
    watched_days : int
        How many days everybody was watched.
    offered : sequence of bool, optional
        Who got the offer. The two groups are then counted apart.

    Returns
    -------
    DataFrame
        Columns ``offered``, ``day``, ``at_risk`` (not bought before that day) and
        ``bought``.

    Raises
    ------
    ValueError
        If a day is not whole, below 1 or after the watch.

    Examples
    --------
    >>> life_table([1, 3, None, None], watched_days=3)["at_risk"].tolist()
    [4, 3, 3]
    """
    import pandas as pd

    watched = _as_watched_days(watched_days)
    days = _as_bought_days(bought_day, watched)
    groups = np.zeros(days.size, bool)
    if offered is not None:
        groups = as_yes_no("offered", offered)
        if groups.size != days.size:
            raise ValueError(
                f"offered has {groups.size} households, bought_day has {days.size}."
            )
    parts = []
    for group in np.unique(groups):
        own = days[groups == group]
        bought = np.bincount(own[~np.isnan(own)].astype(int), minlength=watched + 1)[1:]
        before = np.cumsum(bought) - bought
        parts.append(
            pd.DataFrame(
                {
                    "offered": group,
                    "day": np.arange(1, watched + 1),
                    "at_risk": own.size - before,
                    "bought": bought,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def buying_rates(
    table: "pd.DataFrame", last_days: Sequence[int], *, confidence: float = 0.95
) -> "pd.DataFrame":
    """Return how many bought per day and household still without, in some periods.

    Parameters
    ----------
    table : DataFrame
        As from `life_table`.
    last_days : sequence of int
        The last day of each period, rising.
    confidence : float
        How often intervals made this way hold the truth.

    Returns
    -------
    DataFrame
        Indexed by ``offered`` and period (first and last day), with ``household_days``,
        ``bought``, ``per_day``, ``low`` and ``high``.

    Raises
    ------
    ValueError
        If a period is empty or goes beyond the table.

    Examples
    --------
    >>> table = life_table([1, 3, None, None], watched_days=4)
    >>> buying_rates(table, [2, 4])["per_day"].round(3).tolist()
    [0.143, 0.2]
    """
    from scipy.stats import chi2

    need_columns(table, ["offered", "day", "at_risk", "bought"], "table")
    for column in ("day", "at_risk", "bought"):
        as_counts(table, column, what="table")
    need_counts(table, "bought", "at_risk", "table")
    ends = finite("last_days", list(last_days))
    if not ends.size or (np.diff(ends, prepend=0) <= 0).any():
        raise ValueError(
            "last_days must be days that rise, such as [11, 14, 28], got "
            f"{list(last_days)}."
        )
    if ends[-1] > table["day"].max():
        raise ValueError(
            f"The table ends with day {table['day'].max()}, but a period ends "
            f"on day {ends[-1]:g}."
        )
    days = table[table["day"] <= ends[-1]]
    first = np.concatenate([[0], ends[:-1]]) + 1
    names = np.array(
        [f"{a:.0f}–{b:.0f}" for a, b in zip(first, ends, strict=True)], dtype=object
    )
    period = names[np.searchsorted(ends, days["day"])]
    groups = days.assign(period=period).groupby(["offered", "period"], sort=False)
    rates = groups[["at_risk", "bought"]].sum()
    rates = rates.rename(columns={"at_risk": "household_days"})
    if (rates["household_days"] == 0).any():
        raise ValueError("In one of the periods nobody was left to buy.")
    tail = (1 - as_confidence(confidence)) / 2
    n, k = rates["household_days"], rates["bought"]
    rates["per_day"] = k / n
    rates["low"] = np.where(k > 0, chi2.ppf(tail, 2 * np.maximum(k, 1)) / (2 * n), 0.0)
    rates["high"] = chi2.ppf(1 - tail, 2 * k + 2) / (2 * n)
    return rates


@dataclass(frozen=True)
class Difference:
    """How much more one group has than another, on average, and how sure that is.

    Examples
    --------
    >>> from salescourse.b2c.impulse import difference
    >>> round(difference([3, 5, 4, 4], [2, 3, 1, 2]).low, 4)
    0.8684
    """

    value: float
    low: float
    high: float
    standard_error: float

    def __str__(self) -> str:
        return f"{self.value:+.4g} ({self.low:+.4g} to {self.high:+.4g})"


def difference(
    treated: ArrayLike, control: ArrayLike, *, confidence: float = 0.95
) -> Difference:
    """Return the difference of two groups' means, with an interval.

    Parameters
    ----------
    treated, control : sequences of numbers, or of True and False
        One number per household.
    confidence : float
        How often intervals made this way hold the truth.

    Returns
    -------
    Difference
        With ``value``, ``low``, ``high`` and ``standard_error``.

    Raises
    ------
    ValueError
        If a group has fewer than two numbers, one is missing, or all numbers of each
        group are equal.

    Examples
    --------
    >>> print(difference([3, 5, 4, 4], [2, 3, 1, 2]))
    +2 (+0.8684 to +3.132)
    """
    from scipy.special import ndtri

    ours, theirs = _as_group("treated", treated), _as_group("control", control)
    value = float(ours.mean() - theirs.mean())
    with np.errstate(over="ignore"):
        parts = [group.var(ddof=1) / group.size for group in (ours, theirs)]
    error = float(np.sqrt(sum(parts)))
    if not error:
        raise ValueError(
            "All numbers of treated are equal, and so are all of control. How far chance "
            "moves their means shows only in numbers that differ."
        )
    need_width(error, value)
    reach = float(ndtri((1 + as_confidence(confidence)) / 2)) * error
    return Difference(value, value - reach, value + reach, error)


def _as_group(name: str, values: ArrayLike) -> np.ndarray:
    numbers = number_column(one_column(values, name), name, flags=True)
    if numbers.size < 2:
        raise ValueError(f"{name} needs two numbers or more, one per household.")
    if missing := int(np.isnan(numbers).sum()):
        raise ValueError(
            f"{name} has missing values ({missing}). Say what they stand for: "
            "0 for those who did not buy, or leave them out of both groups."
        )
    if np.isinf(numbers).any():
        raise ValueError(f"{name} must hold finite numbers.")
    return numbers


def _as_watched_days(value: float) -> int:
    """Return a whole number of days from 2 up."""
    days = as_numbers("watched_days", value)
    if days.ndim or not (np.isfinite(days) and days == np.floor(days) and days >= 2):
        raise ValueError(
            f"watched_days must be a whole number from 2 up, got {value!r}."
        )
    if days > _LONGEST_WATCH:
        raise ValueError(
            f"watched_days must be at most {_LONGEST_WATCH:,}, got {value!r}: the days "
            "are counted one by one."
        )
    return int(days)


def _as_bought_days(value: ArrayLike, watched_days: int) -> NDArray[np.float64]:
    """Return the day of each purchase, NaN where there was none."""
    column = one_column(value, "bought_day")
    if column.dtype.kind == "M":
        raise TypeError(
            "bought_day must hold the number of a day, or nothing where nobody bought. "
            "For dates, subtract the day before the first one and take .dt.days."
        )
    days = number_column(column, "bought_day")
    if not days.size:
        raise ValueError("bought_day holds no households.")
    seen = days[~np.isnan(days)]
    wrong = seen[~((seen >= 1) & (seen == np.floor(seen)))]
    if wrong.size:
        raise ValueError(
            "bought_day must hold whole days from 1 up (day 1 is the first), "
            f"got {wrong[0]:g}."
        )
    if (late := seen[seen > watched_days]).size:
        raise ValueError(
            f"Somebody bought on day {late[0]:g}, but watched_days is "
            f"{watched_days}. Watch longer, or leave such purchases empty: "
            "they came too late to be seen."
        )
    return days
