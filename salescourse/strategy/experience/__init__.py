"""What the customer meets between the departments: queues, hand-offs, and a score.

Question: how long does a customer wait at a team, or at one team after another? What
would it help to share the work, and what does one hand-off cost? And how far off may a
promoter score be?

Assumptions:

1. Customers come one by one and independently of each other (Poisson), at one pace.
2. How long a job takes is exponential: many are short, a few take very long. Its mean
   does not depend on who does it, on the time, or on the queue.
3. Whoever has waited longest is next. Nobody gives up, and nobody is turned away.
4. The team has been at it for long enough that the hour of its start no longer shows.
   This takes that less work comes in than all of them can do.
5. A shared team is one queue, and each of its people can do every job. People who
   cannot do each other's work are teams of their own, in a row.

Formulas: c people, load a (the people that the work keeps busy on average), jobs of
mean m. The share of time that each is busy is a / c. By recursion, without a factorial::

    B_0 = 1,  B_k = a B_(k-1) / (k + a B_(k-1))      all k are busy, nobody waits (B)
    C   = c B_c / (c - a (1 - B_c))                  a customer has to wait (C)
    mean wait = C m / (c - a),   mean cycle = mean wait + m
    P(wait > t) = C exp(-(c - a) t / m)

Teams in a row: the stream that leaves a team is again Poisson, so that waits add up.
Waiting time ends when somebody begins with the job; cycle time ends when it is done.

A promoter score is 100 (p - d), for shares p of promoters and d of detractors. With n
answers its standard error is ``100 sqrt((p + d - (p - d)^2) / n)``.

Sources: Erlang (1917; in English 1918, Post Office Electrical Engineers' Journal
10:189-197); Little (1961), Operations Research 9:383-387; Burke (1956), Operations Research 4:699-704;
Jackson (1957), Operations Research 5:518-521; Kleinrock (1975), Queueing Systems I.

The folder: `erlang` has the recursions, `team` one team and `row` several in a row,
`unlike` one desk for unlike work, `leads` what cools while it waits, `simulation` plays
queues that have no formula, `picture` draws two of them for the page, `hand_offs` reads
tickets, and `promoters` has the score.
"""

from salescourse.strategy.experience.erlang import erlang_b, erlang_c
from salescourse.strategy.experience.hand_offs import (
    Cost,
    hand_off_cost,
    hand_off_cost_by_chance,
)
from salescourse.strategy.experience.leads import share_warm
from salescourse.strategy.experience.picture import two_queues
from salescourse.strategy.experience.promoters import (
    PromoterScore,
    answers_for_change,
    answers_for_margin,
    promoter_score,
)
from salescourse.strategy.experience.row import Row, in_a_row
from salescourse.strategy.experience.simulation import (
    Estimate,
    batch_means,
    simulate_waits,
    waits,
)
from salescourse.strategy.experience.team import Team, pool
from salescourse.strategy.experience.unlike import one_desk_wait

__all__ = [
    "Cost",
    "Estimate",
    "PromoterScore",
    "Row",
    "Team",
    "answers_for_change",
    "answers_for_margin",
    "batch_means",
    "erlang_b",
    "erlang_c",
    "hand_off_cost",
    "hand_off_cost_by_chance",
    "in_a_row",
    "one_desk_wait",
    "pool",
    "promoter_score",
    "share_warm",
    "simulate_waits",
    "two_queues",
    "waits",
]
