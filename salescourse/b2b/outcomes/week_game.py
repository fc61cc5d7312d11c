"""The week as a game: three deals, one free slot, and what each choice gives away.

Question: a seller has one free slot a week and several open deals. Which deal gets it,
and what does a rule of thumb lose against the best choice?

Assumptions:

1. A deal takes as many steps to its signature as it has chances in `advance`. It is
   warm or cold.
2. The deal that gets the slot advances a step with the chance of that step, times
   `if_cold` if it is cold. It is warm afterwards, whether it advanced or not.
3. Of the others, a cold deal is lost with chance `lost`, and a warm one turns cold with
   chance `cool`. Deals do not sway each other.
4. There are `weeks` slots. A deal is worth its size if signed by then, and else 0.

Formula: a deal with n steps is in one of ``2 * n + 2`` states, signed and lost among
them. With the matrices `S` of the deal that gets the slot and `I` of one that does not,
backward induction goes over all joint states at once::

    worth(state, week) = max over i of
        E[gain_i] + (I x ... x S_i x ... x I) worth(next, week + 1)

Sources: Whittle (1988), Journal of Applied Probability 25A:287-298, for bandits that
move while they wait; Bellman (1957), Dynamic Programming, Princeton, for backward
induction. The week is this course's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from salescourse.b2b.outcomes.week_rules import RULES, Deal, Rule, State
from salescourse.checks import (
    Floats,
    as_chances,
    as_row,
    as_yes_no,
    from_zero,
    one_count,
    one_rate,
)
from salescourse.games import Game, Outcome

SIGNED, LOST = -1, -2
# Beyond this many joint states and weeks, backward induction takes long.
MOST_STATES = 500_000


@dataclass(frozen=True)
class WeekGame(Game[State]):
    """Deals that cool while they wait, and one free slot a week.

    A state is the weeks gone and, for each deal, its step and whether it is warm:
    ``(0, False)`` is cold before its first step, ``(-1, False)`` signed, ``(-2, False)``
    lost. A move is the deal that gets the slot, from 0.

    Attributes
    ----------
    sizes : sequence of float
        What each deal is worth once signed.
    advance : sequence of sequence of float
        For each deal, the chance of each of its steps, if warm.
    warm : sequence of bool
        Whether each deal is warm at first.
    if_cold : float
        What a chance is multiplied by for a cold deal.
    lost : float
        Chance that a cold deal without the slot is lost.
    cool : float
        Chance that a warm deal without the slot turns cold.
    weeks : int
        Slots there are.
    RULES : dict of callable
        Rules of thumb by name; each takes the game and a state and returns a move.

    <methods of all games>

    Raises
    ------
    ValueError
        If a number is out of range, there is not one of each for each deal, or there
        are too many states.

    Examples
    --------
    To give every slot to the biggest deal loses a fifth, though the first
    belongs to it:

    >>> game = WeekGame()
    >>> solution = game.solve()
    >>> round(solution.value, 2), solution.best[game.start]
    (132.49, (2,))
    >>> round(game.worth_by(game.RULES["Biggest first"]), 2)
    106.59

    What may be done, what is best, and what may come of it:

    >>> game.moves(game.start), game.best_moves(game.start)
    ((0, 1, 2), (2,))
    >>> best = game.best_move(game.start)
    >>> game.worth_of(game.start, best) == game.worth(game.start)
    True
    >>> game.given_away(game.start, best)
    0.0
    >>> len(game.outcomes(game.start, best)), len(game.by_rules())
    (8, 8)
    >>> game.simulate(10, 1, WeekGame.best_move).shape
    (10,)
    """

    RULES: ClassVar[Mapping[str, Rule]] = MappingProxyType(RULES)

    STATE: ClassVar[str] = (
        "the weeks gone, and the step and warmth of each deal, one of them open"
    )

    sizes: Sequence[float] = (35.0, 60.0, 80.0)
    advance: Sequence[Sequence[float]] = (
        (0.45, 0.75, 0.65),
        (0.95, 0.75, 0.75),
        (0.75, 0.75, 0.75),
    )
    warm: Sequence[bool] = (False, True, True)
    if_cold: float = 0.6
    lost: float = 0.35
    cool: float = 0.7
    weeks: int = 12

    def __post_init__(self) -> None:
        sizes = tuple(from_zero("sizes", as_row("sizes", self.sizes)).tolist())
        warm = tuple(as_yes_no("warm", self.warm).tolist())
        if not isinstance(self.advance, Sequence):
            raise TypeError(
                "advance must hold a row of chances for each deal, got "
                f"{self.advance!r}."
            )
        advance = tuple(tuple(as_chances("advance", c).tolist()) for c in self.advance)
        if not len(sizes) == len(advance) == len(warm) > 0:
            raise ValueError(
                "sizes, advance and warm must hold one entry for each deal, got "
                f"{len(sizes)}, {len(advance)} and {len(warm)}."
            )
        self._set(sizes=sizes, advance=advance, warm=warm)
        for rate in ("if_cold", "lost", "cool"):
            self._set(**{rate: one_rate(rate, getattr(self, rate))})
        self._set(weeks=one_count("weeks", self.weeks))
        states = self.weeks * prod(2 * len(chances) + 2 for chances in advance)
        if states > MOST_STATES:
            raise ValueError(
                f"{len(sizes)} deals and {self.weeks} weeks make {states:,} states; at "
                f"most {MOST_STATES:,} can be looked at one by one. Take fewer deals, "
                "steps or weeks."
            )

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def start(self) -> State:
        """Every deal before its first step, as warm as it is."""
        return 0, tuple((0, warm) for warm in self.warm)

    def _fits(self, state: State) -> bool:
        week, deals = state
        there = isinstance(week, int) and week in range(self.weeks)
        pairs = zip(self._standings, deals, strict=True)
        return (
            there and all(deal in of for of, deal in pairs) and bool(self._moves(state))
        )

    def _moves(self, state: State) -> tuple[int, ...]:
        return tuple(i for i, (step, _) in enumerate(state[1]) if step >= 0)

    def _outcomes(self, state: State, move: int) -> list[Outcome]:
        week, deals = state
        each = [self._week_of(i, deal, i == move) for i, deal in enumerate(deals)]
        found = []
        for chances, gains, later in (zip(*way, strict=True) for way in product(*each)):
            goes_on = week + 1 < self.weeks and any(step >= 0 for step, _ in later)
            then = (week + 1, later) if goes_on else None
            found.append(Outcome(prod(chances), sum(gains), then))
        return found

    def _week_of(
        self, place: int, deal: Deal, slot: bool
    ) -> list[tuple[float, float, Deal]]:
        """Return what may become of one deal: how likely, its gain, how it stands."""
        step, warm = deal
        if step < 0:
            return [(1.0, 0.0, deal)]
        if slot:
            chance = self.advance[place][step] * (1 if warm else self.if_cold)
            last = step + 1 == len(self.advance[place])
            there = (SIGNED, False) if last else (step + 1, True)
            gain = self.sizes[place] if last else 0.0
            ways = [(chance, gain, there), (1 - chance, 0.0, (step, True))]
        else:
            chance = self.cool if warm else self.lost
            there = (step, False) if warm else (LOST, False)
            ways = [(chance, 0.0, there), (1 - chance, 0.0, deal)]
        return [way for way in ways if way[0]]

    @cached_property
    def _standings(self) -> list[dict[Deal, int]]:
        """For each deal, the place in the arrays of each way it may stand."""
        ends = [(SIGNED, False), (LOST, False)]
        return [
            {
                deal: at
                for at, deal in enumerate([*product(steps, (False, True)), *ends])
            }
            for steps in (range(len(chances)) for chances in self.advance)
        ]

    @cached_property
    def _worths(self) -> Floats:
        """By week and deal that gets the slot, over all joint states."""
        deals = range(len(self.sizes))
        idle, served = ([self._matrix(i, slot) for i in deals] for slot in (0, 1))
        shape = tuple(len(places) for places in self._standings)
        worths = np.zeros((self.weeks + 1, len(shape), *shape))
        for week in reversed(range(self.weeks)):
            later = worths[week + 1].max(axis=0)
            for slot in deals:
                moved = later
                for i in deals:
                    moves, gains = served[i] if i == slot else idle[i]
                    moved = np.moveaxis(np.tensordot(moves, moved, (1, i)), 0, i)
                    moved = moved + gains.reshape([-1 if n == i else 1 for n in deals])
                worths[week, slot] = moved
        return worths

    def _matrix(self, place: int, slot: int) -> tuple[Floats, Floats]:
        """Return how a deal moves in a week, and what it earns on average."""
        places = self._standings[place]
        moves, gains = np.zeros((len(places), len(places))), np.zeros(len(places))
        for deal, row in places.items():
            for chance, gain, later in self._week_of(place, deal, bool(slot)):
                moves[row, places[later]] += chance
                gains[row] += chance * gain
        return moves, gains

    def _worth_of(self, state: State, move: int) -> float:
        week, deals = state
        places = (of[deal] for of, deal in zip(self._standings, deals, strict=True))
        return float(self._worths[(week, move, *places)])
