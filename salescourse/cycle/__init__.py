"""The one process of which the B2B and the B2C cycle are two parameter sets.

Question: what happens to a deal, how long does it take, and what does it cost?

Assumptions:

1. A deal is in one stage at a time and starts in the first one.
2. Where it goes next depends on the stage it is in, not on how it came there.
3. How long a visit lasts has a gamma law of the stage's own, independent of the past
   and of where the visit leads.
4. Deals do not disturb one another.

This is an absorbing semi-Markov process with costs: Howard (1971), Dynamic
Probabilistic Systems II; Kemeny & Snell (1960), Finite Markov Chains, ch. III.

The folder, from the bottom up: `parts` has a cycle's numbers, which `checks` lets in;
`chain` is how its deals move, `exact` the answers in closed form, `inversion` the curve
of days in numbers and `distribution` in answers, `edits` the changes; `simulate` draws
deals and `event_log` their visits; `process` has the class; `visits` reads a log and
`fit` learns a cycle from it.
"""

from salescourse.cycle.fit import FittedCycle, fit_cycle
from salescourse.cycle.process import SalesCycle

__all__ = ["FittedCycle", "SalesCycle", "fit_cycle"]
