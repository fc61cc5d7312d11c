"""One team with one queue: how long its customers wait, and how long it takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_positive,
    as_rate,
    from_zero,
    like,
    one_count,
    one_rate,
)
from salescourse.strategy.experience.erlang import erlang_c
from salescourse.words import ngettext


@dataclass(frozen=True, repr=False)
class Team:
    """People who can each do every job, and take the next one from one queue (M/M/c).

    Parameters
    ----------
    people : int
        How many work at the same time.
    busy : float
        Share of the time that each of them is at work, below 1.
    job_minutes : float
        Mean minutes that a job takes.

    Examples
    --------
    >>> Team(people=5, busy=0.8, job_minutes=40)
    5 people, 80 % busy: wait 22.2 minutes, cycle 62.2 minutes

    References
    ----------
    Kleinrock (1975), Queueing Systems, volume I: Theory, chapter 3.
    """

    people: int
    busy: float
    job_minutes: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (
            ("people", one_count("people", self.people)),
            ("busy", _as_busy(self.busy)),
            ("job_minutes", as_positive("job_minutes", self.job_minutes)),
        ):
            object.__setattr__(self, name, value)

    @property
    def load(self) -> float:
        """How many of the people are at work on average."""
        return self.people * self.busy

    @property
    def jobs_per_minute(self) -> float:
        """How many jobs come in, and get done, per minute."""
        return self.load / self.job_minutes

    @property
    def chance_to_wait(self) -> float:
        """The share of customers that has to wait (Erlang C)."""
        return float(erlang_c(self.people, self.load))

    @property
    def mean_wait_if_waiting(self) -> float:
        """Mean minutes of waiting, of those who have to wait at all."""
        return self.job_minutes / (self.people - self.load)

    @property
    def mean_wait(self) -> float:
        """Mean minutes until somebody begins, over all customers."""
        return self.chance_to_wait * self.mean_wait_if_waiting

    @property
    def mean_cycle(self) -> float:
        """Mean minutes until the job is done: the wait and the job."""
        return self.mean_wait + self.job_minutes

    @property
    def mean_waiting(self) -> float:
        """How many are waiting on average: arrivals times wait (Little's law)."""
        return self.jobs_per_minute * self.mean_wait

    @overload
    def wait_longer_than(self, minutes: Number) -> float: ...
    @overload
    def wait_longer_than(self, minutes: Numbers) -> Floats: ...
    def wait_longer_than(self, minutes: ArrayLike) -> float | NDArray[np.float64]:
        """Return the share of customers that waits longer than so many minutes.

        Examples
        --------
        >>> round(Team(5, 0.8, 40).wait_longer_than(60), 3)
        0.124
        """
        t = from_zero("minutes", minutes, unit="minutes")
        return like(
            self.chance_to_wait * np.exp(-t / self.mean_wait_if_waiting), minutes
        )

    @overload
    def wait_quantile(self, q: Number) -> float: ...
    @overload
    def wait_quantile(self, q: Numbers) -> Floats: ...
    def wait_quantile(self, q: ArrayLike) -> float | NDArray[np.float64]:
        """Return the minutes that a share `q` of the customers does not exceed.

        Zero as long as so many do not wait at all.

        Examples
        --------
        >>> round(Team(5, 0.8, 40).wait_quantile(0.9), 1)
        68.5
        """
        share = as_rate("q", q, below=True)
        longer = np.maximum(self.chance_to_wait / (1 - share), 1.0)
        return like(np.log(longer) * self.mean_wait_if_waiting, q)

    @overload
    def cycle_longer_than(self, minutes: Number) -> float: ...
    @overload
    def cycle_longer_than(self, minutes: Numbers) -> Floats: ...
    def cycle_longer_than(self, minutes: ArrayLike) -> float | NDArray[np.float64]:
        """Return the share of jobs that takes longer than so many minutes in all.

        Examples
        --------
        >>> round(Team(1, 0.8, 10).cycle_longer_than(50), 4)
        0.3679
        """
        t = from_zero("minutes", minutes, unit="minutes") / self.job_minutes
        # The wait fades at the pace `spare` and the job at the pace 1. Together they
        # fade like the slower one, so nothing here grows.
        spare = self.people - self.load
        apart = abs(spare - 1)
        both = -np.expm1(-apart * t) / apart if apart else t
        both = np.exp(-min(spare, 1.0) * t) * both
        return like(np.exp(-t) + self.chance_to_wait * both, minutes)

    def cycle_quantile(self, q: float) -> float:
        """Return the minutes within which a share `q` of the jobs is done.

        Examples
        --------
        >>> round(Team(1, 0.8, 10).cycle_quantile(0.9), 1)
        115.1
        """
        from scipy.optimize import brentq

        left = 1 - one_rate("q", as_rate("q", q, below=True))
        high = self.mean_cycle
        while self.cycle_longer_than(high) > left:
            high *= 2
        sharp = 1e-12 * self.job_minutes
        return float(
            brentq(lambda t: self.cycle_longer_than(t) - left, 0.0, high, xtol=sharp)
        )

    def __repr__(self) -> str:
        return ngettext(
            "{people} person, {busy:.3g} % busy: wait {wait:.3g} minutes, cycle "
            "{cycle:.3g} minutes",
            "{people} people, {busy:.3g} % busy: wait {wait:.3g} minutes, cycle "
            "{cycle:.3g} minutes",
            self.people,
        ).format(
            people=self.people,
            busy=100 * self.busy,
            wait=self.mean_wait,
            cycle=self.mean_cycle,
        )


def pool(teams: Sequence[Team]) -> Team:
    """Return the one team that the people of several make, with one queue for all.

    Parameters
    ----------
    teams : sequence of Team
        Teams that do the same work, so that each can do the jobs of all.

    Returns
    -------
    Team
        All the people, and all the work.

    Raises
    ------
    ValueError
        If their jobs differ in length, for then one queue has no such formula; and it
        may be worse than two.

    Examples
    --------
    >>> pool([Team(1, 0.8, 40)] * 5)
    5 people, 80 % busy: wait 22.2 minutes, cycle 62.2 minutes
    """
    teams = as_teams(teams)
    lengths = sorted({team.job_minutes for team in teams})
    if not np.isclose(lengths[0], lengths[-1]):
        raise ValueError(
            f"These teams do unlike work, jobs of {lengths[0]:g} and of "
            f"{lengths[-1]:g} minutes on average. Short jobs would wait behind "
            "long ones, so one queue may be worse: simulate it with `waits`."
        )
    people = sum(team.people for team in teams)
    return Team(people, sum(team.load for team in teams) / people, lengths[0])


def as_teams(teams: Sequence[Team]) -> tuple[Team, ...]:
    """Return one or more teams as a tuple."""
    if isinstance(teams, Team):
        teams = [teams]
    kept = tuple(teams)
    strangers = [team for team in kept if not isinstance(team, Team)]
    if strangers or not kept:
        raise TypeError(
            "teams must be one or more teams, such as [Team(1, 0.8)], got "
f"{strangers[0] if strangers else kept!r}."
        )  # fmt: skip
    return kept


def _as_busy(busy: float) -> float:
    share = one_rate("busy", busy)
    if share >= 1:
        raise ValueError(
            f"busy must be below 1, got {share:g}: with no time to spare, the "
            "queue grows for ever."
        )
    return share
