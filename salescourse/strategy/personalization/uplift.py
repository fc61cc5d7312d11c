"""What a mail changes on average, and in each group of customers.

The counts must come from an experiment in which chance decided who got which mail, and
groups must be made of what was known before. Counts are enough: a yes or no per
customer has no more to tell.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salescourse.checks import need_columns, need_counts, need_value
from salescourse.forecasts import rate_variance


@dataclass(frozen=True)
class Effect:
    """The difference between two rates of a randomized experiment.

    Attributes
    ----------
    with_mail, without : float
        The two rates.
    effect : float
        Their difference.
    standard_error : float
        Of the difference; the two variances are added. Where all responded, or none,
        as if one more had and one more had not.
    z : float
        The difference over its standard error *if there were none* (pooled rate).

    Examples
    --------
    >>> from salescourse import load
    >>> from salescourse.strategy.personalization import average_effect
    >>> round(average_effect(load("hillstrom"), "womens").effect, 4)
    0.0452
    """

    with_mail: float
    without: float
    effect: float
    standard_error: float
    z: float

    @property
    def low(self) -> float:
        """Where the 95 % interval begins."""
        return self.effect - 1.959964 * self.standard_error

    @property
    def high(self) -> float:
        """Where the 95 % interval ends."""
        return self.effect + 1.959964 * self.standard_error

    def __str__(self) -> str:
        return (
            f"{self.effect:+.4f} ({self.low:+.4f} to {self.high:+.4f}), z = "
            f"{self.z:.1f}"
        )


def average_effect(
    counts: pd.DataFrame,
    email: str,
    *,
    against: str = "none",
    treatment: str = "email",
    hits: str = "visits",
    total: str = "customers",
) -> Effect:
    """Return what an e-mail changed on average, from counts of an experiment.

    Parameters
    ----------
    counts : DataFrame
        A row per group of customers who got the same.
    email : str
        The e-mail, as the column `treatment` calls it.
    against : str
        What it is compared with.
    treatment, hits, total : str
        The columns: who got what, how many responded, of how many.

    Returns
    -------
    Effect
        The difference with standard error and z.

    Raises
    ------
    ValueError
        If a column or an e-mail is not there, or counts make no sense.

    Examples
    --------
    >>> from salescourse import load
    >>> print(average_effect(load("hillstrom"), "womens"))
    +0.0452 (+0.0389 to +0.0516), z = 13.9
    """
    need_columns(counts, (treatment,), "counts")
    need_counts(counts, hits, total, "counts")
    for each in (email, against):
        need_value(counts[treatment], each, "e-mail")
    if email == against:
        raise ValueError("An e-mail cannot be compared with itself.")
    sums = [counts.loc[counts[treatment] == each] for each in (email, against)]
    (x1, n1), (x0, n0) = ((part[hits].sum(), part[total].sum()) for part in sums)
    if not (n1 and n0):
        raise ValueError("There are no customers on one of the two sides.")
    return _effect(float(x1), float(n1), float(x0), float(n0))


def effects_by(
    counts: pd.DataFrame, by: str | list[str], email: str, **columns: str
) -> pd.DataFrame:
    """Return the effect of an e-mail in each group of customers.

    Parameters
    ----------
    counts : DataFrame
        As for `average_effect`.
    by : str or list of str
        What makes a group. It must have been known before the mails were drawn.
    email : str
        The e-mail.
    **columns
        `against`, `treatment`, `hits` and `total`, as for `average_effect`.

    Returns
    -------
    DataFrame
        A row per group: `with_mail`, `without`, `effect`, `low`, `high` and `z`.

    Examples
    --------
    >>> from salescourse import load
    >>> effects_by(load("hillstrom"), "bought_womens", "womens")["effect"].round(4)
    bought_womens
    False    0.0111
    True     0.0731
    Name: effect, dtype: float64
    """
    need_columns(counts, [by] if isinstance(by, str) else by, "counts")
    names = ["with_mail", "without", "effect", "low", "high", "z"]
    rows = {}
    for group, part in counts.groupby(by, observed=True):
        found = average_effect(part, email, **columns)
        rows[group] = [getattr(found, name) for name in names]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    frame.index.name = by if isinstance(by, str) else None
    return frame


def _effect(x1: float, n1: float, x0: float, n0: float) -> Effect:
    r1, r0, pooled = x1 / n1, x0 / n0, (x1 + x0) / (n1 + n0)
    error = np.sqrt(rate_variance([x1, x0], [n1, n0]).sum())
    if_none = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    z = (r1 - r0) / if_none if if_none else 0.0
    return Effect(r1, r0, r1 - r0, float(error), float(z))
