"""A campaign, day by day: who gets which version, what is learned, what is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import one_count, whole_number
from salescourse.cycle.simulate import Seed, generator
from salescourse.strategy.agility.arms import Arms, Dealer
from salescourse.strategy.agility.feedback import Feedback


@dataclass(frozen=True, eq=False)
class Campaign:
    """Many runs of one campaign.

    Attributes
    ----------
    arms : Arms
        The versions.
    sent : ndarray of int, (days, runs, versions)
        How many customers got each version.
    won : ndarray of int, (days, runs, versions)
        How many of these were won, whether or not it was known in time.

    Examples
    --------
    >>> from salescourse.strategy.agility import thompson
    >>> arms = {"old": 0.5, "new": 0.6}
    >>> campaign = thompson(arms, per_day=4, days=10, runs=50, seed=1)
    >>> campaign.sent.shape, int(campaign.sent.sum()) == 4 * 10 * 50
    ((10, 50, 2), True)
    """

    arms: Arms
    sent: NDArray[np.int64] = field(repr=False)
    won: NDArray[np.int64] = field(repr=False)

    def lost(self) -> NDArray[np.float64]:
        """Return for each run how many wins fewer to expect than with the best alone.

        This is what is called the regret. It counts whom each version was given to, and
        leaves out the luck of who came.
        """
        return self.sent.sum(axis=0) @ self.arms.behind

    @property
    def mean_lost(self) -> float:
        """What is lost on average over the runs."""
        return float(self.lost().mean())

    @property
    def standard_error(self) -> float:
        """The standard error of `mean_lost`, from the runs."""
        lost = self.lost()
        return float(lost.std(ddof=1) / np.sqrt(len(lost))) if len(lost) > 1 else np.nan

    def shares(self) -> pd.DataFrame:
        """Return what share of each day's customers got each version, over all runs.

        Examples
        --------
        >>> from salescourse.strategy.agility import thompson
        >>> arms = {"old": 0.1, "new": 0.9}
        >>> campaign = thompson(arms, per_day=4, days=10, runs=50, seed=1)
        >>> shares = campaign.shares()
        >>> bool(shares["new"].iloc[-1] > shares["new"].iloc[0])
        True
        """
        sent = self.sent.sum(axis=1)
        return pd.DataFrame(
            sent / sent.sum(axis=1, keepdims=True),
            columns=list(self.arms.names),
            index=pd.RangeIndex(1, len(sent) + 1, name="day"),
        )

    def __str__(self) -> str:
        return f"{self.mean_lost:.0f} wins lost (± {self.standard_error:.1f})"


def thompson(
    arms: Arms | Mapping[str, float],
    *,
    per_day: int,
    days: int,
    runs: int,
    seed: Seed,
    feedback: Feedback | None = None,
    by_age: bool = False,
) -> Campaign:
    """Give each customer the version that wins a draw from what is known (Thompson).

    Each morning the customers known to be won, and those known not to be, make a beta
    distribution for each version. For each customer of the day a rate is drawn from
    each, and the highest decides.

    Parameters
    ----------
    arms : Arms or mapping of str to float
        The versions.
    per_day, days : int
        Customers per day, and days.
    runs : int
        How many campaigns, side by side.
    seed : int or numpy.random.Generator
        Where the random numbers start.
    feedback : Feedback, optional
        When answers come. Left out, in the evening of the same day.
    by_age : bool
        How to count. If False, a customer counts when the answer is there. If True, wins
        count as they come, and everybody else with the chance that a win would have
        shown by now (Vernade and others). The law of the days must be known for that.

    Returns
    -------
    Campaign
        Who got what, day by day and run by run.

    Examples
    --------
    Two versions, one customer a day: a thousand days cost ten wins or so.

    >>> arms = {"old": 0.5, "new": 0.6}
    >>> campaign = thompson(arms, per_day=1, days=1000, runs=200, seed=1)
    >>> 9 < campaign.mean_lost < 14
    True

    References
    ----------
    Thompson (1933), Biometrika 25:285-294.
    Vernade, Cappe and Perchet (2017), Stochastic bandit models for delayed conversions.
    """
    rng = generator(seed)
    answers = Feedback.at_once() if feedback is None else feedback
    shown = answers.shown_by(whole_number("days", days))

    def choose(day: int, known: NDArray, sent: NDArray) -> NDArray:
        won, not_won = known
        if by_age:
            counted = np.tensordot(shown[day:0:-1], sent[:day], 1)
            not_won = np.maximum(counted - won, 0)
        return _draw(won + 1.0, not_won + 1.0, per_day, rng)

    return _play(Arms.of(arms), choose, per_day, days, runs, rng, answers)


def fixed_test(
    arms: Arms | Mapping[str, float],
    *,
    per_day: int,
    days: int,
    decide_on: int,
    runs: int,
    seed: Seed,
    feedback: Feedback | None = None,
) -> Campaign:
    """Split customers evenly at first, then give all to the version with most wins.

    Parameters
    ----------
    arms, per_day, days, runs, seed, feedback
        As in `thompson`.
    decide_on : int
        How many days the test lasts. The decision rests on the wins known by then; a tie
        is broken by chance.

    Returns
    -------
    Campaign
        Who got what, day by day and run by run.

    Examples
    --------
    >>> arms = {"old": 0.1, "new": 0.2}
    >>> plan = {"per_day": 50, "days": 20, "decide_on": 10, "runs": 500, "seed": 1}
    >>> campaign = fixed_test(arms, **plan)
    >>> round(campaign.mean_lost)
    25
    """
    rng = generator(seed)
    if whole_number("decide_on", decide_on) == 0:
        raise ValueError("decide_on must be 1 or more days, got 0.")
    chosen: list[NDArray] = []

    def choose(day: int, known: NDArray, sent: NDArray) -> NDArray:
        many, size = known.shape[1:]
        if day < decide_on:
            return _evenly(per_day, many, size, rng)
        if not chosen:
            wins = known[0] + rng.random(known[0].shape) / 2
            chosen.append(per_day * np.eye(size, dtype=np.int64)[wins.argmax(axis=1)])
        return chosen[0]

    answers = Feedback.at_once() if feedback is None else feedback
    return _play(Arms.of(arms), choose, per_day, days, runs, rng, answers)


Choice = Callable[[int, NDArray, NDArray], NDArray]


def _play(
    arms: Arms,
    choose: Choice,
    per_day: int,
    days: int,
    runs: int,
    rng: np.random.Generator,
    feedback: Feedback,
) -> Campaign:
    per_day, days = one_count("per_day", per_day), one_count("days", days)
    runs = one_count("runs", runs)
    if arms.customers is not None and per_day * days > min(arms.customers):
        raise ValueError(
            f"{per_day * days} customers are wanted and a version has only "
            f"{min(arms.customers)}. Take fewer days or fewer per day, so that "
            "none is dealt twice."
        )
    sent = np.zeros((days, runs, len(arms.names)), np.int64)
    won, dealer = np.zeros_like(sent), Dealer(arms, runs, rng)
    post = _Post(feedback, days, sent.shape[1:], rng)
    for day in range(days):
        sent[day] = choose(day, post.known, sent)
        won[day] = dealer.deal(sent[day])
        post.send(day, won[day], sent[day] - won[day])
    return Campaign(arms, sent, won)


class _Post:
    """Answers under way, and those that have come."""

    def __init__(
        self, feedback: Feedback, days: int, shape: tuple, rng: np.random.Generator
    ) -> None:
        self.rng, self.days = rng, days
        self.upto = [feedback.won.cumsum(), feedback.not_won.cumsum()]
        self.longest = max(map(len, self.upto))
        self.known = np.zeros((2, *shape), np.int64)
        # A place for each day on which answers may come, used again and again.
        self.coming = np.zeros((min(self.longest, days), 2, *shape), np.int64)

    def send(self, day: int, won: NDArray, not_won: NDArray) -> None:
        """Send the answers of a day on their way, and open what comes this evening."""
        if self.longest == 1:
            self.known[0] += won
            self.known[1] += not_won
            return
        for side, count in enumerate((won, not_won)):
            self._spread(day, side, count)
        today = self.coming[day % len(self.coming)]
        self.known += today
        today[:] = 0

    def _spread(self, day: int, side: int, count: NDArray) -> None:
        cell = np.repeat(np.arange(count.size), count.ravel())
        wait = np.searchsorted(
            self.upto[side][:-1], self.rng.random(len(cell)), "right"
        )
        in_time = day + wait < self.days
        place = 2 * ((day + wait[in_time]) % len(self.coming)) + side
        # One index for all axes: adding at many places at once is fast on a flat array.
        np.add.at(self.coming.reshape(-1), place * count.size + cell[in_time], 1)


def _draw(a: NDArray, b: NDArray, per_day: int, rng: np.random.Generator) -> NDArray:
    """Draw a rate per version for each customer; count which are highest."""
    runs, size = a.shape
    if per_day == 1:
        return np.eye(size, dtype=np.int64)[rng.beta(a, b).argmax(axis=1)]
    drawn = rng.beta(a[:, None], b[:, None], (runs, per_day, size)).argmax(axis=2)
    return np.stack([(drawn == arm).sum(axis=1) for arm in range(size)], axis=1)


def _evenly(per_day: int, runs: int, size: int, rng: np.random.Generator) -> NDArray:
    """Share out a day's customers; those left over go to versions drawn by chance."""
    sent = np.full((runs, size), per_day // size, np.int64)
    over = per_day % size
    if over:
        order = rng.random((runs, size)).argsort(axis=1)
        np.put_along_axis(sent, order[:, :over], per_day // size + 1, axis=1)
    return sent
