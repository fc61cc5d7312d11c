"""What a question is worth before it is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.b2b.consulting.payoffs import as_chances, as_table, check_chances
from salescourse.checks import as_names, as_number, listed, one_rate, whole_number

# Beyond this many sets of answers, over all questions, a call would take seconds.
_MOST_SETS = 200_000


Question: TypeAlias = Mapping[str, Mapping[str, float]] | pd.DataFrame


@dataclass(frozen=True, eq=False, init=False)
class OfferDecision:
    """Which offer to make when one does not know what kind of customer it meets.

    Attributes
    ----------
    chances : Series
        Probability of each kind of customer.
    payoff_eur : DataFrame
        What each offer (row) is worth with each kind of customer (column), in euros.

    Raises
    ------
    ValueError
        If a number is out of range, or a kind is missing.
    TypeError
        If an argument holds no numbers.

    Examples
    --------
    Three customers in ten cannot wait for a technician, and nobody knows which:

    >>> decision = OfferDecision(
    ...     {"can wait": 0.7, "cannot wait": 0.3},
    ...     {"standard": [2400, 600], "priority": [1200, 2400]},
    ... )
    >>> decision.best_offer, round(decision.value_eur), round(decision.perfect_worth_eur)
    ('standard', 1860, 540)

    Asking is worth less than knowing, and a vague question is worth nothing at all:

    >>> question = noisy_question(decision.chances.index, accuracy=0.8)
    >>> round(decision.worth_eur(question))
    264
    >>> decision.worth_eur(noisy_question(decision.chances.index, accuracy=0.6))
    0.0

    References
    ----------
    Raiffa and Schlaifer (1961), Applied Statistical Decision Theory.
    """

    chances: pd.Series
    payoff_eur: pd.DataFrame

    def __init__(
        self,
        chances: Mapping[str, float] | pd.Series,
        payoff_eur: Mapping[str, Sequence[float] | Mapping[str, float]] | pd.DataFrame,
    ) -> None:
        known = as_chances(chances, "chances")
        payoff = as_table(payoff_eur, list(known.index), "payoff_eur")
        object.__setattr__(self, "chances", known)
        object.__setattr__(self, "payoff_eur", payoff)

    @property
    def expected_eur(self) -> pd.Series:
        """The mean payoff of each offer, in euros."""
        return self.payoff_eur @ self.chances

    @property
    def best_offer(self) -> str:
        """The offer of the highest mean payoff; the first of them in a tie."""
        return str(self.expected_eur.idxmax())

    @property
    def value_eur(self) -> float:
        """The mean payoff of the best offer, in euros."""
        return float(self.expected_eur.max())

    @property
    def perfect_worth_eur(self) -> float:
        """What it is worth to know the kind for certain (EVPI), in euros."""
        return self._gain_eur(np.diag(self.chances))

    def after(self, question: Question, *, times: int = 1) -> pd.DataFrame:
        """Return what to think and what to offer after each answer.

        Parameters
        ----------
        question : mapping or DataFrame
            For each kind of customer the probability of each answer.
        times : int
            How many questions of this sort are asked.

        Returns
        -------
        DataFrame
            One row per answer (per set of answers, if several questions are asked):
            its `chance`, the chance of each kind after it, the best `offer` and its
            mean payoff `value_eur`.

        Examples
        --------
        >>> decision = OfferDecision(
        ...     {"can wait": 0.7, "cannot wait": 0.3},
        ...     {"standard": [2400, 600], "priority": [1200, 2400]},
        ... )
        >>> question = noisy_question(["can wait", "cannot wait"], accuracy=0.8)
        >>> decision.after(question)["offer"].to_dict()
        {'can wait': 'standard', 'cannot wait': 'priority'}
        """
        answers, joint = self._joint(question, times)
        chance = joint.sum(axis=1)
        seen = chance > 0
        believed = joint[seen] / chance[seen, None]
        means = believed @ self.payoff_eur.to_numpy().T
        table = pd.DataFrame(believed, columns=self.chances.index)
        table.insert(0, "chance", chance[seen])
        table["offer"] = self.payoff_eur.index[means.argmax(axis=1)]
        table["value_eur"] = means.max(axis=1)
        named = [name for name, known in zip(answers, seen, strict=True) if known]
        return table.set_axis(pd.Index(named, name="answer"), axis=0)

    def worth_eur(self, question: Question, *, times: int = 1) -> float:
        """Return what asking is worth before the answer is known (EVSI).

        Parameters
        ----------
        question : mapping or DataFrame
            For each kind of customer the probability of each answer.
        times : int
            How many questions of this sort are asked.

        Returns
        -------
        float
            Euros, from 0 to `perfect_worth_eur`. Exactly 0 if no answer changes the
            offer.
        """
        return self._gain_eur(self._joint(question, times)[1])

    def net_worth_eur(
        self,
        question: Question,
        *,
        times: int,
        cost_eur: float,
    ) -> float:
        """Return what so many questions are worth after paying for them.

        Parameters
        ----------
        question : mapping or DataFrame
            For each kind of customer the probability of each answer.
        times : int
            How many questions of this sort are asked.
        cost_eur : float
            What one question costs, in euros.

        Returns
        -------
        float
            Euros; below zero if the questions cost more than they tell.

        Examples
        --------
        >>> decision = OfferDecision(
        ...     {"can wait": 0.7, "cannot wait": 0.3},
        ...     {"standard": [2400, 600], "priority": [1200, 2400]},
        ... )
        >>> question = noisy_question(["can wait", "cannot wait"], accuracy=0.8)
        >>> round(decision.net_worth_eur(question, times=2, cost_eur=50))
        212
        """
        cost = as_number("cost_eur", cost_eur)
        if cost < 0:
            raise ValueError(f"cost_eur must be 0 or more, got {cost:g}.")
        return self.worth_eur(question, times=times) - times * cost

    def _gain_eur(self, joint: NDArray[np.float64]) -> float:
        """Add up, over answers, what the best offer gains on the one made unasked.

        Each term is zero or more, and zero where the offer stays, so that nothing is
        lost to rounding.
        """
        payoff = self.payoff_eur.to_numpy()
        unasked = payoff[self.payoff_eur.index.get_loc(self.best_offer)]
        gains = joint @ (payoff - unasked).T
        return float(gains.max(axis=1).clip(min=0).sum())

    def _joint(
        self, question: object, times: int
    ) -> tuple[list[str], NDArray[np.float64]]:
        """Return the answers, and the chance of each together with each kind."""
        likelihood = _as_question(question, list(self.chances.index))
        answers, given = _repeated(likelihood, whole_number("times", times))
        return answers, given * self.chances.to_numpy()


def noisy_question(kinds: Iterable[str], accuracy: float) -> pd.DataFrame:
    """Return a question whose answer names the right kind with some probability.

    Parameters
    ----------
    kinds : sequence of str
        The kinds of customer; the answers bear the same names.
    accuracy : float
        Probability from 0 to 1 that the answer names the customer's own kind. The
        other kinds share the rest equally. With two kinds, 0.5 tells nothing.

    Returns
    -------
    DataFrame
        A row per kind of customer, a column per answer.

    Examples
    --------
    >>> noisy_question(["can wait", "cannot wait"], 0.75).loc["cannot wait"].to_dict()
    {'can wait': 0.25, 'cannot wait': 0.75}
    """
    names = as_names(kinds, "kinds")
    if len(names) < 2 or len(set(names)) < len(names):
        raise ValueError(
            f"kinds must be two or more different names, got {listed(names)}."
        )
    right = as_number("accuracy", accuracy)
    one_rate("accuracy", right)
    chances = np.full((len(names), len(names)), (1 - right) / (len(names) - 1))
    np.fill_diagonal(chances, right)
    return pd.DataFrame(chances, index=names, columns=names)


def _as_question(question: object, kinds: list[str]) -> pd.DataFrame:
    if isinstance(question, pd.DataFrame):
        question = question.to_dict("index")
    if not isinstance(question, Mapping) or not all(
        isinstance(row, Mapping) for row in question.values()
    ):
        raise TypeError(
            "A question maps each kind of customer to the chance of each "
            'answer, such as {"can wait": {"yes": 0.2, "no": 0.8}, ...}; '
            f"got {question!r}."
        )
    if set(question) != set(kinds):
        raise ValueError(
            f"The question must speak of {listed(kinds)}, got {listed(question)}."
        )
    answers = list(dict.fromkeys(name for row in question.values() for name in row))
    full = {
        kind: {answer: question[kind].get(answer, 0.0) for answer in answers}
        for kind in kinds
    }
    table = as_table(full, answers, "the answers")
    for kind in kinds:
        check_chances(full[kind], f"the answers of {listed([kind])}")
    return table


def _repeated(
    question: pd.DataFrame, times: int
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the sets of answers to several such questions, given each kind.

    In which order the answers came tells nothing, so only their numbers are kept.
    """
    likelihood = question.to_numpy().T
    if comb(times + len(likelihood) - 1, len(likelihood)) > _MOST_SETS:
        raise ValueError(
            f"{times} questions with {len(likelihood)} answers each have too "
            "many outcomes to list. Ask fewer."
        )
    counts = {(0,) * len(likelihood): np.ones(likelihood.shape[1])}
    for _asked in range(times):
        after: dict[tuple[int, ...], NDArray[np.float64]] = {}
        for tally, given in counts.items():
            for at, chance in enumerate(likelihood):
                key = (*tally[:at], tally[at] + 1, *tally[at + 1 :])
                after[key] = after.get(key, 0) + given * chance
        counts = after
    names = [_tally_name(tally, list(question.columns), times) for tally in counts]
    return names, np.array(list(counts.values()))


def _tally_name(tally: tuple[int, ...], answers: list[str], times: int) -> str:
    if times == 1:
        return answers[tally.index(1)]
    return ", ".join(f"{n} × {name}" for name, n in zip(answers, tally, strict=True))
