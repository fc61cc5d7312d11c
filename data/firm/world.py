"""The world of the firm: accounts, deals and contracts as they really are."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from salescourse import SalesCycle
from salescourse.b2b.decisions import ConsensusStage, consensus_stage, majority

HERE = Path(__file__).resolve().parent
TRUTH = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))
STAGES = tuple(TRUTH["stages"])
OUTCOMES = ("won", "lost", "no_decision")
FIRST_DAY = date.fromisoformat(TRUTH["first_day"])
# The census is the end of the last day.
CENSUS = float((date.fromisoformat(TRUTH["last_day"]) - FIRST_DAY).days + 1)


@dataclass
class Account:
    """A customer or a customer to be."""

    id: str
    industry: str
    employees: int
    size: str
    review: str
    contracts: list[tuple[float, float]] = field(default_factory=list)

    def client(self, day: float) -> str:
        """Return what the account is to us on a day: current, past or new client."""
        if any(start <= day < end for start, end in self.contracts):
            return "current"
        return "past" if any(end <= day for _, end in self.contracts) else "new"


@dataclass
class Deal:
    """An opportunity as it really is, and the stage visits it really makes."""

    id: str
    account: Account
    created: float
    client: str
    owner: str
    source: str
    product: str
    machines: int
    amount_eur: int
    fit: str
    answers: list[bool]
    interview: bool
    competitor: bool
    people: int
    rule: str
    champion: bool
    cycle: SalesCycle
    visits: list[tuple[str, float, float, str]]

    @property
    def outcome(self) -> str:
        """Return how the deal ends."""
        return self.visits[-1][3]

    @property
    def closed(self) -> float:
        """Return when it ends."""
        return self.visits[-1][2]

    @property
    def is_open(self) -> bool:
        """Return whether the census comes before the end."""
        return self.closed >= CENSUS

    def seen_visits(self) -> list[tuple[str, float, float, str]]:
        """Return the visits that began before the census."""
        return [visit for visit in self.visits if visit[1] < CENSUS]


def random(stream: int, number: int = 0) -> np.random.Generator:
    """Return the random numbers of one stream, so that none disturbs another."""
    return np.random.default_rng([TRUTH["seed"], stream, number])


def pick(rng: np.random.Generator, shares: dict[str, float]) -> str:
    """Draw one name; the shares sum to one."""
    return str(rng.choice(list(shares), p=list(shares.values())))


def day_number(iso: str) -> float:
    """Return the days from the first day of the CRM to a date."""
    return float((date.fromisoformat(iso) - FIRST_DAY).days)


def iso(day: float) -> str:
    """Return the date that a moment falls on."""
    return (FIRST_DAY + timedelta(days=int(np.floor(day)))).isoformat()


def draw_accounts() -> list[Account]:
    """Draw the accounts."""
    rng, law = random(1), TRUTH["employees"]
    accounts = []
    for number in range(1, TRUTH["accounts"] + 1):
        heads = law["median"] * np.exp(law["log_sd"] * rng.standard_normal())
        employees = int(np.clip(heads, law["least"], law["most"]))
        sizes = TRUTH["size_from_employees"].items()
        size = [name for name, least in sizes if employees >= least][-1]
        serial = rng.random() < TRUTH["committee"]["serial_review"]
        industry = pick(rng, TRUTH["industries"])
        review = "serial" if serial else "parallel"
        accounts.append(Account(f"A{number:04d}", industry, employees, size, review))
    return accounts


def draw_created(n: int) -> np.ndarray:
    """Draw when opportunities begin: more and more of them, at a steady growth."""
    rate = TRUTH["growth_per_year"] / 365.25
    grown = np.expm1(rate * CENSUS)
    return np.sort(np.log1p(random(2).random(n) * grown) / rate)


def draw_deals(accounts: list[Account], book: "ContractBook") -> list[Deal]:
    """Draw the deals in the order in which they begin; a win makes a contract."""
    rng = random(3)
    weight = rng.gamma(1.5, size=len(accounts))
    weight *= np.array([account.employees for account in accounts]) ** 0.25
    n = TRUTH["opportunities"]
    chosen = rng.choice(len(accounts), size=n, p=weight / weight.sum())
    deals = []
    for number, created in enumerate(draw_created(n), start=1):
        deal = draw_deal(number, accounts[chosen[number - 1]], float(created))
        if deal.outcome == "won":
            start = deal.closed + TRUTH["contracts"]["days_from_win_to_start"]
            book.sign(deal.account, start, deal.amount_eur, deal)
        deals.append(deal)
    return deals


def draw_deal(number: int, account: Account, created: float) -> Deal:
    """Draw one deal, from the first touch to its end."""
    rng = random(4, number)
    source = pick(rng, TRUTH["sources"])
    fit = "good" if rng.random() < TRUTH["good_fit"][source] else "poor"
    answers = (rng.random(TRUTH["first_touches"]) < TRUTH["answers"][fit]).tolist()
    product = pick(rng, {k: v[account.size] for k, v in TRUTH["products"].items()})
    machines, amount_eur = draw_order(rng, account, product)
    committee = TRUTH["committee"]
    size = committee["size"][account.size]
    people = size["always"] + int(rng.binomial(size["maybe"], size["chance"]))
    vote = rng.random() < committee["majority_rule"][account.industry]
    deal = Deal(
        id=f"O{number:04d}",
        account=account,
        created=created,
        client=account.client(created),
        owner=str(rng.choice(list(TRUTH["forecast"]["optimism"]))),
        source=source,
        product=product,
        machines=machines,
        amount_eur=amount_eur,
        fit=fit,
        answers=answers,
        interview=bool(rng.random() < interview_chance(created, sum(answers))),
        competitor=bool(rng.random() < TRUTH["competitor"]["present"]),
        people=people,
        rule="majority" if vote else "veto",
        champion=bool(rng.random() < committee["champion"]),
        cycle=None,
        visits=[],
    )
    deal.cycle = cycle_of(deal)
    log = deal.cycle.simulate_log(1, seed=rng, start_days=created)
    columns = (log[name].tolist() for name in ("stage", "entered", "left", "next"))
    deal.visits = list(zip(*columns, strict=True))
    return deal


def draw_order(
    rng: np.random.Generator, account: Account, product: str
) -> tuple[int, int]:
    """Draw the machines and the first year's amount."""
    typical = account.employees / TRUTH["employees_per_machine"]
    spread = np.exp(TRUTH["machines_log_sd"] * rng.standard_normal())
    machines = int(np.clip(round(typical * spread), 1, TRUTH["most_machines"]))
    fee_eur = TRUTH["products"][product]["fee_eur"]
    discount = rng.random() * TRUTH["largest_discount"]
    return machines, round(machines * fee_eur * 12 * (1 - discount))


def interview_chance(created: float, answered: int) -> float:
    """Return the chance of a needs interview: first by promise, later by a coin."""
    policy = TRUTH["needs_interview"]
    if created >= day_number(policy["randomized_from"]):
        return policy["chance_when_randomized"]
    promising = answered >= policy["answers_that_count_as_promising"]
    return policy["chance_when_promising" if promising else "chance_otherwise"]


def cycle_of(deal: Deal) -> SalesCycle:
    """Return the deal's own sales cycle."""
    helps = (deal.fit, deal.client)
    helps += ("interview",) * deal.interview + ("competitor",) * deal.competitor
    return committee_of(deal).apply(cycle_before_committee(helps, deal.account.size))


@cache
def cycle_before_committee(helps: tuple[str, ...], size: str) -> SalesCycle:
    """Return the cycle of deals that the same things help or hurt."""
    routing, days = {}, {}
    lost = TRUTH["lost_to_competitor"]["present" if "competitor" in helps else "absent"]
    for stage, onward in zip(STAGES, [*STAGES[1:], "won"], strict=True):
        spec = TRUTH["stages"][stage]
        ratios = TRUTH["odds_ratios"].get(stage, {})
        odds = spec["advance"] / (1 - spec["advance"])
        odds *= np.prod([ratio for name, ratio in ratios.items() if name in helps])
        advance = odds / (1 + odds)
        back = BACK.get(stage, {})
        ends = (1 - advance) * (1 - sum(back.values()))
        routing[stage] = {
            onward: advance,
            **{name: (1 - advance) * share for name, share in back.items()},
            "lost": ends * lost[stage],
            "no_decision": ends * (1 - lost[stage]),
        }
        slower = 1 if stage == "qualify" else TRUTH["days_by_size"][size]
        days[stage] = spec["days"] * slower
    cv = {stage: spec["cv"] for stage, spec in TRUTH["stages"].items()}
    return SalesCycle(STAGES, OUTCOMES, routing, days, cv)


# Where a visit that does not advance leads back to, as a share of such visits.
_negotiation = TRUTH["stages"]["negotiation"]
BACK = {
    "consensus": {"evaluation": TRUTH["committee"]["back_to_evaluation"]},
    "negotiation": {
        "consensus": _negotiation["back_to_consensus"] / (1 - _negotiation["advance"])
    },
}


def committee_of(deal: Deal) -> ConsensusStage:
    """Return the consensus stage that the deal's committee makes."""
    truth = TRUTH["committee"]
    return cached_stage(
        deal.people,
        truth["agree"][deal.fit],
        needed=needed(deal),
        correlation=correlation(deal),
        review_days=truth["review_days"],
        review_cv=truth["review_cv"],
        parallel=deal.account.review == "parallel",
    )


cached_stage = cache(consensus_stage)


def needed(deal: Deal) -> int:
    """Return how many yeses the deal needs."""
    return deal.people if deal.rule == "veto" else majority(deal.people)


def correlation(deal: Deal) -> float:
    """Return how much the deal's committee sways each other."""
    return TRUTH["committee"]["correlation"]["champion" if deal.champion else "none"]


class ContractBook:
    """The contracts: signed, renewed every year or not, at the customer's own rate."""

    def __init__(self) -> None:
        self.rows: list[list] = []
        self.rng = random(5)

    def sign_old_ones(self, accounts: list[Account]) -> None:
        """Sign the contracts from before the CRM."""
        first = day_number(TRUTH["contracts"]["first_start"])
        for account in accounts:
            if self.rng.random() < TRUTH["contracts"]["accounts_with_an_old_one"]:
                product = pick(
                    self.rng,
                    {k: v[account.size] for k, v in TRUTH["products"].items()},
                )
                _machines, amount_eur = draw_order(self.rng, account, product)
                self.sign(account, float(self.rng.uniform(first, 0)), amount_eur)

    def sign(
        self, account: Account, start: float, amount_eur: int, deal: Deal | None = None
    ) -> None:
        """Sign a contract and draw how many years it will run (sBG)."""
        plans = TRUTH["contracts"]["plans"]
        plan = pick(self.rng, {name: spec["share"] for name, spec in plans.items()})
        churn = self.rng.beta(plans[plan]["alpha"], plans[plan]["beta"])
        years = int(min(self.rng.geometric(max(churn, 1e-9)), 1000))
        end = start + 365.25 * years
        account.contracts.append((start, end))
        if start >= CENSUS:
            return
        ended = end < CENSUS
        self.rows.append(
            [
                account.id,
                deal.id if deal else "",
                plan,
                round(amount_eur / 12),
                iso(start),
                iso(end) if ended else "",
                years - 1 if ended else int((CENSUS - start) // 365.25),
            ]
        )
