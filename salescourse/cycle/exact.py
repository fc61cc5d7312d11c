"""Exact answers about a sales cycle: chances, visits, days, costs, present value.

Question: before any simulation, what do the routing and the stage times imply?

With Q the rates from stage to stage, R those from stage to outcome, and the stage
times' means mu and variances sigma²:

- visits N = (I - Q)^-1, outcome probabilities B = N R, mean days m = N mu;
- variance of days v = N (sigma² + spread), where spread is the variance of m over
  the next step. It equals the textbook second moment
  N (E[S²] + 2 mu (Q m)) - m², but subtracts no large numbers;
- given that a deal ends in outcome k, the same formulas hold for the routing
  Q_ij B_jk / B_ik (Doob's h-transform);
- a time T discounted at rate d is worth E[exp(-d T); won]
  = (I - diag(L) Q)^-1 diag(L) R, with L the stage times' Laplace transforms at d.

All of them assume that how long a visit lasts says nothing about where it leads.

Sources: Kemeny & Snell (1960), Finite Markov Chains, ch. III; Howard (1971),
Dynamic Probabilistic Systems II.
"""

import numpy as np
import pandas as pd

from salescourse.checks import as_amount, as_number, position
from salescourse.cycle.chain import Chain
from salescourse.cycle.checks import position_of_won
from salescourse.cycle.parts import Parts
from salescourse.cycle.transform import laplace


class ExactAnswers(Parts):
    """The answers of a `SalesCycle` that need no random numbers."""

    def _chain(self, given: str | None = None) -> Chain:
        """Return the chain of all deals, or of those that end in the outcome `given`."""
        chain = Chain.of(self.routing, self.stage_days, self.stage_cv)
        if given is None:
            return chain
        outcome = position(given, self.outcomes, "outcome")
        if chain.chances()[outcome] <= 0:
            raise ValueError(
                f'A deal that starts in "{self.stages[0]}" never ends "{given}".'
            )
        return chain.given(outcome)

    @property
    def win_rate(self) -> float:
        """Return the chance that a deal ends in the outcome named "won".

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().win_rate, 4)
        0.1197
        """
        return float(self.outcome_probabilities().iloc[position_of_won(self.outcomes)])

    def outcome_probabilities(self) -> pd.Series:
        """Return the chance of each outcome of a deal that starts in the first stage.

        Returns
        -------
        pandas.Series
            One probability per outcome; they sum to one.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> SalesCycle.b2c().outcome_probabilities().round(4).to_dict()
        {'won': 0.0378, 'lost': 0.9622}
        """
        return pd.Series(
            self._chain().chances(),
            index=pd.Index(self.outcomes, name="outcome"),
            name="probability",
        )

    def expected_visits(self, given: str | None = None) -> pd.Series:
        """Return how often a deal visits each stage, on average.

        Parameters
        ----------
        given : str, optional
            Count only the deals that end in this outcome.

        Returns
        -------
        pandas.Series
            One number per stage; above 1 where deals come back.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> float(SalesCycle.b2b().expected_visits()["consensus"].round(4))
        0.3348
        """
        part = self._chain(given)
        visits = np.zeros(len(self.stages))
        visits[part.visited] = part.visits()
        return pd.Series(
            visits, index=pd.Index(self.stages, name="stage"), name="visits"
        )

    def mean_days(self, given: str | None = None) -> float:
        """Return the mean days from the start of a deal to its outcome.

        Parameters
        ----------
        given : str, optional
            Only of the deals that end in this outcome.

        Returns
        -------
        float
            Days.

        Raises
        ------
        ValueError
            If the outcome is unknown, or cannot be reached from the first stage.

        Examples
        --------
        The average deal takes 50 days, but a won deal takes 131:

        >>> from salescourse import SalesCycle
        >>> b2b = SalesCycle.b2b()
        >>> round(b2b.mean_days(), 1), round(b2b.mean_days("won"), 1)
        (50.1, 131.1)
        """
        return self._chain(given).mean()

    def sd_days(self, given: str | None = None) -> float:
        """Return the standard deviation of the days from start to outcome.

        Assumes that how long a visit lasts is independent of where it leads.

        Parameters
        ----------
        given : str, optional
            Only of the deals that end in this outcome.

        Returns
        -------
        float
            Days.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().sd_days("won"), 1)
        57.3
        """
        return self._chain(given).sd()

    def cost_per_deal_eur(self, given: str | None = None) -> float:
        """Return what a deal costs on average, won or not: visits and days.

        Parameters
        ----------
        given : str, optional
            Only of the deals that end in this outcome.

        Returns
        -------
        float
            Euros.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().cost_per_deal_eur(), 2)
        1290.65
        """
        per_visit = self.visit_cost_eur + self.day_cost_eur * self.stage_days
        return float(self.expected_visits(given).to_numpy() @ per_visit)

    def cost_per_win_eur(self) -> float:
        """Return what it takes to win one deal: the cost of all deals over the wins.

        Returns
        -------
        float
            Euros; infinite when no deal is won.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().cost_per_win_eur(), 2)
        10783.76
        """
        win_rate = self.win_rate
        return self.cost_per_deal_eur() / win_rate if win_rate > 0 else float("inf")

    def discounted_value_eur(
        self, deal_value_eur: float, *, discount_per_day: float
    ) -> float:
        """Return what a deal is worth on its first day, if it pays when it is won.

        It is deal_value_eur times E[exp(-discount_per_day T); won]: losses pay
        nothing, and later wins count for less. Costs are not subtracted.

        Parameters
        ----------
        deal_value_eur : float
            What a won deal pays, in euros.
        discount_per_day : float
            Continuous discount rate. A yearly rate of 8 % is ``log(1.08) / 365``.

        Returns
        -------
        float
            Euros.

        Raises
        ------
        ValueError
            If the discount rate is negative or not a number.

        Examples
        --------
        >>> from math import log
        >>> from salescourse import SalesCycle
        >>> b2b = SalesCycle.b2b()
        >>> round(b2b.discounted_value_eur(100_000, discount_per_day=log(1.08) / 365))
        11643
        """
        won = position_of_won(self.outcomes)
        deal_value = as_number("deal_value_eur", deal_value_eur)
        discount = as_amount("discount_per_day", discount_per_day)
        m = len(self.stages)
        faded = laplace(self.stage_days, self.stage_cv, discount)
        faded_routing = faded[:, None] * self.routing
        worth = np.linalg.solve(
            np.eye(m) - faded_routing[:, :m], faded_routing[:, m + won]
        )
        return float(deal_value * worth[0])
