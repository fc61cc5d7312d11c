"""How a committee decides: how likely a yes is, and how long it takes.

Question: several people must agree to a purchase. What is the chance that enough of
them do, and how many days do their reviews take?

Assumptions:

1. A purchase needs a yes from at least `needed` of `people` persons. When all of
   them are needed, each has a veto.
2. Each person alone says yes with the same probability `agree`.
3. People sway each other. `correlation` (rho) is 0 when everyone decides alone and
   near 1 when the committee speaks with one voice.
4. Each person needs a gamma-distributed number of days to review, independent of the
   others and of the answer. Reviews run one after another, or all at once.
5. Who decides does not depend on how the deal is going.

Formula: ask the people one by one. After `asked` answers, of which `yes` were yes, the
next person says yes with probability::

    (agree + yes * theta) / (1 + asked * theta),    theta = rho / (1 - rho)

so every yes makes the next a little likelier. The number of yeses is then
beta-binomial with mean ``people * agree`` and correlation rho between any two
people. At rho = 0 it is binomial, and the veto gives ``agree ** people``.
Reviews one after another take the sum of the days. Reviews at the same time take the
longest of them, whose mean is the integral of ``1 - F(t) ** people``.

Sources: Condorcet (1785), Essai sur l'application de l'analyse, for the vote; Grofman,
Owen & Feld (1983), Theory and Decision 15:261-278; Skellam (1948), Journal of the Royal
Statistical Society B 10:257-261, for the beta-binomial; Ladha (1992), American Journal
of Political Science 36:617-634, for votes that hang together.

The folder: `committee` has the chance of a yes, `review` the days, `stage` makes a
stage of a `SalesCycle` of both, `nurturing` asks whom to see next when a yes fades,
`committee_game` makes a game of it, and `picture` draws a hundred deals to watch.
"""

from salescourse.b2b.decisions.committee import committee_odds, majority, mixed_odds
from salescourse.b2b.decisions.committee_game import CommitteeGame
from salescourse.b2b.decisions.nurturing import (
    Nurturing,
    easiest_first,
    everyone_once,
    hardest_first,
    one_week_ahead,
    weakest_link,
)
from salescourse.b2b.decisions.picture import hundred_deals
from salescourse.b2b.decisions.review import parallel_days, serial_days
from salescourse.b2b.decisions.stage import ConsensusStage, consensus_stage

__all__ = [
    "CommitteeGame",
    "ConsensusStage",
    "Nurturing",
    "committee_odds",
    "consensus_stage",
    "easiest_first",
    "everyone_once",
    "hardest_first",
    "hundred_deals",
    "majority",
    "mixed_odds",
    "one_week_ahead",
    "parallel_days",
    "serial_days",
    "weakest_link",
]
