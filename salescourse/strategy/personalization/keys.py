"""Keys of the exercises of `personalization`, and what people write instead."""

from functools import cache
from typing import TYPE_CHECKING

from salescourse.strategy.personalization import ask, effects_by, open_crm

if TYPE_CHECKING:
    import pandas as pd


@cache
def _interviews() -> "pd.DataFrame":
    """Return what a needs interview changed where a coin decided about it."""
    crm = open_crm()
    counts = ask(
        crm,
        """
        SELECT (SELECT SUM(answered) FROM activities AS a
                WHERE a.opportunity_id = o.opportunity_id) >= 3 AS promising,
            IIF(needs_interview, 'held', 'none') AS interview,
            COUNT(*) AS deals, SUM(outcome = 'won') AS won
        FROM opportunities AS o
        WHERE created_on >= '2025-01-01' AND outcome IS NOT NULL
            AND needs_interview IS NOT NULL
        GROUP BY promising, interview
        """,
    )
    crm.close()
    return effects_by(
        counts, "promising", "held", treatment="interview", hits="won", total="deals"
    )


def interview_effect(promising: int) -> float:
    """Return what an interview added to the share won, of deals that are promising or not.

    Examples
    --------
    >>> round(interview_effect(0), 4)
    0.0901
    """
    return float(_interviews()["effect"].loc[promising])


def interview_rate(promising: int) -> float:
    """Return the share won with an interview, forgetting those won without."""
    return float(_interviews()["with_mail"].loc[promising])
