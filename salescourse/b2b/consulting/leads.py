"""When to go on with a lead and when to drop it: one touch at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salescourse.checks import inner_rate, need_columns, whole_number

# Evidence that reaches a bound up to rounding has reached it.
SLACK = 1e-9


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

    Examples
    --------
    >>> from salescourse.b2b.consulting import LeadTest
    >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    >>> test.decide([False, False, False]).touches
    3
    """

    decision: str
    touches: int
    evidence: float


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
    >>> verdict = test.decide([False, True, True, True])
    >>> verdict.decision, verdict.touches, round(verdict.evidence, 6)
    ('go on', 4, 13.5)

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
            object.__setattr__(self, name, inner_rate(name, getattr(self, name)))
        if self.poor_rate >= self.good_rate:
            raise ValueError(
                f"good_rate must be above poor_rate, got {self.good_rate:g} "
                f"and {self.poor_rate:g}: otherwise an answer says nothing for "
                "the lead."
            )
        if self.wrong_go + self.wrong_drop >= 1:
            raise ValueError(
                "wrong_go and wrong_drop must sum to less than 1, got "
                f"{self.wrong_go:g} and {self.wrong_drop:g}. A coin would do "
                "as well."
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

    @property
    def log_weights(self) -> tuple[float, float]:
        """The natural logarithms of the weights of an answer and of silence."""
        return float(np.log(self.answer_weight)), float(np.log(self.silence_weight))

    @property
    def slope(self) -> float:
        """The share of answers at which the evidence stays where it is."""
        up, down = self.log_weights
        return -down / (up - down)

    @property
    def intercepts(self) -> tuple[float, float]:
        """How many answers below and above ``slope * touches`` the bounds lie."""
        up, down = self.log_weights
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
            most = at_least_one(most)
        evidence, touches = 0.0, 0
        for touches, answer in enumerate(answered, start=1):
            evidence += self.log_weights[0 if _as_flag(answer) else 1]
            if decision := self.judge(evidence, last=touches == most):
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

        Examples
        --------
        >>> calls = pd.DataFrame({"lead": ["a", "a", "b"], "answered": [1, 1, 0]})
        >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
        >>> test.replay(calls, lead="lead", most=2)["decision"].to_dict()
        {'a': 'go on', 'b': 'undecided'}
        """
        need_columns(activities, [lead, answered], "activities", filled=True)
        verdicts = {
            name: self.decide(touches, most=most)
            for name, touches in activities.groupby(lead, observed=True)[answered]
        }
        rows = [(v.decision, v.touches, v.evidence) for v in verdicts.values()]
        index = pd.Index(verdicts, name=lead)
        return pd.DataFrame(rows, index, columns=["decision", "touches", "evidence"])

    def judge(self, log_evidence: float, *, last: bool = False) -> str:
        """Return a decision, or "" while log evidence is between the bounds.

        At the last touch the side that the evidence leans to decides.

        Examples
        --------
        >>> test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
        >>> test.judge(3.0), test.judge(0.5), test.judge(0.5, last=True)
        ('go on', '', 'go on')
        """
        low, high = self.log_bounds
        if log_evidence >= high - SLACK or (last and log_evidence > 0):
            return "go on"
        return "drop" if last or log_evidence <= low + SLACK else ""


def at_least_one(most: int) -> int:
    """Return a number of touches."""
    number = whole_number("most", most)
    if number < 1:
        raise ValueError(f"most must be 1 or more, got {number}.")
    return number


def _as_flag(answer: object) -> bool:
    if isinstance(answer, (bool, np.bool_)) or answer in (0, 1):
        return bool(answer)
    raise ValueError(
        f"answered must be true or false (1 or 0) for each touch, got {answer!r}."
    )
