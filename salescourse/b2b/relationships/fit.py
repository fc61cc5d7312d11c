"""Learning churn and spread from a table of renewals, with their uncertainty.

Each year is a count of renewals among the contracts that were up for one, so the
log-likelihood is a sum over years of::

    renewed * log(renewal_rate) + left * log(1 - renewal_rate)

It is climbed by Newton's method in ``log(churn / (1 - churn))`` and ``log(k)`` with
``k = 1 / (alpha + beta)``, and its curvature at the top gives the uncertainty.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.relationships.checks import as_counts, check_frame
from salescourse.b2b.relationships.retention import Retention
from salescourse.cycle.checks import position
from salescourse.words import _

if TYPE_CHECKING:
    import pandas as pd

_MOST_STEPS = 100
# Squared distance to the top, in standard errors, at which the climb ends.
_CLOSE_ENOUGH = 1e-14
# A k below this is no spread that any data could show.
_NO_SPREAD = 1e-6

# On which scale each quantity is nearly normal: log odds for shares, else logarithms.
_SHARES = ("churn", "spread", "still_here", "renewal_rate")
_QUANTITIES = (*_SHARES, "alpha", "beta", "customer_years")


@dataclass(frozen=True)
class FittedRetention:
    """Customers as a table of renewals shows them.

    Attributes
    ----------
    model : Retention
        The customers that make the table likeliest.
    log_likelihood : float
        Of the table, at that model.
    covariance : ndarray, 2 by 2
        Of the estimates of ``log(churn / (1 - churn))`` and ``log(1 / (alpha + beta))``.
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
        """Return the standard error of a quantity of the model.

        Parameters
        ----------
        quantity : str
            As for `interval`.
        *arguments : float
            As for `interval`.

        Returns
        -------
        float
            Standard error, by the delta method.
        """
        return self._error(lambda model: _value(model, quantity, arguments))

    def interval(
        self, quantity: str, *arguments: float, level: float = 0.95
    ) -> tuple[float, float]:
        """Return a confidence interval for a quantity of the model.

        Parameters
        ----------
        quantity : str
            ``"churn"``, ``"spread"``, ``"alpha"``, ``"beta"``, or with an argument
            ``"renewal_rate"`` (year), ``"still_here"`` (years) or
            ``"customer_years"`` (discount).
        *arguments : float
            The year, the years or the discount.
        level : float
            How often intervals made this way hold the truth, if the model is true.

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
        >>> table = cohort_table([1, 0.63, 0.47, 0.38, 0.33, 0.29], customers=200)
        >>> fitted = fit_retention(table)
        >>> low, high = fitted.interval("still_here", 10)
        >>> print(f"{fitted.model.still_here(10):.2f}, {low:.2f} to {high:.2f}")
        0.20, 0.14 to 0.26
        """
        from scipy.special import expit, logit, ndtri

        scale, back = (logit, expit) if quantity in _SHARES else (np.log, np.exp)
        middle = scale(_value(self.model, quantity, arguments))
        error = self._error(lambda model: scale(_value(model, quantity, arguments)))
        reach = ndtri((1 + float(as_rate("level", level, below=True))) / 2) * error
        return float(back(middle - reach)), float(back(middle + reach))

    def _error(self, of: Callable[[Retention], float]) -> float:
        """Carry the uncertainty over to a function of the model (delta method)."""
        here, step = _coordinates(self.model), 1e-4
        moves = step * np.eye(2)
        slope = [(of(_at(here + m)) - of(_at(here - m))) / (2 * step) for m in moves]
        return float(np.sqrt(slope @ self.covariance @ slope))


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
        The customers and how uncertain they are.

    Raises
    ------
    KeyError
        If a column is not there.
    ValueError
        If a count makes no sense, or the table cannot tell churn from spread.
    RuntimeError
        If the climb to the likeliest customers does not arrive.

    Examples
    --------
    Of 1,000 customers these shares were left after 0 to 7 years:

    >>> left = [1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]
    >>> fitted = fit_retention(cohort_table(left, customers=1000))
    >>> round(fitted.alpha, 3), round(fitted.beta, 3)
    (0.704, 1.182)

    References
    ----------
    Fader and Hardie (2007), Journal of Interactive Marketing 21(1):76-90.
    """
    before, renewed, left = _counts(table)
    _check_can_tell(before, renewed, left)
    climb = _Likelihood(before, renewed, left)
    here = climb.top(np.array([climb.start, -1.0]))
    _height, _slope, curvature = climb(here)
    return FittedRetention(
        _at(here), float(climb.height(here)), np.linalg.inv(-curvature)
    )
