"""Learning a wish from purchases per day, with its uncertainty."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from salescourse import estimation
from salescourse.b2c.impulse.desire import Deadline, FadingDesire
from salescourse.b2c.impulse.likelihood import Likelihood
from salescourse.checks import (
    as_confidence,
    as_counts,
    as_yes_no,
    need_columns,
    position,
)
from salescourse.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

_QUANTITIES = ("per_day", "fade", "wanting", "times", "ever", "bought", "moved_share")
_SHARES = ("wanting", "ever", "bought", "moved_share")
# A standard error of a logarithm (or of log odds) that leaves a number unknown.
_UNKNOWN = 4.0


@dataclass(frozen=True)
class FittedDesire(Shown):
    """A wish as counts per day show it.

    Attributes
    ----------
    model : FadingDesire
        The wish that makes the counts likeliest, with the deadline if there was one.
    log_likelihood : float
        Of the counts, at that wish.
    covariance : ndarray
        Of the estimates, on the scale of `likelihood`.

    Examples
    --------
    >>> from salescourse.b2c.impulse import FadingDesire, fit_desire, life_table
    >>> days = np.ceil(FadingDesire(0.05, 0.2).simulate(4000, seed=1))
    >>> days[days > 60] = np.nan
    >>> fitted = fit_desire(life_table(days, watched_days=60), everybody=True)
    >>> list(fitted.summary().columns)
    ['estimate', 'low', 'high']
    """

    model: FadingDesire
    log_likelihood: float
    covariance: NDArray = field(repr=False, compare=False)
    point: NDArray = field(repr=False, compare=False)
    build: Callable[[NDArray], FadingDesire] = field(repr=False, compare=False)

    def interval(
        self, quantity: str, *, by: float | None = None, confidence: float = 0.95
    ) -> tuple[float, float]:
        """Return a confidence interval for a quantity of the model.

        Parameters
        ----------
        quantity : str
            ``"per_day"``, ``"fade"``, ``"wanting"``, ``"times"`` (of the deadline),
            ``"ever"``, or with a day `by`: ``"bought"``, ``"moved_share"``.
        by : float, optional
            The day.
        confidence : float
            How often intervals made this way hold the truth, if the model is true.

        Returns
        -------
        tuple of float
            Lower and upper end.

        Raises
        ------
        ValueError
            If there is no such quantity, or it needs a day or a deadline.
        """
        return estimation.interval(
            lambda model: _value(model, quantity, by),
            self.model,
            self._error,
            confidence=as_confidence(confidence),
            share=quantity in _SHARES,
        )

    def standard_error(self, quantity: str, *, by: float | None = None) -> float:
        """Return the standard error of a quantity, named as for `interval`.

        Examples
        --------
        >>> from salescourse.b2c.impulse import fit_desire, life_table
        >>> days = np.ceil(FadingDesire(0.05, 0.2).simulate(4000, seed=1))
        >>> days[days > 60] = np.nan
        >>> fitted = fit_desire(life_table(days, watched_days=60), everybody=True)
        >>> round(fitted.standard_error("ever"), 3)
        0.007
        """
        return self._error(lambda model: _value(model, quantity, by))

    def summary(self, *, confidence: float = 0.95) -> "pd.DataFrame":
        """Return estimates and intervals of what was learned.

        Returns
        -------
        DataFrame
            One row per quantity, with columns ``estimate``, ``low`` and ``high``.
        """
        import pandas as pd

        names = ["per_day", "fade"]
        names += ["wanting"] if self.model.wanting < 1 else []
        names += ["times"] if self.model.deadline else []
        rows = {
            name: (
                _value(self.model, name, None),
                *self.interval(name, confidence=confidence),
            )
            for name in names
        }
        return pd.DataFrame(rows, index=["estimate", "low", "high"]).T

    def _error(self, of: Callable[[FadingDesire], float]) -> float:
        """Carry the uncertainty of the estimates over to a function of them."""
        return estimation.standard_error(
            of, self.build, self.point, self.covariance, step=1e-5
        )


def fit_desire(
    table: "pd.DataFrame",
    *,
    deadline_day: float | None = None,
    window_days: float | None = None,
    everybody: bool = False,
) -> FittedDesire:
    """Fit a wish that fades to counts of purchases per day.

    Households that have not bought when the watch ends are right-censored: they count
    on every day on which they were watched, and on no other.

    Parameters
    ----------
    table : DataFrame
        As from `life_table`, with columns ``offered``, ``day``, ``at_risk`` and
        ``bought``.
    deadline_day, window_days : float, optional
        When the offer ended and how long it was known. Then `table` needs households
        with and without the offer, and `times` is learned as well.
    everybody : bool
        Take it for granted that every household wants one.

    Returns
    -------
    FittedDesire
        The wish, and how uncertain it is.

    Raises
    ------
    ValueError
        If a column is not there, a count makes no sense, a group is missing, or the
        counts cannot tell.
    RuntimeError
        If the fit does not arrive.

    Examples
    --------
    >>> from salescourse.b2c.impulse import life_table
    >>> days = np.ceil(FadingDesire(0.05, 0.2).simulate(4000, seed=1))
    >>> days[days > 60] = np.nan
    >>> fitted = fit_desire(life_table(days, watched_days=60), everybody=True)
    >>> low, high = fitted.interval("ever")
    >>> low < 0.2212 < high
    True
    """
    likelihood = _read(table, deadline_day, window_days, everybody)
    top = likelihood.top()

    build = partial(_wish, likelihood, deadline_day, window_days)
    covariance = np.linalg.pinv(-likelihood.bends(top))
    errors = np.sqrt(np.abs(np.diag(covariance)))
    unknown = int(errors.argmax())
    if errors[unknown] > _UNKNOWN:
        raise ValueError(
            f"These counts cannot tell {likelihood.names[unknown]}: values a thousand "
            "times smaller or larger would fit nearly as well. Watch more households, "
            "or for longer, or take it for granted that everybody wants one "
            "(everybody=True)."
        )
    return FittedDesire(build(top), likelihood.height(top), covariance, top, build)


def _wish(
    likelihood: Likelihood,
    deadline_day: float | None,
    window_days: float | None,
    at: NDArray,
) -> FadingDesire:
    """Return the wish of these estimates; a function of a module, so that it pickles."""
    x = likelihood.numbers(at)
    due = None
    if deadline_day is not None and window_days is not None:
        due = Deadline(deadline_day, window_days, x.pop("times"))
    return FadingDesire(**x, deadline=due)


def _read(
    table: "pd.DataFrame",
    deadline_day: float | None,
    window_days: float | None,
    everybody: bool,
) -> Likelihood:
    need_columns(table, ["offered", "day", "at_risk", "bought"], "table")
    if (deadline_day is None) != (window_days is None):
        raise ValueError("deadline_day and window_days are given together.")
    opens = None
    if deadline_day is not None and window_days is not None:
        opens = Deadline(deadline_day, window_days, 1.0).opens
    table = table.assign(offered=as_yes_no("offered", table["offered"]))
    groups = sorted(bool(group) for group in table["offered"].unique())
    if deadline_day is not None and len(groups) < 2:
        raise ValueError(
            "All households of this table are in one group. What a deadline does "
            "shows only beside households without it."
        )
    if deadline_day is None and len(groups) > 1:
        raise ValueError(
            "This table has households with and without an offer. Give deadline_day "
            "and window_days, or take one group: table[~table['offered']]."
        )
    risks, counts = zip(*(_counts(table[table["offered"] == g]) for g in groups))  # noqa: B905
    if len({len(risk) for risk in risks}) > 1:
        raise ValueError("Both groups must be watched for as many days.")
    bought = np.array(counts)
    if not bought.any():
        raise ValueError("Nobody bought, so the table says only that it is rare.")
    days = np.flatnonzero(bought.any(axis=0)) + 1
    if len(days) < 2:
        raise ValueError(
            f"All purchases came on day {days[0]}. Whether a wish fades shows only in "
            "purchases of several days."
        )
    return Likelihood(np.array(risks), bought, opens, deadline_day, everybody)


def _counts(group: "pd.DataFrame") -> tuple[NDArray, NDArray]:
    day, risk, bought = (
        as_counts(group, column, what="table")
        for column in ("day", "at_risk", "bought")
    )
    order = np.argsort(day)
    day, risk, bought = day[order], risk[order], bought[order]
    if (day != np.arange(1, len(day) + 1)).any():
        raise ValueError("The days of a group must be 1, 2, 3 and so on, each once.")
    if (bought > risk).any():
        at = int(np.argmax(bought > risk))
        raise ValueError(
            f"On day {day[at]} {bought[at]} bought, but only {risk[at]} could."
        )
    return risk, bought


def _value(model: FadingDesire, quantity: str, by: float | None) -> float:
    position(quantity, _QUANTITIES, "quantity")
    if quantity in ("bought", "moved_share"):
        if by is None:
            raise ValueError(f"{quantity} needs a day: interval({quantity!r}, by=90).")
        if quantity == "bought":
            return float(model.bought(by))
        return model.moved_share(by=by)
    if quantity == "times":
        if model.deadline is None:
            raise ValueError("times belongs to a deadline; none was fitted.")
        return model.deadline.times
    return float(getattr(model, quantity))
