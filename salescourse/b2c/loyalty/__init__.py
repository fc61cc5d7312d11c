"""Who still buys, how often, for how much, and what "loyal" means beyond size.

Question: nobody without a contract says goodbye. From what a shop has seen of its
customers, who still buys, and what will they bring? And is a brand whose buyers come
back more often loved more, or larger?

Assumptions about buying (BG/NBD):

1. While active, a customer buys at random, at a steady rate of their own.
2. Across customers, rates have a gamma law (`r`, `alpha`).
3. After each repeat purchase a customer stops for good with a chance of their own.
4. Across customers, these chances have a beta law (`a`, `b`).
5. Rate, chance and (below) spend have nothing to do with one another.

Formula: with x repeat purchases, the last at age t, and an age of T weeks today, a
customer who came back still buys with probability::

    1 / (1 + a / (b + x - 1) * ((alpha + T) / (alpha + t)) ** (r + x))

Assumptions about spending (Gamma-Gamma): a customer's amounts have a gamma law with
shape `p` around a mean of their own, and these means differ by another (`q`, `v`).

Assumptions about brands (NBD-Dirichlet): households differ in how often they buy in a
category (negative binomial), and in which brands they like (Dirichlet); brands differ
in nothing but their market share.

Sources: Fader, Hardie & Lee (2005), Marketing Science 24(2):275-284, and (2005),
Journal of Marketing Research 42(4):415-430; Goodhardt, Ehrenberg & Chatfield (1984),
Journal of the Royal Statistical Society A 147(5):621-655; Bult & Wansbeek (1995),
Marketing Science 14(4):378-394, for the ranking by recency, frequency and money.

The folder: `customers` turns purchases into a row per customer; `bgnbd`, `gamma_gamma`
and `dirichlet` are the models; `fit`, with `likelihood`, learns the first
two; `rfm` has the simple ranking and the measure that compares rankings; `silence` has
the two lines of a spreadsheet; `picture` draws two hundred households; `histories` guards the door.
"""

from salescourse.b2c.loyalty.bgnbd import BGNBD
from salescourse.b2c.loyalty.customers import customer_summary
from salescourse.b2c.loyalty.dirichlet import Market, fit_market
from salescourse.b2c.loyalty.fit import Fitted, fit_bgnbd, fit_gamma_gamma
from salescourse.b2c.loyalty.gamma_gamma import GammaGamma
from salescourse.b2c.loyalty.picture import hundred_silent
from salescourse.b2c.loyalty.rfm import captured, rfm_scores
from salescourse.b2c.loyalty.silence import own_pauses, silence_by_luck

__all__ = [
    "BGNBD",
    "Fitted",
    "GammaGamma",
    "Market",
    "captured",
    "customer_summary",
    "fit_bgnbd",
    "fit_gamma_gamma",
    "fit_market",
    "hundred_silent",
    "own_pauses",
    "rfm_scores",
    "silence_by_luck",
]
