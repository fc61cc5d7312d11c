"""Which channel sold it: six ways to share out a sale, and one to find out.

Question: a buyer was here through several channels before the purchase. What does each
get of the sale, and what would be missing if a channel were switched off? These are two
questions. The rules here answer the first; only a coin answers the second.

Assumptions of the rules:

1. A journey is a row of touches in the order in which they happened. It ends in a
   purchase or in nothing, and what left no trace, such as a poster, had no part in it.
2. First, last and linear touch: a sale belongs to the touches of its own journey.
3. Markov: where a journey goes next depends on the channel where it is, and on nothing
   before. If a channel is removed, whoever would have come to it buys nothing.
4. Shapley: a set of channels is worth the sales of the journeys that used these
   channels only. Each channel gets its mean contribution over all orders of joining.

None of them asks why somebody came. So none is a cause: a channel that buyers seek out
looks like one that makes buyers.

Formulas: let Q hold the chances to go from channel to channel, s the chances to begin
in each, b the chance to buy right after each. Then ``P(buy) = s (I - Q)^-1 b``, which
is the observed rate exactly. With z the chance to reach channel c at all and v the
chance to buy from there on, the removal effect is ``z v / P(buy)``; credit is shared
out in proportion. Shapley: each journey's sales, divided by the number of different
channels in it. Adstock: ``a(t) = x(t) + keep * a(t - 1)``, half-life ``ln .5 / ln
keep``, sum ``1 / (1 - keep)``.

Sources: Anderl, Becker, von Wangenheim & Schumann (2016), International Journal of
Research in Marketing 33:457-474; Shapley (1953), in Contributions to the Theory of
Games II:307-317; Zhao, Mahboobi & Bagheri (2018), arXiv 1804.05327; Broadbent (1979),
Journal of the Market Research Society 21:139-166; Clarke (1976), Journal of Marketing
Research 13:345-357. On what they do not show: Berman (2018), Marketing Science
37:771-792; Gordon, Zettelmeyer, Bhargava & Chapsky (2019), Marketing Science 38:193-225.

The folder: `paths` reads journeys, `rules` has first, last, linear touch and Shapley,
`chain` the Markov chain and its removal effects, `follower` what a channel
that runs after buyers is given and makes, `holdout` what a coin tells,
`regions` what a holdout by region will tell, `adstock` how an advert lasts, and `checks` guards the door.
"""

from salescourse.b2c.channels.adstock import (
    adstock,
    duration,
    half_life,
)
from salescourse.b2c.channels.chain import JourneyChain, journey_chain, markov_credit
from salescourse.b2c.channels.follower import Follower, follower
from salescourse.b2c.channels.holdout import Holdout, read_holdout
from salescourse.b2c.channels.paths import Paths, read_paths, read_touches
from salescourse.b2c.channels.regions import RegionTest, region_test
from salescourse.b2c.channels.rules import (
    all_credits,
    first_touch,
    last_touch,
    linear_touch,
    shapley_credit,
)

__all__ = [
    "Follower",
    "Holdout",
    "JourneyChain",
    "Paths",
    "RegionTest",
    "adstock",
    "all_credits",
    "duration",
    "first_touch",
    "follower",
    "half_life",
    "journey_chain",
    "last_touch",
    "linear_touch",
    "markov_credit",
    "read_holdout",
    "read_paths",
    "read_touches",
    "region_test",
    "shapley_credit",
]
