"""How long a deal takes: the whole curve of days, without simulation.

Question: what share of deals is over within t days, and how long do the slowest take?

`inversion` turns the Laplace transform of the days, which is known exactly, into the
curve. Stage times must vary: a fixed time puts jumps into the curve, and no series
converges at a jump.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from salescourse.checks import Floats, Number, Numbers
from salescourse.cycle.chain import Chain
from salescourse.cycle.exact import ExactAnswers

# Closer to 0 or 1 than this, a quantile would only show the error of the curve.
_CLOSEST = 1e-6


class Distribution(ExactAnswers):
    """The days of a `SalesCycle` as a distribution."""

    @overload
    def cdf(self, days: Number, *, given: str | None = None) -> float: ...
    @overload
    def cdf(self, days: Numbers, *, given: str | None = None) -> Floats: ...
    def cdf(self, days: ArrayLike, *, given: str | None = None) -> float | Floats:
        """Return the share of deals that are over within so many days.

        Parameters
        ----------
        days : float or array of float
            Days since the start of the deal.
        given : str, optional
            Only of the deals that end in this outcome.

        Returns
        -------
        float or numpy.ndarray
            Probabilities in the shape of `days`, right to within 1e-7.

        Raises
        ------
        ValueError
            If a stage that a deal can visit has a fixed time (a cv of zero, or so
            close to it that the series does not converge).

        Examples
        --------
        Half of the won deals are won within 120 days:

        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().cdf(120, given="won"), 2)
        0.5
        """
        t = np.asarray(days, dtype=float)
        if np.isnan(t).any():
            raise ValueError("days must be numbers, got nan.")
        shares = self._curve(given).cdf(t)
        return shares if t.ndim else float(shares)

    @overload
    def quantile(self, q: Number, *, given: str | None = None) -> float: ...
    @overload
    def quantile(self, q: Numbers, *, given: str | None = None) -> Floats: ...
    def quantile(self, q: ArrayLike, *, given: str | None = None) -> float | Floats:
        """Return the days within which a share `q` of the deals is over.

        Parameters
        ----------
        q : float or array of float
            Shares; 0.5 asks for the median.
        given : str, optional
            Only of the deals that end in this outcome.

        Returns
        -------
        float or numpy.ndarray
            Days in the shape of `q`: 0 for 0, and infinite for 1.

        Raises
        ------
        ValueError
            If a share is not between 0 and 1, or closer than 1e-6 to either without
            being it (the curve is not known that well), or where `cdf` raises.

        Examples
        --------
        Half of the deals are over in 25 days; one in ten takes more than four months:

        >>> from salescourse import SalesCycle
        >>> SalesCycle.b2b().quantile([0.5, 0.9]).round(0).tolist()
        [25.0, 132.0]
        """
        shares = np.asarray(q, dtype=float)
        curve = self._curve(given)
        for share in shares.flat:
            _check_share(share)
        days = curve.quantile(shares)
        return days if shares.ndim else float(days)

    def _curve(self, given: str | None) -> Chain:
        """Return the chain whose curve is asked for, if it has one without jumps."""
        part = self._chain(given)
        if len(part.fixed):
            raise ValueError(
                f'Every visit to "{self.stages[part.fixed[0]]}" takes the same '
                "time (its cv is 0), and the curve of days cannot be computed "
                "exactly across such jumps. Use simulate(n, seed=1), or give the "
                "stage a cv above 0."
            )
        return part


def _check_share(q: float) -> None:
    if not 0 <= q <= 1:
        hint = f" Did you mean {q / 100:g}?" if 1 < q <= 100 else ""
        raise ValueError(f"q must be between 0 and 1, got {q:g}." + hint)
    if 0 < q < _CLOSEST or 1 - _CLOSEST < q < 1:
        raise ValueError(
            f"q must be 0, 1, or at least {_CLOSEST:g} away from both, got "
            f"{float(q)!r}: the curve is not known better than that."
        )
