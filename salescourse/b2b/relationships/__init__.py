"""What a relationship is worth, when trust pays, and whom a group follows.

Question: customers renew or leave, keep their word or not, listen to this person or
that. How long do they stay, what is that worth today, and when does it pay to go on?

Assumptions about staying:

1. Contracts come up for renewal once a year.
2. Each customer leaves with a churn of their own, the same every year. Nobody grows
   more loyal, and nobody tires.
3. Over the customers, churn has a beta law with mean `churn`. `spread` says how much
   they differ: 0 if all are alike, near 1 if some leave at once and the others never.
4. Customers leave independently of one another.

Formula: with ``alpha + beta = 1 / spread - 1`` and ``alpha = churn * (alpha + beta)``,
of those who renewed ``t - 1`` times a share renews again of::

    r(t) = (beta + t - 1) / (alpha + beta + t - 1)

It rises with t, because those with a high churn are the first to go. After t years
``r(1) * ... * r(t)`` are still there, and a new customer is worth
``2F1(1, beta; alpha + beta; 1 / (1 + discount))`` yearly fees.

Assumptions about the rest are said where they are used: a customer who buys now and
then is contacted each period until a last one (a Markov chain with rewards); two sides
who may betray each other meet again with a known chance; people take over the weighted
mean of the opinions they hear.

Sources: Fader & Hardie (2007), Journal of Interactive Marketing 21(1):76-90, and
(2010), Marketing Science 29(1):85-93, for staying; Pfeifer & Carraway (2000), Journal
of Interactive Marketing 14(2):43-55, for contacting; Axelrod & Hamilton (1981), Science
211:1390-1396, for trust; DeGroot (1974), Journal of the American Statistical
Association 69:118-121, and Friedkin & Johnsen (1990), Journal of Mathematical Sociology
15:193-206, for opinions.

The folder: `retention` has the customers, `worth` their value, and `account` that of a
fee which grows; `renewals` turns a
CRM or a published curve into a table, and `fit` learns customers from it, with
`likelihood`; `contact`, `trust` and `opinion` have the rest; `checks` guards the door.
"""

from salescourse.b2b.relationships.account import account_fees
from salescourse.b2b.relationships.contact import (
    periods_worth_contacting,
    recency_values,
)
from salescourse.b2b.relationships.fit import FittedRetention, fit_retention
from salescourse.b2b.relationships.opinion import (
    influence,
    pool_opinions,
    settle_opinions,
)
from salescourse.b2b.relationships.renewals import cohort_table, renewal_table
from salescourse.b2b.relationships.retention import (
    Retention,
    renewal_rate,
    still_here,
)
from salescourse.b2b.relationships.trust import TrustThresholds, trust_thresholds
from salescourse.b2b.relationships.worth import customer_years

__all__ = [
    "FittedRetention",
    "Retention",
    "TrustThresholds",
    "account_fees",
    "cohort_table",
    "customer_years",
    "fit_retention",
    "influence",
    "periods_worth_contacting",
    "pool_opinions",
    "recency_values",
    "renewal_rate",
    "renewal_table",
    "settle_opinions",
    "still_here",
    "trust_thresholds",
]
