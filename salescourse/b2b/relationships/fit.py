"""Learning churn and spread from a table of renewals, with their uncertainty.

Each year is a count of renewals among the contracts that were up for one, so the
log-likelihood is a sum over years of::

    renewed * log(renewal_rate) + left * log(1 - renewal_rate)

whose curvature at the top gives the uncertainty.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from salescourse import estimation
from salescourse.b2b.relationships.likelihood import Likelihood, to_model, to_point
from salescourse.b2b.relationships.retention import Retention
from salescourse.checks import as_confidence, as_counts, need_columns, position
from salescourse.shown import Shown
from salescourse.words import _

if TYPE_CHECKING:
    import pandas as pd

_SHARES = ("churn", "spread", "renewal_rate", "still_here")
_OTHERS = ("alpha", "beta", "customer_years")


@dataclass(frozen=True)
class FittedRetention(Shown):
    """Customers as a table of renewals shows them.

    Attributes
    ----------
    model : Retention
        The customers that make the table likeliest.
    log_likelihood : float
        Of the table, at that model.
    covariance : ndarray, 2 by 2
        Of the estimates of ``log(churn / (1 - churn))`` and of ``-log(alpha + beta)``.

    Examples
    --------
    >>> from salescourse.b2b.relationships import cohort_table, fit_retention
    >>> left = [1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]
    >>> fitted = fit_retention(cohort_table(left, customers=1000))
    >>> round(fitted.alpha, 3), round(fitted.beta, 3)
    (0.704, 1.182)
    """

    model: Retention
    log_likelihood: float
    covariance: NDArray = field(repr=False, compare=False)

    @property
    def alpha(self) -> float:
        """First parameter of the beta law."""
        return self.model.alpha

    @property
    def beta(self) -> float:
        """Second parameter of the beta law."""
        return self.model.beta

    def standard_error(self, quantity: str, *arguments: float) -> float:
        """Return the standard error of a quantity, named as for `interval`."""
        return self._error(lambda model: _value(model, quantity, arguments))

    def interval(
        self, quantity: str, *arguments: float, confidence: float = 0.95
    ) -> tuple[float, float]:
        """Return a confidence interval for a quantity of the model.

        It says how well the model's numbers are known if the model is true. A single
        group of customers varies around them.

        Parameters
        ----------
        quantity : str
            ``"churn"``, ``"spread"``, ``"alpha"``, ``"beta"``, or with an argument
            ``"renewal_rate"`` (year), ``"still_here"`` (years) or
            ``"customer_years"`` (discount).
        *arguments : float
            The year, the years or the discount.
        confidence : float
            How often intervals made this way hold the truth.

        Returns
        -------
        tuple of float
            Lower and upper end.

        Raises
        ------
        ValueError
            If there is no such quantity.

        Examples
        --------
        >>> from salescourse.b2b.relationships import cohort_table
        >>> table = cohort_table([1, 0.63, 0.47, 0.38, 0.33, 0.29], customers=200)
        >>> fitted = fit_retention(table)
        >>> low, high = fitted.interval("still_here", 10)
        >>> print(f"{fitted.model.still_here(10):.2f}, {low:.2f} to {high:.2f}")
        0.19, 0.13 to 0.26
        """
        return estimation.interval(
            lambda model: _value(model, quantity, arguments),
            self.model,
            self._error,
            confidence=as_confidence(confidence),
            share=quantity in _SHARES,
        )

    def summary(self, *, confidence: float = 0.95) -> "pd.DataFrame":
        """Return estimates and intervals of churn, spread, alpha and beta.

        Parameters
        ----------
        confidence : float
            As for `interval`.

        Returns
        -------
        DataFrame
            One row per quantity, with columns ``estimate``, ``low`` and ``high``.

        Examples
        --------
        >>> from salescourse.b2b.relationships import cohort_table
        >>> table = cohort_table([1, 0.63, 0.47, 0.38, 0.33, 0.29], customers=200)
        >>> fit_retention(table).summary().loc["churn"].round(2).tolist()
        [0.37, 0.31, 0.44]
        """
        import pandas as pd

        rows = {
            name: (
                getattr(self.model, name),
                *self.interval(name, confidence=confidence),
            )
            for name in ("churn", "spread", "alpha", "beta")
        }
        return pd.DataFrame(rows, index=["estimate", "low", "high"]).T

    def _error(self, of: Callable[[Retention], float]) -> float:
        """Carry the uncertainty of the estimates over to a function of them."""
        here = to_point(self.model)
        return estimation.standard_error(of, to_model, here, self.covariance)


def fit_retention(table: "pd.DataFrame") -> FittedRetention:
    """Fit customers who differ in their churn to a table of renewals.

    Parameters
    ----------
    table : DataFrame
        Columns ``year``, ``up_for_renewal`` and ``renewed``, one row per year, as
        from `renewal_table` or `cohort_table`.

    Returns
    -------
    FittedRetention
        The customers, and how uncertain they are.

    Raises
    ------
    ValueError
        If a column is not there, if a count makes no sense, or if the table cannot tell churn from spread.
    RuntimeError
        If the fit does not arrive.

    Examples
    --------
    Of 1,000 customers these shares were left after 0 to 7 years:

    >>> from salescourse.b2b.relationships import cohort_table
    >>> left = [1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]
    >>> fitted = fit_retention(cohort_table(left, customers=1000))
    >>> round(fitted.alpha, 3), round(fitted.beta, 3)
    (0.704, 1.182)
    >>> round(fitted.standard_error("alpha"), 3)
    0.066

    References
    ----------
    Fader and Hardie (2007), Journal of Interactive Marketing 21(1):76-90.
    """
    likelihood = _read(table)
    _check_can_tell(likelihood)
    top = likelihood.top()
    _gradient, bends = likelihood.slopes(top)
    return FittedRetention(to_model(top), likelihood.height(top), np.linalg.inv(-bends))


def _read(table: "pd.DataFrame") -> Likelihood:
    need_columns(table, ["year", "up_for_renewal", "renewed"], "table")
    year, up, renewed = (
        as_counts(table, column, what="table")
        for column in ("year", "up_for_renewal", "renewed")
    )
    if (year < 1).any():
        raise ValueError("year 1 is the first renewal; there is no year 0.")
    if (renewed > up).any():
        row = int(np.argmax(renewed > up))
        raise ValueError(
            f"In year {year[row]} {renewed[row]} renewed, but only {up[row]} could."
        )
    return Likelihood(year - 1, renewed, up - renewed)


def _check_can_tell(table: Likelihood) -> None:
    """Raise where the likeliest customers would lie at infinity."""
    years = np.unique(table.before[table.renewed + table.left > 0])
    later = table.before > years.min(initial=0)
    if years.size < 2:
        text = (
            "One year of renewals gives one rate; churn and spread are two numbers. "
            "Two years or more are needed."
        )
    elif not table.left.any():
        text = "Nobody left, so the table says only that churn is low."
    elif not table.renewed.any():
        text = "Nobody renewed, so the table says only that churn is high."
    elif not table.left[later].any():
        text = (
            "Nobody left after the first year, so any spread near 1 would do. Wait for "
            "more years."
        )
    else:
        return
    raise ValueError(text)


def _value(model: Retention, quantity: str, arguments: tuple[float, ...]) -> float:
    position(quantity, (*_SHARES, *_OTHERS), "quantity")
    value = getattr(model, quantity)
    if callable(value) != bool(arguments):
        raise TypeError(
            _('"{name}" needs {what}.').format(
                name=quantity,
                what="a year or a discount" if callable(value) else "no argument",
            )
        )
    return float(value(*arguments) if arguments else value)
