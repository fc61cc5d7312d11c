"""The stage that a committee makes of a `SalesCycle`."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from salescourse.b2b.decisions.committee import MOST_PEOPLE, committee_odds
from salescourse.b2b.decisions.review import as_days, as_spread, longest
from salescourse.checks import position

if TYPE_CHECKING:
    from salescourse.cycle import SalesCycle


@dataclass(frozen=True)
class ConsensusStage:
    """What a committee makes of the consensus stage of a `SalesCycle`.

    Attributes
    ----------
    advance : float
        Probability that a visit to the stage ends in a yes.
    mean_days : float
        Mean days of a visit.
    cv : float
        Standard deviation of those days divided by their mean.

    Examples
    --------
    >>> from salescourse.b2b.decisions import consensus_stage
    >>> round(consensus_stage(4, 0.9).advance, 4)
    0.6561
    """

    advance: float
    mean_days: float
    cv: float

    def apply(
        self,
        cycle: "SalesCycle",
        *,
        stage: str = "consensus",
        forward: str = "negotiation",
    ) -> "SalesCycle":
        """Return the cycle with this committee in one of its stages.

        A visit moves on to `forward` with probability `advance`. The other ways out of
        the stage share the rest in the proportions they had.

        Parameters
        ----------
        cycle : SalesCycle
            The cycle to change; it stays as it is.
        stage : str
            The stage in which the committee decides.
        forward : str
            Where a yes leads.

        Returns
        -------
        SalesCycle
            The changed cycle.

        Examples
        --------
        Three people at 82 % with a veto are the committee of the reference cycle.
        Three more of them cost four wins in ten:

        >>> from salescourse import SalesCycle
        >>> b2b = SalesCycle.b2b()
        >>> round(consensus_stage(3, 0.82).apply(b2b).win_rate, 3)
        0.12
        >>> round(consensus_stage(6, 0.82).apply(b2b).win_rate, 3)
        0.071
        """
        row = position(stage, cycle.stages, "stage")
        column = position(forward, cycle.stages + cycle.outcomes, "stage or outcome")
        routing = cycle.routing.copy()
        rest = 1 - routing[row, column]
        if rest <= 0:
            raise ValueError(
                f'Every visit to "{stage}" leads to "{forward}", so the cycle '
                "does not say where a no leads. Give it another way out "
                "first."
            )
        routing[row] *= (1 - self.advance) / rest
        routing[row, column] = self.advance
        days, cv = cycle.stage_days.copy(), cycle.stage_cv.copy()
        days[row], cv[row] = self.mean_days, self.cv
        return replace(cycle, routing=routing, stage_days=days, stage_cv=cv)


def consensus_stage(
    people: int,
    agree: float,
    *,
    needed: int | None = None,
    correlation: float = 0.0,
    review_days: float = 12.0,
    review_cv: float = 0.9,
    parallel: bool = False,
) -> ConsensusStage:
    """Turn a committee into a stage: how often it says yes and how long it takes.

    Parameters
    ----------
    people, agree, needed, correlation
        The committee, as in `committee_odds`.
    review_days : float
        Mean days one person needs.
    review_cv : float
        Standard deviation of those days divided by their mean.
    parallel : bool
        Whether people review at the same time or one after another.

    Returns
    -------
    ConsensusStage
        Probability of a yes, mean days and coefficient of variation.

    Examples
    --------
    Four people with a veto, first one after another, then at the same time:

    >>> stage = consensus_stage(4, 0.9)
    >>> round(stage.advance, 3), round(stage.mean_days, 1), round(stage.cv, 2)
    (0.656, 48.0, 0.45)
    >>> round(consensus_stage(4, 0.9, parallel=True).mean_days, 1)
    23.8
    """
    advance = float(
        committee_odds(people, agree, needed=needed, correlation=correlation)
    )
    if people > MOST_PEOPLE:
        raise ValueError(f"people must be at most {MOST_PEOPLE:,} here, got {people}.")
    days, cv = as_days([review_days] * int(people)), as_spread(review_cv)
    if parallel:
        mean, sd = longest(days, cv)
    else:
        mean, sd = float(days.sum()), cv * float(np.sqrt((days**2).sum()))
    return ConsensusStage(advance, mean, sd / mean)
