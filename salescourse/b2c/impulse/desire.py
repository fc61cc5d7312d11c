"""A wish that fades, with or without a deadline: who buys, and when.

The chance to buy adds up over time to ``per_day * (A(t) + (times - 1) * W(t))``. It is
known in closed form, and so is its inverse, so that quantiles and draws are exact. Mean
and spread are integrals of smooth pieces, done by Gauss's rule; the pieces are cut in
halves towards their beginning, where most is bought, so that no pace is too quick.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_amount,
    as_count,
    as_numbers,
    as_positive,
    as_rate,
    like,
)

_NODES = 20
# A share of households that counts as none.
_NOTHING = 1e-12


@dataclass(frozen=True)
class Deadline:
    """A last day, and what it does on the days before it.

    Attributes
    ----------
    day : float
        The offer ends with this day.
    window_days : float
        How long before its end the offer is known.
    times : float
        By what the chance to buy is multiplied on these days. Below 1 people hold back.

    Examples
    --------
    >>> from salescourse.b2c.impulse import Deadline, FadingDesire
    >>> offer = Deadline(3, window_days=3, times=5)
    >>> round(FadingDesire(per_day=0.05, fade=0.2, deadline=offer).ever, 3)
    0.504
    """

    day: float
    window_days: float
    times: float

    def __post_init__(self) -> None:
        as_positive("day", self.day)
        as_positive("window_days", self.window_days)
        as_amount("times", self.times)
        if self.window_days > self.day:
            raise ValueError(
                "The offer cannot begin before day 0: it ends on day "
                f"{self.day:g}, and window_days is {self.window_days:g}."
            )

    @property
    def opens(self) -> float:
        """When the offer becomes known."""
        return self.day - self.window_days


@dataclass(frozen=True)
class FadingDesire:
    """Households of which some want one, with a wish that fades.

    Attributes
    ----------
    per_day : float
        Chance per day that somebody who wants one buys, at the very beginning.
    fade : float
        Rate per day at which that chance falls; 0 if the wish stays.
    wanting : float
        Share of households that want one.
    deadline : Deadline or None
        A limited-time offer.

    Examples
    --------
    >>> wish = FadingDesire(per_day=0.05, fade=0.2)
    >>> round(wish.ever, 6)
    0.221199
    >>> round(wish.bought(7), 3)
    0.172
    """

    per_day: float
    fade: float
    wanting: float = 1.0
    deadline: Deadline | None = None

    def __post_init__(self) -> None:
        as_positive("per_day", self.per_day)
        as_amount("fade", self.fade)
        _as_share("wanting", self.wanting)

    @property
    def ever(self) -> float:
        """Share of all households that buys in the end."""
        return float(self.bought(np.inf))

    @property
    def half_life_days(self) -> float:
        """Days until the wish is half as strong; infinite if it does not fade."""
        return float(np.log(2) / self.fade) if self.fade else np.inf

    def with_deadline(
        self, day: float, *, window_days: float, times: float
    ) -> "FadingDesire":
        """Return the same households under a limited-time offer.

        Examples
        --------
        >>> wish = FadingDesire(per_day=0.05, fade=0.2)
        >>> round(wish.with_deadline(7, window_days=2, times=3).ever, 3)
        0.267
        """
        return replace(self, deadline=Deadline(day, window_days, times))

    def without_deadline(self) -> "FadingDesire":
        """Return the same households without the offer.

        Examples
        --------
        >>> wish = FadingDesire(per_day=0.05, fade=0.2)
        >>> wish.with_deadline(7, window_days=2, times=3).without_deadline() == wish
        True
        """
        return replace(self, deadline=None)

    @overload
    def bought(self, days: Number) -> float: ...
    @overload
    def bought(self, days: Numbers) -> Floats: ...
    def bought(self, days: ArrayLike) -> float | NDArray:
        """Return the share of all households that has bought by some day.

        Parameters
        ----------
        days : float or array
            From 0 up; infinity is allowed.

        Returns
        -------
        float or ndarray
            Share from 0 to 1.
        """
        urge = self._urge(as_moments("days", days))
        return like(np.asarray(-self.wanting * np.expm1(-urge)), days)

    @overload
    def buying_rate(self, days: Number) -> float: ...
    @overload
    def buying_rate(self, days: Numbers) -> Floats: ...
    def buying_rate(self, days: ArrayLike) -> float | NDArray:
        """Return the chance per day to buy, among those who have not bought yet.

        It falls for two reasons: the wish fades, and those who want one run out.

        Parameters
        ----------
        days : float or array
            Moments from 0 up.

        Returns
        -------
        float or ndarray
            Rate per day.

        Examples
        --------
        >>> wish = FadingDesire(per_day=0.05, fade=0.2)
        >>> round(wish.buying_rate(0), 3), round(wish.buying_rate(10), 4)
        (0.05, 0.0068)
        """
        moments = as_moments("days", days)
        wish = np.full(moments.shape, float(self.per_day))
        if self.fade:
            wish *= np.exp(-self.fade * moments)
        if self.deadline:
            due = (moments > self.deadline.opens) & (moments <= self.deadline.day)
            wish = np.where(due, self.deadline.times * wish, wish)
        # Who has not bought wants one with these odds.
        if self.wanting < 1:
            from scipy.special import expit, logit

            wish = wish * expit(logit(self.wanting) - self._urge(moments))
        return like(np.asarray(wish), days)

    @overload
    def quantile(self, share: Number) -> float: ...
    @overload
    def quantile(self, share: Numbers) -> Floats: ...
    def quantile(self, share: ArrayLike) -> float | NDArray:
        """Return by which day a share of all households has bought.

        Parameters
        ----------
        share : float or array
            From 0 to 1.

        Returns
        -------
        float or ndarray
            Days; infinite where so many never buy.

        Examples
        --------
        >>> wish = FadingDesire(per_day=0.05, fade=0.2)
        >>> round(wish.quantile(0.2), 1), wish.quantile(0.25)
        (11.2, inf)
        """
        asked = as_rate("share", share)
        with np.errstate(divide="ignore", invalid="ignore"):
            urge = -np.log1p(-np.minimum(asked / self.wanting, 1.0))
            days = self._day_of(np.where(asked <= self.wanting, urge, np.inf))
        return like(np.asarray(days), share)

    def mean_days(self, *, by: float) -> float:
        """Return the mean day of purchase of those who buy by a day.

        Parameters
        ----------
        by : float
            The last day that is looked at.

        Returns
        -------
        float
            Days.

        Examples
        --------
        >>> FadingDesire(per_day=0.05, fade=0.2).mean_days(by=28) < 5
        True
        """
        end = as_positive("by", by)
        days, weights = self._points(end)
        return float(weights @ self._left(days, end))

    def sd_days(self, *, by: float) -> float:
        """Return the standard deviation of the day of purchase, by a day.

        Examples
        --------
        >>> round(FadingDesire(per_day=0.5, fade=0).sd_days(by=365), 3)
        2.0
        """
        end, mean = as_positive("by", by), self.mean_days(by=by)
        days, weights = self._points(end, mean)
        left = self._left(days, end)
        beyond = np.where(days > mean, left, 1 - left)
        return float(np.sqrt(2 * weights @ (beyond * np.abs(days - mean))))

    def moved_share(self, *, by: float) -> float:
        """Return the share of the extra purchases that would have come anyway.

        Extra is what the offer sells in its window beyond what those days would have
        sold without it.

        Parameters
        ----------
        by : float
            Anyway means by this day; the deadline or later.

        Returns
        -------
        float
            Share from 0 to 1.

        Raises
        ------
        ValueError
            If there is no deadline, or it sells nothing extra: less than a purchase in
            10^12 households.

        Examples
        --------
        A wish that lasts is moved, and one that fades in days is caught:

        >>> for fade in (0.02, 0.5):
        ...     wish = FadingDesire(per_day=0.1, fade=fade)
        ...     offer = wish.with_deadline(7, window_days=3, times=4)
        ...     print(round(offer.moved_share(by=90), 2))
        0.97
        0.01
        """
        due = self.deadline
        if due is None or due.times <= 1:
            raise ValueError(
                "Nothing is moved without a deadline that sells more (times above 1)."
            )
        if float(as_moments("by", by)) < due.day:
            raise ValueError(
                f"by must be day {due.day:g}, the deadline, or later; got {by:g}."
            )
        # Whoever is won by the offer still wanted one, and would have until the end.
        urge = self.without_deadline()._urge(np.array([due.opens, due.day, by]))
        extra = np.exp(-urge[1]) * -np.expm1((1 - due.times) * (urge[1] - urge[0]))
        if self.wanting * extra < _NOTHING:
            raise ValueError(
                "The offer sells nothing extra: of those who want one, nobody "
                f"is left on day {due.opens:g} who would buy only because of "
                "it."
            )
        return float(-np.expm1(urge[1] - urge[2]))

    def simulate(self, households: int, *, seed: int | np.random.Generator) -> NDArray:
        """Draw when each of some households buys; infinite if it never does.

        Parameters
        ----------
        households : int
            How many.
        seed : int or Generator
            The same seed gives the same households.

        Returns
        -------
        ndarray
            Days, one number per household.
        """
        size = int(as_count("households", households))
        return np.asarray(self.quantile(np.random.default_rng(seed).random(size)))

    def _urge(self, days: NDArray) -> NDArray:
        """Return how much chance to buy has added up for somebody who wants one."""
        urge = _faded(days, self.fade)
        if self.deadline:
            opens, day = self.deadline.opens, self.deadline.day
            ends = np.clip(days, opens, day)
            due = _faded(ends, self.fade) - _faded(np.asarray(opens), self.fade)
            urge = urge + (self.deadline.times - 1) * due
        with np.errstate(over="ignore"):
            return self.per_day * urge

    def _day_of(self, urge: NDArray) -> NDArray:
        """Return when so much chance has added up: the inverse of `_urge`."""
        effort = urge / self.per_day
        if self.deadline:
            times = self.deadline.times
            ends = np.array([self.deadline.opens, self.deadline.day])
            first, last = _faded(ends, self.fade)
            due = times * (last - first)
            within = first + (effort - first) / (times or np.nan)
            after = effort - due + (last - first)
            effort = np.where(
                effort <= first, effort, np.where(effort <= first + due, within, after)
            )
        return effort if not self.fade else _unfaded(effort, self.fade)

    def _left(self, days: NDArray, end: float) -> NDArray:
        """Return who of the buyers by the end has still to buy."""
        # Nobody is left after an urge of 1000; a much larger one would be no number.
        urge, whole = (
            np.minimum(self._urge(at), 1e3) for at in (days, np.asarray(end))
        )
        return np.exp(-urge) * np.expm1(urge - whole) / np.expm1(-whole)

    def _points(self, end: float, *cuts: float) -> tuple[NDArray, NDArray]:
        """Return days up to the end and their weights, for integrals over them."""
        pace = math.log2(max(self.per_day, self.fade))
        if self.deadline:
            cuts += (self.deadline.opens, self.deadline.day)
            pace += math.log2(max(1.0, self.deadline.times))
        ends = np.unique([0.0, *(cut for cut in cuts if 0 < cut < end), end])
        nodes, shares = np.polynomial.legendre.leggauss(_NODES)
        days, weights = [], []
        for first, last in pairwise(ends):
            halves = 1 + max(0, math.ceil(math.log2(last - first) + pace))
            steps = np.append(0.0, 0.5 ** np.arange(halves, -1, -1)) * (last - first)
            half = np.diff(steps)[:, None] / 2
            days.append(first + steps[:-1, None] + half * (nodes + 1))
            weights.append(half * shares)
        return np.concatenate(days).ravel(), np.concatenate(weights).ravel()


def _faded(days: NDArray, fade: float) -> NDArray:
    """Return `A(t)`: how many days at full strength the days so far were worth."""
    return -np.expm1(-fade * days) / fade if fade else days


def _unfaded(effort: NDArray, fade: float) -> NDArray:
    """Return after how many days `A` reaches a value; infinite where it never does."""
    return np.where(fade * effort < 1, -np.log1p(-fade * effort) / fade, np.inf)


def as_moments(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return days from 0 up; infinity is allowed."""
    days = as_numbers(name, value)
    wrong = days[~(days >= 0)]
    if wrong.size:
        raise ValueError(f"{name} must be 0 days or more, got {wrong.flat[0]:g}.")
    return days


def _as_share(name: str, value: float) -> float:
    """Return a share above 0, up to 1."""
    share = as_rate(name, value)
    if share.ndim or share == 0:
        raise ValueError(
            f"{name} must be one number above 0 and up to 1, got {value!r}."
        )
    return float(share)
