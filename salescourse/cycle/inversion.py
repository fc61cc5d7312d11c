"""The distribution function of a chain's days, from their Laplace transform.

The Laplace transform of the days is known exactly (`transform`). Divided by its
argument it is the transform of the distribution function, which Abate and Whitt's Euler method turns back into numbers: a Fourier
series whose last partial sums are averaged. The error has two parts: exp(-A), set
below, and the cut of the series.

How many terms are enough is known beforehand, from a bound on the rest (`_rest`).
Term k asks how strongly the curve sways at the frequency w = pi k / t, where the
averages weigh the day x by sin^12(pi x / 2t). Turned by an angle phi into the complex
plane, a sway fades by (cos phi + theta w sin phi)^(-1/cv^2) with each visit, where
theta = mean cv^2 is the scale of the gamma law. So it fades at once, but for loops
through steady stages: they make a curve of steps, one for each round, and a series
of fewer terms than steps would show none of them.

Sources: Abate & Whitt (1995), Numerical inversion of Laplace transforms of probability
distributions, ORSA Journal on Computing 7:36-43; Khas'minskii (1959), Theory of
Probability and its Applications 4:309-318, for the day when practically all is over.
"""

from math import comb

import numpy as np

from salescourse.cycle.transform import Transform

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
# Steps of arithmetic for a piece of the curve, of which each point of the transform
# takes some anyway; more take minutes.
_MOST_WORK, _ONE_POINT = 3e9, 500
# A polynomial of a higher degree is no quicker than the series.
_MOST_DEGREE = 512


def invert(part: Transform, days: np.ndarray) -> np.ndarray:
    """Return the distribution function at positive days."""
    shares = np.empty(len(days))
    octave = np.floor(np.log2(days))
    for each in np.unique(octave):
        place = np.flatnonzero(octave == each)
        terms = _terms(part, days[place].max())
        shares[place] = _between(part, days[place], terms)
    return shares


def _between(part: Transform, days: np.ndarray, terms: int) -> np.ndarray:
    """Return the function at days of which none is twice another.

    It does not sway more quickly than the last term of the series, so that a polynomial
    of a little more than that degree goes through all days, however many.
    """
    degree = terms + 24
    if degree > _MOST_DEGREE or len(days) <= 2 * degree:
        return _together(part, days, terms)
    curve = np.polynomial.Chebyshev.interpolate(
        lambda at: _together(part, at, terms), degree, [days.min(), days.max()]
    )
    return curve(days)


def _together(part: Transform, days: np.ndarray, terms: int) -> np.ndarray:
    """Return the function at a few days, some at a time to bound memory."""
    points, m = terms + _AVERAGED + 1, len(part.days)
    most = int(_MOST_WORK / points / (m**3 + _ONE_POINT))
    if len(days) > most:
        raise ValueError(
            f"The curve of {m} stages of which the smallest cv is {part.least_cv:g} "
            f"takes too long at {len(days):,} days between {days.min():g} and "
            f"{days.max():g}. Ask for {most:,} or fewer at once."
        )
    pieces = np.array_split(days, -(-len(days) * points * m**2 // _TOGETHER))
    return np.concatenate([_euler(part, piece, terms) for piece in pieces])


def _terms(part: Transform, day: float) -> int:
    """Return how many terms the series needs up to a day."""
    terms = _FEWEST_TERMS
    while _rest(part, day, terms) > _TOLERANCE:
        terms *= 2
        if terms > _MOST_TERMS:
            raise ValueError(
                "The stage times vary so little (the smallest cv is "
                f"{part.least_cv:g}) that the curve of days cannot be "
                f"computed at {day:g} days. Use simulate(n, seed=1) instead."
            )
    return terms


def _rest(part: Transform, day: float, terms: int) -> float:
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


def _euler(part: Transform, days: np.ndarray, terms: int) -> np.ndarray:
    """Return the sum of the series."""
    k = np.arange(terms + _AVERAGED + 1)
    s = (_A + 2j * np.pi * k) / (2 * days[:, None])
    series = np.where(k % 2, -1.0, 1.0) * (part(s) / s).real
    series[:, 0] /= 2
    sums = series.cumsum(axis=1) * (np.exp(_A / 2) / days)[:, None]
    return sums[:, terms:] @ _WEIGHTS
