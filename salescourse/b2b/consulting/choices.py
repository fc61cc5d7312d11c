"""What customers would give up for what, read from the offers they chose."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salescourse.b2b.consulting.choice_sets import (
    as_numbers,
    as_picked,
    check_rank,
    check_separation,
    check_variation,
)
from salescourse.b2b.consulting.newton import Choices, likeliest
from salescourse.checks import (
    as_names,
    as_number,
    listed,
    need_columns,
    position,
    whole_number,
)
from salescourse.shown import Shown
from salescourse.words import _

# Two-sided 95 % of a normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Worth:
    """What a change is worth in units of the price, with its 95 % interval.

    Attributes
    ----------
    value : float
        How much the price may rise with the change and leave customers as well off.
    standard_error : float
        Its standard error, by the delta method.
    low, high : float
        Ends of the 95 % interval.

    Examples
    --------
    >>> from salescourse import load
    >>> from salescourse.b2b.consulting import fit_choices
    >>> features = ["price_eur_month", "response_hours", "contract_months"]
    >>> model = fit_choices(load("firm_offers"), features, choice_set="opportunity_id")
    >>> hour = model.worth("price_eur_month", response_hours=-1)
    >>> round(hour.value, 2), round(hour.low, 2), round(hour.high, 2)
    (0.76, 0.55, 0.97)
    """

    value: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ChoiceModel(Shown):
    """A fitted conditional logit.

    Attributes
    ----------
    weights : Series
        Utility of one unit more of each feature.
    covariance : DataFrame
        Covariance of the weights.
    log_likelihood : float
        At these weights.
    choices : int
        How many choices were made.

    Examples
    --------
    >>> from salescourse import load
    >>> from salescourse.b2b.consulting import fit_choices
    >>> features = ["price_eur_month", "response_hours", "contract_months"]
    >>> model = fit_choices(load("firm_offers"), features, choice_set="opportunity_id")
    >>> list(model.table.index)
    ['price_eur_month', 'response_hours', 'contract_months']
    """

    weights: pd.Series
    covariance: pd.DataFrame
    log_likelihood: float
    choices: int

    @property
    def table(self) -> pd.DataFrame:
        """The weights with standard errors and 95 % intervals."""
        error = pd.Series(np.sqrt(np.diag(self.covariance)), self.weights.index)
        return pd.DataFrame(
            {
                "weight": self.weights,
                "standard_error": error,
                "low": self.weights - _Z * error,
                "high": self.weights + _Z * error,
            }
        )

    def _table(self) -> tuple[str, pd.DataFrame]:
        return f"Weights learned from {self.choices} choices", self.table

    def shares(self, offers: pd.DataFrame, *, choice_set: str) -> pd.Series:
        """Return the probability of each offer among those of its choice set.

        Parameters
        ----------
        offers : DataFrame
            One row per offer.
        choice_set : str
            Column that says which offers stood beside each other.

        Returns
        -------
        Series
            Probabilities that sum to one within each choice set.

        Examples
        --------
        >>> from salescourse import load
        >>> from salescourse.b2b.consulting import fit_choices
        >>> features = ["price_eur_month", "response_hours", "contract_months"]
        >>> offers = load("firm_offers")
        >>> model = fit_choices(offers, features, choice_set="opportunity_id")
        >>> model.shares(offers.head(3), choice_set="opportunity_id").round(2).tolist()
        [0.14, 0.55, 0.31]
        """
        features = list(self.weights.index)
        need_columns(offers, [choice_set, *features], "offers", filled=True)
        utility = offers[features].apply(as_numbers) @ self.weights
        # The best offer of each set is taken as zero, so that no exponential overflows.
        best = utility.groupby(offers[choice_set], observed=True).transform("max")
        pull = (utility - best).apply(np.exp)
        total = pull.groupby(offers[choice_set], observed=True).transform("sum")
        return (pull / total).rename("share")

    def worth(self, price: str, **changes: float) -> Worth:
        """Return what a change of features is worth in units of the price.

        Parameters
        ----------
        price : str
            The feature that is a price.
        **changes
            By how much each other feature changes, by name: ``response_hours=-44``.

        Returns
        -------
        Worth
            Value and interval. A wide interval is an answer too.

        Raises
        ------
        ValueError
            If a feature is not in the model, or the price's own weight is not clearly
            below zero: then a ratio with it says nothing.
        """
        names = tuple(self.weights.index)
        weights, at = self.weights.to_numpy(), position(price, names, "feature")
        change = np.zeros(len(names))
        for name, amount in changes.items():
            change[position(name, names, "feature")] = as_number(name, amount)
        if not change.any() or change[at]:
            raise ValueError(
                _("Say what changes other than the price, such as {name}=1.").format(
                    name=next(name for name in (*names, "x") if name != price)
                )
            )
        covariance = self.covariance.to_numpy()
        self._check_price(price, weights[at], np.sqrt(covariance[at, at]))
        utility = change @ weights
        value = float(-utility / weights[at])
        slope = -change / weights[at]
        slope[at] = utility / weights[at] ** 2
        error = float(np.sqrt(slope @ covariance @ slope))
        return Worth(value, error, value - _Z * error, value + _Z * error)

    def _check_price(self, price: str, weight: float, error: float) -> None:
        if weight + _Z * error >= 0:
            raise ValueError(
                f"The weight of {listed([price])} is {weight:.3g} ± "
                f"{error:.2g}: in these choices a higher price does not "
                "clearly put customers off, so nothing can be expressed in "
                "it. It takes more choices, or prices that differ more."
            )


def fit_choices(
    offers: pd.DataFrame,
    features: Sequence[str],
    *,
    choice_set: str,
    chosen: str = "chosen",
    max_iterations: int = 50,
) -> ChoiceModel:
    """Fit a conditional logit to offers of which customers chose one each.

    Parameters
    ----------
    offers : DataFrame
        One row per offer.
    features : sequence of str
        Columns with numbers that may matter to customers, one of them a price.
    choice_set : str
        Column that says which offers stood beside each other.
    chosen : str
        Column that says which of them was chosen.
    max_iterations : int
        Steps of Newton's method that the fit may take.

    Returns
    -------
    ChoiceModel
        Weights with their covariance.

    Raises
    ------
    ValueError
        If a column is missing, empty or not numeric; if a choice set has no offer or
        several that were chosen; if a feature says nothing; if the features explain
        every choice, so that no finite weights fit best; or if the fit stops before
        its maximum.

    Examples
    --------
    >>> from salescourse import load
    >>> features = ["price_eur_month", "response_hours", "contract_months"]
    >>> model = fit_choices(load("firm_offers"), features, choice_set="opportunity_id")
    >>> hour = model.worth("price_eur_month", response_hours=-1)
    >>> round(hour.value, 2), round(hour.low, 2), round(hour.high, 2)
    (0.76, 0.55, 0.97)

    References
    ----------
    McFadden (1974), Conditional logit analysis of qualitative choice behavior.
    """
    names = list(as_names(features, "features"))
    need_columns(offers, [choice_set, chosen, *names], "offers", filled=True)
    groups = pd.factorize(offers[choice_set])[0]
    picked = as_picked(offers[chosen], offers[choice_set])
    # Only differences within a choice set count, and equal scales help the search.
    values = offers[names].apply(as_numbers)
    centered = values - values.groupby(groups).transform("mean")
    scale = centered.std(ddof=0).to_numpy()
    check_variation(names, values.abs().max().to_numpy(), scale)
    design = centered.to_numpy() / scale
    check_rank(names, design)
    check_separation(names, design, picked, groups)
    weights, covariance, log_likelihood = likeliest(
        Choices.of(design, picked, groups),
        whole_number("max_iterations", max_iterations),
    )
    return ChoiceModel(
        pd.Series(weights / scale, names),
        pd.DataFrame(covariance / np.outer(scale, scale), names, names),
        log_likelihood,
        int(picked.sum()),
    )
