"""When to go on with a lead and when to drop it: one touch at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from salescourse.b2b.consulting.checks import check_columns, inside, one_number
from salescourse.cycle.checks import check_rate, whole_number
from salescourse.words import _

# Evidence that reaches a bound up to rounding has reached it.
_SLACK = 1e-9
# What is still undecided beyond this share is not followed any further.
_REST = 1e-13


@dataclass(frozen=True)
class Verdict:
    """What a test says of one lead.

    Attributes
    ----------
    decision : str
        "go on", "drop", or "undecided" where the touches ended before a bound.
    touches : int
        Touches used.
    evidence : float
        How many times as likely these answers are from a good lead as from a poor one.
    """

    decision: str
    touches: int
    evidence: float


@dataclass(frozen=True)
class Course:
    """How a test goes on average: share gone on with, and mean number of touches."""

    go_on_rate: float
    mean_touches: float


@dataclass(frozen=True, kw_only=True)
class LeadTest:
    """A sequential test of leads (Wald's SPRT).

    Attributes
    ----------
    poor_rate : float
        Share of touches that a lead which does not fit answers, between 0 and 1.
    good_rate : float
        The same of a lead that fits; higher.
    wrong_go : float
        Share of poor leads that may be gone on with.
    wrong_drop : float
        Share of good leads that may be dropped.

    Raises
    ------
    ValueError
        If a rate is out of range, or the two rates of answering are in the wrong order.

    Examples
    --------
    Leads that fit answer six touches in ten, others two. An answer then counts three
    times for the lead, and silence halves what it has:

    >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    >>> round(test.answer_weight, 9), round(test.silence_weight, 9)
    (3.0, 0.5)
    >>> round(test.go_on_at, 9), round(test.drop_at, 3)
    (8.0, 0.222)
    >>> test.decide([False, False, False]).decision
    'drop'
    >>> test.decide([False, True, True, True])
    Verdict(decision='go on', touches=4, evidence=13.5)

    References
    ----------
    Wald (1945), Annals of Mathematical Statistics 16:117-186.
    Wald and Wolfowitz (1948), Annals of Mathematical Statistics 19:326-339.
    """

    poor_rate: float
    good_rate: float
    wrong_go: float
    wrong_drop: float

    def __post_init__(self) -> None:
        for name in ("poor_rate", "good_rate", "wrong_go", "wrong_drop"):
            object.__setattr__(self, name, inside(name, getattr(self, name)))
        if self.poor_rate >= self.good_rate:
            raise ValueError(
                _(
                    "good_rate must be above poor_rate, got {good:g} and {poor:g}: "
                    "otherwise an answer says nothing for the lead."
                ).format(good=self.good_rate, poor=self.poor_rate)
            )
        if self.wrong_go + self.wrong_drop >= 1:
            raise ValueError(
                _(
                    "wrong_go and wrong_drop must sum to less than 1, got {a:g} and "
                    "{b:g}. A coin would do as well."
                ).format(a=self.wrong_go, b=self.wrong_drop)
            )

    @property
    def answer_weight(self) -> float:
        """What an answer multiplies the evidence by."""
        return self.good_rate / self.poor_rate

    @property
    def silence_weight(self) -> float:
        """What silence multiplies the evidence by."""
        return (1 - self.good_rate) / (1 - self.poor_rate)

    @property
    def go_on_at(self) -> float:
        """The evidence at which to go on."""
        return (1 - self.wrong_drop) / self.wrong_go

    @property
    def drop_at(self) -> float:
        """The evidence at which to drop the lead."""
        return self.wrong_drop / (1 - self.wrong_go)

    @property
    def log_bounds(self) -> tuple[float, float]:
        """The natural logarithms of the two bounds, the lower one first."""
        return float(np.log(self.drop_at)), float(np.log(self.go_on_at))

    @cached_property
    def _steps(self) -> tuple[float, float]:
        return float(np.log(self.answer_weight)), float(np.log(self.silence_weight))

    @property
    def slope(self) -> float:
        """The share of answers at which the evidence stays where it is."""
        up, down = self._steps
        return -down / (up - down)

    @property
    def intercepts(self) -> tuple[float, float]:
        """How many answers below and above ``slope * touches`` the bounds lie."""
        up, down = self._steps
        low, high = self.log_bounds
        return low / (up - down), high / (up - down)

    def decide(self, answered: Iterable[bool], *, most: int | None = None) -> Verdict:
        """Say what to do with a lead, given which touches it answered, in order.

        Parameters
        ----------
        answered : iterable of bool
            Whether each touch was answered.
        most : int, optional
            Touches after which to decide anyway: go on if the evidence is above 1.

        Returns
        -------
        Verdict
            The decision and the touches it took.
        """
        if most is not None:
            most = _at_least_one(most)
        evidence, touches = 0.0, 0
        for touches, answer in enumerate(answered, start=1):
            evidence += self._steps[0 if _as_flag(answer) else 1]
            if decision := self._judge(evidence, last=touches == most):
                return Verdict(decision, touches, float(np.exp(evidence)))
        return Verdict("undecided", touches, float(np.exp(evidence)))

    def replay(
        self,
        activities: pd.DataFrame,
        *,
        lead: str = "opportunity_id",
        answered: str = "answered",
        most: int | None = None,
    ) -> pd.DataFrame:
        """Run the test over touches that were made, lead by lead.

        Parameters
        ----------
        activities : DataFrame
            One row per touch, in the order in which they were made.
        lead : str
            Column that says which lead a touch belongs to.
        answered : str
            Column that says whether it was answered.
        most : int, optional
            As for `decide`.

        Returns
        -------
        DataFrame
            One row per lead: `decision`, `touches` used, `evidence`.
        """
        check_columns(activities, [lead, answered])
        verdicts = {
            name: self.decide(touches, most=most)
            for name, touches in activities.groupby(lead, observed=True)[answered]
        }
        rows = [(v.decision, v.touches, v.evidence) for v in verdicts.values()]
        index = pd.Index(verdicts, name=lead)
        return pd.DataFrame(rows, index, columns=["decision", "touches", "evidence"])

    def go_on_rate(self, answer_rate: float) -> float:
        """Return about which share of leads that answer so often is gone on with.

        One minus Wald's operating characteristic, which takes the evidence to end
        exactly on a bound. It goes a little beyond, so both errors are smaller.

        Parameters
        ----------
        answer_rate : float
            Share of touches such leads answer, between 0 and 1.
        """
        low, high = self.log_bounds
        tilt = self._tilt(inside("answer_rate", answer_rate))
        if abs(tilt) < 1e-8:
            return -low / (high - low)
        return float(np.expm1(tilt * low) / (np.exp(tilt * low) - np.exp(tilt * high)))

    def mean_touches(self, answer_rate: float) -> float:
        """Return about how many touches such leads take (Wald's approximation).

        Parameters
        ----------
        answer_rate : float
            Share of touches such leads answer, between 0 and 1.
        """
        rate = inside("answer_rate", answer_rate)
        up, down = self._steps
        low, high = self.log_bounds
        drift = rate * up + (1 - rate) * down
        if abs(rate - self.slope) < 1e-6:
            return -low * high / (rate * up**2 + (1 - rate) * down**2)
        go = self.go_on_rate(rate)
        return (go * high + (1 - go) * low) / drift

    def exact(self, answer_rate: float, *, most: int | None = None) -> Course:
        """Return how the test goes exactly, with what lies beyond the bounds.

        Parameters
        ----------
        answer_rate : float
            Share of touches such leads answer, from 0 to 1.
        most : int, optional
            As for `decide`.

        Examples
        --------
        >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
        >>> course = test.exact(0.6, most=6)
        >>> round(course.go_on_rate, 3), round(course.mean_touches, 2)
        (0.816, 3.98)
        """
        rate = one_number("answer_rate", answer_rate)
        check_rate(rate, "answer_rate")
        most = None if most is None else _at_least_one(most)
        up, down = self._steps
        undecided, touches, go, mean = {0: 1.0}, 0, 0.0, 0.0
        while (rest := sum(undecided.values())) > _REST:
            mean, touches, after = mean + rest, touches + 1, {}
            for answers, chance in undecided.items():
                for more, share in ((1, rate), (0, 1 - rate)):
                    yes = answers + more
                    evidence = yes * up + (touches - yes) * down
                    decision = self._judge(evidence, last=touches == most)
                    if not decision:
                        after[yes] = after.get(yes, 0.0) + chance * share
                    elif decision == "go on":
                        go += chance * share
            undecided = after
        return Course(go, mean)

    def simulate(
        self, n: int, *, answer_rate: float, seed: int, most: int = 10_000
    ) -> pd.DataFrame:
        """Draw leads that answer so often, and test them.

        Parameters
        ----------
        n : int
            How many leads.
        answer_rate : float
            Share of touches such leads answer, from 0 to 1.
        seed : int
            The same seed draws the same leads.
        most : int
            As for `decide`.

        Returns
        -------
        DataFrame
            One row per lead: whether to `go_on`, and the `touches` used.
        """
        rate = one_number("answer_rate", answer_rate)
        check_rate(rate, "answer_rate")
        rng = np.random.default_rng(seed)
        (up, down), (low, high) = self._steps, self.log_bounds
        evidence = np.zeros(whole_number(n, "n"))
        touches = np.zeros(len(evidence), dtype=int)
        open_leads = np.arange(len(evidence))
        for _touch in range(_at_least_one(most)):
            if not open_leads.size:
                break
            answer = rng.random(open_leads.size) < rate
            evidence[open_leads] += np.where(answer, up, down)
            touches[open_leads] += 1
            now = evidence[open_leads]
            open_leads = open_leads[(now < high - _SLACK) & (now > low + _SLACK)]
        return pd.DataFrame({"go_on": evidence > 0, "touches": touches})

    def _judge(self, evidence: float, *, last: bool) -> str:
        """Return a decision, or "" while the evidence is between the bounds."""
        low, high = self.log_bounds
        if evidence >= high - _SLACK or (last and evidence > 0):
            return "go on"
        return "drop" if last or evidence <= low + _SLACK else ""

    def _tilt(self, rate: float) -> float:
        """Return h with ``rate * answer_weight**h + (1 - rate) * silence_weight**h = 1``.

        It is 1 for poor leads and -1 for good ones, and 0 where evidence only wanders.
        """
        from scipy.optimize import brentq

        up, down = self._steps
        drift = rate * up + (1 - rate) * down
        if abs(rate - self.slope) < 1e-12:
            return 0.0

        def excess(h: float) -> float:
            return rate * np.exp(h * up) + (1 - rate) * np.exp(h * down) - 1

        # The other root lies on the side away from the drift; go out until it is passed.
        near, far = -np.sign(drift) * 1e-9, -np.sign(drift)
        while excess(far) < 0:
            far *= 2
        return 0.0 if excess(near) >= 0 else float(brentq(excess, near, far))


def _at_least_one(most: int) -> int:
    number = whole_number(most, "most")
    if number < 1:
        raise ValueError(_("most must be 1 or more, got {value}.").format(value=number))
    return number


def _as_flag(answer: object) -> bool:
    if isinstance(answer, (bool, np.bool_)) or answer in (0, 1):
        return bool(answer)
    raise ValueError(
        _("answered must be true or false (1 or 0) for each touch, got {!r}.").format(
            answer
        )
    )
