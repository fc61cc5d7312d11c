"""Keys of the exercises of the chapter `experience`, and what people write instead."""

from salescourse.strategy.experience import PromoterScore, Team, in_a_row, share_warm


def shared_wait(people: int, busy: float, job_minutes: float) -> float:
    """Return the mean wait if so many share one queue.

    Examples
    --------
    >>> round(shared_wait(6, 0.9, 40), 1)
    49.3
    """
    return Team(people, busy, job_minutes).mean_wait


def shared_cycle(people: int, busy: float, job_minutes: float) -> float:
    """Add the job to the wait."""
    return Team(people, busy, job_minutes).mean_cycle


def wait_if_waiting(people: int, busy: float, job_minutes: float) -> float:
    """Leave out those who do not wait at all."""
    return Team(people, busy, job_minutes).mean_wait_if_waiting


def warm(people: int, busy: float, job_minutes: float, half_life: float) -> float:
    """Return the share of leads that are warm when somebody calls."""
    return share_warm(Team(people, busy, job_minutes), half_life)


def good_talks(people: int, busy: float, job_minutes: float, half_life: float) -> float:
    """Return how many warm leads a team calls in a day of eight hours.

    Examples
    --------
    >>> round(good_talks(3, 0.8, 30, 60), 1)
    29.3
    """
    team = Team(people, busy, job_minutes)
    return 480 * team.jobs_per_minute * share_warm(team, half_life)


def row_cycle(desks: int, busy: float, job_minutes: float) -> float:
    """Return the mean cycle time of desks in a row.

    Examples
    --------
    >>> round(row_cycle(4, 0.8, 10))
    200
    """
    return in_a_row([Team(1, busy, job_minutes)] * desks).mean_cycle


def row_wait(desks: int, busy: float, job_minutes: float) -> float:
    """Forget the work itself."""
    return in_a_row([Team(1, busy, job_minutes)] * desks).mean_wait


def score_margin(answers: int, promoters: float, detractors: float) -> float:
    """Return the margin of a promoter score at 95 %, in points.

    Examples
    --------
    >>> round(score_margin(400, 0.45, 0.2), 1)
    7.5
    """
    counts = _counted(answers, promoters, detractors)
    return counts.margin


def score_error(answers: int, promoters: float, detractors: float) -> float:
    """Give the standard error, where the margin is asked for."""
    return _counted(answers, promoters, detractors).standard_error


def _counted(answers: int, promoters: float, detractors: float) -> PromoterScore:
    up, down = round(answers * promoters), round(answers * detractors)
    return PromoterScore(up, answers - up - down, down)
