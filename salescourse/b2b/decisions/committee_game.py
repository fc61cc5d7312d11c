"""The committee as a game: whom to meet, when to ask, and what each move gives away.

Question: how much of what a deal is worth under the best play does a move, or a rule of
thumb, give away?

Assumptions: those of `Nurturing`, whose numbers are the rules of the game.

Formula: each person is not met, against, or was for it k weeks ago, so that what is
known of n people is one of ``(memory_weeks + 3) ** n`` states. Backward induction goes
through all of them at once, week by week from the last::

    worth(known, week) = max over moves of worth(known, week, move)
    given_away(known, week, move) = worth(known, week) - worth(known, week, move)

Source: Bellman (1957), Dynamic Programming, Princeton.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.decisions.nurturing import (
    AGAINST,
    ASK,
    CERTAIN,
    NOT_MET,
    Known,
    Nurturing,
    Rule,
    easiest_first,
    everyone_once,
    hardest_first,
    one_week_ahead,
    weakest_link,
)
from salescourse.checks import Floats
from salescourse.games import TIE, Game, Outcome, Solution

State = tuple[Known, int]
GameRule = Callable[["CommitteeGame", State], int]


def _with(rule: Rule) -> GameRule:
    """Return a rule of thumb that keeps to the time there is."""

    def move(game: "CommitteeGame", state: State) -> int:
        in_time = state[1] < game.committee.weeks
        return rule(game.committee, *state) if in_time else ASK

    return move


def _four() -> Nurturing:
    return Nurturing((0.9, 0.6, 0.35, 0.3), (0.1, 0.5, 0.3, 0.05))


@dataclass(frozen=True)
class CommitteeGame(Game[State]):
    """A committee to win, with a meeting a week: the best play, and any other.

    A state is what is known of each person, as `Nurturing` writes it, and the meetings
    so far. A move is the person to meet, from 0, or -1 to ask.

    Attributes
    ----------
    committee : Nurturing
        The rules; four people with ten weeks, if left out.
    RULES : dict of callable
        Rules of thumb by name; each takes the game and a state and returns a move.

    <methods of all games>

    Examples
    --------
    The best play is worth 40 of 100 and begins with the second person. To begin with
    the last gives 2.5 away:

    >>> game = CommitteeGame()
    >>> solution = game.solve()
    >>> round(solution.value, 2), solution.best[game.start]
    (39.93, (1,))
    >>> round(game.given_away(game.start, 3), 1)
    2.5
    >>> round(game.worth_by(game.RULES["Weakest link"]), 2)
    24.62

    What may be done, what is best, and what may come of it:

    >>> game.moves(game.start), game.best_moves(game.start)
    ((-1, 0, 1, 2, 3), (1,))
    >>> best = game.best_move(game.start)
    >>> game.worth_of(game.start, best) == game.worth(game.start)
    True
    >>> game.given_away(game.start, best)
    0.0
    >>> len(game.outcomes(game.start, best)), len(game.by_rules())
    (3, 5)
    >>> game.simulate(10, 1, CommitteeGame.best_move).shape
    (10,)
    """

    RULES: ClassVar[Mapping[str, GameRule]] = MappingProxyType(
        {
            "Weakest link": _with(weakest_link),
            "Easiest first": _with(easiest_first),
            "Hardest first": _with(hardest_first),
            "Everyone once": _with(everyone_once),
            "One week ahead": _with(one_week_ahead),
        }
    )

    STATE: ClassVar[str] = "what is known of each person, and the meetings so far"

    committee: Nurturing = field(default_factory=_four)

    @property
    def start(self) -> State:
        """Nobody has been met."""
        return self.committee.start, 0

    def _fits(self, state: State) -> bool:
        known, week = state
        rules = self.committee
        weeks = range(rules.weeks + 1)
        standings = range(NOT_MET, rules.memory_weeks + 1)
        whole = all(isinstance(one, int) for one in (week, *known))
        there = week in weeks and all(one in standings for one in known)
        return whole and there and len(known) == len(rules.agree)

    def _moves(self, state: State) -> tuple[int, ...]:
        return tuple(self.committee.moves(state[1]))

    def _outcomes(self, state: State, move: int) -> list[Outcome]:
        rules, (known, week) = self.committee, state
        if move == ASK:
            odds = rules.odds(known)
            ends = [Outcome(odds, rules.value, None), Outcome(1 - odds, 0.0, None)]
            return [one for one in ends if one.chance]
        yes = rules.yes_at_meeting(move, known)
        goes_on, paid = 1 - rules.lost_per_week, -rules.meeting_cost
        found = [Outcome(rules.lost_per_week, paid, None)]
        for said, chance in ((True, yes), (False, 1 - yes)):
            later = rules.after_meeting(move, known, yes=said), week + 1
            found.append(Outcome(goes_on * chance, paid, later))
        return [one for one in found if one.chance]

    def solve(self) -> Solution[State]:
        """Return the worth of the game and the best moves in every reachable state."""
        best: dict[State, tuple[int, ...]] = {}
        reached = np.zeros(self._worths.shape[2:], bool)
        reached[(0,) * reached.ndim] = True
        moves = np.array([*range(reached.ndim), ASK])
        for week, worths in enumerate(self._worths):
            tied = worths >= worths.max(axis=0) - TIE
            for place in np.argwhere(reached):
                found = moves[tied[:, *place]].tolist()
                best[tuple((place + NOT_MET).tolist()), week] = tuple(sorted(found))
            reached = self._reached_from(reached)
        return Solution(self.worth(self.start), best)

    def _reached_from(self, states: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the states to which a meeting in one of these may lead."""
        later = np.zeros(states.size, bool)
        if self.committee.lost_per_week < 1:
            for meeting in self._meetings:
                for chance, place in meeting.ways():
                    later[place[states & (chance > 0)]] = True
        return later.reshape(states.shape)

    @cached_property
    def _meetings(self) -> list["_Meeting"]:
        return [_Meeting(self, person) for person in range(len(self._chances))]

    @cached_property
    def _worths(self) -> Floats:
        """By week and move, asking last, over all that may be known."""
        rules, n = self.committee, len(self.committee.agree)
        asked = rules.value * reduce(np.multiply.outer, self._chances)
        worths = np.full((rules.weeks + 1, n + 1, *asked.shape), -np.inf)
        worths[:, n] = asked
        for week in reversed(range(rules.weeks)):
            later = worths[week + 1].max(axis=0)
            for person, meeting in enumerate(self._meetings):
                worths[week, person] = meeting.worth(later)
        return worths

    @cached_property
    def _chances(self) -> list[Floats]:
        """Of each person to be for it now: not met, against, for it k weeks ago."""
        rules = self.committee
        kept = (1 - rules.fade) ** np.arange(rules.memory_weeks + 1)
        return [np.array([agree, rules.returns, *kept]) for agree in rules.agree]

    def _worth_of(self, state: State, move: int) -> float:
        known, week = state
        return float(self._worths[(week, move, *(one - NOT_MET for one in known))])


class _Meeting:
    """A meeting with one person, in all states at once."""

    def __init__(self, game: CommitteeGame, person: int) -> None:
        self._rules, n = game.committee, len(game.committee.agree)
        states = self._rules.memory_weeks + 3
        friend = np.arange(states) > AGAINST - NOT_MET
        others = [friend if i != person else np.zeros(states) for i in range(n)]
        friends = reduce(np.add.outer, [one.astype(float) for one in others])
        sways = self._rules.persuade[person] + self._rules.lift * friends
        shape = [-1 if i == person else 1 for i in range(n)]
        now = game._chances[person].reshape(shape)
        self._yes = now + (1 - now) * np.minimum(CERTAIN, sways)
        week_on = [0, 1, *range(3, states), states - 1]
        self._then = [
            np.ix_(*([said] if i == person else week_on for i in range(n)))
            for said in (AGAINST - NOT_MET, -NOT_MET)
        ]

    def ways(self) -> list[tuple[Floats, NDArray[np.int64]]]:
        """Return how likely a no and a yes are, and the places they lead to."""
        places = np.arange(self._yes.size).reshape(self._yes.shape)
        no, yes = (np.broadcast_to(places[to], places.shape) for to in self._then)
        return [(1 - self._yes, no), (self._yes, yes)]

    def worth(self, later: Floats) -> Floats:
        no, yes = (later[then] for then in self._then)
        goes_on = self._yes * yes + (1 - self._yes) * no
        return (1 - self._rules.lost_per_week) * goes_on - self._rules.meeting_cost
