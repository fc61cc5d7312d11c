"""From a CRM's contracts, or a published curve, to a table of renewals year by year.

A contract that still runs says only "at least so long". Counted year by year it says
exactly that: it was up for renewal so many times and renewed each time.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from salescourse.checks import (
    as_counts,
    as_numbers,
    as_positive,
    bare,
    empty,
    need_columns,
    one_count,
)

if TYPE_CHECKING:
    import pandas as pd

_NOT_OVER = ("false", "0", "0.0", "no")


def renewal_table(
    contracts: "pd.DataFrame", *, renewals: str = "renewals", ended: str = "ended_on"
) -> "pd.DataFrame":
    """Count, for each year of a contract, how many came up for renewal and renewed.

    Contracts that still run are counted for the renewals they have behind them, and
    no further.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract.
    renewals : str
        Column with the number of renewals so far.
    ended : str
        Column that is empty (or False, 0) while the contract runs.

    Returns
    -------
    DataFrame
        Columns ``year`` (1 is the first renewal), ``up_for_renewal``, ``renewed`` and
        ``renewal_rate``.

    Raises
    ------
    ValueError
        If a column or all rows are missing, or a number of renewals makes no sense.

    Examples
    --------
    One customer left after a year, one after two, and one is in the third year:

    >>> import pandas as pd
    >>> contracts = pd.DataFrame(
    ...     {"renewals": [0, 1, 2], "ended_on": ["2024-06-30", "2025-06-30", None]}
    ... )
    >>> renewal_table(contracts)
       year  up_for_renewal  renewed  renewal_rate
    0     1               3        2      0.666667
    1     2               2        1      0.500000
    """
    need_columns(contracts, [renewals, ended], "contracts")
    done = as_counts(contracts, renewals, what="contracts")
    over = _is_over(contracts[ended])
    years = np.arange(1, int((done + over).max()) + 1)
    renewed = (done[:, None] >= years).sum(axis=0)
    left = ((done[:, None] == years - 1) & over[:, None]).sum(axis=0)
    return _table(years, renewed + left, renewed)


def cohort_table(still_here: Sequence[float], *, customers: int) -> "pd.DataFrame":
    """Turn a published survival curve into a table of renewals.

    Parameters
    ----------
    still_here : sequence of float
        Share of the customers still there after 0, 1, 2, ... years. The first is 1.
    customers : int
        How many there were at the start.

    Returns
    -------
    DataFrame
        As from `renewal_table`.

    Examples
    --------
    >>> cohort_table([1, 0.631, 0.468], customers=1000)[["up_for_renewal", "renewed"]]
       up_for_renewal  renewed
    0            1000      631
    1             631      468
    """
    shares = as_numbers("still_here", still_here)
    if shares.ndim != 1 or shares.size < 2 or shares[0] != 1:
        raise ValueError(
            "still_here must be shares for 0, 1, 2, ... years that begin with "
            f"1, such as [1, 0.63, 0.47], got {still_here!r}."
        )
    falls = np.diff(shares) <= 0
    if not (falls.all() and (shares >= 0).all()):
        year = int(np.argmin(np.append(falls, shares[-1] >= 0))) + 1
        raise ValueError(
            (
                f"still_here can only fall, and not below 0; after {year} years it "
                f"is {shares[year]:g}, a year before {shares[year - 1]:g}."
            )
            if year < shares.size
            else f"still_here must not fall below 0, got {shares[-1]:g}."
        )
    as_positive("customers", customers)
    alive = np.rint(shares * one_count("customers", customers)).astype(np.int64)
    # Rounded to whole customers, the last may be gone before the curve ends.
    years = np.arange(1, shares.size)[alive[:-1] > 0]
    return _table(years, alive[years - 1], alive[years])


def _is_over(column: "pd.Series") -> np.ndarray:
    """Return where a cell says that a contract is over: not empty, nor False, nor 0."""
    over = ~empty(column)
    over[over] = [
        bare(value).casefold() not in _NOT_OVER
        if isinstance(value, str)
        else value != 0
        for value in column[over].tolist()
    ]
    return over


def _table(years: np.ndarray, up: np.ndarray, renewed: np.ndarray) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {
            "year": years,
            "up_for_renewal": up,
            "renewed": renewed,
            "renewal_rate": renewed / up,
        }
    )
