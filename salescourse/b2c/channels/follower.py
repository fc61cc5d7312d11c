"""A channel that follows people who already want to buy: its clicks, and its sales."""

from typing import NamedTuple

from salescourse.checks import as_positive, as_rate


class Follower(NamedTuple):
    """What last touch says of a channel, and what would be lost without it.

    Attributes
    ----------
    lost_if_off : float
        Share of the sales that would not happen without the channel.
    last_touch : float
        Share of the sales that end with a click on it.

    Examples
    --------
    >>> from salescourse.b2c.channels import follower
    >>> round(follower(0.5, extra=0.5).last_touch, 3)
    0.5
    """

    lost_if_off: float
    last_touch: float


def follower(
    click_share: float,
    *,
    extra: float,
    wish_days: float = 50,
    visits_per_day: float = 0.3,
    buy_rate: float = 0.2,
) -> Follower:
    """Compare what a channel that follows willing buyers is given with what it makes.

    Somebody wants a machine. On each day the wish fades with chance ``1 / wish_days``;
    if not, the person comes with some chance, and a visit ends in a purchase with
    chance `buy_rate`. Of the visits a share begins with a click on the channel, and of
    these a share is extra: without the channel there would be no visit on that day.

    Parameters
    ----------
    click_share : float
        Share of the visits that come through the channel.
    extra : float
        Share of its clicks that are extra visits. The others would have come anyway.
    wish_days : float
        Mean days until the wish has faded, more than 1.
    visits_per_day : float
        Chance of a visit on a day without the channel.
    buy_rate : float
        Chance that a visit ends in a purchase.

    Returns
    -------
    Follower
        The share of sales lost without the channel, and what last touch gives it.

    Raises
    ------
    ValueError
        If a rate is out of range, or the visits come to more than one a day.

    Examples
    --------
    Half of all visits come through it, and half of these are extra. Last touch gives
    it half of the sales; 6 % would be lost.

    >>> said = follower(0.5, extra=0.5)
    >>> round(said.last_touch, 3), round(said.lost_if_off, 3)
    (0.5, 0.063)
    """
    clicks, more = (
        float(as_rate(name, rate))
        for name, rate in (("click_share", click_share), ("extra", extra))
    )
    visits = float(as_rate("visits_per_day", visits_per_day))
    buy = float(as_rate("buy_rate", buy_rate))
    fade = 1 / as_positive("wish_days", wish_days)
    with_it = visits / (1 - clicks * more) if clicks * more < 1 else float("inf")
    if fade >= 1 or not visits or not buy or with_it > 1:
        raise ValueError(
            "There must be a chance to come, to buy and to wait, and at most "
            f"one visit a day; got {with_it:g} visits a day, a buy_rate of "
            f"{buy:g} and wish_days of {wish_days:g}."
        )
    sold = [_ever((1 - fade) * rate * buy, fade) for rate in (visits, with_it)]
    return Follower(1 - sold[0] / sold[1], clicks)


def _ever(buys: float, fades: float) -> float:
    """Return the chance that the first of two daily events comes before the second."""
    return buys / (buys + fades)
