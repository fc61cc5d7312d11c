"""Queues played through, many customers at a time, and how far off that may be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_amount,
    as_confidence,
    as_numbers,
    from_zero,
    one_count,
    whole_number,
)
from salescourse.strategy.experience.team import Team

# Runs after each other in one call; more are quicker, and each pays for its warm-up.
LEAST_RUNS, MOST_RUNS = 40, 400
# A queue has forgotten how it began after some ten of its relaxation times.
WARM_UP = 10
# Customers in one array, for memory; and in one run and in all, for time.
_TOGETHER, _MOST_SIDE_BY_SIDE, _MOST = 5_000_000, 150_000, 50_000_000


def waits(gaps: ArrayLike, jobs: ArrayLike, *, people: int = 1) -> NDArray[np.float64]:
    """Return how long each customer waits, in the order in which they come.

    Parameters
    ----------
    gaps : array of float
        Minutes between each customer and the one before; of the first, since the
        doors opened with nobody there. Several rows are several runs.
    jobs : array of float
        Minutes that each customer's job takes; as many as there are gaps.
    people : int
        How many work side by side. Whoever is free first takes the next customer.

    Returns
    -------
    ndarray
        Minutes of waiting, in the shape of `gaps`.

    Raises
    ------
    ValueError
        If gaps and jobs do not belong together, or one of them is below 0.

    Examples
    --------
    Three customers come a minute apart, and each takes three minutes:

    >>> waits([1, 1, 1], [3, 3, 3]).tolist()
    [0.0, 2.0, 4.0]
    >>> waits([1, 1, 1], [3, 3, 3], people=2).tolist()
    [0.0, 0.0, 1.0]

    References
    ----------
    Lindley (1952), Proceedings of the Cambridge Philosophical Society 48:277-289;
    Kiefer & Wolfowitz (1955), Transactions of the American Mathematical Society 78:1-18.
    """
    gaps, jobs = (
        from_zero("gaps", gaps, unit="minutes"),
        from_zero("jobs", jobs, unit="minutes"),
    )
    if gaps.shape != jobs.shape or not gaps.size:
        raise ValueError(
            f"gaps and jobs must be of one shape, got {gaps.shape} and {jobs.shape}."
        )
    count = one_count("people", people)
    return _one_person(gaps, jobs) if count == 1 else _several(gaps, jobs, count)


def simulate_waits(
    team: Team, customers: int, *, seed: int, job_cv: float = 1.0
) -> NDArray[np.float64]:
    """Play a team's queue and return the waits, without those of its first hours.

    Parameters
    ----------
    team : Team
        The team.
    customers : int
        At least so many waits are returned.
    seed : int
        The same seed gives the same waits.
    job_cv : float
        Standard deviation of a job's minutes divided by their mean. 1 is the
        exponential that `Team` assumes; other jobs are gamma-distributed.

    Returns
    -------
    ndarray
        Minutes, one row per run. Neighbors in a row are alike: they stand in the same
        queue. `batch_means` takes that into account.

    Raises
    ------
    ValueError
        If the queue forgets its start so slowly that this would take minutes.

    Examples
    --------
    >>> team = Team(people=5, busy=0.8, job_minutes=40)
    >>> minutes = simulate_waits(team, 100_000, seed=1)
    >>> batch_means(minutes).holds(team.mean_wait)
    True
    """
    customers = whole_number("customers", customers)
    spread = as_amount("job_cv", job_cv)
    slow = WARM_UP * _memory(team) * max(1.0, (1 + spread * spread) / 2)
    runs = int(np.clip(customers // (20 * max(slow, 1)), LEAST_RUNS, MOST_RUNS))
    kept = max(-(-customers // runs), 1)
    most = _MOST if team.people == 1 else min(_MOST, _MOST_SIDE_BY_SIDE * runs)
    if runs * (slow + kept) > most:
        raise ValueError(
            f"It takes {slow:,.0f} customers until this queue has forgotten how it "
            f"began, in each of {runs} runs, and {kept:,} more to look at. That is more "
            f"than the {most:,} in all that can be played. Take a team that is less "
            "busy, jobs that are more alike, or fewer customers."
        )
    if not team.load:
        return np.zeros((runs, kept))
    warm_up = int(np.ceil(slow))
    rng = np.random.default_rng(seed)
    parts = []
    for some in np.array_split(
        np.arange(runs), -(-runs * (warm_up + kept) // _TOGETHER)
    ):
        shape = (len(some), warm_up + kept)
        gaps = rng.standard_exponential(shape)
        gaps /= team.jobs_per_minute
        jobs = _jobs(rng, team.job_minutes, spread, shape)
        parts.append(waits(gaps, jobs, people=team.people)[:, warm_up:].copy())
    return np.concatenate(parts)


def _memory(team: Team) -> float:
    """Return after how many customers a queue has mostly forgotten how it was.

    That is the relaxation time of M/M/c, counted in customers.

    Examples
    --------
    >>> round(_memory(Team(1, 0.8)))
    72
    >>> round(_memory(Team(1, 0.95)))
    1482
    """
    return team.load / (np.sqrt(team.people) - np.sqrt(team.load)) ** 2


@dataclass(frozen=True)
class Estimate:
    """A mean and how far off it may be.

    Attributes
    ----------
    mean, standard_error : float
        In the unit of what was averaged.
    low, high : float
        Ends of the interval.

    Examples
    --------
    >>> from salescourse.strategy.experience import batch_means
    >>> batch_means([1, 3, 1, 3, 1, 3, 1, 5], batches=4).mean
    2.25
    """

    mean: float
    standard_error: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Return whether the interval holds a value."""
        return bool(self.low <= value <= self.high)

    def __repr__(self) -> str:
        return f"{self.mean:.4g} ({self.low:.4g} to {self.high:.4g})"


def batch_means(
    values: ArrayLike, *, batches: int = 40, confidence: float = 0.95
) -> Estimate:
    """Return the mean of numbers of which neighbors are alike, with an interval.

    Customers in one queue are no independent witnesses. Means over long stretches
    nearly are, so the interval is taken from those.

    Parameters
    ----------
    values : array of float
        One row per run, or one run. What does not fill a stretch is left out.
    batches : int
        Into how many stretches to cut, at least; with more runs, one for each.
    confidence : float
        How often such an interval holds the true mean.

    Returns
    -------
    Estimate
        Mean, standard error and interval (Student's t).

    Raises
    ------
    ValueError
        If there are fewer values than stretches, or all stretches have the same mean.

    Examples
    --------
    >>> batch_means([1, 3, 1, 3, 1, 3, 1, 5], batches=4)
    2.25 (1.454 to 3.046)

    References
    ----------
    Law (2014), Simulation Modeling and Analysis, section 9.5.3.
    """
    from scipy import special

    rows = np.atleast_2d(as_numbers("values", values))
    if not np.isfinite(rows).all():
        raise ValueError(
            "values has missing values, or infinite ones. Leave them out first."
        )
    per_run = -(-max(one_count("batches", batches), 2) // rows.shape[0])
    length = rows.shape[1] // per_run
    if length < 1 or not rows.size:
        raise ValueError(f"{rows.size} values do not make {batches} stretches.")
    cut = rows[:, : per_run * length]
    means = cut.reshape(-1, length).mean(axis=1)
    with np.errstate(over="ignore"):
        error = means.std(ddof=1) / np.sqrt(means.size)
    if not np.isfinite(error):
        raise ValueError("values are too large. Give them in a larger unit.")
    if not error > 1e-12 * np.abs(means).max():
        raise ValueError(
            "All stretches have the same mean, so nothing shows how far off it may be."
        )
    half = special.stdtrit(means.size - 1, (1 + as_confidence(confidence)) / 2) * error
    mean = means.mean()
    return Estimate(float(mean), float(error), float(mean - half), float(mean + half))


def _jobs(rng: np.random.Generator, mean: float, cv: float, shape: tuple) -> NDArray:
    if cv == 0:
        return np.full(shape, mean)
    if cv == 1:
        return rng.standard_exponential(shape) * mean
    return rng.standard_gamma(cv**-2, shape) * (mean * cv**2)


def _one_person(gaps: NDArray, jobs: NDArray) -> NDArray:
    """Follow Lindley: the wait is how far the backlog lies above its lowest so far."""
    backlog = np.zeros(gaps.shape)
    np.cumsum(jobs[..., :-1] - gaps[..., 1:], axis=-1, out=backlog[..., 1:])
    return backlog - np.minimum.accumulate(backlog, axis=-1)


def _several(gaps: NDArray, jobs: NDArray, people: int) -> NDArray:
    """Follow Kiefer and Wolfowitz, one customer of each run at a time."""
    come = np.ascontiguousarray(np.cumsum(np.atleast_2d(gaps), axis=1).T)
    take = np.ascontiguousarray(np.atleast_2d(jobs).T)
    free = np.zeros((people, come.shape[1]))
    flat, run = free.ravel(), np.arange(come.shape[1])
    result = np.empty(come.shape)
    for customer, now in enumerate(come):
        first = free.argmin(axis=0) * run.size + run
        start = np.maximum(flat[first], now)
        result[customer] = start - now
        flat[first] = start + take[customer]
    return result.T.reshape(gaps.shape)
