"""Every claim of the article is taken up somewhere, and every number there is right."""

import re
from functools import cache
from pathlib import Path

import nbformat
import networkx as nx
import numpy as np
import pytest
import yaml

from salescourse import SalesCycle, load
from salescourse.b2b.consulting import OfferDecision, fit_choices, noisy_question
from salescourse.b2b.decisions import (
    Nurturing,
    committee_odds,
    consensus_stage,
    everyone_once,
)
from salescourse.b2b.relationships import customer_years
from salescourse.b2c.impulse import FadingDesire
from salescourse.b2c.loyalty import fit_bgnbd, fit_market
from salescourse.strategy.agility import Looks, customers_needed
from salescourse.strategy.experience import (
    Team,
    hand_off_cost,
    hand_off_cost_by_chance,
    in_a_row,
    pool,
    promoter_score,
)
from salescourse.strategy.influence import Network, any_people
from salescourse.strategy.personalization import (
    Limit,
    Rule,
    ask,
    average_effect,
    compare_runs,
    effects_by,
    open_crm,
    policy_value,
    run_rules,
    simulate_traffic,
)

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")
# Counted by hand in the article, section by section: what each paragraph asserts.
ASSERTED = {
    "introduction": 3,
    "b2b": 5,
    "decisions": 6,
    "relationships": 6,
    "consulting": 5,
    "b2c": 4,
    "impulse": 6,
    "channels": 3,
    "loyalty": 4,
    "strategy": 2,
    "personalization": 5,
    "agility": 5,
    "experience": 7,
    "influence": 8,
}
SECTIONS = yaml.safe_load((ROOT / "data" / "claims.yml").read_text("utf-8"))
CLAIMS = {one["id"]: one for part in SECTIONS for one in part["claims"]}


@cache
def chapter(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells


def plain(text):
    return text.replace("\u00a0", " ")


def numbers(text):
    """Return the numbers in a text: −19 as -19, 1,882 as 1882."""
    found = NUMBER.findall(plain(text).replace("$", ""))
    return [float(one.replace("−", "-").replace(",", "")) for one in found]


def said_by(cell):
    """Return the numbers that a cell's source and what it printed hold."""
    parts = ["".join(cell.source)]
    for output in cell.get("outputs", []):
        parts += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return " ".join(parts)


# Whether all is there ------------------------------------------------------------------


def test_no_claim_of_the_article_is_left_out():
    assert {part["section"]: len(part["claims"]) for part in SECTIONS} == ASSERTED
    assert sum(ASSERTED.values()) == 69
    assert "makes 69 claims" in (ROOT / "book" / "article.md").read_text("utf-8")


def test_ids_are_never_used_twice_and_stand_in_the_article_s_order():
    assert list(CLAIMS) == [f"c{n}" for n in range(1, 70)]


def test_the_page_shows_each_section_once():
    page = (ROOT / "book" / "article.md").read_text("utf-8")
    assert re.findall(r"```\{claims\} (\w+)", page) == list(ASSERTED)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_each_claim_says_what_became_of_it_at_a_cell_that_is_there(claim):
    assert set(claim) - {"records"} == {"id", "says", "at", "how", "answer"}
    assert claim["how"] in ("taught", "tested", "unknown")
    assert claim.get("records") in (
        ("real", "survey", "invented") if claim["how"] == "tested" else (None,)
    )
    name, cell = claim["at"].split("#")
    assert cell in {one.id for one in chapter(name)}


def test_every_chapter_is_named():
    named = {claim["at"].split("#")[0] for claim in CLAIMS.values()}
    assert named == {path.stem for path in ROOT.glob("notebooks/*.ipynb")}


# Whether the numbers are right ---------------------------------------------------------


@cache
def deals():
    return load("firm_opportunities").drop_duplicates("opportunity_id")


@cache
def decision():
    return OfferDecision(
        chances={"can wait": 0.7, "cannot wait": 0.3},
        payoff_eur={"standard": [2400, 600], "priority": [1200, 2400]},
    )


@cache
def finder():
    return OfferDecision(
        chances={"one or two": 0.65, "more": 0.35},
        payoff_eur={
            "Uno first": [0.06 * 134, 0.02 * 209],
            "Duo first": [0.02 * 134, 0.06 * 209],
        },
    )


def asked(accuracy):
    question = noisy_question(["can wait", "cannot wait"], accuracy)
    return decision().worth_eur(question)


def asked_in_the_shop():
    question = noisy_question(["one or two", "more"], 0.8)
    return finder().worth_eur(question)


def cups():
    return finder().worth_eur(
        {
            "one or two": {"few cups": 0.9, "many cups": 0.1},
            "more": {"few cups": 0.25, "many cups": 0.75},
        }
    )


def signed_by(day):
    visits = load("firm_stage_visits").groupby("opportunity_id")
    days = (visits["left_on"].max() - visits["entered_on"].min()).dt.days
    won = deals().query("outcome == 'won'")["opportunity_id"]
    return len(won), int((days[won] <= day).sum()), day


def open_deals_won():
    truth = load("firm_truth")
    truth = truth[truth["duplicate_of"].isna()].merge(
        deals()[["opportunity_id", "outcome"]],
        on="opportunity_id",
        suffixes=("", "_now"),
    )
    now = truth["outcome_now"]
    won = ((truth["outcome"] == "won") & now.isna()).sum()
    rate = (deals()["outcome"] == "won").sum() / deals()["outcome"].notna().sum()
    return won, rate * deals()["outcome"].isna().sum()


def four_people():
    four = Nurturing(agree=[0.9, 0.6, 0.35, 0.3], persuade=[0.1, 0.5, 0.3, 0.05])
    return four.worth(), four.worth_by(everyone_once)


def days_to_a_win():
    """Six readers of five days each, in the consensus stage of the reference cycle."""
    found = []
    for parallel in (True, False):
        stage = consensus_stage(6, 0.9, review_days=5, review_cv=0.7, parallel=parallel)
        cycle = SalesCycle.b2b().with_stage(
            "consensus", days=stage.mean_days, cv=stage.cv
        )
        found.append(cycle.mean_days("won"))
    return tuple(found)


def real_rates(factor, first, second):
    real = load("opportunities")
    rows = real[real["factor"] == factor].set_index("level")
    rates = 100 * rows["won"] / rows["opportunities"]
    return rates[first], rates[second]


def hour_sooner():
    features = ["price_eur_month", "response_hours", "contract_months"]
    model = fit_choices(load("firm_offers"), features, choice_set="opportunity_id")
    return (model.worth("price_eur_month", response_hours=-1).value,)


def shop_sessions():
    minutes = load("shoppers_minutes").set_index("minutes_on_products")
    rates = 100 * minutes["purchases"] / minutes["sessions"]
    return rates["0"], rates["80+"]


def ways_apart():
    b2b, b2c = SalesCycle.b2b(), SalesCycle.b2c()
    return (round(b2b.mean_days("won") / b2c.mean_days("won"), -2),)


def weekend():
    promotion = load("firm_promotion")
    day = promotion["bought_day"]
    offered = promotion["arm"] == "offer"
    there = day.between(12, 14).fillna(False)
    after = (day > 14).fillna(False)
    gained = (there & offered).sum() - (there & ~offered).sum()
    return gained, (after & ~offered).sum() - (after & offered).sum()


def by_channels():
    year = load("firm_journeys")
    used = year["path"].str.split(" > ").map(lambda row: len(set(row)))
    bought = year["bought"].astype(float)
    return 100 * bought[used >= 4].mean(), 100 * bought[used == 1].mean()


def lost_in_all():
    truth = load("firm_journeys").attrs["parameters"]["journeys"]["lost_if_off"]
    return (100 * sum(truth.values()),)


def toothpaste():
    brands = load("toothpaste").set_index("brand")
    table = fit_market(0.56, 2.6, brands).table(brands["share"])
    return table["purchases_per_buyer"].min(), table["purchases_per_buyer"].max()


def music():
    cdnow = load("cdnow")
    history = cdnow[["repeats", "last_weeks", "age_weeks"]]
    forecast = fit_bgnbd(cdnow).model.expected_later(39, **history).sum()
    return cdnow["later_repeats"].sum(), 39, forecast


def matched():
    shop = load("hillstrom")
    match = np.where(shop["bought_womens"], "womens", "mens")
    found = 1000 * policy_value(shop, match).value
    best = 1000 * policy_value(shop, "mens").value
    return np.floor(found), np.ceil(found), 1000, best


def open_euros():
    crm = open_crm()
    single = "SELECT SUM(amount_eur) FROM opportunities WHERE outcome IS NULL"
    joined = single.replace(
        "opportunities", "opportunities JOIN activities USING (opportunity_id)"
    )
    return tuple(ask(crm, line).iloc[0, 0] / 1e6 for line in (single, joined))


def mailer():
    traffic = simulate_traffic(5000, seed=8)
    rules = [
        Rule("cart", "left a cart", wait_days=1),
        Rule("come back", "left", wait_days=1),
    ]
    nobody, every = run_rules(traffic, []), run_rules(traffic, rules)
    spared = run_rules(traffic, rules, limit=Limit(mails=1, days=14))
    extra = [compare_runs(run, nobody).extra for run in (every, spared)]
    return every.sent, extra[0], spared.sent, extra[1]


def segments():
    groups = effects_by(load("hillstrom"), "bought_womens", "womens")["effect"]
    return 100 * groups[True], 100 * groups[False]


def two_queues():
    """By hand: twenty short ones to each long one; the shared queue is simulated."""
    apart = (20 * Team(1, 0.8, 2).mean_wait + Team(1, 0.8, 40).mean_wait) / 21
    return 34.84, apart


def tickets():
    table = load("firm_support").dropna(subset="finished_minute")
    table["minutes"] = table["finished_minute"] - table["opened_minute"]
    return table.assign(hand_offs=table["path"].str.count(">"))


def hand_off():
    law = load("firm_support_truth").attrs["parameters"]["support"]
    causes = Team(**law["other_desks"]).mean_wait + law["retelling_minutes"]
    return causes, hand_off_cost(tickets()).minutes


def by_the_coin():
    pilot = tickets().dropna(subset="pilot")
    return (hand_off_cost_by_chance(pilot, "pilot").minutes,)


def scores():
    table = tickets()
    groups = table.groupby(table["hand_offs"].clip(upper=2))["score"]
    return tuple(promoter_score(score).points for _, score in groups)


@cache
def town():
    return nx.barabasi_albert_graph(2000, 3, seed=1)


def famous(chance, trust=1):
    fans = any_people(town(), 240, seed=2)
    coins = Network.of(town(), chance).draw(1000, seed=1)
    return coins.reach_of_broadcast(fans, trust * chance, seed=5).people


def breaks_even():
    """The famous one earns her €8,000 between the two chances."""
    earned = [famous(chance) / 10 * 134 for chance in (0.15, 0.16)]
    assert earned[0] < 8000 < earned[1]
    return 8000, 15, 16


def half_the_trust():
    lost = 1 - famous(0.2, trust=0.5) / famous(0.2)
    assert famous(0.05, trust=0.5) / famous(0.05) == pytest.approx(0.5, abs=0.05)
    return 100 * lost, 100


# What is computed, in the order in which the answer says it.
COMPUTED = {
    "c2": lambda: (SalesCycle.b2b().mean_days("won"),),
    "c5": lambda: (95, 100 * 0.95**2, 100 * 0.95**5),
    "c7": lambda: (100 * 0.9**5, 100 * committee_odds(5, 0.9, needed=3)),
    "c8": open_deals_won,
    "c9": lambda: (0.9**5,),
    "c10": lambda: signed_by(50),
    "c12": four_people,
    "c13": days_to_a_win,
    "c14": lambda: (12, 0.88**10),
    "c15": lambda: tuple(customer_years(0.3, s, discount=0.1) for s in (0, 0.5)),
    "c16": lambda: real_rates("Client", "Current", "New"),
    "c19": hour_sooner,
    "c21": lambda: (asked(0.8), asked_in_the_shop()),
    "c23": lambda: (asked(0.8),),
    "c24": lambda: (60, asked(0.6)),
    "c26": lambda: (SalesCycle.b2c().mean_days() * 24 * 60,),
    "c27": lambda: (cups(),),
    "c29": by_the_coin,
    "c30": shop_sessions,
    "c31": lambda: (0.2, 100 * FadingDesire(per_day=0.05, fade=0.2).ever),
    "c32": ways_apart,
    "c33": lambda: (100 * average_effect(load("hillstrom"), "mens").effect,),
    "c34": weekend,
    "c36": by_channels,
    "c37": lost_in_all,
    "c39": toothpaste,
    "c41": music,
    "c45": matched,
    "c46": open_euros,
    "c48": mailer,
    "c49": segments,
    "c50": lambda: (100 * Looks.unplanned(10).false_alarm(),),
    "c51": lambda: (
        2 * customers_needed(0.137, 1.1 * 0.137) / 84 / 12,
        2 * customers_needed(0.38, 1.1 * 0.38) / 60,
    ),
    "c55": two_queues,
    "c56": lambda: (pool([Team(1, 0.8, 40)] * 5).mean_wait, Team(1, 0.8, 40).mean_wait),
    "c57": lambda: (40, in_a_row([Team(1, 0.8, 10)] * 4).mean_cycle),
    "c58": hand_off,
    "c59": scores,
    "c62": breaks_even,
    "c63": lambda: (240, famous(0.05), famous(0.2)),
    "c64": lambda: (8000 / 134 / 0.1, 240),
    "c65": half_the_trust,
}
# What others have published, from the source that the chapter names beside it; and what
# another test computes, since it takes long.
PUBLISHED = {
    "c11": (5.4, 10.2),  # Challenger's pages: CEB 2014, Gartner 2018
    "c47": (0.111, 0.110),  # tests/strategy/test_personalization_chapter.py
    "c53": (10, 20),  # Kohavi and Thomke 2017
    "c61": (21,),  # Keiningham and others 2007, abstract
    "c66": (9.60,),  # Burgess 2016
    "c67": (92,),  # Nielsen 2012, press release
    "c69": (1881533,),  # Beichert and others 2024, abstract
}
NUMBERED = {key: one for key, one in CLAIMS.items() if numbers(one["answer"])}


def test_each_number_is_worked_out_once_more():
    assert set(NUMBERED) == {*COMPUTED, *PUBLISHED}
    assert not set(COMPUTED) & set(PUBLISHED)


@pytest.mark.parametrize(
    "key", sorted({*COMPUTED, *PUBLISHED}, key=lambda k: int(k[1:]))
)
def test_a_number_is_what_it_says(key):
    found = COMPUTED[key]() if key in COMPUTED else PUBLISHED[key]
    shown = NUMBER.findall(plain(CLAIMS[key]["answer"]))
    assert len(shown) == len(found)
    for text, value in zip(shown, found, strict=True):
        digits = len(text.partition(".")[2])
        said = float(text.replace("−", "-").replace(",", ""))
        assert round(float(value), digits) == said


@pytest.mark.parametrize("key", NUMBERED)
def test_a_number_stands_in_the_chapter_too(key):
    name = CLAIMS[key]["at"].split("#")[0]
    there = set(numbers(" ".join(said_by(cell) for cell in chapter(name))))
    shares = {round(100 * one, 6) for one in there if 0 < one < 1}
    wanted = {abs(one) for one in numbers(CLAIMS[key]["answer"])}
    assert wanted <= {abs(one) for one in there | shares}
