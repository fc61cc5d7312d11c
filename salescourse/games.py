"""Games whose best play is known: worths, what a move gives away, rules of thumb.

A game says where it starts, what may be done, what may come of it, and what each move
is worth if the best play follows. The rest is the same for all of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import Floats, one_count

State = TypeVar("State")
# Two moves whose worths differ by no more are equally good.
TIE = 1e-9


# What the documentation of each game says of the methods that all have.
_METHODS = """Methods
    -------
    solve()
        The worth of the game and the best moves in every reachable state.
    worth(state), worth_of(state, move), given_away(state, move)
        What a state and a move are worth under the best play, and what a move costs.
    moves(state), best_moves(state), outcomes(state, move)
        What may be done, what is best, and what may come of it.
    worth_by(rule), by_rules()
        The exact worth to whoever follows a rule, and of each rule of thumb.
    simulate(hands, seed, policy)
        What each of many hands earns, played by a rule or by the game's `best_move`."""


class Outcome(NamedTuple):
    """What may come of a move: how likely, for how much, and what follows, if any."""

    chance: float
    gain: float
    next: Any


@dataclass(frozen=True)
class Solution(Generic[State]):
    """The best play: what it is worth, and the best moves in every reachable state."""

    value: float
    best: dict[State, tuple[int, ...]]


class Game(ABC, Generic[State]):
    """A game for one, against chance alone."""

    RULES: ClassVar[Mapping[str, Callable[[Any, Any], int]]]
    # What a state is, in words, for whoever hands in something else.
    STATE: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if cls.__doc__:
            cls.__doc__ = cls.__doc__.replace("<methods of all games>", _METHODS)

    @property
    @abstractmethod
    def start(self) -> State:
        """Return the state before the first move."""

    @abstractmethod
    def _fits(self, state: State) -> bool:
        """Tell whether the game can come to a state."""

    @abstractmethod
    def _moves(self, state: State) -> tuple[int, ...]:
        """Return what may be done."""

    @abstractmethod
    def _outcomes(self, state: State, move: int) -> list[Outcome]:
        """Return what may come of a move, all of it possible."""

    @abstractmethod
    def _worth_of(self, state: State, move: int) -> float:
        """Return what a move is worth if the best play follows."""

    def _checked(self, state: State) -> State:
        try:
            fits = self._fits(state)
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise ValueError(f"state must be {self.STATE}, got {state!r}.")
        return state

    def _move(self, state: State, move: int) -> int:
        moves = self._moves(self._checked(state))
        if move not in moves:
            raise ValueError(
                f"move must be one of {list(moves)} in this state, got {move!r}."
            )
        return int(move)

    def moves(self, state: State) -> tuple[int, ...]:
        """Return what may be done."""
        return self._moves(self._checked(state))

    def outcomes(self, state: State, move: int) -> list[Outcome]:
        """Return what may come of a move, all of it possible."""
        return self._outcomes(state, self._move(state, move))

    def worth_of(self, state: State, move: int) -> float:
        """Return what a move is worth if the best play follows."""
        return self._worth_of(state, self._move(state, move))

    def worth(self, state: State) -> float:
        """Return what a state is worth under the best play."""
        return max(self._worth_of(state, move) for move in self.moves(state))

    def best_moves(self, state: State) -> tuple[int, ...]:
        """Return the best moves, more than one where they are equally good."""
        worths = {move: self._worth_of(state, move) for move in self.moves(state)}
        best = max(worths.values())
        return tuple(move for move, worth in worths.items() if worth >= best - TIE)

    def best_move(self, state: State) -> int:
        """Return the first of the best moves."""
        return self.best_moves(state)[0]

    def given_away(self, state: State, move: int) -> float:
        """Return what a move costs against the best, in expectation.

        A hand's luck is what it earned, less the worth of the start, plus the sum of
        what its moves gave away.
        """
        return self.worth(state) - self.worth_of(state, move)

    def solve(self) -> Solution[State]:
        """Return the worth of the game and the best moves in every reachable state."""
        best: dict[State, tuple[int, ...]] = {}
        waiting = [self.start]
        while waiting:
            state = waiting.pop()
            if state in best:
                continue
            best[state] = self.best_moves(state)
            for move in self._moves(state):
                later = (one.next for one in self._outcomes(state, move))
                waiting += [one for one in later if one is not None and one not in best]
        return Solution(self.worth(self.start), best)

    def worth_by(self, rule: Callable[[Self, State], int]) -> float:
        """Return the exact worth of the game to a player who follows a rule."""
        seen: dict[State, float] = {}

        def worth(state: State) -> float:
            if state not in seen:
                seen[state] = sum(
                    chance * (gain + (0.0 if later is None else worth(later)))
                    for chance, gain, later in self.outcomes(state, rule(self, state))
                )
            return seen[state]

        return worth(self.start)

    def by_rules(self) -> dict[str, float]:
        """Return what each rule of thumb is worth."""
        return {name: self.worth_by(rule) for name, rule in self.RULES.items()}

    def simulate(
        self, hands: int, seed: int, policy: Callable[[Self, State], int]
    ) -> Floats:
        """Return what each of many hands earns, played by a rule or by `best_move`."""
        earned = np.zeros(one_count("hands", hands))
        rng = np.random.default_rng(seed)
        groups = {self.start: np.arange(len(earned))}
        while groups:
            later: dict[State, list[NDArray[np.int64]]] = {}
            for state, group in groups.items():
                outcomes = self.outcomes(state, policy(self, state))
                chances = np.array([one.chance for one in outcomes])
                drawn = rng.choice(len(chances), len(group), p=chances / chances.sum())
                for at, (_, gain, follows) in enumerate(outcomes):
                    there = group[drawn == at]
                    earned[there] += gain
                    if follows is not None and len(there):
                        later.setdefault(follows, []).append(there)
            groups = {state: np.concatenate(parts) for state, parts in later.items()}
        return earned
