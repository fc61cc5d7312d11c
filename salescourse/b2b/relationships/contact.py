"""What a customer is worth who buys now and then, and when to stop calling."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.relationships.worth import as_discount
from salescourse.checks import as_amount, as_rate
from salescourse.words import _


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
            _(
                "buy_chance must be one rate per period, such as [0.3, 0.2], got "
                "{value!r}."
            ).format(value=buy_chance)
        )
    sale, contact = (
        as_amount("sale_eur", sale_eur),
        as_amount("contact_eur", contact_eur),
    )
    step = 1 / (1 + float(as_discount(discount)))
    periods = chances.size
    moves = np.diag((1 - chances[:-1]) * step, k=1)
    moves[:, 0] += chances * step
    rewards = np.full(periods, -contact)
    rewards[0] += sale
    if chances.min() == 1 and step == 1:
        raise ValueError(
            _("A customer who always buys is worth more than any sum. Add a discount.")
        )
    return np.linalg.solve(np.eye(periods) - moves, rewards)


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
    for periods in range(1, recency_values(buy_chance, **terms).size + 1):
        worth.append(recency_values(list(buy_chance)[:periods], **terms)[0])
    return int(np.argmax(worth))
