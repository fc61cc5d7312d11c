"""How well a ranking sorts customers by what a mail changes: qini and uplift curves.

Counts are enough, so tables of counts give exactly what rows would give.

Definitions, since packages differ. Customers are taken from the highest score down,
those of equal score together (one step of the curve). After n of them, t mailed ones
with T responses and c others with C responses::

    qini curve    Q(n) = T - C * t / c              (extra responses of the mailed)
    uplift curve  U(n) = (T / t - C / c) * n        (extra, were all n mailed)

Where a part is empty (c = 0 or t = 0), its term is 0. The line of a random order runs
straight from 0 to the end of the curve. *Raw* is the area between the two, trapezoids
over the number of customers; *mean height* is that divided by the number of customers;
*normalized* is raw divided by the same area for a perfect order, which knows who of the
mailed responded and who of the others did. For the qini the perfect order puts mailed
responders first and other responders last, for the uplift it is that of scikit-uplift,
whose `qini_auc_score` and `uplift_auc_score` these are.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import as_row, as_yes_no, same_length

Sums = NDArray[np.float64]


@dataclass(frozen=True)
class Qini:
    """How well a score sorts customers by what a mail changes.

    Attributes
    ----------
    curve : DataFrame
        `customers` taken so far, `qini` and `uplift`, from 0 to all of them.
    raw : float
        Area between the qini curve and the random line, in responses times customers.
    normalized : float
        `raw` over that of the perfect order; scikit-uplift's `qini_auc_score`.
    uplift_normalized : float
        The same for the uplift curve; scikit-uplift's `uplift_auc_score`.

    Examples
    --------
    >>> from salescourse.strategy.personalization import qini
    >>> qini([3, 2, 2, 1], [True, False, True, False], [1, 0, 0, 1]).normalized
    1.0
    """

    curve: pd.DataFrame
    raw: float
    normalized: float
    uplift_normalized: float

    @property
    def end(self) -> float:
        """Extra responses of the mailed when all are taken."""
        return float(self.curve["qini"].iloc[-1])

    @property
    def mean_height(self) -> float:
        """Extra responses above the random line, on average over all depths."""
        return self.raw / float(self.curve["customers"].iloc[-1])


def qini(
    score: ArrayLike,
    mailed: ArrayLike,
    responses: ArrayLike,
    *,
    customers: ArrayLike | None = None,
) -> Qini:
    """Return the qini of a ranking, from rows or from counts.

    Parameters
    ----------
    score : array of float
        Customers with a higher score are taken first.
    mailed : array of bool
        Whether they got the mail, by chance.
    responses : array of int
        How many responded: 0 or 1 in a row per customer.
    customers : array of int, optional
        Of how many; 1 by default.

    Returns
    -------
    Qini
        The curve, and the two areas in the definitions above.

    Raises
    ------
    ValueError
        If lengths differ, a number is missing, or nobody was mailed or not mailed.

    Examples
    --------
    Of two who were mailed the one with the highest score responds, and of two others
    the one with the lowest. No order could be better:

    >>> perfect = qini([3, 2, 2, 1], [True, False, True, False], [1, 0, 0, 1])
    >>> perfect.curve["qini"].tolist(), perfect.normalized
    ([0.0, 1.0, 1.0, 0.0], 1.0)

    References
    ----------
    Radcliffe (2007), Direct Marketing Analytics Journal, 14-21.
    """
    score, y = as_row("score", score), as_row("responses", responses)
    treated = as_yes_no("mailed", mailed)
    n = np.ones_like(y) if customers is None else as_row("customers", customers)
    for other, name in ((treated, "mailed"), (y, "responses"), (n, "customers")):
        same_length(score, other, ("score", name))
    if (y < 0).any() or (y > n).any():
        raise ValueError("responses must be between 0 and customers.")
    group = np.unique(-score, return_inverse=True)[1]
    steps = _Steps.of(group, treated, y, n)
    if not (steps.t[-1] and steps.c[-1]):
        raise ValueError("There must be customers with the mail, and without it.")
    raw, best = _area(steps.n, steps.qini()), _perfect_qini(steps)
    above, top = _area(steps.n, steps.uplift()), _perfect_uplift(steps)
    return Qini(
        curve=pd.DataFrame(
            {"customers": steps.n, "qini": steps.qini(), "uplift": steps.uplift()}
        ),
        raw=raw,
        normalized=raw / best if best else np.nan,
        uplift_normalized=above / top if top else np.nan,
    )


@dataclass(frozen=True)
class _Steps:
    """Sums over the first customers, a step per score, from none to all."""

    t: Sums
    c: Sums
    responses_t: Sums
    responses_c: Sums

    @classmethod
    def of(
        cls, group: NDArray[np.int64], treated: NDArray[np.bool_], y: Sums, n: Sums
    ) -> "_Steps":
        sums = []
        for weight in (n * treated, n * ~treated, y * treated, y * ~treated):
            sums.append(np.r_[0.0, np.bincount(group, weight).cumsum()])
        return cls(*sums)

    @property
    def n(self) -> Sums:
        return self.t + self.c

    def qini(self) -> Sums:
        return self.responses_t - self.responses_c * _ratio(self.t, self.c)

    def uplift(self) -> Sums:
        rates = _ratio(self.responses_t, self.t) - _ratio(self.responses_c, self.c)
        return rates * self.n


def _ratio(above: Sums, below: Sums) -> Sums:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _area(x: Sums, y: Sums) -> float:
    return float(np.trapezoid(y, x) - y[-1] * x[-1] / 2)


# The four kinds of customers of an experiment: mailed or not, responded or not.
_Kinds = dict[tuple[bool, bool], int]


def _perfect_qini(steps: _Steps) -> float:
    """Mailed responders first, other responders last, all the rest between them."""
    order = {(True, True): 1, (True, False): 0, (False, False): 0, (False, True): -1}
    return _area_of(steps, order, uplift=False)


def _perfect_uplift(steps: _Steps) -> float:
    """Mailed responders first, then those who without a mail did not respond.

    Which of the other two kinds comes last is scikit-uplift's choice: the larger one.
    """
    order = {(True, True): 3, (False, False): 2, (True, False): 1, (False, True): 0}
    if steps.responses_c[-1] > steps.t[-1] - steps.responses_t[-1]:
        order |= {(True, False): 0, (False, True): 1}
    return _area_of(steps, order, uplift=True)


def _area_of(steps: _Steps, order: _Kinds, *, uplift: bool) -> float:
    t, c = steps.t[-1], steps.c[-1]
    yes = {True: steps.responses_t[-1], False: steps.responses_c[-1]}
    n = {
        (mailed, responded): yes[mailed] if responded else whole - yes[mailed]
        for mailed, whole in ((True, t), (False, c))
        for responded in (True, False)
    }
    group = np.unique([-order[kind] for kind in n], return_inverse=True)[1]
    size = np.array(list(n.values()))
    mailed, responded = np.array(list(n)).T
    best = _Steps.of(group, mailed, size * responded, size)
    return _area(best.n, best.uplift() if uplift else best.qini())
