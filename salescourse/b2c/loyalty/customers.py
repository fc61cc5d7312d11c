"""From a list of purchases to a row per customer: what a shop has seen until a day."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from salescourse.checks import (
    as_days,
    need_columns,
    need_filled,
    number_column,
    numbered,
    unless,
)

if TYPE_CHECKING:
    import pandas as pd

_WEEK = 7.0


def customer_summary(
    purchases: "pd.DataFrame",
    until: "str | date",
    *,
    later_until: "str | date | None" = None,
    customer: str = "household_id",
    day: str = "bought_on",
    amount: str = "amount_eur",
) -> "pd.DataFrame":
    """Return what was seen of each customer until the end of a day.

    Purchases of one customer on one day count as one.

    Parameters
    ----------
    purchases : DataFrame
        A row per purchase. Days are dates, datetimes or ISO text; of a time with a zone
        the day counts that was written.
    until : date, such as "2026-06-30"
        The last day that is looked at. Customers who first bought after it are left
        out.
    later_until : date, optional
        If given, purchases from then until this day go into ``later_repeats`` and
        ``later_spend``: what a forecast made on `until` can be held against.
    customer, day, amount : str
        Names of the columns.

    Returns
    -------
    DataFrame
        A row per customer, with columns ``repeats`` (purchases after the first),
        ``last_weeks`` (age at the last one), ``age_weeks`` (weeks since the first) and
        ``mean_spend`` (of the repeats; 0 without).

    Raises
    ------
    ValueError, TypeError
        If a column is missing, a day or an amount cannot be read, or nobody bought by
        `until`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"household_id": ["H1"] * 3, "amount_eur": [20.0, 30, 40]}
    >>> bought = pd.DataFrame(rows | {"bought_on": ["2026-06-01", "2026-06-08", "2026-06-22"]})
    >>> customer_summary(bought, "2026-06-29").to_dict("records")
    [{'repeats': 2, 'last_weeks': 3.0, 'age_weeks': 4.0, 'mean_spend': 35.0}]
    """
    need_columns(purchases, [customer, day, amount], "purchases")
    named = {name: f'purchases["{name}"]' for name in (customer, day, amount)}
    later = [("later_until", later_until)] if later_until is not None else []
    bought_on, [end], *stop = as_days(
        (named[day], purchases[day]), ("until", until), *later, whole=True
    )
    amounts = number_column(purchases[amount], named[amount])
    unless(named[amount], amounts, ~np.isinf(amounts), "finite")
    numbered(purchases[customer], named[customer], sort=True)
    for name, column in (
        (customer, purchases[customer]),
        (day, bought_on),
        (amount, amounts),
    ):
        need_filled(column, named[name])
    days = _by_day(purchases[customer].to_numpy(), bought_on, amounts)
    first = days.groupby("customer")["day"].transform("min")
    days = days.assign(first=first, repeat=days["day"] > first)[first <= end]
    if days.empty:
        raise ValueError(f"Nobody had bought by {until}; the first purchase is later.")
    born = days.groupby("customer")["first"].first()
    seen = days[days["repeat"] & (days["day"] <= end)].groupby("customer")
    table = born.to_frame().join(
        seen.agg(repeats=("day", "size"), last=("day", "max"), mean=("amount", "mean"))
    )
    summary = table[[]].assign(
        repeats=table["repeats"].fillna(0).astype(np.int64),
        last_weeks=((table["last"] - table["first"]) / _WEEK).fillna(0.0),
        age_weeks=(end - table["first"]) / _WEEK,
        mean_spend=table["mean"].fillna(0.0),
    )
    if not stop:
        return summary.rename_axis(customer)
    if stop[0] <= end:
        raise ValueError(f"later_until must come after until, got {later_until}.")
    later = days[(days["day"] > end) & (days["day"] <= stop[0][0])].groupby("customer")
    return summary.assign(
        later_repeats=later.size().reindex(table.index, fill_value=0),
        later_spend=later["amount"].sum().reindex(table.index, fill_value=0.0),
    ).rename_axis(customer)


def _by_day(
    customer: np.ndarray, day: np.ndarray, amount: np.ndarray
) -> "pd.DataFrame":
    """Return a row per customer and day."""
    import pandas as pd

    rows = pd.DataFrame({"customer": customer, "day": day, "amount": amount})
    return rows.groupby(["customer", "day"], as_index=False)[["amount"]].sum()
