"""The Bass model fitted to sales, and how little the first years say.

In terms of the peak's time T and the pace b = p + q the curve is a bump, and its height
enters as a plain factor::

    sales(t) = m b (1 + exp(-b T)) u / (1 + u)^2,    u = exp(-b (t - T))

So the fit looks for b and T only, and neither p nor the market can become negative.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import as_numbers, one_rate
from salescourse.shown import Shown
from salescourse.strategy.influence.bass import Bass
from salescourse.strategy.influence.profile import BassMisfit

LEAST_SALES, MOST_SALES = 5, 1_000
_LARGEST = 1e15
# An interval that is meant to miss nearly always is none.
_LEAST_CONFIDENCE = 0.5
# Squared errors, in units of the largest sale, that are rounding and no errors.
_EXACT = 1e-14


@dataclass(frozen=True)
class FittedBass(Shown):
    """A Bass curve fitted to sales, with what the sales leave open.

    Attributes
    ----------
    model : Bass
        The curve; its first period is no. 1.
    observed : tuple of float
        The sales it was fitted to.

    Examples
    --------
    Video recorders sold in the United States, in thousands, from 1980 on:

    >>> sales = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]
    >>> fitted = fit_bass(sales)
    >>> round(fitted.market), round(fitted.p, 6), round(fitted.q, 6)
    (67981, 0.006594, 0.638091)
    >>> round(fitted.residual_sd)
    727
    """

    model: Bass
    observed: tuple[float, ...]

    @property
    def p(self) -> float:
        """Innovation."""
        return self.model.p

    @property
    def q(self) -> float:
        """Imitation."""
        return self.model.q

    @property
    def market(self) -> float:
        """How many will ever buy, by this fit."""
        return self.model.market

    @property
    def residual_sd(self) -> float:
        """How far sales lie from the curve, as a standard deviation."""
        left = np.array(self.observed) - self.model.sales(self._periods)
        return math.sqrt(left @ left / (len(left) - 3))

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors of market, p and q: right for small errors only."""
        slopes = self._slopes()
        if np.linalg.matrix_rank(slopes / np.linalg.norm(slopes, axis=0)) < 3:
            raise ValueError(
                "These sales cannot tell market, p and q apart, so they have no "
                "standard errors. Most of them must not be 0."
            )
        spread = np.linalg.inv(slopes.T @ slopes)
        errors = self.residual_sd * np.sqrt(np.diag(spread))
        return dict(zip(("market", "p", "q"), errors.tolist(), strict=True))

    def summary(self) -> pd.DataFrame:
        """Return estimates and standard errors, a row each.

        Examples
        --------
        >>> from salescourse.strategy.influence import fit_bass
        >>> fitted = fit_bass([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890])
        >>> list(fitted.summary().index)
        ['market', 'p', 'q']
        """
        estimates = {"market": self.market, "p": self.p, "q": self.q}
        return pd.DataFrame(
            {"estimate": estimates, "standard error": self.standard_errors}
        )

    def interval(self, name: str, *, confidence: float = 0.95) -> tuple[float, float]:
        """Return an interval for `market` or `peak_time`; see `bass_interval`.

        Examples
        --------
        >>> from salescourse.strategy.influence import fit_bass
        >>> fitted = fit_bass([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890])
        >>> low, high = fitted.interval("peak_time")
        >>> round(low, 1), round(high, 1)
        (6.8, 7.4)
        """
        return bass_interval(self.observed, name, confidence=confidence)

    @property
    def _periods(self) -> NDArray[np.int64]:
        return np.arange(1, len(self.observed) + 1)

    def _slopes(self) -> NDArray[np.float64]:
        """Return how the curve moves with market, p and q, by central differences."""
        at = np.array([self.market, self.p, self.q])
        columns = []
        for i, value in enumerate(at):
            # Where there is no imitation, the curve moves one way only.
            ends = np.tile(at, (2, 1))
            ends[0, i] += 1e-5 * (value or self.p)
            ends[1, i] -= 1e-5 * value
            up, down = (Bass(p, q, m).sales(self._periods) for m, p, q in ends)
            columns.append((up - down) / (ends[0, i] - ends[1, i]))
        return np.column_stack(columns)


def fit_bass(sales: ArrayLike) -> FittedBass:
    """Fit the Bass model to sales by nonlinear least squares, on the rate of buying.

    Parameters
    ----------
    sales : sequence of float
        What was sold in periods no. 1, 2, ...; five or more. First purchases: a second
        machine for the same kitchen is not one.

    Returns
    -------
    FittedBass
        The curve, standard errors and intervals.

    Raises
    ------
    ValueError
        If the sales do not say where the market ends, or if the fitted market is
        smaller than what was sold already.

    Examples
    --------
    >>> from salescourse import load
    >>> fitted = fit_bass(load("vcr_sales")["sales_thousands"])
    >>> round(fitted.model.p, 4), round(fitted.model.q, 2)
    (0.0066, 0.64)

    References
    ----------
    Bass (1969), Management Science 15(5):215-227; Srinivasan and Mason (1986),
    Marketing Science 5(2):169-178, for nonlinear least squares.
    """
    numbers = _as_sales(sales)
    best = BassMisfit(numbers).best()
    if best is None:
        raise ValueError(
            f"These {len(numbers)} sales do not say where the market ends: the "
            "larger it is made, the better the curve fits. Wait for sales to "
            'slow down, or ask bass_interval(sales, "market") for what can be '
            "said."
        )
    model, sold = best.model(), float(numbers.sum())
    if model.market < sold:
        raise ValueError(
            f"The best curve ends at a market of {model.market:g}, and "
            f"{sold:g} are sold already. Are repeat purchases among them?"
        )
    return FittedBass(model, tuple(numbers.tolist()))


def bass_interval(
    sales: ArrayLike, name: str, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the values of the market, or of the peak's time, that fit nearly as well.

    A value is in the interval if the best curve with it misses the sales by not much
    more than the best curve of all (profile of the squared errors, F test).

    Parameters
    ----------
    sales : sequence of float
        As for `fit_bass`.
    name : {"market", "peak_time"}
        What the interval is for.
    confidence : float
        How often such an interval should hold the truth, if errors are normal and
        independent and the market really is Bass's. Above 0 and below 1.

    Returns
    -------
    tuple of float
        Lower and upper end. An end that the sales leave open is infinite.

    Raises
    ------
    ValueError
        If a curve goes through all sales: then nothing shows how far off it may be.

    Examples
    --------
    After five years of video recorders there was a lower end and no upper one:

    >>> low, high = bass_interval([840, 1470, 2110, 4000, 7590], "market")
    >>> round(low), high
    (28219, inf)
    """
    if name not in ("market", "peak_time"):
        raise ValueError(f'name must be "market" or "peak_time", got {name!r}.')
    chance = one_rate("confidence", confidence)
    if not _LEAST_CONFIDENCE <= chance < 1:
        raise ValueError(
            f"confidence must be at least {_LEAST_CONFIDENCE} and below 1, such as 0.95, got "
            f"{chance:g}."
        )
    misfit = BassMisfit(_as_sales(sales))
    if misfit.least() < _EXACT * len(misfit.sales):
        raise ValueError(
            "A curve goes through these sales exactly, so nothing shows how far off it "
            "may be. Sales that were counted, and not computed, lie around a curve."
        )
    return misfit.interval(name, chance)


def _as_sales(sales: ArrayLike) -> NDArray[np.float64]:
    """Return the sales of at least five periods in a row, none below zero."""
    numbers = as_numbers("sales", np.asarray(sales))
    if numbers.ndim != 1 or len(numbers) < LEAST_SALES:
        raise ValueError(
            f"sales must be one number per period, {LEAST_SALES} or more: "
            "three are needed for p, q and the market, and two to see the "
            f"error. Got {numbers.size}."
        )
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            f"sales must be 0 or more in each period, got {numbers[at]:g} in "
f"no. {at + 1}."
        )  # fmt: skip
    if numbers.max() > _LARGEST:
        raise ValueError(
            f"sales must be at most {_LARGEST:,.0f} in each period, got "
            f"{numbers.max():g}. Give them in a larger unit, such as thousands."
        )
    if len(numbers) > MOST_SALES:
        raise ValueError(
            f"sales must be of at most {MOST_SALES:,} periods, got {len(numbers):,}. "
            "Add them up to longer periods, such as months."
        )
    if not numbers.any():
        raise ValueError("Nothing was sold: all sales are 0.")
    return numbers
