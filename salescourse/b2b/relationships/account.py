"""What an account is worth whose fee grows, or shrinks, while it stays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.relationships.worth import as_discount
from salescourse.checks import as_number, as_rate

_MOST_RENEWALS = 100


def account_fees(
    renewal_rates: Sequence[float], *, growth: float = 0.0, discount: float
) -> NDArray[np.float64]:
    """Return what an account is worth after each signature, in the fee it then pays.

    The fee of the year is paid at once. An account that renews pays ``1 + growth``
    times as much a year later, and that counts ``1 / (1 + discount)``. So with the
    renewal rates r(1), r(2), ... the worth after k renewals is::

        v(k) = 1 + r(k + 1) * (1 + growth) / (1 + discount) * v(k + 1)

    and 1 after the last renewal of the list: what comes later is left out.

    Parameters
    ----------
    renewal_rates : sequence of float
        Share that renews, of those up for their first, second, ... renewal.
    growth : float
        By which share the fee of an account that renews grows in a year, from -1 to
        1: 0.05 for five percent.
    discount : float
        What a year of waiting costs, as a rate.

    Returns
    -------
    ndarray
        Yearly fees, one number more than there are rates. The first is the worth of
        an account that has just signed, the second of one that has just renewed for
        the first time: what that renewal is worth.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    Nine in ten renew, then eight in ten; a renewed fee is a tenth higher, and a year of
    waiting costs a tenth:

    >>> account_fees([0.9, 0.8], growth=0.1, discount=0.1).round(2).tolist()
    [2.62, 1.8, 1.0]

    A renewal is worth 1.8 fees at the first, and 1 at the last one that is counted.

    References
    ----------
    With rates of `renewal_rate` and no growth it is the sum of Fader and Hardie (2010),
    Marketing Science 29(1):85-93, cut off after the last rate.
    """
    rates = np.atleast_1d(as_rate("renewal_rates", renewal_rates))
    if rates.ndim != 1 or not 1 <= rates.size <= _MOST_RENEWALS:
        raise ValueError(
            f"renewal_rates must be 1 to {_MOST_RENEWALS} rates, one per renewal, such "
            f"as [0.7, 0.8], got {renewal_rates!r}."
        )
    grows = as_number("growth", growth)
    if not -1 <= grows <= 1:
        raise ValueError(
            f"growth must be a yearly rate between -1 and 1, got {grows:g}. Five "
            "percent is 0.05."
        )
    step = (1 + grows) / (1 + float(as_discount(discount)))
    worth = np.ones(rates.size + 1)
    for renewal in range(rates.size - 1, -1, -1):
        worth[renewal] = 1 + rates[renewal] * step * worth[renewal + 1]
    return worth
