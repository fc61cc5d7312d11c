"""The firm's numbers on their page: each is worked out again, and a chapter says it."""

import json
import re
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml

from salescourse import SalesCycle, load
from salescourse.b2b.relationships import fit_retention, renewal_table
from salescourse.strategy.experience import Team

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "book" / "kopje.md").read_text("utf-8").replace("\u00a0", " ")
TRUTH = json.loads((ROOT / "data" / "firm" / "truth.json").read_text("utf-8"))
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = {
    row[0]: row[1:]
    for row in ROW.findall(PAGE)
    if not row[0].startswith(("What |", "-"))
}
ROWS.pop("What", None)
# What a chapter assumes, and the words with which it does.
ASSUMED = {
    "To clean and check one that comes back": "€45 to clean and check",
    "A question to an office": "a question costs €40",
    "An interview, half a day of two people": "an interview costs €300",
    "What a won contract earns": "a won contract earns Kopje €4,000",
    "A visit to a reference customer": "a visit cost €400",
    "Carts at the checkout, per day": "sixty carts a day",
    "Carts that end in an order": "Of a hundred carts 38 have been ending in an order",
    "For voices that speak of the Uno": "She has €8,000",
}


@cache
def deals():
    """The deals, those entered twice left out, with how each really ends."""
    truth = load("firm_truth")
    once = truth.loc[truth["duplicate_of"].isna(), ["opportunity_id", "outcome"]]
    return load("firm_opportunities").merge(
        once.rename(columns={"outcome": "ends"}), on="opportunity_id"
    )


def price(product, name):
    return TRUTH["promotion"]["products"][product][name]


def fee(product):
    return TRUTH["products"][product]["fee_eur"]


def margin(product):
    return price(product, "price_eur") - price(product, "cost_eur")


def signed():
    return deals().query("outcome == 'won'")["amount_eur"]


def days_to(won):
    truth = load("firm_truth")
    truth = truth[truth["duplicate_of"].isna()]
    table = deals()[["opportunity_id", "created_on"]].merge(
        truth[["opportunity_id", "outcome", "closed_on"]], on="opportunity_id"
    )
    rows = table[(table["outcome"] == "won") == won]
    return (rows["closed_on"] - rows["created_on"]).dt.days.mean()


def still_running():
    contracts = load("firm_renewals")
    assert len(contracts) == 820
    return contracts[contracts["ended_on"].isna()]


def flex_fees():
    flex = load("firm_renewals").query("plan == 'flex'")
    return fit_retention(renewal_table(flex)).model.customer_years(0.1)


def flex_leaves():
    plan = TRUTH["contracts"]["plans"]["flex"]
    return 100 * plan["alpha"] / (plan["alpha"] + plan["beta"])


def hour():
    weights = TRUTH["offers"]["utility"]
    return weights["response_hours"] / weights["price_eur_month"]


@cache
def journeys():
    return load("firm_journeys")


def shown():
    return journeys().query("banner_on")


def weekend(arm):
    rows = load("firm_promotion").query("arm == @arm")
    assert len(rows) == 5000
    return int(rows["bought_day"].between(12, 14).fillna(False).sum())


def orders_in_a_year():
    orders = load("firm_purchases")
    lately = orders[orders["bought_on"] >= "2025-07-01"]
    return len(lately) / orders["household_id"].nunique()


def waiting():
    return Team(**TRUTH["support"]["other_desks"]).mean_wait


# By the row's first words: what it says, as a number.
FOUND = {
    "An Uno, in the shop": lambda: price("Kopje Uno", "price_eur"),
    "A Duo, in the shop": lambda: price("Kopje Duo", "price_eur"),
    "What an Uno costs Kopje": lambda: price("Kopje Uno", "cost_eur"),
    "What a Duo costs Kopje": lambda: price("Kopje Duo", "cost_eur"),
    "What an Uno earns": lambda: margin("Kopje Uno"),
    "What a Duo earns": lambda: margin("Kopje Duo"),
    "An Uno in an office, per month": lambda: fee("Kopje Uno"),
    "A Duo in an office, per month": lambda: fee("Kopje Duo"),
    "A Barista in an office, per month": lambda: fee("Kopje Barista"),
    "Deals begun": lambda: len(deals()),
    "Deals begun in the last year": lambda: (
        load("firm_opportunities")["created_on"] >= "2025-07-01"
    ).sum(),
    "Contracts signed": lambda: len(signed()),
    "Won, of the closed deals": lambda: (
        100 * len(signed()) / deals()["outcome"].notna().sum()
    ),
    "Won in the end, of all begun": lambda: 100 * (deals()["ends"] == "won").mean(),
    "Days to a contract": lambda: days_to(won=True),
    "Days to another end": lambda: days_to(won=False),
    "Open on 30 June 2026": lambda: deals()["outcome"].isna().sum(),
    "What these are worth in a first year": lambda: (
        load("firm_opportunities").query("outcome.isna()")["amount_eur"].sum() / 1e6
    ),
    "Fees of a contract's first year, median": lambda: signed().median(),
    "Fees of a contract's first year, mean": lambda: signed().mean(),
    "First-year fees per deal begun": lambda: (
        deals().query("ends == 'won'")["amount_eur"].sum() / len(deals())
    ),
    "Flex customers who leave in the first year": flex_leaves,
    "A new flex customer, in yearly fees": flex_fees,
    "Contracts that still run": lambda: 100 * len(still_running()) / 820,
    "What they pay in a year": lambda: (
        12 * still_running()["monthly_fee_eur"].sum() / 1e6
    ),
    "An hour sooner, per machine and month": hour,
    "Machines bought with the banner on": lambda: shown()["bought"].sum(),
    "Machines bought in all": lambda: journeys()["bought"].sum(),
    "What they paid": lambda: journeys()["value_eur"].sum(),
    "Journeys that end in a purchase": lambda: 100 * shown()["bought"].mean(),
    "Sold on the weekend of the offer": lambda: weekend("offer"),
    "Sold without it": lambda: weekend("newsletter"),
    "Households that order beans": lambda: load("firm_purchases")[
        "household_id"
    ].nunique(),
    "An order of beans": lambda: load("firm_purchases")["amount_eur"].mean(),
    "Orders a household places in a year": orders_in_a_year,
    "Tickets": lambda: len(load("firm_support")),
    "People at the first desk": lambda: TRUTH["support"]["first_desk"]["people"],
    "People at each other desk": lambda: TRUTH["support"]["other_desks"]["people"],
    "How busy they are": lambda: 100 * TRUTH["support"]["other_desks"]["busy"],
    "Waiting at a new desk": waiting,
    "Telling the story again": lambda: TRUTH["support"]["retelling_minutes"],
    "What a hand-off causes": lambda: waiting() + TRUTH["support"]["retelling_minutes"],
    "Tickets with a score": lambda: 100 * load("firm_support")["score"].notna().mean(),
}


def number(shown):
    """Return the number in a cell, and after how many digits it was rounded."""
    text = re.search(r"\d[\d,]*(?:\.\d+)?", shown)[0].replace(",", "")
    return float(text), len(text.partition(".")[2])


@cache
def chapter(name):
    """What a chapter says and computes, in one line."""
    cells = nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
    parts = []
    for cell in cells:
        parts.append(cell.source)
        for output in cell.get("outputs", []):
            parts += [output.get("text", "")]
            parts += [output.get("data", {}).get("text/plain", "")]
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


def chapters_of(row):
    return re.findall(r"\[\d+\]\(\.\./notebooks/([\w.]+)\)", ROWS[row][2])


def test_each_row_is_worked_out_or_said_to_be_assumed():
    assert set(ROWS) == {*FOUND, *ASSUMED}
    for row, (_, source, _) in ROWS.items():
        assert (source == "assumption") == (row in ASSUMED)


@pytest.mark.parametrize("row", FOUND)
def test_a_number_of_the_firm_comes_out_of_its_data(row):
    said, digits = number(ROWS[row][0])
    assert round(float(FOUND[row]()), digits) == said


@pytest.mark.parametrize("row", ASSUMED)
def test_an_assumption_is_made_in_the_chapter_that_is_named(row):
    (name,) = chapters_of(row)
    text = chapter(name).casefold()
    assert ASSUMED[row].casefold() in text
    said = re.findall(r"[\d,]+", ROWS[row][0])[0]
    assert said in {*re.findall(r"[\d,]+", ASSUMED[row]), "60"}


# How a chapter says it where it does not print the digits of the page.
OTHERWISE = {
    ("Deals begun in the last year", "09_agility.ipynb"): "some 1,400 in the past year",
    ("Deals begun", "04_outcomes.ipynb"): "3000 deals",
    ("What a hand-off causes", "10_experience.ipynb"): "causes 79.7 minutes",
}


@pytest.mark.parametrize(
    ("row", "name"), [(row, name) for row in FOUND for name in chapters_of(row)]
)
def test_the_chapters_that_are_named_say_the_number(row, name):
    shown = re.search(r"\d[\d,]*(?:\.\d+)?", ROWS[row][0])[0]
    words = OTHERWISE.get((row, name), shown)
    assert re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d]|[.,]\d)", chapter(name))


def test_no_chapter_gives_a_machine_another_price():
    """A price beside the machine's name is one of those on the page."""
    known = {number(cells[0])[0] for cells in ROWS.values()} | {279.0, 439.0}
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        said = re.findall(
            r"(?:Uno|Duo|Barista)\b(?: sells at| earns| costs)?(?: Kopje)? €([\d,]+)",
            chapter(path.name),
        )
        assert {float(one.replace(",", "")) for one in said} <= known


# What the page says below its tables ---------------------------------------------------


def test_what_the_page_adds_up():
    assert f"six Duos come to €{6 * 12 * fee('Kopje Duo'):,}" in PAGE
    assert f"{100 * TRUTH['largest_discount']:.0f} % off" in PAGE
    unos = signed().median() / price("Kopje Uno", "price_eur")
    assert f"as {unos:.0f} machines sold" in PAGE
    assert f"that makes it {3.95 * unos:.0f}." in PAGE
    assert f"are {60 * 0.38:.0f} orders a day" in PAGE
    assert round(journeys()["bought"].sum() / 365) == 5
    assert "Some five of these are machines" in PAGE
    tickets, desk = load("firm_support"), TRUTH["support"]["first_desk"]
    day = TRUTH["support"]["minutes_per_day"]
    a_day = len(tickets) / (tickets["opened_minute"].max() / day)
    jobs = desk["people"] * desk["busy"] * day / desk["job_minutes"]
    assert f"are {a_day:.0f} a day" in PAGE
    assert f"get through {jobs:.0f}." in PAGE
    a_win = SalesCycle.b2b().cost_per_win_eur()
    assert f"a win costs €{a_win:,.0f}" in PAGE
    assert signed().median() < a_win < 3.95 * signed().median()
    assert round(4000 / signed().median(), 1) == 0.8


def test_prices_agree_between_the_shop_and_the_promotion():
    """The shop's and the promotion's prices are two entries of the parameters."""
    shop = TRUTH["journeys"]["price_eur"]
    for product, eur in shop.items():
        assert price(product, "price_eur") == eur
    tables = yaml.safe_load((ROOT / "data" / "tables.yml").read_text("utf-8"))
    assert {"firm_journeys", "firm_promotion"} <= set(tables)
    assert pd.unique(journeys()["value_eur"].dropna()).size == len(shop)
