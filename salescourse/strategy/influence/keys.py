"""Keys of the exercises of the chapter `influence`, and what people write instead."""

import math
from functools import cache
from typing import TYPE_CHECKING

from salescourse.strategy.influence import (
    Bass,
    LiveGraphs,
    Network,
    any_people,
    fit_bass,
    friend_counts,
    named_friends,
    passed_on,
)

if TYPE_CHECKING:
    import networkx as nx


@cache
def town() -> "nx.Graph":
    """Return the 2,000 coffee drinkers of the chapter, and who knows whom."""
    import networkx as nx

    return nx.barabasi_albert_graph(2000, 3, seed=1)


@cache
def coins(chance: float) -> LiveGraphs:
    """Return the town a thousand times over."""
    return Network.of(town(), chance).draw(1000, seed=1)


def forty() -> list[int]:
    """Return the forty small voices."""
    return any_people(town(), 40, seed=16)


def reach_of_famous(chance: float, followers: int = 240, trust: float = 1.0) -> float:
    """Return how many hear of it through the famous one."""
    people = any_people(town(), followers, seed=2)
    return coins(chance).reach_of_broadcast(people, trust * chance, seed=5).people


def reach_of_forty(chance: float) -> float:
    """Return how many hear of it through the forty, without them."""
    return coins(chance).reach(forty()).people - 40


def reach_of_named(chance: float) -> float:
    """Return how many hear of it through friends whom the forty name, without them."""
    named = named_friends(town(), forty(), seed=3)
    return coins(chance).reach(named).people - len(named)


def peak_time(p: float, q: float) -> float:
    """Return when most is sold.

    Examples
    --------
    >>> round(peak_time(0.01, 0.5), 2)
    7.67
    """
    return Bass(p, q).peak_time


def log_of_odds(p: float, q: float) -> float:
    """Forget to divide by p + q."""
    return math.log(q / p)


def share_at_peak(p: float, q: float) -> float:
    """Return the share that has bought at the peak, where its time is asked for."""
    return Bass(p, q).share_at_peak


def with_log10(p: float, q: float) -> float:
    """Take the wrong logarithm."""
    return math.log10(q / p) / (p + q)


def upside_down(p: float, q: float) -> float:
    """Divide p by q, which gives a time before the start."""
    return math.log(p / q) / (p + q)


@cache
def _recorders() -> tuple[int, ...]:
    from salescourse.datasets import load

    return tuple(load("vcr_sales")["sales_thousands"].tolist())


def forecast_after(years: int) -> float:
    """Return what is still to be sold by the tenth year, in thousands, foretold.

    Examples
    --------
    >>> round(forecast_after(8))
    9260
    """
    model = fit_bass(_recorders()[:years]).model
    return float(model.sales(list(range(years + 1, 11))).sum())


def sold_after(years: int) -> float:
    """Return what really was sold."""
    return float(sum(_recorders()[years:]))


def rest_of_market_after(years: int) -> float:
    """Count to the end of all time."""
    return fit_bass(_recorders()[:years]).market - sum(_recorders()[:years])


def one_year_too_early(years: int) -> float:
    """Start with the last year that was seen."""
    model = fit_bass(_recorders()[:years]).model
    return float(model.sales(list(range(years, 10))).sum())


def bought_by(years: int, p: float, q: float, stop: int) -> float:
    """Return the share that has bought if advertising ends after some years.

    Each year, of those who have not bought, a share p buys by itself while the
    advertising runs, and q times the share that has bought follows.

    Examples
    --------
    >>> round(bought_by(12, 0.03, 0.5, 3), 3)
    0.945
    """
    share = 0.0
    for year in range(years):
        share += ((p if year < stop else 0) + q * share) * (1 - share)
    return share


def never_stopped(years: int, p: float, q: float, stop: int) -> float:
    """Let the advertising run on."""
    return bought_by(years, p, q, years)


def all_stopped(years: int, p: float, q: float, stop: int) -> float:
    """Stop the friends as well."""
    return bought_by(min(years, stop), p, q, stop)


def a_year_longer(years: int, p: float, q: float, stop: int) -> float:
    """Stop a year late."""
    return bought_by(years, p, q, stop + 1)


def of_everybody(years: int, p: float, q: float, stop: int) -> float:
    """Forget that those who have bought do not buy again."""
    share = 0.0
    for year in range(years):
        share += (p if year < stop else 0) + q * share
    return share


def club_passed_on(chance: float) -> float:
    """Return how many new people each who hears tells, in the karate club."""
    return passed_on(_club(), chance)


def club_by_friends(chance: float) -> float:
    """Take how many friends people have, and not how many their friends have."""
    return chance * (friend_counts(_club()).friends - 1)


def club_with_the_teller(chance: float) -> float:
    """Count the one from whom it came."""
    return chance * friend_counts(_club()).friends_of_friends


@cache
def _club() -> "nx.Graph":
    import networkx as nx

    return nx.karate_club_graph()


def diamond_reach(chance: float) -> float:
    """Return how many hear of it if one tells two, and these two tell a fourth.

    Examples
    --------
    >>> diamond_reach(0.5)
    2.4375
    """
    return 1 + 2 * chance + 1 - (1 - chance**2) ** 2


def diamond_twice(chance: float) -> float:
    """Count the fourth twice if both ways work."""
    return 1 + 2 * chance + 2 * chance**2


def diamond_once(chance: float) -> float:
    """Forget the second way to the fourth."""
    return 1 + 2 * chance + chance**2


def diamond_without_seed(chance: float) -> float:
    """Forget the first person."""
    return diamond_reach(chance) - 1
