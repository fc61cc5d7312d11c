"""Trying things out: how many customers, how often to look, and who waits for what.

Question: two buttons, three e-mails, two ways to open a call. How many customers does
it take to tell which is better, what does looking at the result every morning do, and
when should the better one get the customers before the test is over?

Assumptions:

1. Chance decides who gets which version, and customers do not sway each other.
2. A customer is won or not. Each version wins a customer with one chance, which stays
   as it is while the test runs.
3. Looks are taken after equal numbers of customers, and there are enough of these for
   a sum to be normal (some dozens of wins and as many others on each side).
4. An answer comes after some days, which depend on what the answer is and on nothing
   else. Answers are read in the evening; what was learned counts from the next morning.

Formulas: with rates p and q, their mean m, and n customers on each side, a test at a
level alpha sees the difference with power (Fleiss; variance pooled where nothing
differs, unpooled where something does)::

    Phi((sqrt(n) |p - q| - z_(1 - alpha/2) sqrt(2 m (1 - m))) / sqrt(p (1-p) + q (1-q)))

Solved for n this is the sample size. With k looks at a normal sum S_k the density of
the tests that go on follows from look to look by integration (Armitage, McPherson and
Rowe)::

    g_k(s) = integral over |u| < b_(k-1) sqrt(k-1) of g_(k-1)(u) phi(s - u - drift) du

What leaves ``|S_k| < b_k sqrt(k)`` has stopped. Pocock's boundary has one b for all
looks, O'Brien and Fleming's is b_k = c sqrt(looks / k). Thompson sampling draws a rate
for each version from Beta(1 + won, 1 + not won) and gives the next customer to the
highest.

Sources: Fleiss (1981), Statistical Methods for Rates and Proportions; Armitage,
McPherson & Rowe (1969), Journal of the Royal Statistical Society A 132:235-244; Pocock
(1977), Biometrika 64:191-199; O'Brien & Fleming (1979), Biometrics 35:549-556; Thompson
(1933), Biometrika 25:285-294; Lai & Robbins (1985), Advances in Applied Mathematics
6:4-22; Vernade, Cappe & Perchet (2017), UAI, for wins that take their time.

The folder: `rates` compares two and says how many customers it takes, `looks` has the
looks, `arms` what is tried, `feedback` when answers come, `campaign` plays it through,
`exact` answers small cases without chance, and `checks` guards the door.
"""

from salescourse.strategy.agility.arms import Arms
from salescourse.strategy.agility.campaign import Campaign, fixed_test, thompson
from salescourse.strategy.agility.exact import (
    chance_better,
    expected_losses,
)
from salescourse.strategy.agility.feedback import Feedback
from salescourse.strategy.agility.looks import Looks, peek
from salescourse.strategy.agility.rates import (
    Comparison,
    chance_to_see,
    compare,
    customers_needed,
)

__all__ = [
    "Arms",
    "Campaign",
    "Comparison",
    "Feedback",
    "Looks",
    "chance_better",
    "chance_to_see",
    "compare",
    "customers_needed",
    "expected_losses",
    "fixed_test",
    "peek",
    "thompson",
]
