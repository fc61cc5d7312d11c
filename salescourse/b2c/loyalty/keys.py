"""Keys of the exercises of the chapter `loyalty`, and what people write instead."""

from functools import cache

from salescourse.b2c.loyalty import BGNBD, fit_bgnbd

# Kopje's households, as the chapter rounds them.
BEANS = {"r": 1.15, "alpha": 6.64, "a": 0.70, "b": 4.17}


def alive(
    repeats: int,
    last_weeks: float,
    age_weeks: float,
    r: float = BEANS["r"],
    alpha: float = BEANS["alpha"],
    a: float = BEANS["a"],
    b: float = BEANS["b"],
) -> float:
    """Return the chance that a household with this history still buys.

    Examples
    --------
    >>> round(alive(5, 70, 100), 3)
    0.605
    """
    return float(BGNBD(r, alpha, a, b).alive(repeats, last_weeks, age_weeks))


@cache
def cdnow_model() -> BGNBD:
    """Return the music shop's customers as fitted."""
    from salescourse.datasets import load

    return fit_bgnbd(load("cdnow")).model


def cdnow_later(
    weeks: float, repeats: int, last_weeks: float, age_weeks: float
) -> float:
    """Return how often such a music buyer will buy.

    Examples
    --------
    >>> round(cdnow_later(39, 2, 30.43, 38.86), 3)
    1.226
    """
    return float(
        cdnow_model().expected_later(
            weeks, repeats=repeats, last_weeks=last_weeks, age_weeks=age_weeks
        )
    )


def cdnow_alive(repeats: int, last_weeks: float, age_weeks: float) -> float:
    """Give the chance of still buying, where purchases are asked for."""
    return float(cdnow_model().alive(repeats, last_weeks, age_weeks))


def cdnow_new(weeks: float) -> float:
    """Take a new customer in place of this one."""
    return float(cdnow_model().expected_repeats(weeks))


def still_buys(repeats: int, last_weeks: float, age_weeks: float) -> float:
    """Return the chance of still buying if one can stop after the first order, too.

    Staying is then one order longer: ``b + repeats`` stands where ``b + repeats - 1``
    stood, and the formula holds without a repeat order as well.

    Examples
    --------
    >>> round(still_buys(0, 0, 100), 1)
    0.2
    """
    silent = (BEANS["alpha"] + age_weeks) / (BEANS["alpha"] + last_weeks)
    odds = BEANS["a"] / (BEANS["b"] + repeats) * silent ** (BEANS["r"] + repeats)
    return 1 / (1 + odds)


def still_buys_with_one_more(
    repeats: int, last_weeks: float, age_weeks: float
) -> float:
    """Count the first order as a repeat one, which makes the buyer faster, too."""
    silent = (BEANS["alpha"] + age_weeks) / (BEANS["alpha"] + last_weeks)
    odds = BEANS["a"] / (BEANS["b"] + repeats) * silent ** (BEANS["r"] + repeats + 1)
    return 1 / (1 + odds)


def still_buys_formula_as_before(
    repeats: int, last_weeks: float, age_weeks: float
) -> float:
    """Use the old formula for everybody, also without a repeat order."""
    silent = (BEANS["alpha"] + age_weeks) / (BEANS["alpha"] + last_weeks)
    before = BEANS["b"] + repeats - 1
    return 1 / (1 + BEANS["a"] / before * silent ** (BEANS["r"] + repeats))


def shrunk_mean(own: float, times: int, p: float, q: float, v: float) -> float:
    """Return what the next purchase will cost, given so many at a mean of one's own.

    Examples
    --------
    >>> round(shrunk_mean(80, 1, 4, 5, 30), 2)
    55.0
    """
    return p * (v + times * own) / (p * times + q - 1)
