"""Who takes up a new thing after whom, and where to spend money on it.

Question: some people start by themselves, and others follow them. How many will there be
in the end, and when? If word passes from friend to friend, whom should a firm win first,
one celebrity or many small voices?

Assumptions of Bass's model:

1. Everybody in the market buys once. Second machines are not counted.
2. Somebody who has not bought does so with a chance per period that is p, plus q times
   the share of the market that has. Everybody hears of everybody.
3. p, q and the market stay what they are.

Formulas: the share F(t) that has bought, its rate f(t), and the peak T::

    F = (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t))
    f = F' = (p + q F)(1 - F),     T = ln(q / p) / (p + q),     F(T) = 1/2 - p / (2 q)

Assumptions of the cascade:

4. People are tied in a network. Whoever hears of it passes it on over each tie once,
   with the same chance, independently of all else (independent cascade).
5. Whoever has heard stays so. Hearing it from two makes it no more convincing than
   two chances do.

6. In euros: a share of those set talking buys, each purchase earns a margin, a voice
   costs a fee. Where each who hears tells r < 1 others, one who begins makes
   1 / (1 - r) in all.

Formula: throw the coin of every tie beforehand. Who hears are those whom a path of live
ties joins to a seed. The expected number is monotone and submodular in the set of seeds
(another seed never hurts, and adds the less the more there are), so seeds chosen greedily
reach at least 1 - 1/e = 63 % of what the best as many seeds would reach.

Sources: Bass (1969), Management Science 15(5):215-227; Srinivasan & Mason (1986),
Marketing Science 5(2):169-178; Kempe, Kleinberg & Tardos (2003), KDD 137-146; Nemhauser,
Wolsey & Fisher (1978), Mathematical Programming 14:265-294; Leskovec and others (2007),
KDD 420-429, for the lazy choice (CELF); Feld (1991), American Journal of Sociology
96(6):1464-1477. Graphs are those of networkx.

The folder: `bass` has the curve, `fit` and `profile` learn it from sales; `bits` has the
paths, `seeding` the choice of seeds on them, `live` the coins and how far word gets,
`network` people and ties, each above the one before; `friends` counts friends, `euros`
what a voice is worth where word dies out, and `sheet.js` the same for the page.
"""

from salescourse.strategy.influence.bass import Bass
from salescourse.strategy.influence.euros import VoiceWorth, voice_worth
from salescourse.strategy.influence.fit import FittedBass, bass_interval, fit_bass
from salescourse.strategy.influence.friends import (
    FriendCounts,
    any_people,
    friend_counts,
    named_friends,
    passed_on,
)
from salescourse.strategy.influence.live import LiveGraphs, Reach
from salescourse.strategy.influence.network import Network
from salescourse.strategy.influence.seeding import Seeding

__all__ = [
    "Bass",
    "FittedBass",
    "FriendCounts",
    "LiveGraphs",
    "Network",
    "Reach",
    "Seeding",
    "VoiceWorth",
    "any_people",
    "bass_interval",
    "fit_bass",
    "friend_counts",
    "named_friends",
    "passed_on",
    "voice_worth",
]
