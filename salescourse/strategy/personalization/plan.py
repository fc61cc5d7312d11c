"""A mail test before it is sent: what it can earn, what it costs, what it will show."""

from dataclasses import dataclass
from math import sqrt

from salescourse.checks import as_amount, one_count, one_rate

_TWO_SIDED, _EIGHT_IN_TEN = 1.959964, 0.841621


@dataclass(frozen=True)
class MailTest:
    """What follows from a plan to mail some customers and leave others alone by chance.

    Attributes
    ----------
    breakeven : float
        The uplift from which a mail pays: its cost over the margin.
    earns_eur : float
        What the mails earn if they add what is hoped, beyond mailing nobody.
    left_alone_eur : float
        What those who are left alone would have earned in that case.
    give_or_take : float
        Half the width of the 95 % interval of the uplift.
    needed : float or None
        So many customers in all show in eight tests of ten that a mail pays, if it
        adds what is hoped. None if what is hoped does not pay for the mail.

    Examples
    --------
    >>> from salescourse.strategy.personalization import mail_test
    >>> plan = mail_test(5000, left_alone=0.5, without=0.1, uplift=0.04,
    ...                  margin_eur=20, cost_eur=0.5)
    >>> plan.breakeven, round(plan.earns_eur, 2)
    (0.025, 750.0)
    """

    breakeven: float
    earns_eur: float
    left_alone_eur: float
    give_or_take: float
    needed: float | None


def mail_test(
    customers: int,
    *,
    left_alone: float,
    without: float,
    uplift: float,
    margin_eur: float,
    cost_eur: float,
) -> MailTest:
    """Work out a mail test before it is sent.

    Parameters
    ----------
    customers : int
        How many there are, mailed or not.
    left_alone : float
        The share whom chance leaves alone, above 0 and below 1.
    without : float
        The share that buys without a mail.
    uplift : float
        What a mail is hoped to add to that share.
    margin_eur, cost_eur : float
        What a purchase earns, and what a mail costs.

    Returns
    -------
    MailTest

    Raises
    ------
    ValueError
        If nobody is left alone, or everybody; if more than all would buy; or if a
        purchase earns nothing.

    Examples
    --------
    Four buyers more in a hundred, at €20 each, for a mail of 50 cents:

    >>> plan = mail_test(5000, left_alone=0.5, without=0.1, uplift=0.04,
    ...                  margin_eur=20, cost_eur=0.5)
    >>> round(plan.give_or_take, 3), round(plan.needed)
    (0.018, 14679)
    """
    count = one_count("customers", customers)
    share, before = one_rate("left_alone", left_alone), one_rate("without", without)
    added = one_rate("uplift", uplift)
    after = before + added
    margin = as_amount("margin_eur", margin_eur)
    cost = as_amount("cost_eur", cost_eur)
    if not 0 < share < 1:
        raise ValueError(
            f"left_alone must be above 0 and below 1, got {share:g}. Without both "
            "groups there is nothing to compare."
        )
    if after > 1:
        raise ValueError(
            f"without and uplift make {after:g}: more than everybody would buy."
        )
    if not margin:
        raise ValueError("margin_eur must be above 0: no mail pays for nothing.")
    spread = after * (1 - after) / (1 - share) + before * (1 - before) / share
    one = added * margin - cost
    beyond = added - cost / margin
    errors = _TWO_SIDED + _EIGHT_IN_TEN
    wanted = (errors / beyond) ** 2 * spread if beyond > 0 else None
    return MailTest(
        breakeven=cost / margin,
        earns_eur=count * (1 - share) * one,
        left_alone_eur=count * share * one,
        give_or_take=_TWO_SIDED * sqrt(spread / count),
        needed=wanted,
    )
