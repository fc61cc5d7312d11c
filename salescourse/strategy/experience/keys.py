"""Keys of the exercises of the chapter `experience`, and what people write instead."""

from salescourse.strategy.experience import PromoterScore, Team, in_a_row, pool


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


def wait_alone(busy: float, job_minutes: float) -> float:
    """Give each a queue of their own."""
    return Team(1, busy, job_minutes).mean_wait


def times_shorter(people: int, busy: float) -> float:
    """Return how many times shorter the wait gets when so many share one queue.

    Examples
    --------
    >>> round(times_shorter(5, 0.8), 3)
    7.219
    """
    return Team(1, busy).mean_wait / pool([Team(1, busy)] * people).mean_wait


def times_shorter_cycle(people: int, busy: float) -> float:
    """Compare cycle times, where waiting times are asked for."""
    return Team(1, busy).mean_cycle / pool([Team(1, busy)] * people).mean_cycle


def times_fewer_wait(people: int, busy: float) -> float:
    """Compare the shares that have to wait."""
    return busy / Team(people, busy).chance_to_wait


def times_shorter_upside_down(people: int, busy: float) -> float:
    """Divide the other way around."""
    return 1 / times_shorter(people, busy)


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


def row_work(desks: int, job_minutes: float) -> float:
    """Forget the queues."""
    return desks * job_minutes


def one_queue_only(desks: int, busy: float, job_minutes: float) -> float:
    """Queue at the first desk only."""
    return row_wait(1, busy, job_minutes) + row_work(desks, job_minutes)


def stretched_by_idle(desks: int, busy: float, job_minutes: float) -> float:
    """Stretch the work by the share of the time that somebody is busy."""
    return row_work(desks, job_minutes) * (1 + busy)


def forgetful_cycle(desks: int, busy: float, lost: float) -> float:
    """Return the mean cycle of desks in a row that may lose the story.

    Each desk takes one unit of time. After each hand-off the story is lost with chance
    `lost` each time the next desk has done its part; the case queues there again.

    Examples
    --------
    >>> [round(forgetful_cycle(4, 0.8, lost)) for lost in (0, 0.05, 0.1)]
    [20, 25, 35]
    """
    visits = 1 / (1 - lost)
    return 1 / (1 - busy) + (desks - 1) * visits / (1 - busy * visits)


def busy_as_before(desks: int, busy: float, lost: float) -> float:
    """Repeat the visits, and forget that they keep the desks busier."""
    visits = 1 / (1 - lost)
    return (1 + (desks - 1) * visits) / (1 - busy)


def busier_only(desks: int, busy: float, lost: float) -> float:
    """Make the desks busier, and let each case visit them once."""
    return 1 / (1 - busy) + (desks - 1) / (1 - busy / (1 - lost))


def also_the_first(desks: int, busy: float, lost: float) -> float:
    """Lose the story at the first desk, too."""
    visits = 1 / (1 - lost)
    return desks * visits / (1 - busy * visits)


def lost_once_at_most(desks: int, busy: float, lost: float) -> float:
    """Let a story be lost once at each desk, and never again."""
    visits = 1 + lost
    return 1 / (1 - busy) + (desks - 1) * visits / (1 - busy * visits)


def nothing_lost(desks: int, busy: float, lost: float) -> float:
    """Lose nothing."""
    return desks / (1 - busy)


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


def margin_of_a_share(answers: int, promoters: float) -> float:
    """Use the formula of a single share."""
    return 196 * (promoters * (1 - promoters) / answers) ** 0.5


def margin_without_root(answers: int, promoters: float, detractors: float) -> float:
    """Forget that the square of the score is taken off."""
    return 196 * ((promoters + detractors) / answers) ** 0.5


def _counted(answers: int, promoters: float, detractors: float) -> PromoterScore:
    up, down = round(answers * promoters), round(answers * detractors)
    return PromoterScore(up, answers - up - down, down)
