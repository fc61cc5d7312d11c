"""What is tried: versions with their true rates, or real customers to deal from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import (
    as_count,
    as_rate,
    listed,
    need_columns,
    need_counts,
)


@dataclass(frozen=True)
class Arms:
    """The versions that are tried on customers.

    Attributes
    ----------
    names : tuple of str
        The versions.
    rates : tuple of float
        The chance of each to win a customer.
    customers : tuple of int, or None
        If the rates are those of real customers: how many there are of each. They are
        then dealt like cards, each at most once.

    Examples
    --------
    >>> Arms.of({"old": 0.38, "new": 0.40}).best
    'new'
    """

    names: tuple[str, ...]
    rates: tuple[float, ...]
    customers: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        names, rates = tuple(self.names), as_rate("rates", self.rates)
        if len(names) < 2 or rates.shape != (len(names),):
            raise ValueError(
                "Arms takes two or more versions with a rate each, got "
                f"{len(names)} names and {rates.size} rates."
            )
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "rates", tuple(rates.tolist()))
        if self.customers is not None:
            customers = as_count("customers", self.customers, least=0)
            if customers.shape != rates.shape:
                raise ValueError(
                    f"customers must hold a number for each of {listed(names)}, got "
                    f"{customers.size}."
                )
            _need_customers(names, customers)
            object.__setattr__(self, "customers", tuple(customers.tolist()))

    @classmethod
    def of(cls, arms: "Arms | Mapping[str, float]") -> "Arms":
        """Return versions by name with their rates.

        Parameters
        ----------
        arms : mapping of str to float
            Each version's rate.
        """
        if isinstance(arms, Arms):
            return arms
        if not isinstance(arms, Mapping) or len(arms) < 2:
            raise ValueError(
                "arms must name two or more versions with their rates, such "
                f'as {{"old": 0.38, "new": 0.40}}, got {arms!r}.'
            )
        rates = [float(as_rate(f'the rate of "{name}"', arms[name])) for name in arms]
        return cls(tuple(arms), tuple(rates))

    @classmethod
    def dealt_from(
        cls, table: pd.DataFrame, arm: str, *, customers: str, won: str
    ) -> "Arms":
        """Return versions whose customers are those of a real experiment.

        Parameters
        ----------
        table : DataFrame
            Counts of customers. Rows of one version are added up.
        arm, customers, won : str
            The columns with the version, the customers and how many were won.

        Returns
        -------
        Arms
            The versions, in the order of their names in the table.

        Examples
        --------
        >>> from salescourse import load
        >>> emails = load("hillstrom")
        >>> real = Arms.dealt_from(emails, "email", customers="customers", won="visits")
        >>> dict(zip(real.names, (round(rate, 3) for rate in real.rates)))
        {'none': 0.106, 'mens': 0.183, 'womens': 0.151}
        """
        need_columns(table, [arm, customers, won], "table")
        need_counts(table, won, customers, "table")
        sums = table.groupby(arm, observed=True)[[customers, won]].sum()
        if len(sums) < 2:
            raise ValueError("The table must hold two or more versions.")
        _need_customers(sums.index, sums[customers])
        rates = sums[won] / sums[customers]
        return cls(
            tuple(str(name) for name in sums.index),
            tuple(rates.tolist()),
            tuple(sums[customers].astype(int).tolist()),
        )

    @property
    def best(self) -> str:
        """The version that wins most."""
        return self.names[int(np.argmax(self.rates))]

    @property
    def behind(self) -> NDArray[np.float64]:
        """What each version wins less than the best, per customer."""
        return max(self.rates) - np.array(self.rates)


def _need_customers(names: Iterable[object], customers: Iterable[int]) -> None:
    nobody = [name for name, n in zip(names, customers, strict=True) if not n]
    if nobody:
        raise ValueError(
            f"No customer got {listed(nobody)}, so nothing is known of its rate. "
            "Leave it out."
        )


class Dealer:
    """Deals customers of some versions in many runs side by side."""

    def __init__(self, arms: Arms, runs: int, rng: np.random.Generator) -> None:
        self.rates, self.rng = np.array(arms.rates), rng
        self.left: NDArray[np.int64] | None = None
        if arms.customers is not None:
            size = np.array(arms.customers)
            won = np.round(self.rates * size).astype(np.int64)
            # Won and not won, still in the pack, for each run.
            self.left = np.stack(
                [np.tile(won, (runs, 1)), np.tile(size - won, (runs, 1))]
            )

    def deal(self, sent: NDArray) -> NDArray:
        """Return how many of those who got each version are won."""
        if self.left is None:
            return self.rng.binomial(sent, self.rates)
        good, bad = self.left
        won = self.rng.hypergeometric(good, bad, sent)
        self.left -= np.stack([won, sent - won])
        return won
