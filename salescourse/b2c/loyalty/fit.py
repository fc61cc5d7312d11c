"""Learning both models from a table of customers, with their uncertainty."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, field, fields
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from salescourse import estimation
from salescourse.b2c.loyalty.bgnbd import BGNBD
from salescourse.b2c.loyalty.gamma_gamma import GammaGamma
from salescourse.b2c.loyalty.histories import as_column, as_repeats, histories_of
from salescourse.b2c.loyalty.likelihood import Histories, Spends
from salescourse.checks import above_zero, as_confidence, need_columns
from salescourse.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

Model = TypeVar("Model", BGNBD, GammaGamma)
# Beyond this logarithm a parameter is as good as 0 or infinity.
_END_OF_THE_WORLD = 14.0


@dataclass(frozen=True)
class Fitted(Shown, Generic[Model]):
    """A model as a table of customers shows it.

    Attributes
    ----------
    model : BGNBD or GammaGamma
        The one that makes the table likeliest.
    log_likelihood : float
        Of the table, at that model.
    customers : int
        How many it was learned from.
    covariance : ndarray
        Of the logarithms of the parameters.

    Examples
    --------
    >>> from salescourse import load
    >>> from salescourse.b2c.loyalty import fit_bgnbd
    >>> fitted = fit_bgnbd(load("cdnow"))
    >>> round(fitted.model.r, 3), round(fitted.log_likelihood, 1)
    (0.243, -9582.4)
    """

    model: Model
    log_likelihood: float
    customers: int
    covariance: NDArray = field(repr=False, compare=False)

    def standard_error(self, of: str | Callable[[Model], float]) -> float:
        """Return the standard error of a parameter, or of any number of the model.

        Parameters
        ----------
        of : str or callable
            A parameter's name, or a function from a model to a number.

        Returns
        -------
        float
            By the delta method.

        Examples
        --------
        >>> from salescourse import load
        >>> from salescourse.b2c.loyalty import fit_bgnbd
        >>> fitted = fit_bgnbd(load("cdnow"))
        >>> round(fitted.standard_error("r"), 3)
        0.013
        """
        return self._error(self._reading(of))

    def interval(
        self, of: str | Callable[[Model], float], *, confidence: float = 0.95
    ) -> tuple[float, float]:
        """Return a confidence interval for a number of the model that is above zero.

        It says how well the number is known if the model is true. What one customer
        does varies around it.

        Parameters
        ----------
        of : str or callable
            A parameter's name, or a function from a model to a number above zero.
        confidence : float
            How often intervals made this way hold the truth.

        Returns
        -------
        tuple of float
            Lower and upper end.

        Raises
        ------
        ValueError
            If there is no such parameter.

        Examples
        --------
        >>> from salescourse import load
        >>> fitted = fit_bgnbd(load("cdnow"))
        >>> low, high = fitted.interval(lambda model: model.expected_repeats(52))
        >>> print(f"{low:.2f} to {high:.2f}")
        1.31 to 1.59
        """
        return estimation.interval(
            self._reading(of),
            self.model,
            self._error,
            confidence=as_confidence(confidence),
        )

    def summary(self, *, confidence: float = 0.95) -> "pd.DataFrame":
        """Return estimates, standard errors and intervals of the parameters.

        Parameters
        ----------
        confidence : float
            As for `interval`.

        Returns
        -------
        DataFrame
            A row per parameter: ``estimate``, ``standard_error``, ``low``, ``high``.

        Examples
        --------
        >>> from salescourse import load
        >>> from salescourse.b2c.loyalty import fit_bgnbd
        >>> fitted = fit_bgnbd(load("cdnow"))
        >>> fitted.summary().loc["r"].round(2).tolist()
        [0.24, 0.01, 0.22, 0.27]
        """
        import pandas as pd

        rows: dict[str, tuple[float, float, float, float]] = {}
        for name in _parameters(self.model):
            low, high = self.interval(name, confidence=confidence)
            estimate = getattr(self.model, name)
            rows[name] = estimate, self.standard_error(name), low, high
        columns = ["estimate", "standard_error", "low", "high"]
        return pd.DataFrame(rows, index=columns).T

    def _reading(self, of: str | Callable[[Model], float]) -> Callable[[Model], float]:
        if callable(of):
            return of
        known = _parameters(self.model)
        if of not in known:
            raise ValueError(
                f'There is no parameter "{of}". There are: {", ".join(known)}.'
            )
        return lambda model: getattr(model, of)

    def _error(self, of: Callable[[Model], float]) -> float:
        """Carry the uncertainty of the estimates over to a function of them."""
        here, kind = np.log(astuple(self.model)), type(self.model)
        return estimation.standard_error(
            of, lambda point: kind(*np.exp(point).tolist()), here, self.covariance
        )


def fit_bgnbd(customers: "pd.DataFrame") -> Fitted[BGNBD]:
    """Fit customers who buy and stop to what a shop has seen of them.

    Parameters
    ----------
    customers : DataFrame
        A row per customer, with columns ``repeats`` (purchases after the first),
        ``last_weeks`` (age at the last one) and ``age_weeks`` (weeks since the first),
        as from `customer_summary`.

    Returns
    -------
    Fitted
        With the likeliest `BGNBD` as ``model``.

    Raises
    ------
    ValueError
        If a column is missing, a history is impossible, or the customers cannot tell
        the four parameters from one another.
    RuntimeError
        If the fit does not arrive.

    Examples
    --------
    >>> from salescourse import load
    >>> fitted = fit_bgnbd(load("cdnow"))
    >>> round(fitted.model.r, 3), round(fitted.model.alpha, 3)
    (0.243, 4.414)
    >>> round(fitted.log_likelihood, 1)
    -9582.4

    References
    ----------
    Fader, Hardie and Lee (2005), Marketing Science 24(2):275-284.
    """
    x, last, age = histories_of(customers)
    if not (x > 0).any():
        raise ValueError(
            "Nobody bought a second time, so the table says nothing about how "
            "often customers buy or when they stop."
        )
    pace = x.sum() / age.sum()
    # In weeks per purchase all shops look alike.
    histories = Histories.of(x, last * pace, age * pace)
    starts = np.log([[0.5, 0.4, 0.5, 2.5], [1.5, 1.0, 1.0, 6.0], [0.3, 0.1, 0.2, 0.3]])
    at, height, bends = _best(histories.slopes, starts, _no_bgnbd)
    r, alpha, a, b = np.exp(at).tolist()
    height += float(x.sum() * np.log(pace))
    model = BGNBD(r, float(alpha / pace), a, b)
    return Fitted(model, height, x.size, np.linalg.inv(-bends))


def fit_gamma_gamma(customers: "pd.DataFrame") -> Fitted[GammaGamma]:
    """Fit what customers spend per purchase to their means.

    Parameters
    ----------
    customers : DataFrame
        A row per customer, with columns ``repeats`` and ``mean_spend`` (the mean over
        the *repeat* purchases). Those without repeats are left out.

    Returns
    -------
    Fitted
        With the likeliest `GammaGamma` as ``model``.

    Raises
    ------
    ValueError
        If a column is missing, a mean is not above 0, or the customers cannot tell
        the three parameters from one another.
    RuntimeError
        If the fit does not arrive.

    Examples
    --------
    >>> from salescourse import load
    >>> fitted = fit_gamma_gamma(load("cdnow"))
    >>> fitted.customers, round(fitted.model.mean, 2)
    (946, 35.17)

    References
    ----------
    Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4):415-430.
    """
    need_columns(customers, ["repeats", "mean_spend"], "customers")
    x = as_repeats("repeats", as_column(customers, "repeats"))
    back = x > 0
    if (x > 1).sum() < 2:
        raise ValueError(
            "Two customers or more with several repeat purchases are needed, to "
            "tell one customer's ups and downs from differences between customers."
        )
    mean = above_zero("mean_spend", as_column(customers[back], "mean_spend"))
    unit = float(np.exp(np.log(mean).mean()))
    spends = Spends.of(x[back], mean / unit)
    starts = np.log([[4.0, 4.0, 0.8], [1.0, 3.0, 2.0], [20.0, 6.0, 0.3]])
    at, height, bends = _best(spends.slopes, starts, _no_gamma_gamma)
    p, q, v = np.exp(at).tolist()
    height -= float(back.sum() * np.log(unit))
    return Fitted(
        GammaGamma(p, q, v * unit), height, int(back.sum()), np.linalg.inv(-bends)
    )


def _best(slopes: Callable, starts: NDArray, explain: Callable) -> tuple:
    """Climb from one start; if it leads nowhere, from the others as well."""
    troubles: list[Exception] = []
    for start in starts:
        try:
            return estimation.climb(
                slopes,
                start,
                astray=lambda at: np.abs(at).max() > _END_OF_THE_WORLD,
                advice="Look at the customers: are times in weeks, and is there one "
                "row per customer?",
            )
        except (estimation.NoTop, RuntimeError) as error:
            troubles.append(error)
    if isinstance(troubles[0], estimation.NoTop):
        raise ValueError(explain(*troubles[0].at)) from None
    raise troubles[0]


def _no_bgnbd(r: float, alpha: float, a: float, b: float) -> str:
    """Say which parameter ran off, in words."""
    if r > 3 and alpha > 3:
        return (
            "All customers seem to buy at the same rate, so r and alpha could be any "
            "two large numbers in this ratio. More customers, or more weeks, may tell."
        )
    if a > 3 and b > 3:
        return (
            "All customers seem to stop with the same chance, so a and b could be any "
            "two large numbers in this ratio. More customers may tell."
        )
    if a < b - 5:
        return (
            "Nobody seems to stop buying, so there is no a and b to find. Watch the "
            "customers for more weeks. (Were those who went silent left out?)"
        )
    return (
        "The customers cannot tell the four parameters from one another: one of them "
        "runs off to 0 or infinity. More customers, or more weeks, may tell."
    )


def _no_gamma_gamma(p: float, q: float, v: float) -> str:
    if q > 5:
        return (
            "All customers seem to spend alike, so q and v could be any two large "
            "numbers in this ratio. More customers may tell."
        )
    return (
        "A customer's purchases all seem to cost the same, or the table holds too few "
        "customers: one parameter runs off to 0 or infinity. Is mean_spend per "
        "purchase, over the repeat purchases?"
    )


def _parameters(model: BGNBD | GammaGamma) -> list[str]:
    return [each.name for each in fields(model)]
