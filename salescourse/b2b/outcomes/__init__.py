"""How deals end, and when: won, lost, without a decision, or not yet.

Question: of all deals that begin, what share is won, lost or given up by a given day,
if some are still open on the day we look? And how many of the open ones will be won?

Assumptions:

1. Each deal begins on one day and ends at most once, in one outcome. Days are calendar
   days: weekends count.
2. On the census day, the day of the export, a deal is still open or its end is known.
   An open deal of age a is like all others that reached age a. Deals that died and
   were never closed break this, and so does a habit of closing old ones in one go.
3. Every deal is in the records from its first day. None was entered later because it
   was still alive.
4. Deals are alike but for their age, and none sways another.

Formulas: let n(t) deals be open just before day t, and d_k(t) of them end on it in
outcome k. The share still open after day t is the Kaplan-Meier product, and the share
that has ended in outcome k the Aalen-Johansen sum::

    S(t)   = product over s <= t of (1 - sum_k d_k(s) / n(s))
    F_k(t) = sum over s <= t of S(s-) * d_k(s) / n(s),      S(t) + sum_k F_k(t) = 1

A deal that is open at age a will be won within w more days with chance
``(F_won(a + w) - F_won(a)) / S(a)``. If its stage is known, the same sums run over the
deals that were in that stage at that age (the landmark estimate). Wins among open deals with chances p_i are
Poisson-binomial: mean ``sum p``, variance ``sum p (1 - p)``. A forecast's Brier score
is reliability minus resolution plus uncertainty (Murphy).

Sources: Kaplan & Meier (1958), Journal of the American Statistical Association
53:457-481; Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141-150;
Putter & Spitoni (2018), Statistical Methods in Medical Research 27:2081-2092; Hong (2013), Computational Statistics & Data Analysis 59:41-51; Brier (1950), Monthly Weather
Review 78:1-3; Murphy (1973), Journal of Applied Meteorology 12:595-600. The estimators
are those of lifelines, the Poisson-binomial is SciPy's.

The folder: `deals` turns a CRM into days and outcomes and says what it mended, `curves`
has the shares by day, `stages` the chance of a deal in its stage at its age, `naive`
two ways to be wrong, `pipeline` the wins to come,
`forecasts` what sellers' percentages are worth, and `week_game` makes a game of one free
slot a week. `checks` guards the door.
"""

from salescourse.b2b.outcomes.curves import Median, OutcomeCurves, outcome_curves
from salescourse.b2b.outcomes.deals import Deals, read_deals
from salescourse.b2b.outcomes.forecasts import BrierParts, brier_parts, calibration
from salescourse.b2b.outcomes.naive import closed_share, one_minus_km, seen_win_rate
from salescourse.b2b.outcomes.pipeline import (
    WinsForecast,
    deals_needed,
    wins_forecast,
)
from salescourse.b2b.outcomes.stages import stage_chances
from salescourse.b2b.outcomes.week_game import WeekGame
from salescourse.forecasts import Share

__all__ = [
    "BrierParts",
    "Deals",
    "Median",
    "OutcomeCurves",
    "Share",
    "WeekGame",
    "WinsForecast",
    "brier_parts",
    "calibration",
    "closed_share",
    "deals_needed",
    "one_minus_km",
    "outcome_curves",
    "read_deals",
    "seen_win_rate",
    "stage_chances",
    "wins_forecast",
]
