"""Why now weighs more than later, how a wish fades, and what a deadline moves.

Question: a household would like to have something. Does it buy, and when? What does a
limited-time offer change: the day, or the decision?

Assumptions about waiting:

1. Something that comes later counts for less today.
2. How much less depends on the wait alone. Under hyperbolic discounting the loss per
   day shrinks with the distance, under exponential discounting it does not, and under
   beta-delta discounting everything that is not now loses a share once.

Formulas: ``A / (1 + k * days)``, ``A * delta ** days``, and ``beta * A * delta ** days``
for whatever is not now.

Assumptions about a wish:

1. A share `wanting` of all households wants one; the others never buy.
2. Who wants one buys with a chance of `per_day` a day at first. The chance falls at the
   rate `fade` and never rises by itself, so some of those who want one never buy.
3. A deadline multiplies that chance by `times` on its last `window_days` days, and
   changes nothing else: not who wants one, and not how fast the wish fades.
4. Households do not sway one another.

Formula: with ``A(t) = (1 - exp(-fade * t)) / fade``, and ``W(t)`` the part of ``A(t)``
that falls into the window::

    bought(t) = wanting * (1 - exp(-per_day * (A(t) + (times - 1) * W(t))))

Sources: Mazur (1987), in Quantitative Analyses of Behavior 5:55-73; Laibson (1997),
Quarterly Journal of Economics 112:443-478; Kirby, Petry & Bickel (1999), Journal of
Experimental Psychology: General 128:78-87, for waiting; Schmidt & Witte (1989), Journal
of Econometrics 40:141-159, for durations with a share to which nothing ever happens.
The falling chance is Gompertz's law with a negative rate of ageing.

The folder: `discount` has the waiting and `desire` the wish with its deadline; `records`
turns an export into counts per day and compares two groups, and `fit` learns a wish
from such counts, with `likelihood`; `promotion` judges an offer from four counts,
`picture` draws two hundred households for a live picture; `offer_game` makes a game of a week with one
customer, and `checks` guards the door.
"""

from salescourse.b2c.impulse.desire import Deadline, FadingDesire
from salescourse.b2c.impulse.discount import (
    beta_delta_value,
    exponential_value,
    hyperbolic_value,
    indifference_k,
    switch_days,
)
from salescourse.b2c.impulse.fit import FittedDesire, fit_desire
from salescourse.b2c.impulse.offer_game import OfferGame
from salescourse.b2c.impulse.picture import hundred_offered
from salescourse.b2c.impulse.promotion import PromotionWorth, promotion_worth
from salescourse.b2c.impulse.records import (
    Difference,
    buying_rates,
    difference,
    life_table,
)

__all__ = [
    "Deadline",
    "Difference",
    "FadingDesire",
    "FittedDesire",
    "OfferGame",
    "PromotionWorth",
    "beta_delta_value",
    "buying_rates",
    "difference",
    "exponential_value",
    "fit_desire",
    "hundred_offered",
    "hyperbolic_value",
    "indifference_k",
    "life_table",
    "promotion_worth",
    "switch_days",
]
