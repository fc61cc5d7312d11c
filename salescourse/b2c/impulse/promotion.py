"""What an offer was worth, from two groups and two counts each."""

from dataclasses import dataclass
from math import sqrt

from salescourse.checks import as_amount, as_number, one_count, one_rate

_TWO_SIDED = 1.96


@dataclass(frozen=True)
class PromotionWorth:
    """An offer, judged against customers who had none.

    Attributes
    ----------
    bump : float
        Orders of the offer beyond what those days would have brought.
    dip : float
        Orders that are missing afterwards.
    new : float
        Orders there would not have been: `bump` less `dip`.
    give_or_take : float
        Half of the 95 % interval of `new`.
    window_eur : float
        What the days of the offer alone are ahead by, returns in.
    worth_eur : float
        What it is ahead by in the end, with the orders that are missing afterwards.
    needed : float or None
        The share of the bump that must be new for the offer to pay; None if it would
        not pay even if all of it were.

    Examples
    --------
    >>> from salescourse.b2c.impulse import promotion_worth
    >>> spring = promotion_worth(
    ...     offered=5000, left_alone=5000, during=(204, 55), after=(53, 159),
    ...     margin_eur=(77, 161), returned=(0.19, 0.08), return_cost_eur=45)
    >>> spring.new, round(spring.give_or_take, 1), round(spring.needed, 2)
    (43.0, 42.5, 0.86)
    """

    bump: float
    dip: float
    new: float
    give_or_take: float
    window_eur: float
    worth_eur: float
    needed: float | None


def promotion_worth(
    *,
    offered: int,
    left_alone: int,
    during: tuple[int, int],
    after: tuple[int, int],
    margin_eur: tuple[float, float],
    returned: tuple[float, float],
    return_cost_eur: float,
) -> PromotionWorth:
    """Judge an offer by the weeks after it, and by those who had none.

    Parameters
    ----------
    offered, left_alone : int
        Customers with the offer and without.
    during, after : (int, int)
        Orders while it ran, and in the weeks after it: with the offer, without.
    margin_eur : (float, float)
        What an order earns that is kept: with the offer, at the full price.
    returned : (float, float)
        Share of orders that come back: with the offer, at the full price.
    return_cost_eur : float
        What an order that comes back costs.

    Returns
    -------
    PromotionWorth
        For all who had the offer, the others counted as if they were as many.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> spring = promotion_worth(
    ...     offered=5000, left_alone=5000, during=(204, 55), after=(53, 159),
    ...     margin_eur=(77, 161), returned=(0.19, 0.08), return_cost_eur=45)
    >>> spring.bump, spring.dip, round(spring.window_eur), round(spring.worth_eur)
    (149.0, 106.0, 3031, -12288)
    """
    times = one_count("offered", offered) / one_count("left_alone", left_alone)
    with_it, without = (as_amount("during", n) for n in _both("during", during))
    later, later_without = (as_amount("after", n) for n in _both("after", after))
    margins = _both("margin_eur", margin_eur)
    reduced, full = (as_number("margin_eur", euros) for euros in margins)
    shares = _both("returned", returned)
    back, back_usually = (one_rate("returned", share) for share in shares)
    cost = as_amount("return_cost_eur", return_cost_eur)
    earns = (1 - back) * reduced - back * cost
    earns_usually = (1 - back_usually) * full - back_usually * cost
    bump = with_it - times * without
    dip = times * later_without - later
    spread = with_it + later + times**2 * (without + later_without)
    usual = times * (without + later_without)
    return PromotionWorth(
        bump=bump,
        dip=dip,
        new=bump - dip,
        give_or_take=_TWO_SIDED * sqrt(spread),
        window_eur=with_it * earns - times * without * earns_usually,
        worth_eur=with_it * earns + (later - usual) * earns_usually,
        needed=_needed(bump, with_it, earns, earns_usually),
    )


def _both(name: str, values: object) -> tuple[float, float]:
    if not isinstance(values, (tuple, list)) or len(values) != 2:
        raise ValueError(
            f"{name} must be two numbers, with the offer and without, got {values!r}."
        )
    return values[0], values[1]


def _needed(
    bump: float, with_it: float, earns: float, earns_usually: float
) -> float | None:
    """Return which share of the bump must be new: all who order get the discount."""
    if bump <= 0 or earns_usually <= 0:
        return None
    may_be_early = with_it * earns / earns_usually - (with_it - bump)
    return max(1 - may_be_early / bump, 0.0) if may_be_early >= 0 else None
