"""Change one thing about a cycle and get a new, checked cycle."""

from dataclasses import replace
from typing import Self

import numpy as np

from salescourse.checks import position
from salescourse.cycle.checks import routing_row
from salescourse.cycle.parts import Parts


class Edits(Parts):
    """The edits of a `SalesCycle`; the cycle itself never changes."""

    def with_routing(self, stage: str, /, **next_rates: float) -> Self:
        """Return a new cycle in which `stage` leads elsewhere.

        Parameters
        ----------
        stage : str
            The stage whose row is replaced.
        **next_rates : float
            The rate to each stage or outcome; those not named get 0.

        Returns
        -------
        SalesCycle

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> strict = SalesCycle.b2b().with_routing("qualify", discovery=0.35, lost=0.65)
        >>> round(strict.cost_per_win_eur(), 1)
        11499.9
        """
        routing = self.routing.copy()
        row = position(stage, self.stages, "stage")
        routing[row] = routing_row(next_rates, self.stages, self.outcomes)
        return replace(self, routing=routing)

    def with_stage(
        self,
        stage: str,
        *,
        days: float | None = None,
        cv: float | None = None,
        visit_cost_eur: float | None = None,
        day_cost_eur: float | None = None,
    ) -> Self:
        """Return a new cycle in which `stage` takes or costs something else.

        Parameters
        ----------
        stage : str
            The stage to change.
        days, cv, visit_cost_eur, day_cost_eur : float, optional
            The new numbers; what is left out stays as it is.

        Returns
        -------
        SalesCycle

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> swift = SalesCycle.b2b().with_stage("consensus", days=10.1, cv=0.4)
        >>> round(swift.mean_days("won"), 1)
        100.2
        """
        row = position(stage, self.stages, "stage")
        edits = {
            "stage_days": days,
            "stage_cv": cv,
            "visit_cost_eur": visit_cost_eur,
            "day_cost_eur": day_cost_eur,
        }
        changed = {}
        for name, value in edits.items():
            if value is not None:
                changed[name] = getattr(self, name).copy()
                changed[name][row] = value
        return replace(self, **changed)

    def starting_at(self, stage: str) -> Self:
        """Return the same cycle for deals that start in `stage`.

        Examples
        --------
        What is a deal worth forecasting once it is in negotiation?

        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2b().starting_at("negotiation").win_rate, 2)
        0.69
        """
        first = position(stage, self.stages, "stage")
        order = [first, *(row for row in range(len(self.stages)) if row != first)]
        columns = [*order, *range(len(order), self.routing.shape[1])]
        return replace(
            self,
            stages=tuple(self.stages[row] for row in order),
            routing=self.routing[np.ix_(order, columns)],
            stage_days=self.stage_days[order],
            stage_cv=self.stage_cv[order],
            visit_cost_eur=self.visit_cost_eur[order],
            day_cost_eur=self.day_cost_eur[order],
        )
