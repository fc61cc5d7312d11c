"""The offer's game: its moves, how a wish moves, and the rules of thumb."""

from collections.abc import Callable
from typing import Any

import numpy as np

from salescourse.checks import Floats

LEAVE, REMIND, TEN, THIRTY = MOVES = range(4)
OFFERS = (TEN, THIRTY)
WISHES = 4
# Days gone by: the move of each, and whether the customer looked.
History = tuple[tuple[int, bool], ...]
# A rule sees the game, of which none of these needs anything, and what happened so far.
Rule = Callable[[Any, History], int]


def offered(state: History) -> bool:
    """Tell whether there was an offer."""
    return any(move in OFFERS for move, _ in state)


def up(chance: float) -> Floats:
    """Return how a reminder moves wishes: 1 and 2 rise by one."""
    moves = np.eye(WISHES)
    for wish in (1, 2):
        moves[wish, wish : wish + 2] = 1 - chance, chance
    return moves


def down(chance: float) -> Floats:
    """Return how a day moves wishes: all but 0 fall by one."""
    moves = np.eye(WISHES)
    for wish in range(1, WISHES):
        moves[wish, wish - 1 : wish + 1] = chance, 1 - chance
    return moves


def _always(*moves: int) -> Rule:
    """Return the rule of these moves, day by day, and of the last ever after."""
    return lambda game, history: moves[min(len(history), len(moves) - 1)]


def _after_a_look(looked: int, not_looked: int) -> Rule:
    """Return the rule of one move after a look and another after none; first, leave."""

    def move(game: object, history: History) -> int:
        if not history:
            return LEAVE
        return looked if history[-1][1] else not_looked

    return move


RULES: dict[str, Rule] = {
    "Remind who did not look": _after_a_look(LEAVE, REMIND),
    "Remind daily": _always(REMIND),
    "Nothing, then 10 %, then 30 %": _always(LEAVE, LEAVE, TEN, TEN, THIRTY),
    "10 % daily": _always(TEN),
    "Never": _always(LEAVE),
    "30 % to who looked": _after_a_look(THIRTY, LEAVE),
    "30 % on the first day": _always(THIRTY, LEAVE),
}
