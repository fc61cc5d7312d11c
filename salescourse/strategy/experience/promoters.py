"""The promoter score of so many answers, and what can be seen with them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from salescourse.checks import (
    as_confidence,
    as_positive,
    number_column,
    one_column,
    one_rate,
    whole_number,
)

# Answers from 0 to 10 to "how likely are you to recommend us?".
LEAST_PROMOTER, MOST_DETRACTOR = 9, 6


@dataclass(frozen=True, repr=False)
class PromoterScore:
    """A net promoter score, in points from -100 to 100, and how far off it may be.

    Attributes
    ----------
    promoters, passives, detractors : int
        Answers of 9 and 10, of 7 and 8, and of 0 to 6.
    confidence : float
        For the interval.

    Examples
    --------
    >>> PromoterScore(180, 140, 80)
    25.0 points of 400 answers (17.5 to 32.5)
    """

    promoters: int
    passives: int
    detractors: int
    confidence: float = 0.95

    def __post_init__(self) -> None:
        for name in ("promoters", "passives", "detractors"):
            object.__setattr__(self, name, whole_number(name, getattr(self, name)))
        if not self.answers:
            raise ValueError("A score needs at least one answer.")
        as_confidence(self.confidence)

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def points(self) -> float:
        """Percent of promoters less percent of detractors."""
        return 100 * (self.promoters - self.detractors) / self.answers

    @property
    def standard_error(self) -> float:
        """In points; of answers that are a fair sample.

        Answers that all agree do not show how others may differ. Then it is that of
        three more, of which one and a half are passive and the others split evenly
        (Rocks 2016, The American Statistician 70:365-372).
        """
        counts = np.array([self.promoters, self.passives, self.detractors], dtype=float)
        if counts.max() == counts.sum():
            counts += 0.75, 1.5, 0.75
        n = counts.sum()
        return 100 * float(np.sqrt(_spread(counts[0] / n, counts[2] / n) / n))

    @property
    def margin(self) -> float:
        """Half the width of the interval, in points."""
        return _normal(self.confidence) * self.standard_error

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return max(-100.0, self.points - self.margin)

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return min(100.0, self.points + self.margin)

    def __repr__(self) -> str:
        return (
            f"{self.points:.1f} points of {self.answers} answers ({self.low:.1f} "
            f"to {self.high:.1f})"
        )


def promoter_score(scores: ArrayLike, *, confidence: float = 0.95) -> PromoterScore:
    """Count promoters, passives and detractors among answers from 0 to 10.

    Parameters
    ----------
    scores : array or Series
        Answers; missing ones are people who did not answer, and are left out.
    confidence : float
        For the interval.

    Returns
    -------
    PromoterScore
        The score and its interval.

    Raises
    ------
    ValueError
        If an answer is not a whole number from 0 to 10, or if nobody answered.

    Examples
    --------
    >>> promoter_score([10, 9, 8, 7, 3, None]).points
    20.0
    """
    answers = number_column(one_column(scores, "scores"), "scores")
    answers = answers[~np.isnan(answers)]
    wrong = answers[~(np.isin(answers, np.arange(11)))]
    if wrong.size:
        raise ValueError(
            f"scores must be whole numbers from 0 to 10, got {wrong[0]:g}."
        )
    promoters = int((answers >= LEAST_PROMOTER).sum())
    detractors = int((answers <= MOST_DETRACTOR).sum())
    passives = answers.size - promoters - detractors
    return PromoterScore(promoters, passives, detractors, confidence)


def answers_for_margin(
    margin: float, *, promoters: float, detractors: float, confidence: float = 0.95
) -> int:
    """Return how many answers make a score good to so many points either way.

    Parameters
    ----------
    margin : float
        Half the width of the interval, in points.
    promoters, detractors : float
        Shares that you expect.
    confidence : float
        For the interval.

    Returns
    -------
    int
        Answers, not letters sent out.

    Examples
    --------
    >>> answers_for_margin(5, promoters=0.45, detractors=0.20)
    903
    """
    points = as_positive("margin", margin)
    needed = _shares(promoters, detractors) * (100 * _normal(confidence) / points) ** 2
    return max(1, int(np.ceil(needed)))


def answers_for_change(
    change: float,
    *,
    promoters: float,
    detractors: float,
    power: float = 0.8,
    confidence: float = 0.95,
) -> int:
    """Return how many answers it takes, each time, to see a change of so many points.

    Parameters
    ----------
    change : float
        The true change in points, up or down.
    promoters, detractors : float
        Shares that you expect; taken as the same both times.
    power : float
        How often the change shall be seen.
    confidence : float
        One minus the chance of seeing a change where there is none.

    Returns
    -------
    int
        Answers before, and as many again after.

    Examples
    --------
    >>> answers_for_change(5, promoters=0.45, detractors=0.20)
    3689
    """
    from scipy import special

    points = abs(as_positive("change", abs(change)))
    seen = one_rate("power", power)
    if not 0 < seen < 1:
        raise ValueError("power must be between 0 and 1, such as 0.8.")
    reach = _normal(confidence) + float(special.ndtri(seen))
    needed = 2 * _shares(promoters, detractors) * (100 * reach / points) ** 2
    return max(1, int(np.ceil(needed)))


def _shares(promoters: float, detractors: float) -> float:
    p, d = one_rate("promoters", promoters), one_rate("detractors", detractors)
    if p + d > 1 + 1e-9:
        raise ValueError(
            "promoters and detractors cannot be more than 1 together, got "
f"{p + d:g}."
        )  # fmt: skip
    return _spread(p, d)


def _spread(promoters: float, detractors: float) -> float:
    """Return the variance of one answer, counted as 1, 0 or -1."""
    return promoters + detractors - (promoters - detractors) ** 2


def _normal(confidence: float) -> float:
    from scipy import special

    return -float(special.ndtri((1 - as_confidence(confidence)) / 2))
