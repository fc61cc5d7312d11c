"""What the account managers note down of the world, up to the census."""

from dataclasses import dataclass, field

import numpy as np
from world import (
    CENSUS,
    OUTCOMES,
    STAGES,
    TRUTH,
    Account,
    Deal,
    correlation,
    day_number,
    iso,
    needed,
    pick,
    random,
)

from salescourse import SalesCycle

FIRST_ROLES = ("office manager", "HR", "partner/owner")
ROLES = (*FIRST_ROLES, "facilities", "IT", "finance", "purchasing", "works council")


def account_rows(accounts: list[Account]) -> list[list]:
    """Return the accounts as noted."""
    return [[a.id, a.industry, a.employees, a.size, a.review] for a in accounts]


def visit_rows(deals: list[Deal]) -> list[list]:
    """Return the stage visits up to the census."""
    rows = []
    for deal in deals:
        for stage, entered, left, onward in deal.seen_visits():
            over = left < CENSUS
            times = [iso(entered), iso(left) if over else ""]
            rows.append([deal.id, stage, *times, onward if over else ""])
    return rows


@dataclass
class People:
    """Who sits on each committee, and whom the account managers have met."""

    known: dict[tuple, str] = field(default_factory=dict)
    rows: list[list] = field(default_factory=list)

    def meet(self, deal: Deal) -> list[tuple[float, str]]:
        """Note the members met on a deal; return when and whom."""
        rng = random(6, int(deal.id[1:]))
        seats = draw_seats(rng, deal.people)
        champion = int(rng.integers(deal.people)) if deal.champion else -1
        if rng.random() < TRUTH["flaws"]["no_contact_at_all"]:
            return []
        met = {0: deal.created}
        for stage, entered, left, _onward in deal.seen_visits():
            chance = TRUTH["contact_noted_per_visit"][stage]
            for seat in range(deal.people):
                meets, when = rng.random() < chance, rng.uniform(entered, left)
                if meets and seat not in met and when < CENSUS:
                    met[seat] = float(when)
        in_order = sorted(met.items(), key=lambda item: (item[1], item[0]))
        meetings = []
        for seat, when in in_order:
            person = self.person(deal.account.id, seats[seat])
            flag = int(seat == champion)
            role = seats[seat][0]
            self.rows.append([person, deal.id, deal.account.id, role, flag, iso(when)])
            meetings.append((when, person))
        return meetings

    def person(self, account: str, seat: tuple[str, int]) -> str:
        """Return the id of the person who has this seat at an account."""
        return self.known.setdefault((account, seat), f"P{len(self.known) + 1:04d}")


def draw_seats(rng: np.random.Generator, people: int) -> list[tuple[str, int]]:
    """Draw the committee's roles; further seats belong to heads of department."""
    first = str(rng.choice(FIRST_ROLES, p=(0.6, 0.2, 0.2)))
    others = [str(role) for role in rng.permutation([r for r in ROLES if r != first])]
    more = [("head of department", k) for k in range(1, people + 1)]
    return [(first, 1), *((role, 1) for role in others), *more][:people]


def activity_rows(deal: Deal, met: list[tuple[float, str]]) -> list[list]:
    """Return the touches on a deal up to the census: first touches, later meetings."""
    rng = random(7, int(deal.id[1:]))
    rows = []
    for stage, entered, left, _onward in deal.seen_visits():
        first = stage == "qualify"
        n = len(deal.answers) if first else 1 + int(rng.poisson(0.8))
        times = np.sort(rng.uniform(entered, left, n))
        kinds = rng.choice(("email", "call") if first else ("meeting", "demo"), n)
        for k, (when, kind) in enumerate(zip(times, kinds, strict=True)):
            if when >= CENSUS:
                break
            known = [person for moment, person in met if moment <= when]
            person = str(rng.choice(known)) if known else ""
            answered = int(deal.answers[k]) if first else ""
            rows.append([deal.id, stage, str(kind), iso(when), person, answered])
    return rows


def offer_rows(deals: list[Deal]) -> list[list]:
    """Return three offers per deal that was evaluated, with the one preferred."""
    law, rows = TRUTH["offers"], []
    for deal in deals:
        evaluated = any(v[0] == "evaluation" for v in deal.seen_visits())
        if deal.created < day_number(law["from"]) or not evaluated:
            continue
        rng = random(8, int(deal.id[1:]))
        fee_eur = TRUTH["products"][deal.product]["fee_eur"]
        price = np.round(fee_eur * rng.uniform(*law["price_range"], 3))
        hours = rng.choice(law["response_hours"], 3)
        months = rng.choice(law["contract_months"], 3)
        worth = law["utility"]
        utility = (
            worth["price_eur_month"] * price
            + worth["response_hours"] * hours
            + worth["contract_months"] * months
            + rng.gumbel(size=3)
        )
        best = int(utility.argmax())
        for k in range(3):
            values = [int(price[k]), int(hours[k]), int(months[k])]
            rows.append([deal.id, k + 1, *values, int(k == best)])
    return rows


def forecast(deal: Deal) -> str:
    """Return the account manager's forecast when evaluation began, in tenths."""
    if not any(visit[0] == "evaluation" for visit in deal.seen_visits()):
        return ""
    law = TRUTH["forecast"]
    true = np.clip(win_rates(deal.cycle)["evaluation"], 0.001, 0.999)
    logit = lambda p: np.log(p / (1 - p))  # noqa: E731
    weight = law["weight_of_truth"]
    felt = weight * logit(true) + (1 - weight) * logit(law["typical"])
    felt += law["optimism"][deal.owner]
    felt += law["noise_sd"] * random(9, int(deal.id[1:])).standard_normal()
    return f"{np.clip(round(1 / (1 + np.exp(-felt)), 1), 0.1, 0.9):.1f}"


def win_rates(cycle: SalesCycle) -> dict[str, float]:
    """Return the chance of winning from each stage on."""
    m = len(STAGES)
    stay, ends = cycle.routing[:, :m], cycle.routing[:, m:]
    chances = np.linalg.solve(np.eye(m) - stay, ends[:, OUTCOMES.index("won")])
    return dict(zip(STAGES, chances.tolist(), strict=True))


def reason(deal: Deal) -> str:
    """Return the reason noted for a deal that was not won."""
    if deal.is_open or deal.outcome == "won":
        return ""
    rng, law = random(10, int(deal.id[1:])), TRUTH["reasons"]
    kind = deal.outcome
    if kind == "no_decision" and deal.visits[-1][0] == "consensus":
        kind = "no_decision_in_consensus"
    return pick(rng, law[kind]) if rng.random() < law["noted"] else ""


def opportunity_row(deal: Deal) -> list:
    """Return a deal as noted."""
    rng = random(11, int(deal.id[1:]))
    noted = rng.random() < TRUTH["competitor"]["noted"]
    present = "yes" if deal.competitor else "no"
    stages = [visit[0] for visit in deal.seen_visits()]
    interview = str(int(deal.interview)) if "discovery" in stages else ""
    flaws = TRUTH["flaws"]
    product, other = deal.product, flaws["other_spelling"]
    early = deal.created <= day_number(other["until"])
    if rng.random() < other["chance"] and product == other["of"] and early:
        product = other["as"]
    gone = not deal.is_open and deal.visits[-1][0] == "qualify"
    skip_amount = rng.random() < flaws["amount_missing_after_qualify"] and gone
    return [
        deal.id,
        deal.account.id,
        iso(deal.created),
        "" if deal.is_open else iso(deal.closed),
        stages[-1],
        "" if deal.is_open else deal.outcome,
        reason(deal),
        deal.owner,
        deal.source,
        deal.client,
        present if noted else "unknown",
        interview,
        product,
        deal.machines,
        "" if skip_amount else deal.amount_eur,
        forecast(deal),
    ]


def truth_row(deal: Deal) -> list:
    """Return what nobody could see."""
    return [
        deal.id,
        "",
        deal.people,
        deal.rule,
        needed(deal),
        f"{TRUTH['committee']['agree'][deal.fit]:.2f}",
        f"{correlation(deal):.2f}",
        deal.fit,
        int(deal.competitor),
        int(deal.interview),
        f"{deal.cycle.win_rate:.4f}",
        deal.outcome,
        iso(deal.closed),
    ]
