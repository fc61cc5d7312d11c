"""How long a deal takes: the whole curve of days, without simulation.

Question: what share of deals is over within t days, and how long do the slowest take?

`inversion` turns the Laplace transform of the days, which is known exactly, into the
curve. Stage times must vary: a fixed time puts jumps into the curve, and no series
converges at a jump.
"""

import numpy as np

from salescourse.cycle.chain import Chain, chain
from salescourse.cycle.exact import ExactAnswers
from salescourse.cycle.inversion import invert, over_by

# Closer to 0 or 1 than this, a quantile would only show the error of the curve.
_CLOSEST = 1e-6
# Shorter times count as none: their transform's argument would overflow.
_SHORTEST_DAYS = 1e-280


class Distribution(ExactAnswers):
    """The days of a `SalesCycle` as a distribution."""

    def cdf(
        self, days: float | np.ndarray, *, given: str | None = None
    ) -> float | np.ndarray:
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
        part = chain(self, given)
        _check_varying(self.stages, part)
        distinct, place = np.unique(t, return_inverse=True)
        shares = np.where(distinct < 0, 0.0, 1.0)
        shares[distinct == 0] = _at_once(part)
        inside = (distinct > 0) & (distinct < over_by(part))
        positive = np.maximum(distinct[inside], _SHORTEST_DAYS)
        shares[inside] = np.clip(invert(part, positive), 0.0, 1.0)
        shares = np.maximum.accumulate(shares)[place].reshape(t.shape)
        return shares if t.ndim else float(shares)

    def quantile(
        self, q: float | np.ndarray, *, given: str | None = None
    ) -> float | np.ndarray:
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
        part = chain(self, given)
        _check_varying(self.stages, part)
        for share in shares.flat:
            _check_share(share)
        longest = part.mean(), part.sd()
        answers = [_days_until(part, share, *longest) for share in shares.flat]
        days = np.array(answers, dtype=float).reshape(shares.shape)
        return days if shares.ndim else float(days)


def _check_share(q: float) -> None:
    if not 0 <= q <= 1:
        hint = f" Did you mean {q / 100:g}?" if 1 < q <= 100 else ""
        raise ValueError(f"q must be between 0 and 1, got {q:g}." + hint)
    if 0 < q < _CLOSEST or 1 - _CLOSEST < q < 1:
        raise ValueError(
            f"q must be 0, 1, or at least {_CLOSEST:g} away from both, got "
            f"{float(q)!r}: the curve is not known better than that."
        )


def _check_varying(stages: tuple[str, ...], part: Chain) -> None:
    fixed = np.flatnonzero((part.cv == 0) & (part.days > 0))
    if len(fixed):
        raise ValueError(
            f'Every visit to "{stages[part.visited[fixed[0]]]}" takes the same '
            "time (its cv is 0), and the curve of days cannot be computed "
            "exactly across such jumps. Use simulate(n, seed=1), or give the "
            "stage a cv above 0."
        )


def _at_once(part: Chain) -> float:
    """Return the chance that a deal is over in no time: all its stages take none."""
    instant = (part.days == 0).astype(float)
    moves, ends = instant[:, None] * part.moves, instant * part.ends
    return float(np.linalg.solve(np.eye(len(moves)) - moves, ends)[0])


def _days_until(part: Chain, q: float, mean: float, sd: float) -> float:
    """Return the q-quantile: a root of the curve on a logarithmic scale of days."""
    from scipy.optimize import brentq

    if q <= _at_once(part):
        return 0.0
    if q == 1:
        return float("inf")

    def miss(log_days: float) -> float:
        return float(invert(part, np.exp([log_days]))[0]) - q

    # Cantelli's inequality: no quantile lies further above the mean.
    high = min(mean + sd * np.sqrt(q / (1 - q)), over_by(part))
    high = np.log(high) + 1e-6
    low, step = high - 1.0, 2.0
    while miss(low) > 0:
        low, step = low - step, step * 2
        if low < np.log(_SHORTEST_DAYS):
            return 0.0
    return float(np.exp(brentq(miss, low, high, xtol=1e-12)))
