"""A logistic regression that stops where scikit-learn would only warn.

A module of its own, so that scikit-learn is loaded with the first model, and so that a
fitted model can be pickled.
"""

import warnings
from typing import Self

from numpy.typing import ArrayLike
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression


class Converged(LogisticRegression):
    """A logistic regression whose fit arrives, or is refused."""

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit it to what is known of customers, and whether they were won."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            try:
                return super().fit(X, y)
            except ConvergenceWarning:
                raise ValueError(
                    "The regression did not converge; use fewer columns."
                ) from None
