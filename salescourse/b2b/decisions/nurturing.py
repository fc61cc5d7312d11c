"""Nurturing a committee: whom to see next when a yes does not keep.

Question: everyone must be for it on the day you ask. Support fades when nobody calls,
and each week has room for one meeting. Whom do you see, and when do you ask?

Assumptions:

1. `people` must all be for it when you ask; then the deal is worth `value`, else 0.
2. Somebody you have not met is for it with a chance of their own (`agree`). Somebody
   who was for it `k` weeks ago still is with chance ``(1 - fade) ** k``; weeks beyond
   `memory_weeks` no longer count. Somebody last seen to be against has come round alone
   with chance `returns`.
3. A meeting shows where a person stands. If against, the person comes round on the spot
   with a chance of their own (`persuade`), plus `lift` for every *other* person who was
   for it when last met, 0.95 at most.
4. A meeting takes a week and costs `meeting_cost`. After it the deal dies, whatever was
   said, with chance `lost_per_week`.
5. After `weeks` meetings one can only ask.

Formula: what is known of each person is one of ``memory_weeks + 3`` states, so what is
known of the committee is one of finitely many, and backward induction finds the best
move in each::

    worth(known, week) = max(value * prod(chances),
                             max over people of
                             (1 - lost_per_week) * E[worth(next, week + 1)] - meeting_cost)

Sources: Bellman (1957), Dynamic Programming, Princeton, for backward induction;
Smallwood and Sondik (1973), Operations Research 21:1071-1088,
for decisions on what is known rather than on what is. The committee is this course's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import ClassVar

from salescourse.checks import as_amount, as_chances, as_count, one_count, one_rate

ASK = -1
NOT_MET = -2
AGAINST = -1
CERTAIN = 0.95
# Beyond this many people or states, backward induction takes minutes.
MOST_STATES = 200_000

Known = tuple[int, ...]
Rule = Callable[["Nurturing", Known, int], int]


@dataclass(frozen=True)
class Nurturing:
    """A committee whose yes fades, and a seller with one meeting a week.

    Attributes
    ----------
    ASK, NOT_MET, AGAINST : int
        The move that is not a meeting, and what may be known of a person.
    agree : sequence of float
        For each person, the chance of being for it before anybody called.
    persuade : sequence of float
        For each person, the chance of coming round at a meeting, if against.
    fade : float
        Share of those in favor who no longer are a week later.
    weeks : int
        Meetings there is time for.
    meeting_cost : float
        Cost of a meeting, in the unit of `value`.
    lost_per_week : float
        Chance that the deal dies after a meeting, whatever was said.
    value : float
        What a contract is worth.
    lift : float
        What each other person in favor adds to the chance of coming round.
    returns : float
        Chance that somebody last seen to be against has come round alone.
    memory_weeks : int
        Weeks after which a yes fades no further.

    Raises
    ------
    ValueError
        If a number is out of range, the two sequences differ in length, or there are
        too many states to look at each.

    Examples
    --------
    Four people of whom one is keen and one is not:

    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth(), 2)
    39.93

    See the second first. Ask on the first morning, and little would come of it:

    >>> committee.best_move()
    1
    >>> round(committee.worth_of(committee.ASK), 2)
    5.67
    """

    ASK: ClassVar[int] = ASK
    NOT_MET: ClassVar[int] = NOT_MET
    AGAINST: ClassVar[int] = AGAINST

    agree: Sequence[float]
    persuade: Sequence[float]
    fade: float = 0.12
    weeks: int = 10
    meeting_cost: float = 1.0
    lost_per_week: float = 0.02
    value: float = 100.0
    lift: float = 0.12
    returns: float = 0.03
    memory_weeks: int = 5
    _worth: dict[tuple[Known, int], float] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        agree = as_chances("agree", self.agree)
        persuade = as_chances("persuade", self.persuade)
        if len(agree) != len(persuade):
            raise ValueError(
                "agree and persuade must hold one chance for each person, got "
                f"{len(agree)} and {len(persuade)}."
            )
        _set(self, "agree", tuple(agree.tolist()))
        _set(self, "persuade", tuple(persuade.tolist()))
        for rate in ("fade", "lost_per_week", "lift", "returns"):
            _set(self, rate, one_rate(rate, getattr(self, rate)))
        for amount in ("meeting_cost", "value"):
            _set(self, amount, as_amount(amount, getattr(self, amount)))
        _set(self, "weeks", int(as_count("weeks", self.weeks, least=0)))
        _set(self, "memory_weeks", one_count("memory_weeks", self.memory_weeks))
        states = (self.memory_weeks + 3) ** len(agree) * (self.weeks + 1)
        if states > MOST_STATES:
            raise ValueError(
                f"{len(agree)} people, {self.memory_weeks} weeks of memory and "
                f"{self.weeks} weeks make {states:,} states; at most "
                f"{MOST_STATES:,} can be looked at one by one. Take fewer people, or a "
                "shorter memory."
            )

    @property
    def start(self) -> Known:
        """What is known before the first meeting: nobody has been met."""
        return (NOT_MET,) * len(self.agree)

    def chance(self, person: int, known: Known) -> float:
        """Return the chance that a person is for it now.

        Parameters
        ----------
        person : int
            Place in `agree`, from 0.
        known : tuple of int
            For each person `NOT_MET`, `AGAINST`, or the weeks since a yes.

        Examples
        --------
        A yes of three weeks ago, at 12 % a week:

        >>> round(Nurturing([0.9], [0.1]).chance(0, (3,)), 3)
        0.681
        """
        known = self._checked(known)
        return self._chance(self._place(person), known)

    def _chance(self, person: int, known: Known) -> float:
        state = known[person]
        if state == NOT_MET:
            return self.agree[person]
        return self.returns if state == AGAINST else (1 - self.fade) ** state

    def odds(self, known: Known) -> float:
        """Return the chance that all are for it now.

        Examples
        --------
        >>> committee = Nurturing([0.9, 0.6], [0.1, 0.5])
        >>> round(committee.odds((0, committee.NOT_MET)), 2)
        0.6
        """
        return self._odds(self._checked(known))

    def _odds(self, known: Known) -> float:
        return prod(self._chance(person, known) for person in range(len(known)))

    def yes_at_meeting(self, person: int, known: Known) -> float:
        """Return the chance that a person leaves a meeting in favor.

        Examples
        --------
        >>> committee = Nurturing([0.9, 0.6], [0.1, 0.5])
        >>> round(committee.yes_at_meeting(1, (0, committee.NOT_MET)), 3)
        0.848
        """
        return self._yes(self._place(person), self._checked(known))

    def _yes(self, person: int, known: Known) -> float:
        for_it = self._chance(person, known)
        friends = sum(state >= 0 for i, state in enumerate(known) if i != person)
        comes_round = min(CERTAIN, self.persuade[person] + self.lift * friends)
        return for_it + (1 - for_it) * comes_round

    def after_meeting(self, person: int, known: Known, *, yes: bool) -> Known:
        """Return what is known a week later, once a person was met.

        Examples
        --------
        >>> committee = Nurturing([0.9, 0.6], [0.1, 0.5])
        >>> committee.after_meeting(1, (0, committee.NOT_MET), yes=True)
        (1, 0)
        """
        return self._later(self._place(person), self._checked(known), yes=yes)

    def _later(self, person: int, known: Known, *, yes: bool) -> Known:
        later = [
            min(state + 1, self.memory_weeks) if state >= 0 else state
            for state in known
        ]
        later[person] = 0 if yes else AGAINST
        return tuple(later)

    def moves(self, week: int = 0) -> list[int]:
        """Return what can be done: ask, or meet one of the people.

        Examples
        --------
        >>> committee = Nurturing([0.9, 0.6], [0.1, 0.5])
        >>> committee.moves(), committee.moves(week=10)
        ([-1, 0, 1], [-1])
        """
        people = range(len(self.agree)) if week < self.weeks else ()
        return [ASK, *people]

    def worth(self, known: Known | None = None, week: int = 0) -> float:
        """Return what the deal is worth under the best play.

        Parameters
        ----------
        known : tuple of int, optional
            What is known of each person; nothing, if left out.
        week : int
            Meetings so far.

        Returns
        -------
        float
            Expected value less the meetings to come, in the unit of `value`.
        """
        known = self._checked(known)
        if (known, week) not in self._worth:
            self._worth[known, week] = max(
                self.worth_of(move, known, week) for move in self.moves(week)
            )
        return self._worth[known, week]

    def worth_of(self, move: int, known: Known | None = None, week: int = 0) -> float:
        """Return what one move is worth, if the best play follows it.

        Parameters
        ----------
        move : int
            `ASK`, or the person to meet, from 0.
        known, week
            As in `worth`.
        """
        known = self._checked(known)
        if move != ASK and move not in range(len(known)):
            raise ValueError(
                f"move must be {ASK} (ask), or the person to meet, 0 to "
                f"{len(known) - 1}, got {move!r}."
            )
        return self._follow(int(move), known, week, self.worth)

    def best_move(self, known: Known | None = None, week: int = 0) -> int:
        """Return the best move: `ASK`, or whom to meet, the earlier of equals."""
        known = self._checked(known)
        return max(self.moves(week), key=lambda move: self.worth_of(move, known, week))

    def worth_by(self, rule: Rule) -> float:
        """Return what the deal is worth to a seller who follows a rule of thumb.

        Parameters
        ----------
        rule : callable
            Takes the committee, what is known and the week, and returns a move.

        Examples
        --------
        >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
        >>> round(committee.worth_by(everyone_once), 2)
        10.3
        """
        seen: dict[tuple[Known, int], float] = {}

        def worth(known: Known, week: int) -> float:
            if (known, week) not in seen:
                move = rule(self, known, week) if week < self.weeks else ASK
                seen[known, week] = self._follow(move, known, week, worth)
            return seen[known, week]

        return worth(self.start, 0)

    def _follow(
        self,
        move: int,
        known: Known,
        week: int,
        worth: Callable[[Known, int], float],
    ) -> float:
        if move == ASK:
            return self.value * self._odds(known)
        yes = self._yes(move, known)
        goes_on = sum(
            chance * worth(self._later(move, known, yes=said), week + 1)
            for said, chance in ((True, yes), (False, 1 - yes))
            if chance
        )
        return (1 - self.lost_per_week) * goes_on - self.meeting_cost

    def _place(self, person: int) -> int:
        if person not in range(len(self.agree)):
            raise ValueError(
                f"person must be a place from 0 to {len(self.agree) - 1}, got "
                f"{person!r}."
            )
        return int(person)

    def _checked(self, known: Known | None) -> Known:
        if known is None:
            return self.start
        fine = len(known) == len(self.agree) and all(
            state in range(NOT_MET, self.memory_weeks + 1) for state in known
        )
        if not fine:
            raise ValueError(
                f"known must hold, for each of {len(self.agree)} people, {NOT_MET} (not "
                f"met), {AGAINST} (against), or 0 to {self.memory_weeks} weeks since a "
                f"yes, got {known!r}."
            )
        return tuple(known)


def weakest_link(committee: Nurturing, known: Known, week: int) -> int:
    """Ask once all are for it with one half; until then meet the least likely.

    Examples
    --------
    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth_by(weakest_link), 2)
    24.62
    """
    if committee.odds(known) >= 0.5:
        return ASK
    return min(range(len(known)), key=lambda person: committee.chance(person, known))


def easiest_first(committee: Nurturing, known: Known, week: int) -> int:
    """Meet the keenest until a yes, then the next; never return; then ask.

    Examples
    --------
    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth_by(easiest_first), 2)
    22.77
    """
    return _in_turn(sorted(range(len(known)), key=lambda i: -committee.agree[i]), known)


def hardest_first(committee: Nurturing, known: Known, week: int) -> int:
    """Meet the least keen until a yes, then the next; never return; then ask.

    Examples
    --------
    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth_by(hardest_first), 2)
    16.35
    """
    return _in_turn(sorted(range(len(known)), key=lambda i: committee.agree[i]), known)


def everyone_once(committee: Nurturing, known: Known, week: int) -> int:
    """Meet everybody once, the keenest first, then ask.

    Examples
    --------
    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth_by(everyone_once), 2)
    10.3
    """
    order = sorted(range(len(known)), key=lambda i: -committee.agree[i])
    return next((person for person in order if known[person] == NOT_MET), ASK)


def one_week_ahead(committee: Nurturing, known: Known, week: int) -> int:
    """Do what would be best if one had to ask next week.

    Examples
    --------
    >>> committee = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    >>> round(committee.worth_by(one_week_ahead), 2)
    34.6
    """
    known = committee._checked(known)

    def worth(move: int) -> float:
        return committee._follow(
            move, known, week, lambda later, _: committee.value * committee.odds(later)
        )

    return max(committee.moves(week), key=worth)


def _in_turn(order: list[int], known: Known) -> int:
    return next((person for person in order if known[person] < 0), ASK)


def _set(committee: Nurturing, name: str, value: object) -> None:
    object.__setattr__(committee, name, value)
