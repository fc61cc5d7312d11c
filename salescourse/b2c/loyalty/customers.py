"""From a list of purchases to a row per customer: what a shop has seen until a day."""

from typing import TYPE_CHECKING

import numpy as np

from salescourse.b2b.relationships.checks import check_frame
from salescourse.words import _

if TYPE_CHECKING:
    import pandas as pd

_WEEK = 7.0


def customer_summary(
    purchases: "pd.DataFrame",
    until: str,
    *,
    later_until: str | None = None,
    customer: str = "household_id",
    day: str = "bought_on",
    amount: str = "amount_eur",
) -> "pd.DataFrame":
    """Return what was seen of each customer until the end of a day.

    Purchases of one customer on one day count as one.

    Parameters
    ----------
    purchases : DataFrame
        A row per purchase.
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
    ValueError
        If a column is missing, a day cannot be read, or nobody bought by `until`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"household_id": ["H1"] * 3, "amount_eur": [20.0, 30, 40]}
    >>> bought = pd.DataFrame(rows | {"bought_on": ["2026-06-01", "2026-06-08", "2026-06-22"]})
    >>> customer_summary(bought, "2026-06-29").to_dict("records")
    [{'repeats': 2, 'last_weeks': 3.0, 'age_weeks': 4.0, 'mean_spend': 35.0}]
    """
    check_frame(purchases, [customer, day, amount], what="purchases")
    days = _by_day(purchases, customer, day, amount)
    end = _as_day("until", until)
    first = days.groupby("customer")["day"].transform("min")
    days = days.assign(first=first, repeat=days["day"] > first)[first <= end]
    if days.empty:
        raise ValueError(
            _(
                "Nobody had bought by {day:%Y-%m-%d}; the first purchase is later."
            ).format(day=end)
        )
    born = days.groupby("customer")["first"].first()
    seen = days[days["repeat"] & (days["day"] <= end)].groupby("customer")
    table = born.to_frame().join(
        seen.agg(repeats=("day", "size"), last=("day", "max"), mean=("amount", "mean"))
    )
    summary = table[[]].assign(
        repeats=table["repeats"].fillna(0).astype(np.int64),
        last_weeks=((table["last"] - table["first"]).dt.days / _WEEK).fillna(0.0),
        age_weeks=(end - table["first"]).dt.days / _WEEK,
        mean_spend=table["mean"].fillna(0.0),
    )
    if later_until is None:
        return summary.rename_axis(customer)
    stop = _as_day("later_until", later_until)
    if stop <= end:
        raise ValueError(
            _("later_until must come after until, got {stop:%Y-%m-%d}.").format(
                stop=stop
            )
        )
    later = days[(days["day"] > end) & (days["day"] <= stop)].groupby("customer")
    return summary.assign(
        later_repeats=later.size().reindex(table.index, fill_value=0),
        later_spend=later["amount"].sum().reindex(table.index, fill_value=0.0),
    ).rename_axis(customer)


def _by_day(
    purchases: "pd.DataFrame", customer: str, day: str, amount: str
) -> "pd.DataFrame":
    """Return a row per customer and day."""
    import pandas as pd

    rows = pd.DataFrame(
        {
            "customer": purchases[customer].to_numpy(),
            "day": pd.to_datetime(purchases[day], errors="coerce").to_numpy(),
            "amount": purchases[amount].to_numpy(),
        }
    )
    for name, column in zip((customer, day, amount), rows, strict=True):
        missing = rows[column].isna().to_numpy()
        if missing.any():
            row = int(np.argmax(missing))
            raise ValueError(
                _('Column "{name}" has {value} in row {row}.').format(
                    name=name, value=purchases[name].iloc[row], row=row + 1
                )
            )
    rows["day"] = rows["day"].dt.normalize()
    return rows.groupby(["customer", "day"], as_index=False)["amount"].sum()


def _as_day(name: str, value: object) -> "pd.Timestamp":
    import pandas as pd

    try:
        return pd.Timestamp(value).normalize()
    except (ValueError, TypeError):
        raise ValueError(
            _("{name} must be a day such as 2026-06-30, got {value!r}.").format(
                name=name, value=value
            )
        ) from None
