"""What became of deals that were alike: the landmark Aalen-Johansen estimate.

A deal that is open in a stage at an age fares like all that ever were in that stage at
that age, followed from there on, which needs no assumption about how long a stage takes
(Putter and Spitoni, 2018, Statistical Methods in Medical Research 27:2081-2092).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Of fewer deals that were alike nothing is said.
FEWEST = 10


@dataclass(frozen=True)
class Past:
    """All deals and their visits as arrays: what an open deal may be like.

    Attributes
    ----------
    days : array
        For each deal, how long it was watched.
    ended, won : array of bool
        For each deal, whether it ended, and whether with a win.
    deal : array of int
        For each visit, whose it was: its deal's place in `days`.
    stage : array
        For each visit, the stage's name or number.
    came, went : array
        For each visit, at which age of the deal it began, and ended (inf: not yet).

    Examples
    --------
    Four deals: one won on day 1, one open until day 2, one lost on 3, one won on 4.
    The open one would have gone the ways of the last two: 1/4 + 3/4 * 1/2 = 0.625.

    >>> past = Past(
    ...     days=np.array([1.0, 2, 3, 4]),
    ...     ended=np.array([True, False, True, True]),
    ...     won=np.array([True, False, False, True]),
    ...     deal=np.arange(4), stage=np.zeros(4),
    ...     came=np.zeros(4), went=np.array([1.0, np.inf, 3, 4]),
    ... )
    >>> round(past.chance(past.in_stage(0, age=0), age=0), 9)
    0.625
    """

    days: NDArray[np.float64]
    ended: NDArray[np.bool_]
    won: NDArray[np.bool_]
    deal: NDArray[np.integer[Any]]
    stage: NDArray[Any]
    came: NDArray[np.float64]
    went: NDArray[np.float64]

    def open_at(self, age: float) -> NDArray[np.bool_]:
        """Return which deals were watched beyond an age."""
        return self.days > age

    def in_stage(self, stage: object, age: float) -> NDArray[np.bool_]:
        """Return which deals were in a stage at an age, and watched beyond it."""
        here = (self.stage == stage) & (self.came <= age) & (self.went > age)
        there = np.zeros(len(self.days), dtype=bool)
        there[self.deal[here]] = True
        return there & self.open_at(age)

    def chance(
        self, alike: NDArray[np.bool_], age: float, within: float = np.inf
    ) -> float:
        """Return what share of some deals was won within some days from an age."""
        days = self.days[alike] - age
        ended, won = self.ended[alike], self.won[alike]
        total, still = 0.0, 1.0
        for day in np.unique(days[ended & (days <= within)]):
            at_risk = np.count_nonzero(days >= day)
            here = ended & (days == day)
            total += still * np.count_nonzero(here & won) / at_risk
            still *= 1 - np.count_nonzero(here) / at_risk
        return float(min(total, 1.0))
