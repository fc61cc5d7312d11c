"""The hand-off from marketing to sales: interest cools while a lead waits for its call."""

from math import log

from salescourse.checks import as_positive
from salescourse.strategy.experience.team import Team


def share_warm(team: Team, half_life_minutes: float) -> float:
    """Return the share of leads that are still interested when somebody calls them.

    Interest ends at a steady pace while a lead waits, and the team does not see it: a
    cold lead takes as long as a warm one. Nobody who has not waited is cold.

    Parameters
    ----------
    team : Team
        Who calls, how busy they are, and the minutes that a lead takes.
    half_life_minutes : float
        Minutes of waiting after which half of the leads have lost interest.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    Three sellers, half an hour per lead, and half are cold after an hour:

    >>> round(share_warm(Team(3, 0.8, 30), half_life_minutes=60), 2)
    0.76
    >>> round(share_warm(Team(3, 0.95, 30), half_life_minutes=60), 2)
    0.37
    """
    half_life = as_positive("half_life_minutes", half_life_minutes)
    # The wait of those who wait is exponential, and so is what is left of interest.
    cooling = team.mean_wait_if_waiting * log(2) / half_life
    return 1 - team.chance_to_wait * cooling / (1 + cooling)
