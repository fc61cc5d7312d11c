"""Sessions of households in a web shop, from a `SalesCycle`, for rules to act on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from salescourse.checks import as_positive, one_count
from salescourse.cycle.simulate import Seed, generator

if TYPE_CHECKING:
    from salescourse.cycle import SalesCycle

BOUGHT, LEFT_CART, LEFT = "bought", "left a cart", "left"
EVENTS = (BOUGHT, LEFT_CART, LEFT)


@dataclass(frozen=True)
class Traffic:
    """Sessions as they end without any mail, in order of household and day.

    Attributes
    ----------
    table : DataFrame
        A row per session: `household`, `day`, `ends` (bought, left a cart, left) and
        `luck`, a number from 0 to 1 that decides whether a mail tips the session. Two
        sets of rules that run on the same traffic share all of its luck.
    buy_rate : float
        Share of sessions that end in a purchase, by the cycle.
    households : int
        How many there are; some may have no session.
    days : float
        How long it is watched.

    Examples
    --------
    >>> from salescourse.strategy.personalization import simulate_traffic
    >>> print(simulate_traffic(1000, seed=1))
    5,989 sessions of 1,000 households in 90 days, 238 purchases
    """

    table: pd.DataFrame
    buy_rate: float
    households: int
    days: float

    def __str__(self) -> str:
        bought = int((self.table["ends"] == BOUGHT).sum())
        return (
            f"{len(self.table):,} sessions of {self.households:,} households in "
            f"{self.days:g} days, {bought:,} purchases"
        )


def simulate_traffic(
    households: int,
    *,
    seed: Seed,
    sessions_each: float = 6.0,
    days: float = 90.0,
    cycle: "SalesCycle | None" = None,
    cart: str = "cart",
    won: str = "won",
) -> Traffic:
    """Draw sessions: households come at random, each session is one run of a cycle.

    Parameters
    ----------
    households : int
        How many households.
    seed : int or numpy.random.Generator
        Where the random numbers start.
    sessions_each : float
        How often a household comes, on average. Some come far more often than others:
        their rates have a gamma distribution of shape 1.
    days : float
        For how long.
    cycle : SalesCycle, optional
        What a session is; the B2C reference cycle by default.
    cart, won : str
        The cycle's stage of a filled cart and its outcome of a purchase.

    Returns
    -------
    Traffic
        The sessions as they end if nobody sends a mail.

    Examples
    --------
    >>> print(simulate_traffic(1000, seed=1))
    5,989 sessions of 1,000 households in 90 days, 238 purchases
    """
    from salescourse.cycle import SalesCycle

    one_count("households", households)
    sessions_each = as_positive("sessions_each", sessions_each)
    days = as_positive("days", days)
    cycle = SalesCycle.b2c() if cycle is None else cycle
    rng = generator(seed)
    counts = rng.poisson(sessions_each * rng.standard_gamma(1.0, households))
    household = np.repeat(np.arange(households), counts)
    starts = rng.uniform(0, days, household.size)
    log = cycle.simulate_log(household.size, seed=rng, start_days=starts)
    table = pd.DataFrame(
        {
            "household": household,
            "day": starts,
            "ends": _endings(log, household.size, cart=cart, won=won),
            "luck": rng.random(household.size),
        }
    ).sort_values(["household", "day"], ignore_index=True)
    buy_rate = float(cycle.outcome_probabilities()[won])
    return Traffic(table, buy_rate, households, days)


def _endings(log: pd.DataFrame, n: int, *, cart: str, won: str) -> np.ndarray:
    """Return how each of n sessions of a cycle's log ended, in events for rules.

    Examples
    --------
    >>> log = pd.DataFrame({"case": [0, 1, 1], "stage": ["browse", "browse", "cart"],
    ...                     "next": ["lost", "cart", "lost"]})
    >>> _endings(log, 2, cart="cart", won="won").tolist()
    ['left', 'left a cart']
    """
    ends = np.full(n, LEFT, dtype=object)
    ends[log.loc[log["stage"] == cart, "case"].unique()] = LEFT_CART
    ends[log.loc[log["next"] == won, "case"]] = BOUGHT
    return ends
