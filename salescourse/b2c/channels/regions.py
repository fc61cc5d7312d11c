"""A holdout by region before it begins: what it can show, and what it costs."""

from dataclasses import dataclass
from math import sqrt

from salescourse.checks import as_amount, one_count, one_rate

_TWO_SIDED, _EIGHT_IN_TEN = 1.959964, 0.841621


@dataclass(frozen=True)
class RegionTest:
    """What follows from a plan to switch a channel off in some regions.

    Attributes
    ----------
    breakeven : float
        The share of sales that the channel must make to pay for itself.
    give_or_take : float
        Half the width of the 95 % interval of the share of sales lost without it.
    finds : float
        The smallest share of sales that shows in eight tests of ten.
    forgone_eur : float
        Margin lost while it is off, less what is saved, if it makes what is hoped.
        Below zero the test earns money.
    weeks_needed : float or None
        Weeks after which eight tests of ten tell what is hoped from the break-even.
        None if no number of weeks will do: the weeks before are too few.

    Examples
    --------
    >>> from salescourse.b2c.channels import region_test
    >>> plan = region_test(12, hidden=6, weeks=8, before=26, swing=0.1, hoped=0.28,
    ...                    sales_eur=10_000, margin=0.4, spend_eur=400)
    >>> round(plan.give_or_take, 3), round(plan.breakeven, 2)
    (0.046, 0.1)
    """

    breakeven: float
    give_or_take: float
    finds: float
    forgone_eur: float
    weeks_needed: float | None


def region_test(
    regions: int,
    *,
    hidden: int,
    weeks: int,
    before: int,
    swing: float,
    hoped: float,
    sales_eur: float,
    margin: float,
    spend_eur: float,
) -> RegionTest:
    """Work out a holdout by region before it begins.

    A coin chooses the regions in which the channel is off for some weeks. Each region
    is compared with its own weeks before, and those where it is off with the others.
    Regions are taken to be of one size, and each swings about its usual sales from
    week to week, independently of the others.

    Parameters
    ----------
    regions, hidden : int
        How many there are, and in how many the channel is off.
    weeks, before : int
        How long it is off, and how many weeks before that are compared with.
    swing : float
        Standard deviation of a region's sales in a week, as a share of its usual
        sales, once the ups and downs that all regions share are taken off.
    hoped : float
        The share of sales that the channel is thought to make.
    sales_eur, spend_eur : float
        Usual sales, and spending on the channel, of one region in a week.
    margin : float
        Margin as a share of sales.

    Returns
    -------
    RegionTest

    Raises
    ------
    ValueError
        If it is off nowhere or everywhere, if a number is out of range, or if a sale
        earns nothing.

    Examples
    --------
    A channel off in six regions of twelve, for eight weeks:

    >>> plan = region_test(12, hidden=6, weeks=8, before=26, swing=0.1, hoped=0.28,
    ...                    sales_eur=10_000, margin=0.4, spend_eur=400)
    >>> round(plan.finds, 3), round(plan.forgone_eur), round(plan.weeks_needed, 1)
    (0.065, 34560, 0.8)

    References
    ----------
    Vaver and Koehler (2011), Measuring ad effectiveness using geo experiments, Google,
    for the plan by regions; the formula here is the plain difference of two means.
    """
    count, off = one_count("regions", regions), one_count("hidden", hidden)
    during, earlier = one_count("weeks", weeks), one_count("before", before)
    noise, makes = one_rate("swing", swing), one_rate("hoped", hoped)
    sales = as_amount("sales_eur", sales_eur)
    kept = one_rate("margin", margin)
    spend = as_amount("spend_eur", spend_eur)
    if not 0 < off < count:
        raise ValueError(
            f"hidden must be at least 1 and fewer than the {count} regions, got {off}. "
            "Without both groups there is nothing to compare."
        )
    if not (during and earlier):
        raise ValueError("weeks and before must be at least 1.")
    if not sales * kept:
        raise ValueError("sales_eur and margin must be above 0.")
    groups = 1 / off + 1 / (count - off)
    error = noise * sqrt(groups * (1 / during + 1 / earlier))
    errors = _TWO_SIDED + _EIGHT_IN_TEN
    breakeven = spend / (sales * kept)
    return RegionTest(
        breakeven=breakeven,
        give_or_take=_TWO_SIDED * error,
        finds=errors * error,
        forgone_eur=off * during * (makes * sales * kept - spend),
        weeks_needed=_weeks(errors * noise, abs(makes - breakeven), groups, earlier),
    )


def _weeks(noise: float, apart: float, groups: float, before: int) -> float | None:
    """Return after how many weeks the error is small enough to see what is apart."""
    if not noise:
        return 1.0
    seen = apart / noise
    left = seen * seen / groups - 1 / before
    return 1 / left if left > 0 else None
