"""A mailer: rules that fire on events, a limit per household, a log of what and why.

Run on the same `Traffic`, two sets of rules meet the same households on the same days
with the same luck (common random numbers). What differs then is the rules' doing, and
the difference is known far better than from two separate draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

from salescourse.checks import (
    as_amount,
    as_positive,
    as_rate,
    one_count,
    position,
    whole_number,
)
from salescourse.strategy.personalization.traffic import (
    BOUGHT,
    EVENTS,
    LEFT_CART,
    Traffic,
)
from salescourse.words import ngettext

# Odds that are moved further than this are as good as none, or certain.
_FARTHEST = 1e300


@dataclass(frozen=True)
class Rule:
    """Send a mail so many days after an event.

    Attributes
    ----------
    name : str
        What the log calls it.
    when : str
        The event: "bought", "left a cart" or "left" (nothing in the cart).
    wait_days : float
        How long after it.

    Examples
    --------
    >>> from salescourse.strategy.personalization import Rule
    >>> Rule("remind", "left a cart", wait_days=1).wait_days
    1
    """

    name: str
    when: str
    wait_days: float = 0.0

    def __post_init__(self) -> None:
        position(self.when, EVENTS, "event")
        as_amount("wait_days", self.wait_days)


@dataclass(frozen=True)
class Limit:
    """No more than so many mails to one household in so many days.

    Examples
    --------
    >>> from salescourse.strategy.personalization import Limit
    >>> Limit(1, 14)
    Limit(mails=1, days=14)
    """

    mails: int
    days: float

    def __post_init__(self) -> None:
        one_count("mails", self.mails)
        as_positive("days", self.days)


@dataclass(frozen=True)
class MailEffect:
    """What mails do to the odds that a session ends in a purchase.

    With n mails in the past `days`, the odds are multiplied by
    ``lift * fatigue ** (n - 1)``; with none, by 1.

    Attributes
    ----------
    lift : float
        What the first mail multiplies them by.
    fatigue : float
        What each further one multiplies them by, once more.
    days : float
        How long a mail is remembered.

    Examples
    --------
    >>> from salescourse.strategy.personalization import MailEffect
    >>> MailEffect(lift=1.5).fatigue
    0.6
    """

    lift: float = 1.6
    fatigue: float = 0.6
    days: float = 14.0

    def __post_init__(self) -> None:
        for name in ("lift", "fatigue", "days"):
            as_positive(name, getattr(self, name))

    def factor(self, mails: int) -> float:
        """Return what so many mails multiply the odds by.

        Examples
        --------
        >>> [round(MailEffect().factor(n), 2) for n in (0, 1, 2, 3)]
        [1.0, 1.6, 0.96, 0.58]
        """
        number = whole_number("mails", mails)
        if not number:
            return 1.0
        try:
            factor = self.lift * float(self.fatigue) ** (number - 1)
        except OverflowError:
            factor = np.inf
        return min(max(factor, 1 / _FARTHEST), _FARTHEST)

    def buy_rate(self, base: float, mails: int) -> float:
        """Return the chance of a purchase after so many mails.

        Examples
        --------
        >>> round(MailEffect(lift=2).buy_rate(0.2, 1), 3)  # odds 1/4 become 1/2
        0.333
        """
        rate = float(as_rate("base", base))
        buys = self.factor(mails) * rate
        return buys / (buys + (1 - rate))


@dataclass(frozen=True, repr=False)
class Run:
    """What a set of rules did.

    Attributes
    ----------
    log : DataFrame
        A row per time a rule fired: `day`, `household`, `rule`, `done` (sent or held
        back) and `why`.
    purchases : numpy.ndarray
        Purchases of each household.
    expected : float
        Sum of the chances of all sessions, given the mails before each: the purchases
        without their luck.

    Examples
    --------
    >>> from salescourse.strategy.personalization import Rule, run_rules, simulate_traffic
    >>> run_rules(simulate_traffic(1000, seed=1), [Rule("cart", "left a cart", 1)])
    349 mails sent, 0 held back, 250 purchases
    """

    log: pd.DataFrame
    purchases: np.ndarray
    expected: float

    @property
    def sent(self) -> int:
        """How many mails went out."""
        return int((self.log["done"] == "sent").sum())

    @property
    def bought(self) -> int:
        """How many sessions ended in a purchase."""
        return int(self.purchases.sum())

    def __repr__(self) -> str:
        return (
            f"{self.sent:,} mails sent, {len(self.log) - self.sent:,} held back, "
            f"{self.bought:,} purchases"
        )


@dataclass(frozen=True)
class Comparison:
    """How many purchases one set of rules made beyond another, on the same traffic.

    Attributes
    ----------
    extra : int
        Purchases of the one less those of the other.
    standard_error : float
        Of `extra`, household by household, as both met the same luck.
    apart : float
        What it would be, had each met traffic of its own.

    Examples
    --------
    >>> from salescourse.strategy.personalization import compare_runs, run_rules
    >>> from salescourse.strategy.personalization import simulate_traffic
    >>> from salescourse.strategy.personalization import Rule
    >>> traffic = simulate_traffic(1000, seed=1)
    >>> print(compare_runs(run_rules(traffic, [Rule("all", "left")]),
    ...                    run_rules(traffic, [])))
    +10 ± 8 purchases (apart: ± 24)
    """

    extra: int
    standard_error: float
    apart: float

    def __str__(self) -> str:
        return (
            f"{self.extra:+d} ± {self.standard_error:.0f} purchases (apart: ± "
            f"{self.apart:.0f})"
        )


def run_rules(
    traffic: Traffic,
    rules: Sequence[Rule],
    *,
    limit: Limit | None = None,
    effect: MailEffect | None = None,
) -> Run:
    """Let rules act on traffic.

    Parameters
    ----------
    traffic : Traffic
        The sessions, as they end without mails.
    rules : sequence of Rule
        They fire in this order; none at all is the comparison to make first.
    limit : Limit, optional
        How many mails a household may get.
    effect : MailEffect, optional
        What mails do; planted, so that one can see whether a comparison finds it.

    Returns
    -------
    Run
        The log, and the purchases of each household.

    Examples
    --------
    >>> from salescourse.strategy.personalization import simulate_traffic
    >>> traffic = simulate_traffic(1000, seed=1)
    >>> run_rules(traffic, [Rule("cart", "left a cart", 1)], limit=Limit(1, 14))
    323 mails sent, 26 held back, 250 purchases
    """
    effect = MailEffect() if effect is None else effect
    purchases, expected = np.zeros(traffic.households, dtype=int), 0.0
    rows: list[_Entry] = []
    columns = (
        traffic.table[name].tolist() for name in ("household", "day", "ends", "luck")
    )
    mailbox = None
    for household, day, ends, luck in zip(*columns, strict=True):
        if mailbox is None or mailbox.household != household:
            if mailbox:
                mailbox.deliver(traffic.days)
            mailbox = _Mailbox(household, limit, rows)
        mailbox.deliver(day)
        chance = effect.buy_rate(traffic.buy_rate, mailbox.within(effect.days, day))
        expected += chance
        ends = _tipped(ends, traffic.buy_rate, chance, luck)
        purchases[household] += ends == BOUGHT
        mailbox.notice(rules, ends, day)
    if mailbox:
        mailbox.deliver(traffic.days)
    log = pd.DataFrame(rows, columns=["day", "household", "rule", "done", "why"])
    return Run(
        log.sort_values("day", ignore_index=True, kind="stable"), purchases, expected
    )


def compare_runs(one: Run, other: Run) -> Comparison:
    """Compare two sets of rules that ran on the same traffic.

    Examples
    --------
    >>> from salescourse.strategy.personalization import simulate_traffic
    >>> traffic = simulate_traffic(1000, seed=1)
    >>> print(compare_runs(run_rules(traffic, [Rule("all", "left")]),
    ...                    run_rules(traffic, [])))
    +10 ± 8 purchases (apart: ± 24)
    """
    if one.purchases.size != other.purchases.size:
        raise ValueError("The two did not run on the same traffic.")
    n = one.purchases.size
    if n < 2:
        raise ValueError(
            f"The traffic holds {n} household. How far chance moves purchases shows only "
            "between two or more."
        )
    difference = one.purchases - other.purchases
    apart = one.purchases.var(ddof=1) + other.purchases.var(ddof=1)
    return Comparison(
        extra=int(difference.sum()),
        standard_error=float(np.sqrt(n * difference.var(ddof=1))),
        apart=float(np.sqrt(n * apart)),
    )


def _tipped(ends: str, base: float, chance: float, luck: float) -> str:
    """Return how a session ends once mails have moved its chance from `base`.

    A mail that raises the chance keeps every purchase and turns some other sessions
    into one; a mail that lowers it does the reverse. Either way the session ends in a
    purchase with exactly that chance, and the two worlds differ as little as they can.
    """
    if ends == BOUGHT:
        return ends if luck * base < chance else LEFT_CART
    return BOUGHT if luck * (1 - base) < chance - base else ends


# Day, household, rule, done, why.
_Entry: TypeAlias = tuple[float, int, str, str, str]


@dataclass
class _Mailbox:
    """The mails to one household: those it had, and those that are due."""

    household: int
    limit: Limit | None
    rows: list[_Entry]
    had: list[float] = field(default_factory=list)
    due: list[tuple[float, int, str, str, float]] = field(default_factory=list)

    def within(self, days: float, now: float) -> int:
        """Count the mails of the past days."""
        return sum(now - days < sent <= now for sent in self.had)

    def notice(self, rules: Sequence[Rule], event: str, day: float) -> None:
        """Let the rules fire on an event."""
        for place, rule in enumerate(rules):
            if rule.when == event:
                self.due.append((day + rule.wait_days, place, rule.name, event, day))

    def deliver(self, now: float) -> None:
        """Send what is due by now, or hold it back."""
        for entry in sorted(entry for entry in self.due if entry[0] <= now):
            day, _place, name, event, since = entry
            why = f"{event} on day {int(since)}"
            before = self.within(self.limit.days, day) if self.limit else 0
            if self.limit and before >= self.limit.mails:
                done = "held back"
                why += ngettext(
                    "; {n} mail in {days:g} days",
                    "; {n} mails in {days:g} days",
                    before,
                ).format(n=before, days=self.limit.days)
            else:
                done = "sent"
                self.had.append(day)
            self.rows.append((day, self.household, name, done, why))
        self.due = [entry for entry in self.due if entry[0] > now]
