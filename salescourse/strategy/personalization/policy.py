"""Whom to write to: the rule, what a policy is worth, and what a ranking is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_amount,
    as_rate,
    as_row,
    need_columns,
    need_counts,
    need_value,
    position,
    same_length,
)


@dataclass(frozen=True)
class PolicyValue:
    """Responses per customer under a policy, or between two policies.

    Attributes
    ----------
    value : float
        The estimate.
    standard_error : float
        How far off it usually is.

    Examples
    --------
    >>> from salescourse import load
    >>> from salescourse.strategy.personalization import policy_value
    >>> print(policy_value(load("hillstrom"), "mens"))
    0.1825 ± 0.0028
    """

    value: float
    standard_error: float

    @property
    def z(self) -> float:
        """How many standard errors it is from zero."""
        return self.value / self.standard_error if self.standard_error else 0.0

    def __str__(self) -> str:
        return f"{self.value:.4f} ± {self.standard_error:.4f}"


def worth_contacting(
    uplift: ArrayLike, *, margin_eur: float, cost_eur: float
) -> NDArray[np.bool_]:
    """Say who is worth a contact: those with ``uplift * margin > cost``.

    Parameters
    ----------
    uplift : float or array of float
        What a contact adds to the chance of a purchase, from -1 to 1.
    margin_eur, cost_eur : float
        What a purchase earns before the contact, and what a contact costs.

    Returns
    -------
    array of bool
        Whether to contact.

    Examples
    --------
    >>> worth_contacting([0.02, 0.005, -0.1], margin_eur=60, cost_eur=0.5).tolist()
    [True, False, False]
    """
    effect = as_row("uplift", uplift)
    as_rate("uplift", np.abs(effect))
    margin_eur = as_amount("margin_eur", margin_eur)
    return effect * margin_eur > as_amount("cost_eur", cost_eur)


def policy_value(
    counts: pd.DataFrame,
    gets: str | Sequence[str],
    *,
    against: str | Sequence[str] | None = None,
    chance: float | ArrayLike = 1 / 3,
    treatment: str = "email",
    hits: str = "visits",
    total: str = "customers",
) -> PolicyValue:
    """Return what a policy would have earned, from mails that chance drew.

    A customer whom chance gave what the policy would have given stands for
    ``1 / chance`` customers (inverse propensity score, Horvitz and Thompson). Nobody
    else counts.

    Parameters
    ----------
    counts : DataFrame
        A row per group of customers who got the same.
    gets : str or sequence of str
        The policy: what all get, or what the customers of each row would get.
    against : str or sequence of str, optional
        Another policy: then the value is the difference, with its own standard error.
        Customers to whom both give the same cancel out.
    chance : float or array of float
        With what chance the customers of a row got what they got. Known by design.
    treatment, hits, total : str
        The columns: who got what, how many responded, of how many.

    Returns
    -------
    PolicyValue
        Responses per customer and standard error.

    Raises
    ------
    ValueError
        If a column or an e-mail is not there, or a chance is not above 0; or if of
        those who count all responded, or none, which does not show how far off it is.

    Examples
    --------
    >>> from salescourse import load
    >>> print(policy_value(load("hillstrom"), "mens"))
    0.1825 ± 0.0028

    References
    ----------
    Horvitz & Thompson (1952), Journal of the American Statistical Association
    47:663-685.
    """
    need_columns(counts, (treatment,), "counts")
    need_counts(counts, hits, total, "counts")
    drawn = as_rate("chance", np.broadcast_to(chance, len(counts)))
    if not drawn.all():
        raise ValueError("chance must be more than 0: what never came tells nothing.")
    weight = _follows(counts, gets, treatment) / drawn
    if against is not None:
        weight = weight - _follows(counts, against, treatment) / drawn
    responses, n = counts[hits].to_numpy(float), counts[total].sum()
    if not n:
        raise ValueError("There are no customers in these counts.")
    value = float((weight * responses).sum() / n)
    square = float((weight**2 * responses).sum() / n)
    spread = square - value**2
    if weight.any() and spread <= 1e-12 * square:
        raise ValueError(
            "Of the customers who got what the policy gives, all responded, or none. "
            "That does not show how far off its value may be."
        )
    return PolicyValue(value, float(np.sqrt(max(spread, 0.0) / n)))


def _follows(
    counts: pd.DataFrame, gets: str | Sequence[str], treatment: str
) -> NDArray[np.float64]:
    """Return 1 for rows that got what the policy gives them."""
    given = (
        np.broadcast_to(np.asarray(gets, dtype=object), len(counts))
        if (isinstance(gets, str))
        else np.asarray(gets, dtype=object)
    )
    same_length(counts[treatment], given, ("counts", "gets"))
    for each in pd.unique(given):
        need_value(counts[treatment], each, "e-mail")
    return (counts[treatment].astype(object).to_numpy() == given).astype(float)


@dataclass(frozen=True)
class Kind:
    """A kind of customer: how many, and their chance to buy without and with a mail.

    Examples
    --------
    >>> from salescourse.strategy.personalization import four_kinds
    >>> [kind.name for kind in four_kinds()]
    ['sure thing', 'sleeping dog', 'persuadable', 'lost cause']
    """

    name: str
    share: float
    without: float
    with_mail: float

    @property
    def uplift(self) -> float:
        """What a mail adds to the chance."""
        return self.with_mail - self.without


def four_kinds(dogs: float = 0.1) -> tuple[Kind, ...]:
    """Return an invented population of four kinds, one in five of them persuadable.

    Parameters
    ----------
    dogs : float
        Share of sleeping dogs: they buy unless somebody reminds them. At most 0.6.

    Returns
    -------
    tuple of Kind
        Sure things, sleeping dogs, persuadables and lost causes.

    Examples
    --------
    >>> [(kind.name, round(kind.uplift, 2)) for kind in four_kinds()][:2]
    [('sure thing', 0.0), ('sleeping dog', -0.12)]
    """
    dogs = float(as_rate("dogs", dogs))
    if dogs > 0.6:
        raise ValueError(f"dogs must be at most 0.6, got {dogs:g}.")
    return (
        Kind("sure thing", 0.2, 0.60, 0.60),
        Kind("sleeping dog", dogs, 0.50, 0.38),
        Kind("persuadable", 0.2, 0.10, 0.25),
        Kind("lost cause", 0.6 - dogs, 0.02, 0.02),
    )


def targeting_profit_eur(
    depth: float,
    kinds: Sequence[Kind] | None = None,
    *,
    by: str = "uplift",
    margin_eur: float = 20.0,
    cost_eur: float = 0.5,
    customers: int = 1000,
) -> float:
    """Return what mailing the first customers of a ranking earns, beyond mailing none.

    Parameters
    ----------
    depth : float
        Share of all customers who are mailed.
    kinds : sequence of Kind, optional
        Who there is; `four_kinds` by default.
    by : str
        What they are ranked by: "uplift", or "propensity", the chance to buy without.
    margin_eur, cost_eur : float
        What a purchase earns, and what a mail costs.
    customers : int
        How many customers there are.

    Returns
    -------
    float
        In euros.

    Examples
    --------
    >>> round(targeting_profit_eur(0.2)), round(targeting_profit_eur(0.2, by="propensity"))
    (500, -100)
    """
    depth = float(as_rate("depth", depth))
    position(by, ("uplift", "propensity"), "ranking")
    kinds = four_kinds() if kinds is None else tuple(kinds)
    if not np.isclose(total := sum(kind.share for kind in kinds), 1):
        raise ValueError(f"The shares sum to {total:g}, not 1.")
    rank = {"uplift": lambda kind: kind.uplift, "propensity": lambda kind: kind.without}
    left, gain = depth, 0.0
    for kind in sorted(kinds, key=rank[by], reverse=True):
        taken = min(left, kind.share)
        gain += taken * (kind.uplift * margin_eur - cost_eur)
        left -= taken
    return customers * gain
