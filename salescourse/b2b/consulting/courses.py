"""How a test of leads goes on average: how many it goes on with, and how soon."""

from dataclasses import dataclass

import numpy as np

from salescourse.b2b.consulting.leads import LeadTest, at_least_one
from salescourse.checks import as_number, inner_rate, one_rate

# What is still undecided beyond this share is not followed any further.
_REST = 1e-13
# So small a drift shows in no digit that anyone reads.
_LEVEL = 1e-6
_MOST_TOUCHES = 2_000


@dataclass(frozen=True)
class Course:
    """How a test goes on average with leads of one kind.

    Attributes
    ----------
    go_on_rate : float
        Share of them that it goes on with.
    mean_touches : float
        Touches it takes.

    Examples
    --------
    >>> from salescourse.b2b.consulting import LeadTest, wald_course
    >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    >>> round(wald_course(test, 0.2).go_on_rate, 6)
    0.1
    """

    go_on_rate: float
    mean_touches: float


def wald_course(test: LeadTest, answer_rate: float) -> Course:
    """Return how the test goes by Wald's formulas.

    They take the evidence to end exactly on a bound. It ends a little beyond, so the
    test errs less than they say and takes more touches: a few percent more where it
    takes dozens, a third more where it takes four or five.

    Parameters
    ----------
    test : LeadTest
        The test.
    answer_rate : float
        Share of touches such leads answer, between 0 and 1.

    Returns
    -------
    Course
        One minus Wald's operating characteristic, and his average sample number.

    Examples
    --------
    >>> test = LeadTest(poor_rate=0.1, good_rate=0.3, wrong_go=0.02, wrong_drop=0.03)
    >>> course = wald_course(test, 0.1)
    >>> round(course.go_on_rate, 6), round(course.mean_touches, 3)
    (0.02, 28.705)
    """
    rate = inner_rate("answer_rate", answer_rate)
    (up, down), (low, high) = test.log_weights, test.log_bounds
    drift, spread = rate * up + (1 - rate) * down, rate * up**2 + (1 - rate) * down**2
    tilt = -2 * drift / spread
    if abs(tilt) * (high - low) < _LEVEL:
        # Next to no drift: the evidence wanders until it meets a bound.
        return Course(-low / (high - low), -low * high / spread)
    if abs(tilt) * max(up, -down) > _LEVEL:
        tilt = _tilt(test, rate)
    # Both are the same number, written so that no exponential is large.
    if tilt > 0:
        go_on = np.exp(-tilt * high) * np.expm1(tilt * low)
        go_on = float(go_on / np.expm1(-tilt * (high - low)))
    else:
        go_on = float(np.expm1(-tilt * low) / np.expm1(tilt * (high - low)))
    return Course(go_on, (go_on * high + (1 - go_on) * low) / drift)


def exact_course(
    test: LeadTest, answer_rate: float, *, most: int | None = None
) -> Course:
    """Return how the test goes exactly, whatever lies beyond the bounds.

    Parameters
    ----------
    test : LeadTest
        The test.
    answer_rate : float
        Share of touches such leads answer, from 0 to 1.
    most : int, optional
        Touches after which the side that the evidence leans to decides.

    Returns
    -------
    Course
        The share gone on with, and the mean number of touches.

    Examples
    --------
    >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    >>> course = exact_course(test, 0.6, most=6)
    >>> round(course.go_on_rate, 3), round(course.mean_touches, 2)
    (0.816, 3.98)
    """
    rate = as_number("answer_rate", answer_rate)
    one_rate("answer_rate", rate)
    most = None if most is None else at_least_one(most)
    _check_length(test, rate, most)
    up, down = test.log_weights
    undecided, touches, go_on, mean = {0: 1.0}, 0, 0.0, 0.0
    while (rest := sum(undecided.values())) > _REST:
        mean, touches = mean + rest, touches + 1
        after: dict[int, float] = {}
        for answers, chance in undecided.items():
            for more, share in ((1, rate), (0, 1 - rate)):
                yes = answers + more
                evidence = yes * up + (touches - yes) * down
                decision = test.judge(evidence, last=touches == most)
                if not decision:
                    after[yes] = after.get(yes, 0.0) + chance * share
                elif decision == "go on":
                    go_on += chance * share
        undecided = after
    return Course(go_on, mean)


def _check_length(test: LeadTest, rate: float, most: int | None = None) -> None:
    """Raise where a test takes so many touches that to follow them takes minutes."""
    touches = wald_course(test, min(max(rate, _LEVEL), 1 - _LEVEL)).mean_touches
    touches = touches if most is None else min(touches, most)
    if touches > _MOST_TOUCHES:
        raise ValueError(
            f"Such a test takes some {touches:,.0f} touches, more than the "
            f"{_MOST_TOUCHES:,} that can be followed one by one. Use wald_course, which "
            "is close where it takes so many, or rates that lie further apart."
        )


def _tilt(test: LeadTest, rate: float) -> float:
    """Return h other than 0 with ``rate * answer**h + (1 - rate) * silence**h = 1``.

    It is 1 for poor leads and -1 for good ones, and its sign is that of the drift,
    turned round.
    """
    from scipy.optimize import brentq

    up, down = test.log_weights
    side = -float(np.sign(rate * up + (1 - rate) * down))

    def excess(h: float) -> float:
        # Only the sign counts far out, where the exponentials are no numbers.
        with np.errstate(over="ignore"):
            left = rate * np.expm1(h * up) + (1 - rate) * np.expm1(h * down)
        return float(min(left, 1e300))

    near = far = side
    while excess(far) < 0:
        far *= 2
    while excess(near) >= 0:
        near /= 2
    return float(brentq(excess, near, far, xtol=1e-14))
