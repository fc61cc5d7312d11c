"""Journeys as a Markov chain: from channel to channel until a purchase, or nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.b2c.channels.paths import Paths
from salescourse.checks import position
from salescourse.cycle import SalesCycle

OUTCOMES = ("won", "lost")


@dataclass(frozen=True, eq=False, repr=False)
class JourneyChain:
    """A first-order Markov chain of journeys.

    Attributes
    ----------
    channels : tuple of str
        Names of the channels.
    begin : array
        Chance that a journey begins in each channel.
    onward : array
        Chance to go from the channel of the row to the channel of the column.
    buy : array
        Chance that a touch is the last one and the journey ends in a purchase.

    Examples
    --------
    >>> from salescourse.b2c.channels import journey_chain, read_paths
    >>> table = pd.DataFrame({"path": ["social", "search"], "sold": [3, 1], "not": [5, 3]})
    >>> chain = journey_chain(read_paths(table, conversions="sold", nulls="not"))
    >>> round(chain.rate, 4)
    0.3333
    """

    channels: tuple[str, ...]
    begin: NDArray[np.float64]
    onward: NDArray[np.float64]
    buy: NDArray[np.float64]

    @property
    def rate(self) -> float:
        """Chance that a journey ends in a purchase."""
        return float(self.begin @ self._buy_later())

    def without(self, channel: str) -> float:
        """Return the chance of a purchase if whoever comes to `channel` is lost.

        Nobody is sent to the other channels instead: that chance goes to nothing.

        Raises
        ------
        ValueError
            If there is no such channel.

        Examples
        --------
        >>> from salescourse.b2c.channels import journey_chain, read_paths
        >>> table = pd.DataFrame(
        ...     {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
        ... )
        >>> chain = journey_chain(read_paths(table, conversions="sold", nulls="not"))
        >>> round(chain.rate, 3), round(chain.without("social"), 3)
        (0.333, 0.111)
        """
        at = position(channel, self.channels, "channel")
        return self.rate * (1 - float(self._removal()[at]))

    def removal_effects(self) -> pd.Series:
        """Return the share of purchases that pass through each channel, by the chain.

        Returns
        -------
        Series
            By channel, largest first. They add up to more than 1, since a journey
            passes through several channels.
        """
        index = pd.Index(self.channels, name="channel")
        effects = pd.Series(self._removal(), index, name="removal_effect")
        return effects.sort_values(ascending=False, kind="stable")

    def as_cycle(self) -> SalesCycle:
        """Return the chain as a `SalesCycle` whose stages are the channels.

        A stage "start" comes first and takes no time; each touch counts as a day.

        Examples
        --------
        >>> from salescourse.b2c.channels import journey_chain, read_paths
        >>> table = pd.DataFrame(
        ...     {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
        ... )
        >>> chain = journey_chain(read_paths(table, conversions="sold", nulls="not"))
        >>> chain.as_cycle().stages
        ('start', 'social', 'search')
        """
        stages = ("start", *self.channels)
        onward = np.hstack([np.zeros((len(stages), 1)), [self.begin, *self.onward]])
        buy = np.append(0, self.buy)
        routing = np.column_stack([onward, buy, 1 - onward.sum(axis=1) - buy])
        days = np.append(0, np.ones(len(self.channels)))
        return SalesCycle(stages, OUTCOMES, routing.clip(0), days, 1)

    def __repr__(self) -> str:
        return (
            f"A chain of {len(self.channels)} channels: {self.rate:.1%} of "
            "journeys end in a purchase"
        )

    def _buy_later(self) -> NDArray[np.float64]:
        stay = np.eye(len(self.channels)) - self.onward
        return np.asarray(np.linalg.solve(stay, self.buy), dtype=float)

    def _removal(self) -> NDArray[np.float64]:
        """Return the chance to buy by way of each channel, as a share of all.

        N = (I - Q)^-1 counts visits, so s N holds the expected visits to each channel
        and N[c, c] those of somebody who is there already. Their ratio is the chance
        to come to c at all.
        """
        m = len(self.channels)
        visits = np.linalg.solve(np.eye(m) - self.onward, np.eye(m))
        reach = (self.begin @ visits) / np.diag(visits)
        later = visits @ self.buy
        return reach * later / (self.begin @ later)


def journey_chain(paths: Paths) -> JourneyChain:
    """Fit a first-order Markov chain to journeys by counting.

    Parameters
    ----------
    paths : Paths
        Journeys, as `read_paths` makes them, with those that ended in nothing.

    Returns
    -------
    JourneyChain
        The most likely chain. Its rate is the share of journeys that bought, exactly.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame(
    ...     {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
    ... )
    >>> chain = journey_chain(read_paths(table, conversions="sold", nulls="not"))
    >>> chain
    A chain of 2 channels: 33.3% of journeys end in a purchase
    >>> chain.removal_effects().round(3).to_dict()
    {'search': 1.0, 'social': 0.667}

    References
    ----------
    Anderl, Becker, von Wangenheim and Schumann (2016), International Journal of
    Research in Marketing 33:457-474.
    """
    k = len(paths.channels)
    journeys = paths.conversions + paths.nulls
    ends = paths.starts + paths.lengths - 1
    weight = np.repeat(journeys, paths.lengths)
    # Pair each touch with the next one in the row; the last of a path has none.
    steps = paths.touches[:-1] * k + paths.touches[1:]
    taken = weight[:-1].copy()
    taken[ends[:-1]] = 0
    onward = np.bincount(steps, weights=taken, minlength=k * k).reshape(k, k)
    bought = np.bincount(paths.touches[ends], weights=paths.conversions, minlength=k)
    visits = np.bincount(paths.touches, weights=weight, minlength=k)
    begun = np.bincount(paths.touches[paths.starts], weights=journeys, minlength=k)
    # A channel that no counted journey used gets a row of zeros: it leads nowhere.
    visits = np.where(visits > 0, visits, 1)
    return JourneyChain(
        paths.channels,
        begun / journeys.sum(),
        onward / visits[:, None],
        bought / visits,
    )


def markov_credit(paths: Paths, what: str = "conversions") -> pd.Series:
    """Share all sales out in proportion to the removal effects of the Markov chain.

    Parameters
    ----------
    paths : Paths
        Journeys, as `read_paths` makes them.
    what : {"conversions", "value"}
        What is shared out.

    Returns
    -------
    Series
        Credit by channel, largest first; it adds up to all sales.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame(
    ...     {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
    ... )
    >>> paths = read_paths(table, conversions="sold", nulls="not")
    >>> markov_credit(paths).round(1).to_dict()
    {'search': 2.4, 'social': 1.6}
    """
    effects = journey_chain(paths).removal_effects()
    shares = effects / effects.sum()
    return (shares * paths.of(what).sum()).rename(what)
