"""Keys of the exercises of the chapter `impulse`, and what people write instead."""

import math

from salescourse.b2c.impulse import FadingDesire


def explorers_wish(half_life_days: float, times: float) -> FadingDesire:
    """Return the households of the chapter's explorer, with its offer."""
    wish = FadingDesire(0.15, math.log(2) / half_life_days, wanting=0.2)
    return wish.with_deadline(14, window_days=3, times=times)


def bought_with_offer(half_life_days: float, times: float, by: float) -> float:
    """Return the share that has bought by a day, with the explorer's offer.

    Examples
    --------
    >>> round(bought_with_offer(7, 5, 98), 3)
    0.174
    """
    return float(explorers_wish(half_life_days, times).bought(by))


def bought_without_offer(half_life_days: float, by: float) -> float:
    """Read the line without the offer."""
    return float(explorers_wish(half_life_days, 1).without_deadline().bought(by))


def gain_by_deadline(
    per_day: float, fade: float, day: float, window_days: float, times: float
) -> float:
    """Return what a deadline adds to the share that ever buys.

    Examples
    --------
    >>> round(gain_by_deadline(0.05, 0.2, 7, 2, 3), 4)
    0.0458
    """
    wish = FadingDesire(per_day, fade)
    offer = wish.with_deadline(day, window_days=window_days, times=times)
    return offer.ever - wish.ever


def ever_with_deadline(
    per_day: float, fade: float, day: float, window_days: float, times: float
) -> float:
    """Forget to take off those who buy anyway."""
    wish = FadingDesire(per_day, fade)
    return wish.with_deadline(day, window_days=window_days, times=times).ever


def gain_on_the_day(
    per_day: float, fade: float, day: float, window_days: float, times: float
) -> float:
    """Stop counting at the deadline."""
    wish = FadingDesire(per_day, fade)
    offer = wish.with_deadline(day, window_days=window_days, times=times)
    return float(offer.bought(day) - wish.bought(day))


def ever_without_deadline(per_day: float, fade: float) -> float:
    """Return the share that ever buys without an offer.

    Examples
    --------
    >>> round(ever_without_deadline(0.05, 0.2), 4)
    0.2212
    """
    return FadingDesire(per_day, fade).ever


def ever_if_they_wait(
    per_day: float,
    fade: float,
    day: float,
    window_days: float,
    times: float,
    waiting_days: float,
) -> float:
    """Return the share that ever buys if people hold back before an offer they expect.

    On the last `waiting_days` days before the offer opens nobody buys, and the wish
    fades on.

    Examples
    --------
    >>> round(ever_if_they_wait(0.15, 0.05, 14, 3, 5, 11), 3)
    0.932
    """
    wish = FadingDesire(per_day, fade)
    offer = wish.with_deadline(day, window_days=window_days, times=times)
    opens = day - window_days
    left_out = (1 - wish.bought(opens)) / (1 - wish.bought(opens - waiting_days))
    return float(1 - (1 - offer.ever) / left_out)


def days_lost_from_the_end(
    per_day: float,
    fade: float,
    day: float,
    window_days: float,
    times: float,
    waiting_days: float,
) -> float:
    """Take off what they would have bought, as a share of all instead of those left."""
    wish = FadingDesire(per_day, fade)
    offer = wish.with_deadline(day, window_days=window_days, times=times)
    opens = day - window_days
    return float(offer.ever - (wish.bought(opens) - wish.bought(opens - waiting_days)))
