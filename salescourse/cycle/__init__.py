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

The folder, from the bottom up: `transform` and `inversion` have the curve of days, and
`chain` all answers, as arrays; `parts` has a cycle's numbers, which `checks` lets in,
`exact` and `distribution` its answers by name, `edits` the changes; `simulate` draws
deals and `event_log` their visits; `process` has the class; `visits` reads a log and
`fit` learns a cycle from it; `picture` draws a hundred of two cycles to watch.
"""

from salescourse.cycle.fit import FittedCycle, fit_cycle
from salescourse.cycle.picture import hundred_each
from salescourse.cycle.process import SalesCycle

__all__ = ["FittedCycle", "SalesCycle", "fit_cycle", "hundred_each"]
