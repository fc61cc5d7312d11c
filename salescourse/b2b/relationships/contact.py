"""What a customer is worth who buys now and then, and when to stop calling."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.relationships.worth import as_discount
from salescourse.checks import as_amount, as_rate

_MOST_PERIODS = 1_000
# A customer who stops more rarely than this stays for ever.
_LEAST_LEFT = 1e-200


def recency_values(
    buy_chance: Sequence[float],
    *,
    sale_eur: float,
    contact_eur: float,
    discount: float,
) -> NDArray[np.float64]:
    """Return what a customer is worth, by how many periods ago they last bought.

    Each period the customer is contacted and then buys or does not. A purchase starts
    the count again. Whoever stays silent through the last period is contacted no more.

    Parameters
    ----------
    buy_chance : sequence of float
        Chance to buy in a period, for customers who last bought 1, 2, ... periods ago.
    sale_eur : float
        What a purchase earns, without the contact.
    contact_eur : float
        What the contact of a period costs.
    discount : float
        What a period of waiting costs, as a rate.

    Returns
    -------
    ndarray
        Euros, one number per period of recency. The first includes the purchase that
        has just been made. A value below zero says: stop calling earlier.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> values = recency_values(
    ...     [0.30, 0.20, 0.15, 0.05], sale_eur=40, contact_eur=4, discount=0.2
    ... )
    >>> values.round(2).tolist()
    [52.32, 5.55, 1.25, -1.82]

    References
    ----------
    Pfeifer and Carraway (2000), Journal of Interactive Marketing 14(2):43-55.
    """
    chances = np.atleast_1d(as_rate("buy_chance", buy_chance))
    if chances.ndim != 1 or not chances.size:
        raise ValueError(
            "buy_chance must be one rate per period, such as [0.3, 0.2], got "
            f"{buy_chance!r}."
        )
    sale, contact = (
        as_amount("sale_eur", sale_eur),
        as_amount("contact_eur", contact_eur),
    )
    lost = float(as_discount(discount))
    lost, step = lost / (1 + lost), 1 / (1 + lost)
    if chances.max() == 1 and not lost:
        raise ValueError(
            "A customer who always buys in some period is worth more than any sum. Add "
            "a discount, or take a chance below 1."
        )
    # From the last period back: what is earned until the next purchase, and by how much
    # less than 1 that purchase counts. Only sums, so that no small difference is lost.
    earned, less = np.zeros(chances.size + 1), np.ones(chances.size + 1)
    for period in range(chances.size - 1, -1, -1):
        silent = (1 - chances[period]) * step
        earned[period] = silent * earned[period + 1] - contact
        less[period] = silent * less[period + 1] + lost
    if less[0] < _LEAST_LEFT:
        raise ValueError(
            "A customer who practically always buys again is worth more than any sum. "
            "Add a discount."
        )
    first = (earned[0] + sale) / less[0]
    values = earned[:-1] + (1 - less[:-1]) * first
    values[0] = first
    return values


def periods_worth_contacting(
    buy_chance: Sequence[float],
    *,
    sale_eur: float,
    contact_eur: float,
    discount: float,
) -> int:
    """Return after how many silent periods it pays to stop calling.

    Parameters
    ----------
    buy_chance, sale_eur, contact_eur, discount
        As for `recency_values`.

    Returns
    -------
    int
        Periods after a purchase in which to contact the customer: the number that
        makes a customer who has just bought worth most.

    Examples
    --------
    The fourth call costs more than it brings:

    >>> periods_worth_contacting(
    ...     [0.30, 0.20, 0.15, 0.05], sale_eur=40, contact_eur=4, discount=0.2
    ... )
    3
    """
    terms = {"sale_eur": sale_eur, "contact_eur": contact_eur, "discount": discount}
    worth = [float(sale_eur)]
    count = recency_values(buy_chance, **terms).size
    if count > _MOST_PERIODS:
        raise ValueError(
            f"buy_chance must hold at most {_MOST_PERIODS:,} periods here, got "
            f"{count:,}. Take longer periods."
        )
    for periods in range(1, count + 1):
        worth.append(recency_values(list(buy_chance)[:periods], **terms)[0])
    return int(np.argmax(worth))
