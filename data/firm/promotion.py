"""The newsletter of March 2026 and the three-day offer that a coin gave to half.

Every household wants a machine or not, and buys when `FadingDesire` says; what the
offer does to it is in ``truth.json``. Nothing else differs between the two arms.
"""

import numpy as np
from world import TRUTH, random

from salescourse.b2c.impulse import FadingDesire

HEADER = "household_id arm bought_day product paid_eur cost_eur returned"


def promotion_rows() -> list[list]:
    """Return one row per household that got the newsletter."""
    truth = TRUTH["promotion"]
    number = truth["households"]
    offered = random(30).permutation(number) < number // 2
    plain = FadingDesire(**truth["wish"])
    wishes = {False: plain, True: plain.with_deadline(**truth["deadline"])}
    days = np.empty(number)
    for arm, wish in wishes.items():
        own = offered == arm
        days[own] = np.ceil(wish.simulate(int(own.sum()), seed=random(31, int(arm))))
    return [household_row(k, bool(offered[k]), float(days[k])) for k in range(number)]


def household_row(number: int, offered: bool, day: float) -> list:
    """Return what the web shop knows of one household."""
    truth, rng = TRUTH["promotion"], random(32, number)
    head = [f"N{number + 1}", "offer" if offered else "newsletter"]
    if day > truth["watched_days"]:
        return [*head, "", "", "", "", ""]
    due = truth["deadline"]
    cheaper = offered and due["day"] - due["window_days"] < day <= due["day"]
    products = truth["products"]
    product = str(rng.choice(list(products), p=[p["share"] for p in products.values()]))
    price = products[product]["price_eur"] * (1 - truth["discount"] * cheaper)
    returned = rng.random() < truth["returned"]["offer" if cheaper else "else"]
    cost = products[product]["cost_eur"]
    return [*head, int(day), product, round(price), cost, int(returned)]
