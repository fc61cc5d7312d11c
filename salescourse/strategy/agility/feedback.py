"""When answers come: at once, after some days, or when a sales cycle has run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import whole_number

if TYPE_CHECKING:
    from salescourse.cycle import SalesCycle

# Answers that take longer are a few in a million; they come on the last day.
_REST = 1e-6
_MOST_DAYS = 1 << 14
_MOST_TO_COUNT = 1_000_000


@dataclass(frozen=True, eq=False, init=False)
class Feedback:
    """How many days it takes until a customer is known to be won, or not.

    Attributes
    ----------
    won, not_won : ndarray
        The chances that an answer comes in the evening of the same day, of the next
        one, and so on. Each sums to 1.

    Examples
    --------
    In the course's B2B cycle a no takes 39 days on average and a yes 131:

    >>> from salescourse import SalesCycle
    >>> slow = Feedback.of(SalesCycle.b2b())
    >>> [round(days) for days in slow.mean_days]
    [131, 39]
    """

    won: NDArray[np.float64]
    not_won: NDArray[np.float64]

    def __init__(self, won: ArrayLike, not_won: ArrayLike) -> None:
        for name, given in (("won", won), ("not_won", not_won)):
            chances = np.array(given, dtype=float)
            fair = chances.ndim == 1 and chances.size and (chances >= 0).all()
            if not fair or abs(chances.sum() - 1) > 1e-9:
                raise ValueError(
                    f"{name} must hold the chances of 0, 1, 2, ... days, which "
                    f"sum to 1; these sum to {chances.sum():g}."
                )
            chances.setflags(write=False)
            object.__setattr__(self, name, chances)

    @classmethod
    def at_once(cls) -> "Feedback":
        """Answers come in the evening of the same day.

        Examples
        --------
        >>> Feedback.at_once().mean_days
        (0.0, 0.0)
        """
        return cls.after(0)

    @classmethod
    def after(cls, days: int) -> "Feedback":
        """Each answer, yes or no, comes so many days later.

        Examples
        --------
        >>> Feedback.after(3).mean_days
        (3.0, 3.0)
        """
        chances = np.zeros(_few_days(days) + 1)
        chances[-1] = 1
        return cls(chances, chances)

    @classmethod
    def of(cls, cycle: "SalesCycle", *, won: str | None = None) -> "Feedback":
        """Answers come as a sales cycle takes, given its outcome.

        Parameters
        ----------
        cycle : SalesCycle
            The cycle. How often it is won plays no part here, only how long it takes.
        won : str, optional
            The outcome that counts as a yes; by default the first. If there are several
            others, they count as one no, in the cycle's own proportions.

        Returns
        -------
        Feedback
            The exact law of the days, given yes and given no.

        Raises
        ------
        ValueError
            If deals always end in a yes, or some take longer than half a century.
        """
        yes = cycle.outcomes[0] if won is None else won
        chances = cycle.outcome_probabilities()
        others = [name for name in cycle.outcomes if name != yes and chances[name] > 0]
        if not others:
            raise ValueError(
                f'Every deal of this cycle ends "{yes}", so there are no answers of no.'
            )
        weights = np.array([chances[name] for name in others])
        end = _last_day(cycle, [yes, *others])
        days = np.arange(1, end + 1)
        shares = zip(weights / weights.sum(), others, strict=True)
        curves = [weight * cycle.cdf(days, given=name) for weight, name in shares]
        no = np.sum(curves, axis=0)
        return cls(_by_day(cycle.cdf(days, given=yes)), _by_day(no))

    @property
    def mean_days(self) -> tuple[float, float]:
        """How many evenings pass on average before a yes, and before a no, is known."""
        yes, no = (float(p @ np.arange(len(p))) for p in (self.won, self.not_won))
        return yes, no

    def shown_by(self, days: int) -> NDArray[np.float64]:
        """Return what share of wins is known after 0, 1, ... evenings, up to `days`.

        Examples
        --------
        >>> Feedback.after(2).shown_by(4).tolist()
        [0.0, 0.0, 0.0, 1.0, 1.0]
        """
        evenings = _few_days(days) + 1
        shown = np.ones(evenings)
        known = np.concatenate([[0.0], self.won.cumsum()])[:evenings]
        shown[: len(known)] = known
        return shown


def _few_days(days: int) -> int:
    """Return a number of days each of which can be counted."""
    number = whole_number("days", days)
    if number > _MOST_TO_COUNT:
        raise ValueError(
            f"days must be at most {_MOST_TO_COUNT:,}, for each is counted, got "
            f"{number:,}. Take a larger unit, such as weeks."
        )
    return number


def _last_day(cycle: "SalesCycle", outcomes: list[str]) -> int:
    days = 16
    while any(1 - cycle.cdf(days, given=name) > _REST for name in outcomes):
        days *= 2
        if days > _MOST_DAYS:
            raise ValueError(
                f"Some answers of this cycle take longer than {_MOST_DAYS:,} days, and "
                "each day is counted. Give its stages their time in a larger unit, such "
                "as weeks."
            )
    return days


def _by_day(shares: NDArray) -> NDArray:
    """Turn shares known by the end of each day into chances of each day."""
    by_day = np.clip(np.diff(np.concatenate([[0.0], shares])), 0, None)
    by_day[-1] += 1 - by_day.sum()
    return np.clip(by_day, 0, None)
