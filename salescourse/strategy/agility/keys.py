"""Keys of the exercises of the chapter `agility`, and what people write instead."""

from functools import lru_cache

from salescourse.strategy.agility import Looks, chance_better, customers_needed

# The difference that a test with one look at the end sees four times in five.
DRIFT = 2.8


def alarms(looks: int, *, level: float = 0.05) -> float:
    """Return how often a watched test of two equal versions ends with a verdict.

    Examples
    --------
    >>> round(alarms(20), 3)
    0.248
    >>> round(alarms(10, level=0.01), 3)
    0.047
    """
    return Looks.unplanned(looks, level=level).false_alarm()


def days_needed(
    rate: float, new_rate: float, *, per_day: float, power: float = 0.8
) -> float:
    """Return the days until both sides of a test have their customers.

    Examples
    --------
    >>> round(days_needed(0.38, 0.41, per_day=60))
    139
    """
    return 2 * customers_needed(rate, new_rate, power=power) / per_day


def next_to_second(won: int, customers: int) -> float:
    """Return the chance that the second version gets the next customer.

    The first version has won none of `customers`, the second has won `won` of them.

    Examples
    --------
    >>> round(next_to_second(1, 1), 4)
    0.8333
    """
    return chance_better([0, won], [customers, customers])


@lru_cache
def _chances(looks: int) -> tuple[float, float, float]:
    """Return the chances to be found better by luck and by merit, and of any alarm."""
    way = Looks.unplanned(looks)
    lucky = float(way.stops(0)["above"].sum())
    return lucky, way.power(DRIFT), way.false_alarm()


def empty_wins(good: float, looks: int) -> float:
    """Return the share of announced winners that do nothing.

    A share `good` of the ideas works, with a drift that one look sees 80 % of the time.
    The others do nothing. Each is tested with unplanned looks, and announced if it is
    found better.

    Examples
    --------
    >>> round(empty_wins(0.1, 1), 3), round(empty_wins(0.1, 10), 3)
    (0.22, 0.502)
    """
    lucky, real, _ = _chances(looks)
    return (1 - good) * lucky / ((1 - good) * lucky + good * real)


def empty_wins_both_sides(good: float, looks: int) -> float:
    """Count among the lucky those that were found worse, too."""
    _, real, alarm = _chances(looks)
    return (1 - good) * alarm / ((1 - good) * alarm + good * real)


def idle_wins(looks: int) -> float:
    """Return how many idle ideas win, where how many winners are idle is asked for."""
    return _chances(looks)[0]
