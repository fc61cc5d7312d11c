"""Learning churn and spread from a table of renewals, with their uncertainty."""

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

_MOST_STEPS = 200
# Squared distance to the maximum, in standard errors, at which the search ends.
_CLOSE_ENOUGH = 1e-16
# Gain in log-likelihood below which nobody could tell differing customers from equals.
_LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class FittedRetention:
    """Customers as a table of renewals shows them.

    Attributes
    ----------
    model : Retention
        The customers that make the table likeliest.
    log_likelihood : float
        Its log-likelihood, without the constant number of orders.
    covariance : ndarray, 2 by 2
        Of the estimates of ``log(churn / (1 - churn))`` and ``-log(alpha + beta)``.
    """

    model: Retention
    log_likelihood: float
    covariance: NDArray = field(repr=False)

    @property
    def alpha(self) -> float:
        """First parameter of the beta law."""
        return self.model.alpha

    @property
    def beta(self) -> float:
        """Second parameter of the beta law."""
        return self.model.beta

    @property
    def standard_errors(self) -> "pd.Series":
        """Standard errors of ``churn``, ``spread``, ``alpha`` and ``beta``."""
        import pandas as pd

        return pd.Series(
            {
                name: abs(_slope(self._point, lambda m, n=name: getattr(m, n)))
                for name in ("churn", "spread", "alpha", "beta")
            }
        )
