"""Looking before the end: how often a test that is watched finds what is not there."""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import inner_rate, inner_rates, one_count
from salescourse.cycle.simulate import Seed, generator

# Gauss-Legendre points: the integrand is smooth on the scale of 1, the step of the sum.
_POINTS_PER_STEP = 4
# Chance moves z by no more than this; once in 10^17 it does.
_FARTHEST = 8.5
# More looks would take minutes; drifts that are larger are no longer those of a test.
_MOST_LOOKS, _MOST_DRIFT = 200, 1e4


@dataclass(frozen=True, init=False)
class Looks:
    """When a test is looked at, and how large z must be at each look to stop.

    Attributes
    ----------
    bounds : tuple of float
        One per look, after equal numbers of customers. The test stops at the first
        look at which ``|z|`` is at least the bound. An infinite bound never stops it.

    Examples
    --------
    Ten looks at the usual 1.96 make nearly one false alarm in five:

    >>> watched = Looks.unplanned(10)
    >>> round(watched.false_alarm(), 3)
    0.193

    Planned for, ten looks need 2.56 each time:

    >>> round(Looks.pocock(10).bounds[0], 2)
    2.56
    """

    bounds: tuple[float, ...]

    def __init__(self, bounds: ArrayLike) -> None:
        at = np.asarray(bounds, dtype=float)
        if at.ndim != 1 or not at.size or not (at > 0).all():
            raise ValueError(
                f"bounds must hold a number above 0 per look, got {bounds!r}."
            )
        _check_looks(at.size)
        object.__setattr__(self, "bounds", tuple(at.tolist()))

    @classmethod
    def unplanned(cls, looks: int, *, level: float = 0.05) -> "Looks":
        """Stop at the first look at which a plain test would.

        Parameters
        ----------
        looks : int
            How many.
        level : float
            The level of each single look.
        """
        from scipy.special import ndtri

        bound = float(ndtri(1 - inner_rate("level", level) / 2))
        return cls((bound,) * _as_looks(looks))

    @classmethod
    def pocock(cls, looks: int, *, level: float = 0.05) -> "Looks":
        """Ask for the same z at each look, so that all together keep the level.

        Parameters
        ----------
        looks : int
            How many.
        level : float
            The level of all looks together.

        Examples
        --------
        >>> round(Looks.pocock(5).bounds[0], 3)
        2.413
        """
        shape = (1.0,) * _as_looks(looks)
        return cls(_scaled(shape, inner_rate("level", level)))

    @classmethod
    def obrien_fleming(cls, looks: int, *, level: float = 0.05) -> "Looks":
        """Ask for much at first and for little more than a plain test at the end.

        Parameters
        ----------
        looks : int
            How many.
        level : float
            The level of all looks together.

        Examples
        --------
        >>> [round(bound, 2) for bound in Looks.obrien_fleming(5).bounds]
        [4.56, 3.23, 2.63, 2.28, 2.04]
        """
        n = _as_looks(looks)
        shape = tuple(sqrt(n / look) for look in range(1, n + 1))
        return cls(_scaled(shape, inner_rate("level", level)))

    def stops(self, drift: float = 0.0) -> pd.DataFrame:
        """Return how likely the test stops at each look, and on which side.

        Parameters
        ----------
        drift : float
            The mean of z at the last look; 0 if nothing differs. For rates p and q and
            n customers per side in all it is (q - p) sqrt(n / (p (1-p) + q (1-q))).

        Returns
        -------
        DataFrame
            A row per look, with the chances of stopping `above` and `below`.

        Examples
        --------
        >>> Looks.pocock(3).stops(drift=3)["above"].round(2).tolist()
        [0.29, 0.3, 0.2]
        """
        from scipy.special import ndtr

        step = _as_drift(drift) / sqrt(len(self.bounds))
        at, mass = np.zeros(1), np.ones(1)
        rows = []
        for look, bound in enumerate(self.bounds, start=1):
            edge = bound * sqrt(look)
            ahead = at + step
            rows.append((mass @ ndtr(ahead - edge), mass @ ndtr(-edge - ahead)))
            middle, reach = look * step, _FARTHEST * sqrt(look)
            ends = max(-edge, middle - reach), min(edge, middle + reach)
            at, mass = _go_on(ahead, mass, *ends)
        index = pd.RangeIndex(1, len(rows) + 1, name="look")
        return pd.DataFrame(rows, columns=["above", "below"], index=index)

    def false_alarm(self) -> float:
        """Return how often the test stops, on either side, though nothing differs."""
        return min(1.0, float(self.stops().to_numpy().sum()))

    def power(self, drift: float) -> float:
        """Return how often the test stops on the right side, above for drift > 0.

        Examples
        --------
        >>> round(Looks.pocock(3).power(drift=3), 2)
        0.79
        """
        stops = self.stops(drift)
        return min(1.0, float(stops["above" if drift >= 0 else "below"].sum()))

    def mean_share(self, drift: float = 0.0) -> float:
        """Return the share of the planned customers that the test uses on average.

        Examples
        --------
        >>> round(Looks.pocock(3).mean_share(drift=3), 2)
        0.71
        """
        stops = self.stops(drift).sum(axis=1).to_numpy()
        looks = np.arange(1, len(stops) + 1)
        return float(stops @ looks / len(looks) + 1 - stops.sum())


@lru_cache(maxsize=256)
def _scaled(shape: tuple[float, ...], level: float) -> tuple[float, ...]:
    """Return the bounds of a shape with which all looks together keep the level."""
    from scipy.optimize import brentq
    from scipy.special import ndtri

    def scaled(scale: float) -> tuple[float, ...]:
        return tuple(scale * bound for bound in shape)

    # A single look asks for the least, the level shared out evenly for the most.
    least, most = float(ndtri(1 - level / 2)), float(ndtri(1 - level / 2 / len(shape)))
    scale = brentq(
        lambda c: Looks(scaled(c)).false_alarm() - level,
        0.999 * least,
        1.001 * most,
        xtol=1e-10,
    )
    return scaled(scale)


@lru_cache
def _nodes(n: int) -> tuple[NDArray, NDArray]:
    """Return points and weights from -1 to 1; they take longer than all the rest."""
    return np.polynomial.legendre.leggauss(n)


def _as_looks(looks: int) -> int:
    number = one_count("looks", looks)
    _check_looks(number)
    return number


def _check_looks(number: int) -> None:
    if number > _MOST_LOOKS:
        raise ValueError(
            f"A test can be looked at up to {_MOST_LOOKS} times here, got {number} "
            "looks. Looks that come so often are nearly one for each customer: join "
            "several."
        )


def _as_drift(drift: float) -> float:
    if not abs(drift) <= _MOST_DRIFT:
        raise ValueError(
            f"drift must be a number between -{_MOST_DRIFT:,.0f} and "
            f"{_MOST_DRIFT:,.0f}, the mean of z at the last look, got {drift!r}."
        )
    return float(drift)


def _go_on(
    at: NDArray, mass: NDArray, low: float, high: float
) -> tuple[NDArray, NDArray]:
    """Return points from low to high and the mass of the tests that go on there.

    `at` is where the sum stands after its drift and before its chance.
    """
    half = (high - low) / 2
    if half <= 0:
        return np.empty(0), np.empty(0)
    # In steps of 32, so that looks of many widths share the same points.
    points, weights = _nodes(32 * (1 + int(_POINTS_PER_STEP * half) // 32))
    points, weights = (low + high) / 2 + half * points, half * weights
    density = np.exp(-((points[:, None] - at) ** 2) / 2) / sqrt(2 * np.pi) @ mass
    return points, weights * density


def peek(
    rate: float,
    new_rate: float,
    *,
    customers: int,
    bounds: Looks | ArrayLike,
    runs: int,
    seed: Seed,
) -> pd.DataFrame:
    """Play tests through, customer for customer, and look as the bounds say.

    Parameters
    ----------
    rate, new_rate : float
        The true rates of the old and the new version.
    customers : int
        New customers on each side before each look.
    bounds : Looks or sequence of float
        How large ``|z|`` (variance pooled) must be at each look to stop.
    runs : int
        How many tests.
    seed : int or numpy.random.Generator
        Where the random numbers start.

    Returns
    -------
    DataFrame
        A row per test: `look` at which it ended, `verdict` ("better", "worse" or
        "open") and the `difference` of the rates seen then.

    Examples
    --------
    >>> looks = Looks.unplanned(10)
    >>> tests = peek(0.38, 0.38, customers=30, bounds=looks, runs=2000, seed=1)
    >>> float((tests["verdict"] != "open").mean().round(2))
    0.2
    """
    looks = bounds if isinstance(bounds, Looks) else Looks(bounds)
    bound = np.array(looks.bounds)
    rates = [float(inner_rates("rate", rate)), float(inner_rates("rate", new_rate))]
    per_look, n = one_count("customers", customers), one_count("runs", runs)
    rng = generator(seed)
    old, new = (
        rng.binomial(per_look, p, (n, len(bound))).cumsum(axis=1) for p in rates
    )
    seen = per_look * np.arange(1, len(bound) + 1)
    pooled = (old + new) / (2 * seen)
    error = np.sqrt(pooled * (1 - pooled) * 2 / seen)
    difference = (new - old) / seen
    z = np.divide(difference, error, out=np.zeros_like(error), where=error > 0)
    out = np.abs(z) >= bound
    last = np.where(out.any(axis=1), out.argmax(axis=1), len(bound) - 1)
    row = np.arange(n)
    side = np.where(out[row, last], np.sign(z[row, last]), 0).astype(int)
    return pd.DataFrame(
        {
            "look": last + 1,
            "verdict": np.array(["open", "better", "worse"])[side],
            "difference": difference[row, last],
        }
    )
