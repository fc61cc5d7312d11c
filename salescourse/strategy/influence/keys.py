"""Keys of the exercises of the chapter `influence`, and what people write instead."""

from functools import cache
from typing import TYPE_CHECKING

from salescourse.strategy.influence import Bass, fit_bass, friend_counts, passed_on

if TYPE_CHECKING:
    import networkx as nx


def peak_time(p: float, q: float) -> float:
    """Return when most is sold.

    Examples
    --------
    >>> round(peak_time(0.01, 0.5), 2)
    7.67
    """
    return Bass(p, q).peak_time


def share_at_peak(p: float, q: float) -> float:
    """Return the share that has bought at the peak, where its time is asked for."""
    return Bass(p, q).share_at_peak


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
