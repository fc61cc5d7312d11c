"""How badly a Bass curve misses sales: the least that is possible, and nearly that."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import Floats
from salescourse.strategy.influence.bass import Bass

# Paces b = p + q per period, and peaks, as places to start from.
_PACES = np.geomspace(0.03, 3, 30)
# A curve whose market is so many times what was sold is one without an end.
_ENDLESS = 1e4
# A curve so high misses the sales by as much as any; its square is still a number.
_HIGHEST = 1e30


@dataclass(frozen=True)
class _Curve:
    """A Bass curve by its pace, its peak and its market."""

    pace: float
    peak: float
    market: float

    def model(self) -> Bass:
        """Return it in the usual parameters."""
        odds = math.exp(min(self.pace * self.peak, 700))
        p = self.pace / (1 + odds)
        return Bass(p, self.pace - p, self.market)


class BassMisfit:
    """The squared errors of Bass curves for some sales."""

    def __init__(self, sales: NDArray[np.float64]) -> None:
        # In units of the largest sale, so that limits hold whatever is counted.
        self.unit = sales.max()
        self.sales = sales / self.unit
        self.periods = np.arange(1, len(sales) + 1)

    def best(self) -> _Curve | None:
        """Return the curve that misses least, or None if it has no end."""
        pace, peak, _error = self._nearest
        market = self._market(pace, peak)
        if not 0 < market < _ENDLESS * self.sales.sum():
            return None
        return _Curve(pace, peak, market * self.unit)

    def least(self) -> float:
        """Return the smallest sum of squared errors, of curves with and without end."""
        return min(self._nearest[2], self.endless)

    @cached_property
    def endless(self) -> float:
        """Return it for the best curve without an end: pure growth, a e^(b t)."""
        from scipy.optimize import minimize_scalar

        def error(pace: float) -> float:
            return self._error(np.exp(pace * (self.periods - len(self.sales))))

        found = minimize_scalar(error, bounds=(0, 5), method="bounded",
                                options={"xatol": 1e-9})  # fmt: skip
        return float(found.fun)

    def at_market(self, market: float) -> float:
        """Return the smallest error of curves with this market."""
        return self._polish(market / self.unit, None)[2]

    def at_peak(self, peak: float) -> float:
        """Return the smallest error of curves with this peak."""
        return self._polish(None, peak)[2]

    def interval(self, name: str, confidence: float) -> tuple[float, float]:
        """Return the values whose error is not much above the least."""
        from scipy.stats import f

        spare = len(self.sales) - 3
        limit = self.least() * (1 + f.ppf(confidence, 1, spare) / spare)
        # Endless growth is the limit of both: a market, or a peak, ever further off.
        open_end = self.endless <= limit
        if name == "market":
            ends = _ends(
                lambda log: self.at_market(math.exp(log)),
                limit,
                middle=self._log_market(),
                step=0.05,
                reach=30.0,
                open_end=open_end,
            )
            return math.exp(ends[0]), math.exp(ends[1])
        return _ends(
            self.at_peak,
            limit,
            middle=self._nearest[1],
            step=0.2,
            reach=1000.0,
            open_end=open_end,
        )

    def _log_market(self) -> float:
        """Return the logarithm of the best market, or of one that is far too large."""
        pace, peak, _error = self._nearest
        most = _ENDLESS * self.sales.sum()
        return math.log(self.unit * min(self._market(pace, peak), most))

    @cached_property
    def _nearest(self) -> tuple[float, float, float]:
        return self._polish(None, None)

    def _polish(
        self, market: float | None, peak: float | None
    ) -> tuple[float, float, float]:
        """Return pace, peak and error of the best curve, with one of them given."""
        from scipy.optimize import leastsq

        best = self._start(market, peak)

        def errors(x: NDArray) -> NDArray:
            at = x[1] if peak is None else peak
            return self._left(math.exp(np.clip(x[0], -50, 50)), at, market)

        start = [math.log(best[0])] + ([best[1]] if peak is None else [])
        # The thin wrapper of MINPACK: an interval asks for dozens of such fits.
        found = leastsq(
            errors, start, full_output=True, xtol=1e-12, ftol=1e-12, maxfev=120
        )
        x, left = found[0], found[2]["fvec"]
        at = float(x[1]) if peak is None else peak
        return math.exp(np.clip(x[0], -50, 50)), at, float(left @ left)

    def _start(self, market: float | None, peak: float | None) -> tuple[float, float]:
        """Return the best of many places to start from."""
        count = len(self.sales)
        peaks = np.array([peak]) if peak is not None else self._peaks(count)
        pace, at = (x.ravel() for x in np.meshgrid(_PACES, peaks))
        bump = self._bump(pace[:, None], at[:, None])
        height = self._height(bump, pace, at, market)
        error = ((height[:, None] * bump - self.sales) ** 2).sum(axis=1)
        best = int(np.argmin(error))
        return float(pace[best]), float(at[best])

    @staticmethod
    def _peaks(count: int) -> NDArray[np.float64]:
        return np.concatenate(
            [np.linspace(-count, 2 * count, 61), count * np.array([2.5, 3, 4, 6, 10])]
        )

    def _left(self, pace: float, peak: float, market: float | None) -> NDArray:
        bump = self._bump(pace, peak)
        height = self._height(bump[None], np.array([pace]), np.array([peak]), market)
        return height[0] * bump - self.sales

    def _height(
        self, bump: NDArray, pace: NDArray, peak: NDArray, market: float | None
    ) -> NDArray:
        """Return the factor of the bump: the best one, or that of a given market."""
        if market is not None:
            with np.errstate(over="ignore"):
                height = market * pace * (1 + np.exp(np.minimum(-pace * peak, 600)))
        else:
            height = bump @ self.sales / np.maximum((bump * bump).sum(axis=1), 1e-300)
        return np.minimum(height, _HIGHEST)

    def _market(self, pace: float, peak: float) -> float:
        bump = self._bump(pace, peak)
        return float(
            bump @ self.sales / (bump @ bump)
            / (pace * (1 + math.exp(min(-pace * peak, 700))))
        )  # fmt: skip

    def _bump(self, pace: float | Floats, peak: float | Floats) -> Floats:
        """Return u / (1 + u)^2 without overflow: it is even in its exponent."""
        fade = np.exp(-np.abs(pace * (self.periods - peak)))
        return fade / (1 + fade) ** 2

    def _error(self, shape: NDArray) -> float:
        left = shape * (shape @ self.sales) / (shape @ shape) - self.sales
        return float(left @ left)


def _ends(
    error: Callable[[float], float],
    limit: float,
    *,
    middle: float,
    step: float,
    reach: float,
    open_end: bool,
) -> tuple[float, float]:
    """Return where an error passes a limit, below and above; infinite if nowhere."""
    low = _crossing(error, limit, middle, -step, reach)
    high = math.inf if open_end else _crossing(error, limit, middle, step, reach)
    return low, high


def _crossing(
    error: Callable[[float], float],
    limit: float,
    middle: float,
    step: float,
    reach: float,
) -> float:
    from scipy.optimize import brentq

    inside = middle
    if error(inside) > limit:
        raise ValueError(
            "These sales say too little for such an interval: its middle is not known. "
            "Take a higher confidence, or wait for more sales."
        )
    while error(inside + step) <= limit:
        inside, step = inside + step, step * 1.3
        if abs(inside - middle) > reach:
            return math.copysign(math.inf, step)
    return float(brentq(lambda x: error(x) - limit, inside, inside + step, xtol=1e-7))
