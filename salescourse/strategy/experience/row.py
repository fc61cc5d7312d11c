"""Teams in a row: each job goes through all of them, one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import Floats, Number, Numbers, from_zero, like
from salescourse.strategy.experience.team import Team, as_teams


@dataclass(frozen=True, repr=False)
class Row:
    """Teams that hand each job on to the next; made by `in_a_row`.

    Attributes
    ----------
    teams : tuple of Team
        In the order in which a job meets them.

    Examples
    --------
    >>> from salescourse.strategy.experience import Team, in_a_row
    >>> round(in_a_row([Team(1, 0.8, 10)] * 4).mean_cycle, 6)
    200.0
    """

    teams: tuple[Team, ...]

    @property
    def work_minutes(self) -> float:
        """Mean minutes that somebody works on a job."""
        return sum(team.job_minutes for team in self.teams)

    @property
    def mean_wait(self) -> float:
        """Mean minutes that a job waits, in all queues together."""
        return sum(team.mean_wait for team in self.teams)

    @property
    def mean_cycle(self) -> float:
        """Mean minutes from the first queue to the end of the last job."""
        return self.mean_wait + self.work_minutes

    @overload
    def cycle_longer_than(self, minutes: Number) -> float: ...
    @overload
    def cycle_longer_than(self, minutes: Numbers) -> Floats: ...
    def cycle_longer_than(self, minutes: ArrayLike) -> float | NDArray[np.float64]:
        """Return the share of jobs that takes longer than so many minutes in all.

        For rows of single people only. There the cycle times at the desks are
        independent of each other and exponential.

        Raises
        ------
        NotImplementedError
            If a team has more than one person.

        Examples
        --------
        >>> round(in_a_row([Team(1, 0.8, 10)] * 4).cycle_longer_than(240), 3)
        0.294
        """
        if any(team.people > 1 for team in self.teams):
            raise NotImplementedError(
                "Only rows of single people have such a formula. Simulate this one."
            )
        from scipy.linalg import expm

        rates = np.array([1 / team.mean_cycle for team in self.teams])
        moves = np.diag(-rates) + np.diag(rates[:-1], k=1)
        # The chance is 0 long before numbers end.
        t = np.minimum(
            np.atleast_1d(from_zero("minutes", minutes, unit="minutes")),
            1e6 / rates.min(),
        )
        still = expm(moves * t[:, None, None])[:, 0, :].sum(axis=1)
        return like(still.reshape(np.shape(minutes)), minutes)

    def __repr__(self) -> str:
        return (
            f"{len(self.teams)} teams in a row: work {self.work_minutes:.3g}, wait "
            f"{self.mean_wait:.3g}, cycle {self.mean_cycle:.3g} minutes"
        )


def in_a_row(teams: Sequence[Team]) -> Row:
    """Return several teams in a row, each handing its jobs on to the next.

    Parameters
    ----------
    teams : sequence of Team
        In the order in which a job meets them. Whatever leaves one goes to the next,
        so the same number of jobs per minute runs through all.

    Returns
    -------
    Row
        With `mean_wait` and `mean_cycle`, which add up over the teams.

    Raises
    ------
    ValueError
        If the teams do not get the same number of jobs per minute.

    Examples
    --------
    Four desks, ten minutes at each, each busy four hours in five:

    >>> in_a_row([Team(1, 0.8, 10)] * 4)
    4 teams in a row: work 40, wait 160, cycle 200 minutes

    References
    ----------
    Burke (1956), Operations Research 4:699-704; Jackson (1957), Operations Research
    5:518-521.
    """
    teams = as_teams(teams)
    flows = [team.jobs_per_minute for team in teams]
    for place, flow in enumerate(flows[1:], start=2):
        if not np.isclose(flow, flows[0], rtol=1e-6):
            raise ValueError(
                f"Team {place} gets {flow:.4g} jobs per minute and the first "
                f"hands on {flows[0]:.4g}. All that leaves one must come to "
                "the next: change busy or job_minutes."
            )
    return Row(teams)
