"""Random deals, one row per deal.

Question: what do ten, a thousand, a million deals of this cycle look like?

`simulate` keeps deals that share their whole history side by side, in one slice of
one array. A slice needs one call for its stage times and one multinomial draw for
how many deals go where next; it is then cut at those counts. Two slices are never
joined, not even when they wait in the same stage: deals in a joined slice stand in
the order of their histories, so cutting it would tie the way on to the days so far
(wins would seem to take 120 days instead of 131). At the end the rows are put in
random order, which makes them exactly n independent deals.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import whole_number
from salescourse.cycle.parts import Parts

Seed = int | np.random.Generator

# Deals simulated together: few enough that their arrays stay in the cache.
_BATCH = 1 << 17
# Below this size a slice costs more as a slice than as single deals.
_SMALL = 8


@dataclass(frozen=True)
class Stages:
    """A cycle in the form that drawing needs."""

    shape: np.ndarray
    scale: np.ndarray
    fixed_days: np.ndarray
    routing: np.ndarray
    cumulative: np.ndarray

    @classmethod
    def of(cls, cycle: Parts) -> "Stages":
        """Prepare a cycle."""
        random = (cycle.stage_cv > 0) & (cycle.stage_days > 0)
        squared = np.where(random, cycle.stage_cv, 1.0) ** 2
        routing = cycle.routing / cycle.routing.sum(axis=1, keepdims=True)
        cumulative = routing.cumsum(axis=1)
        # The last step up ends at 1, so that no number in [0, 1) falls beyond it.
        cumulative[cumulative >= cumulative[:, -1:]] = 1.0
        return cls(
            shape=1 / squared,
            scale=np.where(random, cycle.stage_days * squared, 0.0),
            fixed_days=np.where(random, 0.0, cycle.stage_days),
            routing=routing,
            cumulative=cumulative,
        )

    def draw(self, stage: np.ndarray, rng: np.random.Generator) -> tuple:
        """Return the days and the next state of one visit per entry of `stage`."""
        days = self.fixed_days[stage] + self.scale[stage] * rng.standard_gamma(
            self.shape[stage]
        )
        chance = rng.random(len(stage))
        return days, (chance[:, None] >= self.cumulative[stage]).sum(axis=1)


def simulate(cycle: Parts, n: int, *, seed: Seed) -> pd.DataFrame:
    """Return n independent deals; see `SalesCycle.simulate`."""
    n = whole_number("n", n)
    rng = generator(seed)
    batch = _Batch(cycle, min(n, _BATCH), rng)
    days, cost = np.empty(n), np.empty(n)
    outcome: NDArray[np.integer] = np.empty(n, batch.outcome.dtype)
    for start in range(0, n, _BATCH):
        part = slice(start, min(start + _BATCH, n))
        size = part.stop - part.start
        alike = batch.run(size)
        order = _random_order(size, alike, rng)
        for column, drawn in (
            (days, batch.days),
            (cost, batch.cost),
            (outcome, batch.outcome),
        ):
            # mode="clip" writes straight into the column; order is within bounds.
            np.take(drawn[:size], order, out=column[part], mode="clip")
    return pd.DataFrame(
        {
            "outcome": pd.Categorical.from_codes(
                outcome, dtype=_outcome_dtype(cycle.outcomes), validate=False
            ),
            "cycle_days": days,
            "cost_eur": cost,
        },
        copy=False,
    )


def _random_order(n: int, alike: slice, rng: np.random.Generator) -> np.ndarray:
    """Return a random order of n rows, of which those in one slice are alike.

    Independent deals with one route need no shuffling among themselves. If they are
    the most, only the others get random places, and whoever stood there moves to the
    places they leave.
    """
    if alike.stop - alike.start < n / 2:
        return rng.permutation(n)
    others = np.concatenate([np.arange(alike.start), np.arange(alike.stop, n)])
    places = rng.choice(n, len(others), replace=False)
    order = np.arange(n)
    order[places] = others
    left = np.ones(n, dtype=bool)
    left[places] = False
    left[alike] = False
    moved = places[(places >= alike.start) & (places < alike.stop)]
    order[left] = moved
    return order


@lru_cache
def _outcome_dtype(outcomes: tuple[str, ...]) -> pd.CategoricalDtype:
    # Kept, because making it takes as long as simulating a hundred deals.
    return pd.CategoricalDtype(list(outcomes))


class _Batch:
    """Deals simulated side by side, in slices of one array."""

    def __init__(self, cycle: Parts, n: int, rng: np.random.Generator) -> None:
        self.cycle, self.stages, self.rng = cycle, Stages.of(cycle), rng
        self.outcome: NDArray[np.integer] = np.empty(
            n, dtype=np.min_scalar_type(-len(cycle.outcomes))
        )
        self.days, self.cost = np.empty(n), np.empty(n)
        self.visit, self.fraction = np.empty(n), np.empty(n)
        self.day_costs = bool(cycle.day_cost_eur.any())

    def run(self, n: int) -> slice:
        """Fill n rows, sorted by route; return the largest slice with one route."""
        self.days[:n] = self.cost[:n] = 0.0
        self.alike = slice(0, 0)
        slices, few = [(0, 0, n, 0.0)], []
        while slices:
            stage, start, stop, spent = slices.pop()
            if stop - start < _SMALL:
                few.append((stage, start, stop, spent))
            else:
                slices += self._visit(stage, start, stop, spent)
        if few:
            self._finish(*(np.array(column) for column in zip(*few, strict=True)))
        return self.alike

    def _visit(self, stage: int, start: int, stop: int, spent: float) -> list[tuple]:
        """Let one slice of deals visit a stage; return the slices it is cut into."""
        self._add_days(stage, start, stop)
        spent += self.cycle.visit_cost_eur[stage]
        counts = self.rng.multinomial(stop - start, self.stages.routing[stage])
        onward = []
        m = len(self.cycle.stages)
        for next_state in counts.nonzero()[0].tolist():
            stop = start + int(counts[next_state])
            if next_state < m:
                onward.append((next_state, start, stop, spent))
            else:
                self.outcome[start:stop] = next_state - m
                self.cost[start:stop] += spent
                if stop - start > self.alike.stop - self.alike.start:
                    self.alike = slice(start, stop)
            start = stop
        return onward

    def _add_days(self, stage: int, start: int, stop: int) -> None:
        if self.stages.scale[stage] == 0:
            visit = self.stages.fixed_days[stage]
        else:
            visit = self._gamma(self.stages.shape[stage], stop - start)
            visit *= self.stages.scale[stage]
        self.days[start:stop] += visit
        if self.day_costs:
            self.cost[start:stop] += self.cycle.day_cost_eur[stage] * visit

    def _gamma(self, shape: float, n: int) -> np.ndarray:
        visit = self.visit[:n]
        if shape > 1:
            return self.rng.standard_gamma(shape, out=visit)
        if shape == 1:
            return self.rng.standard_exponential(out=visit)
        # A gamma of shape a is one of shape a + 1 times u^(1/a) (Marsaglia & Tsang
        # 2000, ACM TOMS 26:363); it takes half as long as drawing it directly.
        self.rng.standard_gamma(shape + 1, out=visit)
        fraction = self.rng.random(out=self.fraction[:n])
        visit *= np.power(fraction, 1 / shape, out=fraction)
        return visit

    def _finish(
        self,
        stage: np.ndarray,
        start: np.ndarray,
        stop: np.ndarray,
        spent: np.ndarray,
    ) -> None:
        """Take the deals of many small slices to their outcomes, each for itself."""
        size = stop - start
        stage, spent = np.repeat(stage, size), np.repeat(spent, size)
        deal = np.arange(size.sum()) + np.repeat(start - (size.cumsum() - size), size)
        self.cost[deal] += spent
        m = len(self.cycle.stages)
        while len(deal):
            days, next_state = self.stages.draw(stage, self.rng)
            self.days[deal] += days
            self.cost[deal] += self.cycle.visit_cost_eur[stage]
            self.cost[deal] += self.cycle.day_cost_eur[stage] * days
            ended = next_state >= m
            self.outcome[deal[ended]] = next_state[ended] - m
            deal, stage = deal[~ended], next_state[~ended]


def generator(seed: Seed) -> np.random.Generator:
    """Return the random numbers that `seed` stands for."""
    if seed is None:
        raise TypeError(
            "seed must be a whole number such as 1, so that others get your numbers."
        )
    return np.random.default_rng(seed)
