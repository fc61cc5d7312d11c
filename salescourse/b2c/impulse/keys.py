"""Keys of the exercises of the chapter `impulse`, and what people write instead."""

import math

from salescourse.b2c.impulse import FadingDesire, switch_days


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


def rate_over_fade(per_day: float, fade: float) -> float:
    """Take the chance that adds up for a share."""
    return per_day / fade


def share_never(per_day: float, fade: float) -> float:
    """Answer for those who never buy."""
    return math.exp(-per_day / fade)


def per_day_alone(per_day: float) -> float:
    """Take the first day's chance for the whole of it."""
    return per_day


def gain_in_relation(
    per_day: float, fade: float, day: float, window_days: float, times: float
) -> float:
    """Divide the gain by what there was before."""
    gain = gain_by_deadline(per_day, fade, day, window_days, times)
    return gain / FadingDesire(per_day, fade).ever


def gain_if_all_is_added(
    per_day: float, fade: float, day: float, window_days: float, times: float
) -> float:
    """Add the window `times` over, on top of what it had anyway."""
    return gain_by_deadline(per_day, fade, day, window_days, times + 1)


def switch(small: float, large: float, wait_days: float, k: float) -> float:
    """Return how many days ahead the choice turns around.

    Examples
    --------
    >>> round(switch(60, 100, 10, 0.1), 6)
    5.0
    """
    return switch_days(small, large, wait_days=wait_days, k=k)


def switch_seen_from_the_later(
    small: float, large: float, wait_days: float, k: float
) -> float:
    """Count the days to the later amount instead."""
    return switch(small, large, wait_days, k) + wait_days


def half_gone(k: float) -> float:
    """Return the days after which half of any amount is gone."""
    return 1 / k


def switch_without_the_wait(small: float, large: float, k: float) -> float:
    """Set the larger amount, discounted, against the smaller one undiscounted."""
    return (large / small - 1) / k


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


def ever_if_nobody_waits(
    per_day: float,
    fade: float,
    day: float,
    window_days: float,
    times: float,
    waiting_days: float,
) -> float:
    """Forget that people hold back."""
    return ever_with_deadline(per_day, fade, day, window_days, times)


def ever_if_the_wish_waits_too(
    per_day: float,
    fade: float,
    day: float,
    window_days: float,
    times: float,
    waiting_days: float,
) -> float:
    """Stop the clock while people wait, as if the wish did not fade meanwhile."""
    earlier = day - waiting_days
    wish = FadingDesire(per_day, fade)
    return wish.with_deadline(earlier, window_days=window_days, times=times).ever


def ever_if_they_wait_in_vain(
    per_day: float,
    fade: float,
    day: float,
    window_days: float,
    times: float,
    waiting_days: float,
) -> float:
    """Let them wait, and forget the offer they wait for."""
    return ever_if_they_wait(per_day, fade, day, window_days, 1, waiting_days)


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
