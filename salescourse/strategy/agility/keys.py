"""Keys of the exercises of the chapter `agility`, and what people write instead."""

from functools import lru_cache

from salescourse.strategy.agility import Looks, chance_better, customers_needed

# The difference that a test with one look at the end sees four times in five.
DRIFT = 2.8


def alarms(looks: int) -> float:
    """Return how often a watched test of two equal versions ends with a verdict.

    Examples
    --------
    >>> round(alarms(20), 3)
    0.248
    """
    return Looks.unplanned(looks).false_alarm()


def alarms_if_independent(looks: int) -> float:
    """Take the looks for independent, as if each began with new customers."""
    return 1 - 0.95**looks


def alarms_added_up(looks: int) -> float:
    """Add up the chances of the single looks."""
    return 0.05 * looks


def lucky_winners(looks: int) -> float:
    """Count only the verdicts that say better."""
    return alarms(looks) / 2


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


def days_for_one_side(rate: float, new_rate: float, *, per_day: float) -> float:
    """Forget that the customers of a day are shared by two sides."""
    return customers_needed(rate, new_rate) / per_day


def carts_per_side(rate: float, new_rate: float) -> float:
    """Stop at the customers, where days are asked for."""
    return customers_needed(rate, new_rate)


def carts_for_points(points: float) -> float:
    """Return the carts per side that show a rise from 38 % by so many points.

    Examples
    --------
    >>> round(carts_for_points(2))
    9335
    """
    return customers_needed(0.38, 0.38 + points / 100)


def carts_in_proportion(points: float) -> float:
    """Let the customers go with the difference, and not with its square."""
    return carts_for_points(4) * 4 / points


def carts_the_other_way(points: float) -> float:
    """Let the customers go down with a smaller difference."""
    return carts_for_points(4) * points / 4


def carts_upside_down(points: float) -> float:
    """Let the customers go with the square, but the wrong way round."""
    return carts_for_points(4) * (points / 4) ** 2


def next_to_second(won: int, customers: int) -> float:
    """Return the chance that the second version gets the next customer.

    The first version has won none of `customers`, the second has won `won` of them.

    Examples
    --------
    >>> round(next_to_second(1, 1), 4)
    0.8333
    """
    return chance_better([0, won], [customers, customers])


def mean_of_second(won: int, customers: int) -> float:
    """Take the expected rate of the second version for the chance."""
    return (1 + won) / (2 + customers)


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


def empty_wins_of_idle(good: float, looks: int) -> float:
    """Answer how many idle ideas win, not how many winners are idle."""
    return _chances(looks)[0]


def empty_wins_of_all(good: float, looks: int) -> float:
    """Divide by all ideas and not by the winners."""
    return (1 - good) * _chances(looks)[0]


def empty_wins_one_look(good: float, looks: int) -> float:
    """Forget that looks add to the luck."""
    return empty_wins(good, 1)


def full_wins(good: float, looks: int) -> float:
    """Answer for the winners that work."""
    return 1 - empty_wins(good, looks)
