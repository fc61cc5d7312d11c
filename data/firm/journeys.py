"""Journeys to the web shop's machines, with what each channel really causes.

A household has a wish for a machine that nobody sees: none, some or a strong one. On
each day of its two months one thing at most happens. It may meet a channel by chance
(social, email, banner), or go looking and come through a door (search, prices, store).
Each visit may raise the wish and may end in a purchase; a wish may fade for good.
Doors are used by those who already want something, so they see many buyers and make
few. A banner follows those who have been in the shop, and takes the place of a door on
many days on which they would have come anyway. A coin shows it to four in five.

The wish and whether the household has been in the shop make six states, so what is
sold with any channel switched off is worked out exactly (`share_sold`), day by day.
"""

from collections.abc import Collection, Iterator

import numpy as np
from world import TRUTH, random

LAW = TRUTH["journeys"]
CHANNELS = tuple(LAW["channels"])
DOORS = LAW["doors"]
BANNER = "banner"
WISHES = 3
STREAM = 40


def touch_rates(off: Collection[str] = ()) -> np.ndarray:
    """Return the chance of each channel on a day, by wish and whether been there."""
    rates = np.zeros((WISHES, 2, len(CHANNELS)))
    for wish in range(WISHES):
        for been in (0, 1):
            banner = been and BANNER not in off
            seek = LAW["seek"][wish]
            taken = seek * LAW["banner_takes"] if banner else 0
            for name, share in doors(off).items():
                rates[wish, been, CHANNELS.index(name)] = (seek - taken) * share
            for name, chances in LAW["met_by_chance"].items():
                needs_visit = name in LAW["only_after_a_visit"]
                if name not in off and (been or not needs_visit):
                    rates[wish, been, CHANNELS.index(name)] += chances[wish]
            if banner:
                rates[wish, been, CHANNELS.index(BANNER)] += taken
    return rates


def doors(off: Collection[str] = ()) -> dict[str, float]:
    """Return which share of those who look come through each door that is open.

    Of those who find their door shut, some take another, the others stay at home.
    """
    still_open = {name: share for name, share in DOORS.items() if name not in off}
    total = sum(still_open.values())
    moved = (1 - total) * LAW["take_another_door"]
    return {name: share * (1 + moved / total) for name, share in still_open.items()}


def raise_rates() -> np.ndarray:
    """Return the chance that a visit raises the wish, by channel and wish."""
    return np.array([LAW["raises_wish"][name] for name in CHANNELS])


def buy_rates() -> np.ndarray:
    """Return the chance that a visit ends in a purchase, by wish after the visit."""
    return np.array(LAW["buys"])


def first_wishes() -> np.ndarray:
    """Return the shares of households that begin with each wish."""
    own = np.array(LAW["wish_at_first"])
    return np.array([1 - own.sum(), *own])


def share_sold(off: Collection[str] = ()) -> tuple[float, float]:
    """Return the exact share of households that buys: of its own wish, and persuaded.

    Both are shares of all households. The banner is shown to all unless it is off.
    """
    rates, up, buys = touch_rates(off), raise_rates(), buy_rates()
    own = first_wishes() * [0, 1, 1]
    persuaded = first_wishes() - own
    return tuple(_sold(start, rates, up, buys) for start in (own, persuaded))


def _sold(
    start: np.ndarray, rates: np.ndarray, up: np.ndarray, buys: np.ndarray
) -> float:
    here = np.zeros((WISHES, 2))
    here[:, 0] = start
    sold, stay = 0.0, 1 - np.array(LAW["fades"])
    for _day in range(LAW["days"]):
        here = here * stay[:, None]
        visits = (here[:, :, None] * rates).sum(axis=1)  # by wish and channel
        after = visits.copy()
        after[:-1] -= (visits * up.T)[:-1]
        after[1:] += (visits * up.T)[:-1]
        visitors = after.sum(axis=1)
        sold += float(visitors @ buys)
        here = here * (1 - rates.sum(axis=2))
        here[:, 1] += visitors * (1 - buys)
    return sold


def lost_if_off() -> dict[str, float]:
    """Return the exact share of sales that would not happen without each channel."""
    with_all = sum(share_sold())
    return {name: 1 - sum(share_sold((name,))) / with_all for name in CHANNELS}


def kept_lost_if_off() -> dict[str, float]:
    """Return the same of sales that are not returned."""
    keep = 1 - np.array([LAW["returned"]["own wish"], LAW["returned"]["persuaded"]])
    with_all = np.dot(share_sold(), keep)
    return {name: 1 - np.dot(share_sold((name,)), keep) / with_all for name in CHANNELS}


def draw(
    households: int, rng: np.random.Generator, off: Collection[str] = ()
) -> dict[str, np.ndarray]:
    """Draw households: the touches (who, day, channel), the coin, and who buys."""
    coin = rng.random(households) < LAW["banner_shown"]
    shown = touch_rates(off).cumsum(axis=2)
    hidden = touch_rates({*off, BANNER}).cumsum(axis=2)
    up, buys, fades = raise_rates(), buy_rates(), np.array(LAW["fades"])
    wish = rng.choice(WISHES, households, p=first_wishes())
    own, been = wish > 0, np.zeros(households, int)
    here, bought = np.ones(households, bool), np.zeros(households, bool)
    touches = []
    for day in range(LAW["days"]):
        here &= rng.random(households) >= fades[wish]
        upto = np.where(coin[:, None], shown[wish, been], hidden[wish, been])
        channel = (rng.random(households)[:, None] >= upto).sum(axis=1)
        who = np.flatnonzero(here & (channel < len(CHANNELS)))
        via = channel[who]
        wish[who] += rng.random(who.size) < up[via, wish[who]]
        been[who] = 1
        buyer = who[rng.random(who.size) < buys[wish[who]]]
        bought[buyer], here[buyer] = True, False
        touches.append(np.stack([who, np.full(who.size, day), via]))
    who, day, via = np.concatenate(touches, axis=1)
    order = np.lexsort((day, who))
    return {
        "who": who[order],
        "day": day[order],
        "channel": via[order],
        "banner_on": coin,
        "own": own,
        "bought": bought,
    }


def journey_rows() -> list[list]:
    """Return a row per household that left a trace: its path and what came of it."""
    rng = random(STREAM)
    n = LAW["households"]
    world = draw(n, rng)
    begun = rng.integers(0, LAW["year_days"] - LAW["days"] + 1, n)
    back = np.where(
        world["own"], LAW["returned"]["own wish"], LAW["returned"]["persuaded"]
    )
    returned = rng.random(n) < back
    duo = rng.random(n) < LAW["duo_share"]
    rows = []
    for who, days, names in _paths(world):
        bought = bool(world["bought"][who])
        price = LAW["price_eur"]["Kopje Duo" if duo[who] else "Kopje Uno"]
        first = begun[who]
        rows.append(
            [
                " > ".join(names),
                " ".join(str(first + day) for day in days),
                int(world["banner_on"][who]),
                int(bought),
                price if bought else "",
                int(returned[who]) if bought else "",
            ]
        )
    return sorted(rows, key=lambda row: int(row[1].split()[0]))


def _paths(world: dict[str, np.ndarray]) -> Iterator[tuple[int, list[int], list[str]]]:
    who = world["who"]
    cuts = np.flatnonzero(np.diff(who)) + 1
    starts = [0, *cuts.tolist()]
    for start, end in zip(starts, [*cuts.tolist(), who.size], strict=True):
        names = [CHANNELS[k] for k in world["channel"][start:end]]
        yield int(who[start]), world["day"][start:end].tolist(), names
