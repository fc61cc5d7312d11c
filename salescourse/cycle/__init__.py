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

The folder: `process` has the class and `edits` its changes; `exact` its answers in
closed form, which rest on `chain`; `distribution` its curve of days; `simulate` its
random deals; `event_log` writes and reads stage visits; `fit` learns a cycle from them;
`checks` guards the door.
"""

from salescourse.cycle.fit import FittedCycle
from salescourse.cycle.process import SalesCycle

__all__ = ["FittedCycle", "SalesCycle"]
