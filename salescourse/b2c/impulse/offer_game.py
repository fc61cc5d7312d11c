"""The offer as a game: seven days with one customer, and what each move gives away.

Question: somebody may want it, more or less. Each day one may leave them alone, remind
them, or take something off the price for today. What does an offer give away: the
margin on those who would have bought, and their patience with the price?

Assumptions:

1. A wish is 0 (gone) to 3 (hot) and hidden; `prior` has the chance of each at first.
2. In this order, each day: a reminder costs `reminder_cost`; it makes the customer
   unsubscribe with chance `unsub`, whatever the wish, which ends all; it lifts a wish of
   1 or 2 by one with chance `lift`; the customer buys with the chance of the wish and
   the move, which earns the move's margin and ends all; else one sees only whether the
   customer looked at the page, with the chance of the wish; the wish fades by one with
   chance `fade`.
3. From the day after a first offer on, the customer buys without one with `wait` times
   the chance, and with one with `tired` times: who has seen a price waits for it.
4. After `days` days all is over.

Formula: let ``p(h, w)`` be the chance that the customer is still there after the moves
and looks `h` with wish `w`. Backward induction over the tree of all ``8 ** day``
histories of a day, with weights that are not yet divided by their sum::

    W(h) = max over moves of  gain(h, move) + W(h, move, looked) + W(h, move, not)
    worth(h) = W(h) / sum over w of p(h, w)

Sources: Smallwood and Sondik (1973), Operations Research 21:1071-1088, for decisions on
what is known rather than on what is; Coase (1972), Journal of Law and Economics
15:143-149, for customers who wait for a lower price. The customer is this course's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from salescourse.b2c.impulse.offer_rules import (
    MOVES,
    OFFERS,
    REMIND,
    RULES,
    WISHES,
    History,
    Rule,
    down,
    offered,
    up,
)
from salescourse.checks import (
    Floats,
    as_amount,
    as_rate,
    from_zero,
    one_count,
    one_rate,
)
from salescourse.games import TIE, Game, Outcome, Solution

STEPS = [(move, looked) for move in MOVES for looked in (False, True)]
# One day more has eight times the histories.
MOST_DAYS = 7


@dataclass(frozen=True)
class OfferGame(Game[History]):
    """One customer, a hidden wish, and a few days: the best play, and any other.

    A state is what happened so far: for each day the move, and whether the customer
    looked. A move is 0 (leave alone), 1 (remind), 2 (10 % today) or 3 (30 % today).

    Attributes
    ----------
    prior : sequence of float
        Chance of each wish, 0 to 3, on the first day.
    buys : sequence of sequence of float
        Chance to buy, by wish: without an offer, at 10 % and at 30 %.
    margin : sequence of float
        What a purchase earns after each of the four moves.
    look : sequence of float
        Chance to look at the page, by wish.
    fade, lift, unsub : float
        Chances that a wish fades by one in a day, that a reminder lifts it, and that
        it makes the customer unsubscribe.
    wait, tired : float
        What a chance to buy is multiplied by, once there was an offer: on days without
        one, and on days with one.
    reminder_cost : float
        Cost of a reminder, in the unit of `margin`.
    days : int
        Days there are, 7 at most.
    RULES : dict of callable
        Rules of thumb by name; each takes the game and a state and returns a move.

    <methods of all games>

    Raises
    ------
    ValueError
        If a number is out of range, or a sequence has not one number for each wish.

    Examples
    --------
    Of four days with a customer, 30 % on the first gives two fifths away:

    >>> game = OfferGame(days=4)
    >>> round(game.solve().value, 3)
    6.042
    >>> round(game.worth_by(game.RULES["30 % on the first day"]), 3)
    3.599

    What may be done, what is best, and what may come of it:

    >>> game.moves(game.start), game.best_moves(game.start)
    ((0, 1, 2, 3), (1,))
    >>> best = game.best_move(game.start)
    >>> game.worth_of(game.start, best) == game.worth(game.start)
    True
    >>> game.given_away(game.start, best)
    0.0
    >>> len(game.outcomes(game.start, best)), len(game.by_rules())
    (4, 7)
    >>> game.simulate(10, 1, OfferGame.best_move).shape
    (10,)
    """

    RULES: ClassVar[Mapping[str, Rule]] = MappingProxyType(RULES)
    STATE: ClassVar[str] = (
        "for each day gone the move and whether the customer looked, as may happen"
    )

    prior: Sequence[float] = (0.35, 0.4, 0.15, 0.1)
    buys: Sequence[Sequence[float]] = (
        (0.0, 0.01, 0.06, 0.2),
        (0.0, 0.03, 0.2, 0.4),
        (0.0, 0.12, 0.35, 0.8),
    )
    margin: Sequence[float] = (40.0, 40.0, 30.0, 15.0)
    look: Sequence[float] = (0.05, 0.2, 0.45, 0.75)
    fade: float = 0.1
    lift: float = 0.5
    unsub: float = 0.16
    wait: float = 0.7
    tired: float = 0.6
    reminder_cost: float = 0.6
    days: int = 7

    def __post_init__(self) -> None:
        wishes = "a chance for each of the four wishes"
        self._set("prior", as_rate("prior", _table("prior", self.prior, (4,), wishes)))
        self._set("look", as_rate("look", _table("look", self.look, (4,), wishes)))
        rows = f"{wishes} without an offer, at 10 % and at 30 %"
        self._set("buys", as_rate("buys", _table("buys", self.buys, (3, 4), rows)))
        margin = _table("margin", self.margin, (4,), "an amount for each move")
        self._set("margin", from_zero("margin", margin))
        if abs(sum(self.prior) - 1) > 1e-6:
            raise ValueError(
                f"prior must add up to 1, got {sum(self.prior):g}: every customer has "
                "one of the four wishes."
            )
        for rate in ("fade", "lift", "unsub", "wait", "tired"):
            self._set(rate, one_rate(rate, getattr(self, rate)))
        self._set("reminder_cost", as_amount("reminder_cost", self.reminder_cost))
        self._set("days", one_count("days", self.days))
        if self.days > MOST_DAYS:
            raise ValueError(
                f"days must be {MOST_DAYS} or less, got {self.days}: each day has eight "
                "times the histories of the day before."
            )

    def _set(self, name: str, value: object) -> None:
        plain = value.tolist() if isinstance(value, np.ndarray) else value
        object.__setattr__(self, name, _frozen(plain))

    @property
    def start(self) -> History:
        """The first morning."""
        return ()

    def _fits(self, state: History) -> bool:
        known = len(state) < self.days and all(step in STEPS for step in state)
        return known and self._wishes_after(state).sum() > 0

    def _moves(self, state: History) -> tuple[int, ...]:
        return tuple(MOVES)

    def _outcomes(self, state: History, move: int) -> list[Outcome]:
        wishes = self._wishes_after(state)
        day = self._day(wishes, move, offered(state))
        paid = -self.reminder_cost if move == REMIND else 0.0
        found = [
            Outcome(float(day.gone), paid, None),
            Outcome(float(day.bought), paid + self.margin[move], None),
        ]
        for looked, left in enumerate(self._seen(day.stay)):
            then = (*state, (move, bool(looked)))
            goes_on = len(then) < self.days
            found.append(Outcome(float(left.sum()), paid, then if goes_on else None))
        there = float(wishes.sum())
        return [one._replace(chance=one.chance / there) for one in found if one.chance]

    def wishes(self, state: History) -> Floats:
        """Return the chance of each wish, given what happened so far.

        Examples
        --------
        Somebody who was left alone and looked is likelier to be hot than before:

        >>> OfferGame().wishes(((0, True),)).round(2).tolist()
        [0.12, 0.35, 0.29, 0.25]
        """
        wishes = self._wishes_after(self._checked(state))
        return wishes / wishes.sum()

    def solve(self) -> Solution[History]:
        """Return the worth of the game and the best moves in every reachable state."""
        best: dict[History, tuple[int, ...]] = {}
        sets = [tuple(m for m in MOVES if bits >> m & 1) for bits in range(16)]
        for day, (there, weights) in enumerate(zip(*self._tree, strict=True)):
            tied = weights >= weights.max(axis=1, keepdims=True) - TIE * there[:, None]
            bits = (tied @ (1 << np.arange(len(MOVES)))).tolist()
            histories = product(STEPS, repeat=day)
            found = zip(histories, bits, there > 0, strict=True)
            best |= {history: sets[tie] for history, tie, can in found if can}
        return Solution(self.worth(self.start), best)

    def _day(self, wishes: Floats, move: int, before: ArrayLike) -> "_Day":
        """Return what a day makes of many customers' wishes, offers before or not."""
        gone = np.zeros(wishes.shape[:-1])
        if move == REMIND:
            gone = self.unsub * wishes.sum(axis=-1)
            wishes = (1 - self.unsub) * wishes @ up(self.lift)
        times = np.where(before, self.tired if move in OFFERS else self.wait, 1.0)
        row = OFFERS.index(move) + 1 if move in OFFERS else 0
        chances = times[..., None] * self.buys[row]
        return _Day(gone, (wishes * chances).sum(axis=-1), wishes * (1 - chances))

    def _seen(self, stay: Floats) -> list[Floats]:
        """Return the wishes of those who did not look and of those who did, a day on."""
        seen = stay * self.look
        return [(stay - seen) @ down(self.fade), seen @ down(self.fade)]

    def _wishes_after(self, state: History) -> Floats:
        """Return the chance of each wish and of all that happened so far."""
        wishes = np.array(self.prior)
        for day, (move, looked) in enumerate(state):
            here = self._day(wishes, move, offered(state[:day]))
            wishes = self._seen(here.stay)[looked]
        return wishes

    @cached_property
    def _tree(self) -> tuple[list[Floats], list[Floats]]:
        """By day, over all histories: the chance of each, and the weights of moves."""
        wishes, before = np.array([self.prior]), np.array([False])
        there: list[Floats] = []
        weights: list[Floats] = []
        for day in range(self.days):
            ways = [self._day(wishes, move, before) for move in MOVES]
            there.append(wishes.sum(axis=-1))
            weights.append(np.stack([way.bought for way in ways], axis=1) * self.margin)
            weights[-1][:, REMIND] -= self.reminder_cost * there[-1]
            if day + 1 < self.days:
                parts = [part for way in ways for part in self._seen(way.stay)]
                wishes = np.stack(parts, axis=1).reshape(-1, WISHES)
                offers = [before | (move in OFFERS) for move, _ in STEPS]
                before = np.stack(offers, axis=1).ravel()
        for tomorrow, today in pairwise(reversed(weights)):
            today += tomorrow.max(axis=1).reshape(-1, len(MOVES), 2).sum(axis=-1)
        return there, weights

    def _worth_of(self, state: History, move: int) -> float:
        at = 0
        for step in state:
            at = len(STEPS) * at + STEPS.index(step)
        there, weights = (of[len(state)] for of in self._tree)
        return float(weights[at, move] / there[at])


class _Day(NamedTuple):
    """What a day makes of customers: gone, bought, and the wishes of those who stay."""

    gone: Floats
    bought: Floats
    stay: Floats


def _table(name: str, value: ArrayLike, shape: tuple[int, ...], what: str) -> Floats:
    try:
        table = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.shape != shape:
        raise ValueError(f"{name} must be {what}, got {value!r}.")
    return table


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
