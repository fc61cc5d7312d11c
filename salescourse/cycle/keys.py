"""Keys of the exercises of the chapter `map`, and what people write instead."""

from salescourse.cycle import SalesCycle

_MINUTES_PER_DAY = 24 * 60
_PASS_QUALIFY = 0.55
_PASS_DISCOVERY = 0.70


def half_of_the_wins_days() -> float:
    """Return by which day half of the B2B wins are signed.

    Examples
    --------
    >>> round(half_of_the_wins_days())
    120
    """
    return SalesCycle.b2b().quantile(0.5, given="won")


def half_of_the_deals_days() -> float:
    """Take the median of all deals instead of that of the wins."""
    return SalesCycle.b2b().quantile(0.5)


def half_of_the_losses_days() -> float:
    """Take the median of the losses instead of that of the wins."""
    return SalesCycle.b2b().quantile(0.5, given="lost")


def mean_win_days() -> float:
    """Take the mean of the wins instead of their median."""
    return SalesCycle.b2b().mean_days("won")


def order_days() -> float:
    """Return how many days a shop session with an order takes on average.

    Examples
    --------
    >>> round(24 * 60 * order_days(), 1)
    112.5
    """
    return SalesCycle.b2c().mean_days("won")


def session_minutes() -> float:
    """Take all sessions, with and without an order."""
    return SalesCycle.b2c().mean_days() * _MINUTES_PER_DAY


def median_order_minutes() -> float:
    """Take the median of the sessions with an order instead of their mean."""
    return SalesCycle.b2c().quantile(0.5, given="won") * _MINUTES_PER_DAY


def selective_cost(through: float) -> float:
    """Return the cost of a win if qualifying drops only what discovery would lose.

    Examples
    --------
    >>> round(selective_cost(0.45))
    10450
    """
    return _cycle(through, _past_discovery(through)).cost_per_win_eur()


def blind_cost(through: float) -> float:
    """Forget that those let through are better than before.

    Examples
    --------
    >>> round(blind_cost(0.35))
    11500
    """
    return _cycle(through, _PASS_DISCOVERY).cost_per_win_eur()


def only_discovery_cost(through: float) -> float:
    """Let discovery keep more, but leave qualifying as it was."""
    past = _past_discovery(through)
    return _cycle(_PASS_QUALIFY, past).cost_per_win_eur()


def upside_down_cost(through: float) -> float:
    """Turn the ratio of the two shares over: discovery keeps fewer."""
    past = _PASS_DISCOVERY * through / _PASS_QUALIFY
    return _cycle(through, past).cost_per_win_eur()


def selective_cost_per_deal(through: float) -> float:
    """Return the cost of a deal, won or not."""
    return _cycle(through, _past_discovery(through)).cost_per_deal_eur()


def _past_discovery(through: float) -> float:
    return _PASS_QUALIFY * _PASS_DISCOVERY / through


def _cycle(qualified: float, past_discovery: float) -> SalesCycle:
    qualify = {"discovery": qualified, "lost": 1 - qualified}
    discovery = {"evaluation": past_discovery, "lost": 1 - past_discovery}
    return (
        SalesCycle.b2b()
        .with_routing("qualify", **qualify)
        .with_routing("discovery", **discovery)
    )
