"""One desk for unlike work: questions of two minutes beside repairs of forty."""

from collections.abc import Sequence

from salescourse.strategy.experience.team import Team, as_teams


def one_desk_wait(teams: Sequence[Team]) -> float:
    """Return the mean wait if several teams become one desk, however unlike their jobs.

    Everybody then waits in one queue, and each of the people can do every job. It is the
    wait of like jobs, times half of one plus the squared coefficient of variation of the
    mixed job times, which are longer or shorter according to whose they are. That is
    exact for one person and for like jobs. Where a few people share very unlike jobs it
    comes out a tenth too long.

    Parameters
    ----------
    teams : sequence of Team
        The teams that become one, each as busy as it is by itself.

    Returns
    -------
    float
        Minutes of waiting, over all customers. As first come is first served, it is
        the same for each team's customers.

    Examples
    --------
    An office's repairs and a home's questions, one person each. Apart they wait 160 and
    8 minutes; played through together with `waits`, both wait 35:

    >>> round(one_desk_wait([Team(1, 0.8, 40), Team(1, 0.8, 2)]), 1)
    37.3

    References
    ----------
    Lee and Longton (1959), Operational Research Quarterly 10:56-71.
    """
    kept = as_teams(teams)
    people = sum(team.people for team in kept)
    pace = sum(team.jobs_per_minute for team in kept)
    load = sum(team.load for team in kept)
    if not pace:
        return 0.0
    mean = load / pace
    # The second moment of an exponential time is twice the square of its mean.
    square = sum(2 * team.jobs_per_minute * team.job_minutes**2 for team in kept) / pace
    return Team(people, load / people, mean).mean_wait * square / mean**2 / 2
