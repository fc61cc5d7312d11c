"""The support desk: tickets that go from desk to desk, and what makes them long.

A hard fault takes longer to mend *and* travels more, whoever handles it. Each desk on
the way adds its own queue and the time to tell the story once more, for hard and easy
faults alike: that is what one hand-off causes. From a day on, a coin sends half of the
tickets to people trained for all desks, who hand on less often.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from world import TRUTH, random

from salescourse.strategy.experience import Team

SUPPORT = TRUTH["support"]
FAULTS = tuple(SUPPORT["faults"])
FIRST, *OTHERS = SUPPORT["desks"]
FIRST_TICKET = date.fromisoformat(SUPPORT["first_day"])
DAYS = (date.fromisoformat(TRUTH["last_day"]) - FIRST_TICKET).days + 1
MINUTES = DAYS * SUPPORT["minutes_per_day"]
PILOT = (date.fromisoformat(SUPPORT["coin_from"]) - FIRST_TICKET).days
PILOT *= SUPPORT["minutes_per_day"]


@dataclass(frozen=True)
class Tickets:
    """Tickets as they really are, in the order in which they were opened."""

    opened: np.ndarray
    fault: np.ndarray
    hard: np.ndarray
    pilot: np.ndarray
    hand_offs: np.ndarray
    minutes: np.ndarray


def draw(rng: np.random.Generator, n: int) -> Tickets:
    """Draw tickets."""
    opened = np.sort(rng.random(n)) * MINUTES
    shares = [SUPPORT["faults"][name]["share"] for name in FAULTS]
    fault = rng.choice(len(FAULTS), n, p=shares)
    hard = rng.random(n) < np.take(
        [SUPPORT["faults"][name]["hard"] for name in FAULTS], fault
    )
    pilot = (opened >= PILOT) & (rng.random(n) < SUPPORT["chance_of_the_pilot"])
    chance = np.where(hard, *(SUPPORT["handed_on"][k] for k in ("hard", "easy")))
    chance = chance * np.where(pilot, SUPPORT["pilot_hands_on"], 1)
    on = rng.random((len(OTHERS), n)) < chance
    hand_offs = np.logical_and.accumulate(on).sum(axis=0)
    minutes = work(rng, hard) + desk_waits(rng, SUPPORT["first_desk"], n)
    for place in range(len(OTHERS)):
        there = desk_waits(rng, SUPPORT["other_desks"], n) + retelling(rng, n)
        minutes += np.where(hand_offs > place, there, 0)
    return Tickets(opened, fault, hard, pilot, hand_offs, minutes)


def work(rng: np.random.Generator, hard: np.ndarray) -> np.ndarray:
    """Draw the minutes that somebody really works on each ticket, at all desks."""
    laws = [SUPPORT["work"][name] for name in ("easy", "hard")]
    shape = np.take([law["cv"] ** -2 for law in laws], hard.astype(int))
    mean = np.take([law["minutes"] for law in laws], hard.astype(int))
    return rng.standard_gamma(shape) * mean / shape


def desk_waits(rng: np.random.Generator, law: dict, n: int) -> np.ndarray:
    """Draw what tickets wait at a desk that runs as usual (M/M/c)."""
    team = Team(**law)
    waits = rng.random(n) < team.chance_to_wait
    return np.where(waits, rng.exponential(team.mean_wait_if_waiting, n), 0)


def retelling(rng: np.random.Generator, n: int) -> np.ndarray:
    """Draw the minutes of telling the story once more."""
    return rng.gamma(4, SUPPORT["retelling_minutes"] / 4, n)


def scores(rng: np.random.Generator, tickets: Tickets) -> np.ndarray:
    """Draw answers from 0 to 10; -1 where nobody answered."""
    law, n = SUPPORT["score"], tickets.opened.size
    mood = law["best"] - law["per_hand_off"] * tickets.hand_offs
    mood = mood - law["if_hard"] * tickets.hard + law["sd"] * rng.standard_normal(n)
    answered = rng.random(n) < law["answered"]
    return np.where(answered, np.clip(np.round(mood), 0, 10), -1).astype(int)


def tables() -> dict[str, list[list]]:
    """Return the tickets as noted down, and what was really so with each."""
    rng, n = random(60), SUPPORT["tickets"]
    tickets = draw(rng, n)
    answers = scores(random(61), tickets)
    noted, truth = [], []
    for k in range(n):
        way = random(62, k).permutation(OTHERS)[: tickets.hand_offs[k]]
        opened = int(tickets.opened[k])
        finished = int(tickets.opened[k] + tickets.minutes[k])
        noted.append(
            [
                f"T{k + 1:04d}",
                FAULTS[tickets.fault[k]],
                ">".join([FIRST, *way]),
                int(tickets.pilot[k]) if opened >= PILOT else "",
                opened,
                finished if finished < MINUTES else "",
                answers[k] if answers[k] >= 0 and finished < MINUTES else "",
            ]
        )
        truth.append([f"T{k + 1:04d}", int(tickets.hard[k])])
    return {"support": noted, "support_truth": truth}
