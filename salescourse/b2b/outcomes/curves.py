"""What share of deals has ended, and how, by each day: Kaplan-Meier, Aalen-Johansen."""

from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.outcomes.deals import Deals
from salescourse.b2b.outcomes.interval import log_log_interval, standard_errors
from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_confidence,
    as_positive,
    position,
)

OPEN = "open"
# A product or a sum of ratios may miss one half by its last digits.
_DUST = 1e-12


@dataclass(frozen=True)
class Median:
    """A median in days with its interval; infinite where it was not reached.

    Examples
    --------
    >>> from salescourse.b2b.outcomes import Deals, outcome_curves
    >>> deals = Deals.of([10, 20, 20, 30], ["won", "lost", None, "lost"])
    >>> outcome_curves(deals).median_days().days
    20.0
    """

    days: float
    low: float
    high: float

    def __repr__(self) -> str:
        return f"{self.days:g} days ({self.low:g} to {self.high:g})"


@dataclass(frozen=True, eq=False, repr=False)
class OutcomeCurves:
    """The share of all deals that has ended in each outcome, day by day.

    Attributes
    ----------
    shares : pandas.DataFrame
        A row per day on which something happened, a column per outcome and one for
        `open`. Each row sums to 1 and holds until the next.
    low, high : pandas.DataFrame
        Ends of the intervals.
    confidence : float
        How often such an interval holds the true share.

    Examples
    --------
    >>> from salescourse.b2b.outcomes import Deals, outcome_curves
    >>> deals = Deals.of([10, 20, 20, 30], ["won", "lost", None, "lost"])
    >>> outcome_curves(deals).shares["won"].tolist()
    [0.0, 0.25, 0.25, 0.25]
    """

    shares: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    confidence: float

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How deals end."""
        return tuple(self.shares.columns[:-1])

    @property
    def longest_days(self) -> float:
        """How long the longest-watched deal was watched. Nothing is known beyond."""
        return float(self.shares.index[-1])

    def at(self, day: float) -> pd.DataFrame:
        """Return what has become of deals by the end of a day.

        Parameters
        ----------
        day : float
            Days since a deal began.

        Returns
        -------
        pandas.DataFrame
            A row per outcome and one for `open`; columns `share`, `low` and `high`.

        Raises
        ------
        ValueError
            If no deal was watched for so long and some were still open.

        Examples
        --------
        >>> deals = Deals.of([1, 2, 2, 3], ["won", "lost", None, "won"])
        >>> outcome_curves(deals).at(2)["share"].to_dict()
        {'won': 0.25, 'lost': 0.25, 'open': 0.5}
        """
        row = int(self._rows(day))
        columns = {"share": self.shares, "low": self.low, "high": self.high}
        return pd.DataFrame({name: part.iloc[row] for name, part in columns.items()})

    @overload
    def share(self, outcome: str, days: Number) -> float: ...
    @overload
    def share(self, outcome: str, days: Numbers) -> Floats: ...
    def share(self, outcome: str, days: ArrayLike) -> float | NDArray:
        """Return the share of deals that has ended in one outcome by some days.

        Parameters
        ----------
        outcome : str
            One of `outcomes`, or "open".
        days : float or array
            Days since a deal began.

        Returns
        -------
        float or ndarray
            Cumulative incidence.

        Examples
        --------
        >>> from salescourse.b2b.outcomes import Deals, outcome_curves
        >>> deals = Deals.of([10, 20, 30, 40], ["lost", "won", None, "won"])
        >>> outcome_curves(deals).share("won", [15, 25])
        array([0.  , 0.25])
        """
        position(outcome, tuple(self.shares.columns), "outcome")
        values = self.shares[outcome].to_numpy()[self._rows(days)]
        return values.item() if np.ndim(days) == 0 else values

    @overload
    def chance(
        self, outcome: str, age_days: Number, *, within_days: float | None = None
    ) -> float: ...
    @overload
    def chance(
        self, outcome: str, age_days: Numbers, *, within_days: float | None = None
    ) -> Floats: ...
    def chance(
        self, outcome: str, age_days: ArrayLike, *, within_days: float | None = None
    ) -> float | NDArray:
        """Return the chance that a deal still open at some age ends in an outcome.

        Parameters
        ----------
        outcome : str
            One of `outcomes`.
        age_days : float or array
            How long the deal has been open.
        within_days : float, optional
            How much time it has. Left out, or beyond the longest deal watched: as long
            as any deal was watched.

        Returns
        -------
        float or ndarray
            ``(F(age + within) - F(age)) / S(age)``.

        Raises
        ------
        ValueError
            If no deal was ever open at that age.

        Examples
        --------
        Of four deals one is lost on the first day. The others are won:

        >>> deals = Deals.of([1, 5, 6, 7], ["lost", "won", "won", "won"])
        >>> curves = outcome_curves(deals)
        >>> [round(float(curves.chance("won", age)), 9) for age in (0, 1)]
        [0.75, 1.0]
        """
        ages = np.asarray(age_days, dtype=float)
        end = np.full(ages.shape, self.longest_days)
        if within_days is not None:
            end = np.minimum(ages + as_positive("within_days", within_days), end)
        still_open = self.share(OPEN, ages)
        if np.any(np.asarray(still_open) <= 0):
            raise ValueError(
                f"No deal was open for longer than {self.longest_days:g} days, "
                "so nothing is known about one of that age."
            )
        gain = self.share(outcome, np.maximum(end, ages)) - self.share(outcome, ages)
        # A ratio of sums may pass 1 by its last digit.
        return np.clip(gain / still_open, 0, 1)

    def median_days(self, outcome: str | None = None) -> Median | float:
        """Return by which day half have ended.

        Parameters
        ----------
        outcome : str, optional
            Only of those that end in this outcome, as far as was watched. Left out: of
            all deals, with an interval.

        Returns
        -------
        Median or float
            Infinite if fewer than half have ended.

        Examples
        --------
        >>> deals = Deals.of([1, 2, 3, 4, 4], ["lost", "won", "won", "lost", None])
        >>> outcome_curves(deals).median_days().days
        3.0
        >>> outcome_curves(deals).median_days("won")
        2.0
        """
        if outcome is not None:
            position(outcome, self.outcomes, "outcome")
            ended = self.shares[outcome]
            half = max(ended.iloc[-1] / 2 - _DUST, _DUST)
            return _first(ended >= half)
        half = 0.5 + _DUST
        ends = (part[OPEN] <= half for part in (self.shares, self.low, self.high))
        return Median(*(_first(end) for end in ends))

    def _rows(self, days: ArrayLike) -> NDArray[np.int64]:
        days = np.asarray(days, dtype=float)
        wrong = days[~(days >= 0)]
        if wrong.size:
            raise ValueError(f"A day must be 0 or more, got {wrong.flat[0]:g}.")
        if (days > self.longest_days).any() and self.shares[OPEN].iloc[-1] > 0:
            raise ValueError(
                "The longest-watched deal was watched for "
                f"{self.longest_days:g} days. Nothing is known about day "
                f"{days.max():g}."
            )
        return self.shares.index.searchsorted(days, side="right") - 1


def outcome_curves(deals: Deals, *, confidence: float = 0.95) -> OutcomeCurves:
    """Return what share of deals has ended, and how, by each day.

    Open deals count as long as they were watched. The estimates are those of
    lifelines: Kaplan-Meier for what is open, Aalen-Johansen for each outcome.

    Parameters
    ----------
    deals : Deals
        From `read_deals` or `Deals.of`.
    confidence : float
        For the intervals.

    Returns
    -------
    OutcomeCurves
        With `at`, `share`, `chance` and `median_days`.

    Examples
    --------
    Four deals: one won after 10 days, one lost after 20, one open for 20 days so far,
    one lost after 30. The open one counts for the 20 days it was seen:

    >>> deals = Deals.of([10, 20, 20, 30], ["won", "lost", None, "lost"])
    >>> outcome_curves(deals).shares  # doctest: +NORMALIZE_WHITESPACE
           won  lost  open
    day
    0.0   0.00  0.00  1.00
    10.0  0.25  0.00  0.75
    20.0  0.25  0.25  0.50
    30.0  0.25  0.75  0.00

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53:457.
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141-150.
    """
    confidence = as_confidence(confidence)
    days, ended = in_order(deals)
    still_open = survival(ended >= 0)
    names = [*deals.outcomes, OPEN]
    incidence = [_incidence(ended, k) for k in range(len(deals.outcomes))]
    errors = [
        standard_errors(curve, still_open, ended == k)
        for k, curve in enumerate(incidence)
    ]
    errors.append(standard_errors(1 - still_open, still_open, ended >= 0))
    at_risk = len(days) - np.arange(len(days) + 1)
    pairs = [
        log_log_interval(curve, error, at_risk, confidence)
        for curve, error in zip([*incidence, still_open], errors, strict=True)
    ]
    index, rows = _by_day(days)
    shares, low, high = (
        pd.DataFrame(np.column_stack(columns)[rows], index=index, columns=names)
        for columns in ([*incidence, still_open], *zip(*pairs, strict=True))
    )
    return OutcomeCurves(shares, low, high, confidence)


def in_order(deals: Deals) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the days in rising order, and the number of each deal's outcome.

    Open deals have -1, and stand after those that ended on the same day: who is still
    there in the evening was there all day. Within a day the order of the others does
    not matter, because their factors multiply, and sum, to the same.
    """
    days = deals.table["days"].to_numpy()
    numbers = pd.Categorical(deals.table["outcome"], categories=deals.outcomes).codes
    order = np.lexsort((numbers < 0, days))
    return days[order], numbers[order].astype(np.int64)


def survival(ended: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the Kaplan-Meier shares before the first deal and after each one.

    Only the order of deals matters, so each one's time is its place in it. That also
    leaves no two at the same time, and none at time 0.
    """
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter().fit(np.arange(1, len(ended) + 1), ended)
    return fitted.survival_function_.iloc[:, 0].to_numpy()


def _incidence(ended: NDArray[np.int64], outcome: int) -> NDArray[np.float64]:
    """Return the Aalen-Johansen shares before the first deal and after each one."""
    from lifelines import AalenJohansenFitter

    # lifelines works out variances one time at a time, several seconds for a thousand
    # deals; `standard_errors` has the same formula in one pass.
    fitter = AalenJohansenFitter(calculate_variance=False)
    fitted = fitter.fit(np.arange(1, len(ended) + 1), ended + 1, outcome + 1)
    return fitted.cumulative_density_.iloc[:, 0].to_numpy()


def _by_day(days: NDArray[np.float64]) -> tuple[pd.Index, NDArray[np.int64]]:
    """Return the distinct days from 0, and how many deals were done by each."""
    index = np.unique(np.concatenate([[0.0], days]))
    return pd.Index(index, name="day"), np.searchsorted(days, index, side="right")


def _first(reached: pd.Series) -> float:
    return (
        float(reached.index[int(reached.argmax())]) if reached.any() else float("inf")
    )
