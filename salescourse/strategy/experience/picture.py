"""The same callers in two houses, for a picture that moves: a queue each, or one queue.

Question: where do they wait, and for how long?

Assumptions: those of the chapter. Each caller brings the same work to both houses. In
the first chance sends them to one of the people, for each of whom they queue apart; in
the second whoever is free takes the next.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import one_count
from salescourse.strategy.experience.team import Team, pool

HOUR, EVERY = 60, 10
# Calls come for five days of eight hours; then those who wait are still served.
OPEN = 40 * HOUR
MOST = 20


def two_queues(person: Team, people: int, *, seed: int) -> dict[str, Any]:
    """Return callers who come to two houses, and a clock.

    It is made for ``salescourse.watch("queues", ...)`` and of little use elsewhere.

    Parameters
    ----------
    person : Team
        One person with a queue, such as ``Team(1, 0.8, 40)``.
    people : int
        How many such people there are, each with as much work.
    seed : int
        Where the random numbers begin.

    Returns
    -------
    dict
        `times`, in minutes, every ten until the last caller is served; `steps`, the
        places in `times` to which a step leads; `people`; and for `each` and `one` the
        `callers` and `model`, the mean wait that the formula gives. A caller is the
        minutes of coming, of being served and of leaving, and the place of the person.

    Raises
    ------
    ValueError
        If `person` is more than one, or there are more than twenty.

    Examples
    --------
    >>> two = two_queues(Team(1, 0.8, 40), 5, seed=1)
    >>> round(two["each"]["model"]), round(two["one"]["model"])
    (160, 22)
    """
    if person.people != 1:
        raise ValueError(
            f"person must be a team of one, such as Team(1, 0.8, 40), got {person!r}."
        )
    people = one_count("people", people)
    if people > MOST:
        raise ValueError(f"people must be at most {MOST}, for a picture, got {people}.")
    together = pool([person] * people)
    rng = np.random.default_rng(seed)
    count = rng.poisson(together.jobs_per_minute * OPEN)
    came = np.sort(rng.random(count)) * OPEN
    jobs = rng.exponential(person.job_minutes, count)
    sent = rng.integers(people, size=count)
    each = _served(came, jobs, people, sent)
    one = _served(came, jobs, people)
    last = max(float(house[:, 2].max(initial=OPEN)) for house in (each, one))
    times = list(range(0, int(last) + EVERY + 1, EVERY))
    return {
        "of": ["each", "one"],
        "people": people,
        "times": times,
        "steps": [*range(0, OPEN // EVERY + 1, 8 * HOUR // EVERY), len(times) - 1],
        "each": {"callers": _rounded(each), "model": person.mean_wait},
        "one": {"callers": _rounded(one), "model": together.mean_wait},
    }


def _served(
    came: NDArray, jobs: NDArray, people: int, sent: NDArray | None = None
) -> NDArray:
    """Serve everybody in turn; where nobody is sent, whoever is free first takes them."""
    free = np.zeros(people)
    rows = np.empty((came.size, 4))
    for n, (minute, job) in enumerate(zip(came, jobs, strict=True)):
        place = int(free.argmin() if sent is None else sent[n])
        start = max(minute, free[place])
        free[place] = start + job
        rows[n] = minute, start, free[place], place
    return rows


def _rounded(rows: NDArray) -> list[list[float]]:
    return [[*map(float, row[:3].round(1)), int(row[3])] for row in rows]
