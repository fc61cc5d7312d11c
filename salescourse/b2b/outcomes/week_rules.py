"""Rules of thumb for the week's one free slot."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

# A deal: its step and whether it is warm, or how it ended.
Deal = tuple[int, bool]
State = tuple[int, tuple[Deal, ...]]
Rule = Callable[[Any, State], int]


class _Week(Protocol):
    """What a rule may look at."""

    @property
    def sizes(self) -> Sequence[float]:
        """What each deal is worth."""

    @property
    def advance(self) -> Sequence[Sequence[float]]:
        """For each deal, the chance of each of its steps."""

    @property
    def if_cold(self) -> float:
        """What a chance is multiplied by for a cold deal."""

    def moves(self, state: State) -> tuple[int, ...]:
        """Return the deals that are open."""


def _largest(key: Callable[[_Week, int, int, bool], tuple[float, ...]]) -> Rule:
    """Return the rule of the open deal with the largest key; of equals the earlier."""

    def move(game: _Week, state: State) -> int:
        deals = state[1]
        return max(game.moves(state), key=lambda i: key(game, i, *deals[i]))

    return move


def _in_turn(game: _Week, state: State) -> int:
    week, deals = state
    order = [(week + more) % len(deals) for more in range(len(deals))]
    return next(i for i in order if deals[i][0] >= 0)


def _colder_of_the_large(game: _Week, state: State) -> int:
    smallest = game.sizes.index(min(game.sizes))
    large = [i for i in game.moves(state) if i != smallest] or [smallest]
    return max(large, key=lambda i: (not state[1][i][1], game.sizes[i]))


def _worth_a_slot(game: _Week, place: int, step: int, warm: bool) -> float:
    """Return the highest price of a slot at which the deal should get it."""
    chances = game.advance[place][step:]
    first = chances[0] * (1 if warm else game.if_cold)
    if not all(chances):
        return 0.0
    # The first slot, those for the same step if it fails, and those for later steps.
    slots = 1 + (1 - first) / chances[0] + sum(1 / chance for chance in chances[1:])
    return game.sizes[place] / slots


RULES: dict[str, Rule] = {
    "Biggest first": _largest(lambda game, i, step, warm: (game.sizes[i],)),
    "Warmest first": _largest(lambda game, i, step, warm: (warm, game.sizes[i])),
    "Size times stage": _largest(
        lambda game, i, step, warm: (
            game.sizes[i] * step / len(game.advance[i]),
            game.sizes[i],
        )
    ),
    "Whittle's index": _largest(
        lambda game, i, *deal: (_worth_a_slot(game, i, *deal), game.sizes[i])
    ),
    "Coldest first": _largest(lambda game, i, step, warm: (not warm, game.sizes[i])),
    "Nearest to closing": _largest(
        lambda game, i, step, warm: (step, warm, -game.sizes[i])
    ),
    "In turn": _in_turn,
    "The colder of the large": _colder_of_the_large,
}
