"""What one hand-off costs, read from tickets: plainly, within kinds, and by a coin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import (
    as_confidence,
    need_columns,
    need_filled,
    need_width,
    number_column,
)


@dataclass(frozen=True, repr=False)
class Cost:
    """Minutes that go with one hand-off.

    Attributes
    ----------
    minutes, standard_error : float
        The estimate and its standard error.
    low, high : float
        Ends of the interval.
    tickets : int
        How many tickets it rests on.

    Examples
    --------
    >>> from salescourse.strategy.experience import hand_off_cost
    >>> tickets = pd.DataFrame({"hand_offs": [0, 1, 0, 1],
    ...                         "minutes": [10, 40, 110, 150],
    ...                         "fault": ["app", "app", "leak", "leak"]})
    >>> round(hand_off_cost(tickets, within="fault").minutes, 6)
    35.0
    """

    minutes: float
    standard_error: float
    low: float
    high: float
    tickets: int

    def holds(self, value: float) -> bool:
        """Return whether the interval holds a value.

        Examples
        --------
        >>> from salescourse.strategy.experience import hand_off_cost
        >>> tickets = pd.DataFrame({"hand_offs": [0, 1, 0, 1],
        ...                         "minutes": [10, 40, 110, 150],
        ...                         "fault": ["app", "app", "leak", "leak"]})
        >>> hand_off_cost(tickets, within="fault").holds(35)
        True
        """
        return bool(self.low <= value <= self.high)

    def __repr__(self) -> str:
        return (
            f"{self.minutes:.0f} minutes per hand-off ({self.low:.0f} to "
            f"{self.high:.0f})"
        )


def hand_off_cost(
    tickets: pd.DataFrame,
    *,
    within: str | Sequence[str] = (),
    confidence: float = 0.95,
) -> Cost:
    """Return by how many minutes tickets differ that differ by one hand-off.

    The line of least squares, with the same slope and a height of its own in each
    group of `within`. It is what a hand-off *causes* only if, within a group, nothing
    makes tickets both long and often handed on.

    Parameters
    ----------
    tickets : DataFrame
        With columns `hand_offs` and `minutes`.
    within : str or list of str
        Columns; only tickets that agree in them are compared.
    confidence : float
        For the interval, which allows for tickets that spread unequally (HC1).

    Returns
    -------
    Cost
        The slope and its interval.

    Raises
    ------
    ValueError
        If a column is not there, holds nothing or missing values, if all tickets of
        each group have equally many hand-offs, or if all lie exactly on the line.

    Examples
    --------
    >>> tickets = pd.DataFrame({"hand_offs": [0, 1, 0, 1],
    ...                         "minutes": [10, 40, 110, 150],
    ...                         "fault": ["app", "app", "leak", "leak"]})
    >>> hand_off_cost(tickets, within="fault")
    35 minutes per hand-off (25 to 45)

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29:305-325.
    """
    within = [within] if isinstance(within, str) else list(within)
    hand_offs, minutes = _numbers(tickets, ["hand_offs", "minutes"], within)
    group: NDArray[np.integer] = np.zeros(len(tickets), dtype=int)
    groups = 1
    if within:
        group = tickets.groupby(within, observed=True, dropna=False).ngroup().to_numpy()
        groups = int(group.max()) + 1
    x, y = _apart(hand_offs, group), _apart(minutes, group)
    weight, freedom = float(x @ x), len(tickets) - groups - 1
    if weight < 1e-9 or freedom < 1:
        raise ValueError(
            "There is nothing to compare: within each group all tickets have "
            "equally many hand-offs, or there are too few. Use fewer columns."
        )
    slope = float(x @ y) / weight
    left = y - slope * x
    error = np.sqrt((x**2 @ left**2) * len(tickets) / freedom) / weight
    return _cost(slope, float(error), len(tickets), confidence)


def hand_off_cost_by_chance(
    tickets: pd.DataFrame, chance: str, *, confidence: float = 0.95
) -> Cost:
    """Return what one hand-off costs, where chance made some tickets have fewer.

    The difference in minutes between the two groups that chance made, divided by the
    difference in hand-offs (Wald). It is causal if chance changed the minutes through
    hand-offs and in no other way.

    Parameters
    ----------
    tickets : DataFrame
        With columns `hand_offs`, `minutes` and the one below.
    chance : str
        Column that says, True or False, which group chance put the ticket in.
    confidence : float
        For the interval.

    Returns
    -------
    Cost
        Minutes per hand-off.

    Raises
    ------
    ValueError
        If the column does not hold True and False, or if the two groups hardly differ
        in hand-offs, so that any cost would fit.

    Examples
    --------
    >>> tickets = pd.DataFrame({"hand_offs": [2, 3, 2, 0, 1, 0],
    ...                         "minutes": [70, 120, 80, 10, 60, 20],
    ...                         "pilot": [False, False, False, True, True, True]})
    >>> round(hand_off_cost_by_chance(tickets, "pilot").minutes)
    30

    References
    ----------
    Wald (1940), Annals of Mathematical Statistics 11:284-300; Angrist, Imbens & Rubin
    (1996), Journal of the American Statistical Association 91:444-455.
    """
    hand_offs, minutes = _numbers(tickets, ["hand_offs", "minutes"], [chance])
    drawn = tickets[chance].to_numpy()
    if set(pd.unique(drawn)) != {True, False}:
        raise ValueError(
            f'Column "{chance}" must hold True and False, and both of them.'
        )
    drawn = drawn.astype(bool)
    fewer = _difference(hand_offs, drawn)
    if not fewer[0] or fewer[0] ** 2 < 10 * fewer[1]:
        raise ValueError(
            f'The groups of "{chance}" hardly differ in hand-offs '
            f"({fewer[0]:+.2f}). Dividing by so little proves nothing."
        )
    cost = _difference(minutes, drawn)[0] / fewer[0]
    variance = _difference(minutes - cost * hand_offs, drawn)[1]
    error = np.sqrt(variance) / abs(fewer[0])
    return _cost(float(cost), float(error), len(tickets), confidence)


def _difference(values: NDArray, drawn: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how much the drawn are above the others, and its variance."""
    one, other = values[drawn], values[~drawn]
    if min(one.size, other.size) < 2:
        raise ValueError("Each group needs two tickets or more.")
    variance = one.var(ddof=1) / one.size + other.var(ddof=1) / other.size
    return float(one.mean() - other.mean()), float(variance)


def _apart(values: NDArray, group: NDArray[np.integer]) -> NDArray:
    """Return how far each value lies from the mean of its group."""
    sums = np.bincount(group, weights=values)
    return values - (sums / np.bincount(group))[group]


def _numbers(
    tickets: pd.DataFrame, names: list[str], others: list[str]
) -> tuple[NDArray, ...]:
    need_columns(tickets, [*names, *others], "tickets")
    for name in [*names, *others]:
        need_filled(tickets[name], f'tickets["{name}"]')
    columns = [number_column(tickets[name], f'tickets["{name}"]') for name in names]
    for name, column in zip(names, columns, strict=True):
        if not (np.isfinite(column) & (column >= 0)).all():
            raise ValueError(
                f'"{name}" must be 0 or more, and finite, got {column.min():g}.'
            )
    return tuple(columns)


def _cost(minutes: float, error: float, tickets: int, confidence: float) -> Cost:
    from scipy import special

    need_width(error, minutes)
    half = -special.ndtri((1 - as_confidence(confidence)) / 2) * error
    return Cost(minutes, error, minutes - half, minutes + half, tickets)
