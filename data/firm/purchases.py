"""Two years of beans: households that bought a machine, and what they ordered since.

Each household orders at a rate of its own until it stops, unseen (`BGNBD`), and spends
around a mean of its own (`GammaGamma`).
"""

from functools import cache

import numpy as np
import pandas as pd
from world import CENSUS, TRUTH, day_number, iso, random

from salescourse.b2c.loyalty import BGNBD

LAW = TRUTH["beans"]
WEEK = 7.0


@cache
def draw_households() -> pd.DataFrame:
    """Draw the households, what they do until the census, and what they will do."""
    rng = random(55)
    first, last = day_number(LAW["joined_from"]), day_number(LAW["joined_until"]) + 1
    joined = np.sort(rng.uniform(first, last, LAW["households"]))
    drawn = BGNBD(**LAW["orders"]).draw(
        (CENSUS - joined) / WEEK,
        seed=random(56),
        later_weeks=LAW["weeks_in_the_envelope"],
    )
    spend = LAW["spend"]
    rate = random(50).gamma(spend["q"], 1 / spend["v"], len(drawn))
    ids = [f"H{number:03d}" for number in range(1, len(drawn) + 1)]
    return drawn.assign(household_id=ids, joined=joined, mean_eur=spend["p"] / rate)


def purchase_rows() -> list[list]:
    """Return a row per order: the first, the repeats, and what each cost."""
    times, amounts = random(58), random(51)
    shape, rows = LAW["spend"]["p"], []
    for home in draw_households().itertuples():
        weeks = [0.0]
        if home.repeats:
            # Given the last one, the others fall anywhere before it.
            between = times.uniform(0, home.last_weeks, home.repeats - 1)
            weeks += [*sorted(between), home.last_weeks]
        for week in weeks:
            euros = amounts.gamma(shape) * home.mean_eur / shape
            day = iso(min(home.joined + week * WEEK, CENSUS - 1e-6))
            rows.append([home.household_id, day, f"{max(euros, 1):.1f}"])
    return sorted(rows, key=lambda row: (row[1], row[0]))


def household_rows() -> list[list]:
    """Return the envelope: what is really so with each household."""
    return [
        [
            home.household_id,
            f"{home.rate:.4f}",
            f"{home.stops:.4f}",
            f"{home.mean_eur:.2f}",
            int(home.alive),
            home.later_repeats,
        ]
        for home in draw_households().itertuples()
    ]
