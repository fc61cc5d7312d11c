"""How long a deal takes: the whole curve of days, without simulation.

Question: what share of deals is over within t days, and how long do the slowest take?

The Laplace transform of the days is known exactly (`chain.laplace`, one linear
system per point). Divided by its argument it is the transform of the distribution
function, which Abate and Whitt's Euler method turns back into numbers: a Fourier
series whose last partial sums are averaged. The error has two parts: exp(-A), set
below, and the cut of the series.

How many terms are enough is known beforehand, from a bound on the rest (`_rest`).
Term k asks how strongly the curve sways at the frequency w = pi k / t, where the
averages weigh the day x by sin^12(pi x / 2t). Turned by an angle phi into the complex
plane, a sway fades by (cos phi + theta w sin phi)^(-1/cv^2) with each visit, where
theta = mean cv^2 is the scale of the gamma law. So it fades at once, but for loops
through steady stages: they make a curve of steps, one for each round, and a series
of fewer terms than steps would show none of them.

Stage times must vary: a fixed time puts jumps into the curve, and no such series
converges at a jump.

Sources: Abate & Whitt (1995), Numerical inversion of Laplace transforms of probability
distributions, ORSA Journal on Computing 7:36-43; Khas'minskii (1959), Theory of
Probability and its Applications 4:309-318, for the day when practically all is over.
"""

from math import comb

import numpy as np

from salescourse.cycle.chain import Chain, chain, laplace
from salescourse.cycle.exact import ExactAnswers
from salescourse.words import _

_A = 22.0  # discretization error exp(-22) = 3e-10, rounding error about 1e-11
_AVERAGED = 12
_WEIGHTS = np.array([comb(_AVERAGED, k) for k in range(_AVERAGED + 1)]) / 2**_AVERAGED
_FEWEST_TERMS = 32
_MOST_TERMS = 1 << 15
_TOLERANCE = 1e-9
# How far the path of integration is moved back, as a part of its turned frequency.
_BACK = np.array([0.0, 0.5, 0.8])
# Numbers in the linear systems solved together, to bound memory.
_TOGETHER = 1 << 20
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
            raise ValueError(_("days must be numbers, got nan."))
        part = chain(self, given)
        _check_varying(self.stages, part)
        distinct, place = np.unique(t, return_inverse=True)
        shares = np.where(distinct < 0, 0.0, 1.0)
        shares[distinct == 0] = _at_once(part)
        inside = (distinct > 0) & (distinct < _over_by(part))
        positive = np.maximum(distinct[inside], _SHORTEST_DAYS)
        shares[inside] = np.clip(_invert(part, positive), 0.0, 1.0)
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
        hint = _(" Did you mean {q:g}?").format(q=q / 100) if 1 < q <= 100 else ""
        raise ValueError(_("q must be between 0 and 1, got {q:g}.").format(q=q) + hint)
    if 0 < q < _CLOSEST or 1 - _CLOSEST < q < 1:
        raise ValueError(
            _(
                "q must be 0, 1, or at least {closest:g} away from both, got {q!r}:"
                " the curve is not known better than that."
            ).format(closest=_CLOSEST, q=float(q))
        )


def _check_varying(stages: tuple[str, ...], part: Chain) -> None:
    fixed = np.flatnonzero((part.cv == 0) & (part.days > 0))
    if len(fixed):
        raise ValueError(
            _(
                'Every visit to "{stage}" takes the same time (its cv is 0), and the'
                " curve of days cannot be computed exactly across such jumps. Use"
                " simulate(n, seed=1), or give the stage a cv above 0."
            ).format(stage=stages[part.visited[fixed[0]]])
        )


def _at_once(part: Chain) -> float:
    """Return the chance that a deal is over in no time: all its stages take none."""
    instant = (part.days == 0).astype(float)
    moves, ends = instant[:, None] * part.moves, instant * part.ends
    return float(np.linalg.solve(np.eye(len(moves)) - moves, ends)[0])


def _over_by(part: Chain) -> float:
    """Return a day after which less than a billionth of the deals goes on.

    If no deal, wherever it stands, has more than M days to go on average, then the
    share that goes on after t days is at most e (t / M) exp(-t / M). A visit under way
    has at most its mean to go, or the scale of its gamma law.
    """
    visit = part.days * np.maximum(part.cv, 1.0) ** 2
    return 26 * float(visit.max() + part.solve(part.days).max())


def _days_until(part: Chain, q: float, mean: float, sd: float) -> float:
    """Return the q-quantile: a root of the curve on a logarithmic scale of days."""
    from scipy.optimize import brentq

    if q <= _at_once(part):
        return 0.0
    if q == 1:
        return float("inf")

    def miss(log_days: float) -> float:
        return float(_invert(part, np.exp([log_days]))[0]) - q

    # Cantelli's inequality: no quantile lies further above the mean.
    high = min(mean + sd * np.sqrt(q / (1 - q)), _over_by(part))
    high = np.log(high) + 1e-6
    low, step = high - 1.0, 2.0
    while miss(low) > 0:
        low, step = low - step, step * 2
        if low < np.log(_SHORTEST_DAYS):
            return 0.0
    return float(np.exp(brentq(miss, low, high, xtol=1e-12)))


def _invert(part: Chain, days: np.ndarray) -> np.ndarray:
    """Return the distribution function at positive days."""
    shares = np.empty(len(days))
    octave = np.floor(np.log2(days))
    for each in np.unique(octave):
        place = np.flatnonzero(octave == each)
        terms = _terms(part, days[place].max())
        size = len(place) * (terms + _AVERAGED + 1) * len(part.days) ** 2
        for piece in np.array_split(place, -(-size // _TOGETHER)):
            shares[piece] = _euler(part, days[piece], terms)
    return shares


def _terms(part: Chain, day: float) -> int:
    """Return how many terms the series needs up to a day."""
    terms = _FEWEST_TERMS
    while _rest(part, day, terms) > _TOLERANCE:
        terms *= 2
        if terms > _MOST_TERMS:
            raise ValueError(
                _(
                    "The stage times vary so little (the smallest cv is {cv:g}) that"
                    " the curve of days cannot be computed at {days:g} days. Use"
                    " simulate(n, seed=1) instead."
                ).format(cv=part.cv[part.days > 0].min(), days=day)
            )
    return terms


def _rest(part: Chain, day: float, terms: int) -> float:
    """Return a bound on what is left out of the series after so many terms.

    Each angle and each way back give a bound; the smallest one counts. A stage may
    be left out of the turning, which helps with the short and steady ones.
    """
    theta, exponent = part.days * part.cv**2, np.where(part.cv > 0, part.cv, 1.0) ** -2
    sway = np.pi * terms / day
    angle = np.arctan(sway * np.unique(theta))[:, None, None]
    turned = sway * np.sin(angle)
    back = turned * _BACK[:, None]
    faded = (turned - back) * theta - 2 * np.sin(angle / 2) ** 2
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        growth = np.fmin(-np.log1p(faded), -np.log1p(-back * theta)) * exponent
        visit = np.exp(growth).reshape(-1, len(theta))
    # The most that sin^12 leaves of exp((A / 2 - back) (1 - x / t)); 54 without it.
    weight = np.exp(-1) * (6 * np.pi / (_A / 2 + back * day)) ** _AVERAGED
    weight = np.minimum(weight, 54.0).ravel()
    fine = np.isfinite(visit).all(axis=1)
    system = np.eye(len(theta)) - visit[fine][:, :, None] * part.moves
    sums = np.linalg.solve(system, (visit[fine] * part.ends)[..., None])[..., 0]
    # A loop that grows has no sum: the solution is negative somewhere.
    real = (sums >= 0).all(axis=1)
    return float(np.min(weight[fine][real] * sums[real, 0], initial=np.inf))


def _euler(part: Chain, days: np.ndarray, terms: int) -> np.ndarray:
    """Return the sum of the series."""
    k = np.arange(terms + _AVERAGED + 1)
    s = (_A + 2j * np.pi * k) / (2 * days[:, None])
    series = np.where(k % 2, -1.0, 1.0) * (_transform(part, s) / s).real
    series[:, 0] /= 2
    sums = series.cumsum(axis=1) * (np.exp(_A / 2) / days)[:, None]
    return sums[:, terms:] @ _WEIGHTS


def _transform(part: Chain, s: np.ndarray) -> np.ndarray:
    """Return E[exp(-s T)] for an array of complex s."""
    faded = laplace(part.days, part.cv, s)
    system = np.eye(len(part.moves)) - faded[..., :, None] * part.moves
    return np.linalg.solve(system, (faded * part.ends)[..., None])[..., 0, 0]
