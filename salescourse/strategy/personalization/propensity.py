"""How likely is this deal won? A model, the day it speaks on, and an honest test.

The test is by time: the model learns from deals whose end was known on one day and is
asked about deals that begin after it. A test by chance would let it learn from deals
begun next week, about customers it is then asked about, and from recent deals only
those that ended quickly, which are mostly losses (chapter `outcomes`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.checks import (
    as_days,
    empty,
    need_columns,
    one_count,
)
from salescourse.forecasts import Share, brier, said_and_happened

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


@dataclass(frozen=True)
class Scores:
    """How good some chances were, once it was known what happened.

    Attributes
    ----------
    brier : float
        Mean of (chance - outcome) squared. Smaller is better.
    brier_error : float
        Its standard error, over deals like these.
    log_loss : float
        Mean of -log(chance given to what happened). Smaller is better. It is infinite
        if something happened that was said to be impossible.
    said, happened : float
        The mean chance, and the share that happened.
    deals : int
        How many there were.

    Examples
    --------
    >>> from salescourse.strategy.personalization import score_chances
    >>> score_chances([0.5, 0.5], [True, False]).brier
    0.25
    """

    brier: float
    brier_error: float
    log_loss: float
    said: float
    happened: float
    deals: int


def split_by_time(
    deals: pd.DataFrame,
    *,
    learn_before: str,
    known_by: str,
    test_from: str,
    test_before: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the deals to learn from and the deals to be asked about.

    Parameters
    ----------
    deals : DataFrame
        A row per deal with `created_on`, `ended_on` and `outcome`, both empty while it
        is open. Days are dates, datetimes or ISO text.
    learn_before, known_by : str
        Learn from deals created before the one day and ended before the other. Half a
        year between them lets the slow deals, many of them wins, come to their end.
    test_from, test_before : str
        Hold out those created from the one day on and before the other. A deal that
        is still open has no outcome to be held against and is left out.

    Returns
    -------
    tuple of DataFrame
        To learn, to test.

    Raises
    ------
    ValueError, TypeError
        If a column is missing, a day cannot be read, a part is empty, or the test
        begins before the day by which the model's deals were known.

    Examples
    --------
    >>> deals = pd.DataFrame({
    ...     "created_on": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-06-01"]),
    ...     "ended_on": pd.to_datetime(["2024-03-01", "2024-06-01", "2024-08-01"]),
    ...     "outcome": ["lost", "won", "won"],
    ... })
    >>> learn, test = split_by_time(deals, learn_before="2024-03-01",
    ...     known_by="2024-05-01", test_from="2024-05-01", test_before="2025-01-01")
    >>> len(learn), len(test)
    (1, 1)
    """
    need_columns(deals, ("created_on", "ended_on", "outcome"), "deals")
    created, ended_on, [learn], [known], [start], [stop] = as_days(
        ('deals["created_on"]', deals["created_on"]),
        ('deals["ended_on"]', deals["ended_on"]),
        ("learn_before", learn_before),
        ("known_by", known_by),
        ("test_from", test_from),
        ("test_before", test_before),
    )
    if not learn <= known <= start:
        raise ValueError(
            f"The days must be in order: learn_before {learn_before}, known_by "
            f"{known_by}, test_from {test_from}. Who tests on an earlier day "
            "has learned from the future."
        )
    ended = ~empty(deals["outcome"])
    old = deals[(created < learn) & (ended_on < known) & ended]
    new = deals[(created >= start) & (created < stop) & ended]
    for part, name in ((old, "to learn from"), (new, "to test on")):
        if part.empty:
            raise ValueError(f"There are no deals {name}.")
    return old, new


def propensity_model(
    names: str | Sequence[str] = (), numbers: str | Sequence[str] = ()
) -> "Pipeline":
    """Return a logistic regression, not yet fitted, with what goes before it.

    Parameters
    ----------
    names : str or sequence of str
        Columns of names, such as `client`: one switch for each name.
    numbers : str or sequence of str
        Columns of numbers, brought to mean 0 and standard deviation 1.

    Returns
    -------
    sklearn.pipeline.Pipeline
        ``fit(deals, won)``, then ``predict_proba(deals)[:, 1]``. The weights are held
        back a little (scikit-learn's C = 1). A fit that does not converge is an error.

    Raises
    ------
    ValueError
        If there is no column at all, or a column comes twice.

    Examples
    --------
    >>> model = propensity_model(["client"])
    >>> deals = pd.DataFrame({"client": ["new"] * 50 + ["current"] * 50})
    >>> won = [1] * 5 + [0] * 45 + [1] * 20 + [0] * 30
    >>> chances = model.fit(deals, won).predict_proba(deals)[:, 1]
    >>> [float(chance) for chance in chances[[0, -1]].round(2)]
    [0.12, 0.38]
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    from salescourse.strategy.personalization.regression import Converged

    names = [names] if isinstance(names, str) else names
    numbers = [numbers] if isinstance(numbers, str) else numbers
    columns = [*names, *numbers]
    if not columns or len(set(columns)) < len(columns):
        raise ValueError(f"Name one or more columns, each of them once; got {columns}.")
    prepare = ColumnTransformer(
        [
            ("names", OneHotEncoder(handle_unknown="ignore"), list(names)),
            ("numbers", StandardScaler(), list(numbers)),
        ]
    )
    return Pipeline([("prepare", prepare), ("regression", Converged(max_iter=1000))])


def score_chances(chances: ArrayLike, happened: ArrayLike) -> Scores:
    """Hold chances against what happened.

    Parameters
    ----------
    chances : array of float
        What was said, from 0 to 1.
    happened : array of bool
        Whether it came so.

    Returns
    -------
    Scores
        Brier score with its standard error, log loss, and both means.

    Raises
    ------
    ValueError
        If a chance is missing or out of range, or the two differ in length.

    Examples
    --------
    >>> scores = score_chances([0.5, 0.5], [True, False])
    >>> scores.brier, round(scores.log_loss, 3)
    (0.25, 0.693)
    """
    said, came = said_and_happened(chances, happened, "chances")
    score, error = brier(said, came)
    with np.errstate(divide="ignore"):
        surprise = -np.log(np.where(came, said, 1 - said))
    return Scores(
        brier=score,
        brier_error=error,
        log_loss=float(surprise.mean()),
        said=float(said.mean()),
        happened=float(came.mean()),
        deals=said.size,
    )


def calibration_by_group(
    chances: ArrayLike, happened: ArrayLike, *, groups: int = 5
) -> pd.DataFrame:
    """Return what was said and what happened, from the lowest chances to the highest.

    Parameters
    ----------
    chances : array of float
        What was said, from 0 to 1.
    happened : array of bool
        Whether it came so.
    groups : int
        Into how many groups of equal size. Equal chances stay together.

    Returns
    -------
    pandas.DataFrame
        A row per group; columns `deals`, `said`, `share`, and Wilson's `low` and `high`.

    Examples
    --------
    >>> table = calibration_by_group([0.1, 0.2, 0.7, 0.8], [0, 0, 1, 1], groups=2)
    >>> table[["said", "share"]].to_numpy().round(2).tolist()
    [[0.15, 0.0], [0.75, 1.0]]
    """
    said, came = said_and_happened(chances, happened, "chances")
    one_count("groups", groups)
    # Equal chances get the group of the first of them, so that no tie is torn apart.
    place = np.searchsorted(np.sort(said), said) * groups // said.size
    rows = []
    for group in np.unique(place):
        of = place == group
        share = Share.counted(int(came[of].sum()), int(of.sum()))
        row = (int(of.sum()), said[of].mean(), share.share, share.low, share.high)
        rows.append(row)
    index = pd.RangeIndex(1, len(rows) + 1, name="group")
    return pd.DataFrame(rows, index, ["deals", "said", "share", "low", "high"])
