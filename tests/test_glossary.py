"""The glossary's statistical words: a plain sentence each, and a number that is right."""

import json
import math
import re
from pathlib import Path

import pytest

from salescourse import SalesCycle, load
from salescourse.b2b.consulting import fit_choices
from salescourse.b2c.impulse import FadingDesire
from salescourse.b2c.loyalty import BGNBD, keys

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "book" / "glossary.md").read_text("utf-8").replace("\u00a0", " ")
ENTRIES = dict(re.findall(r"^(\S.*)\n  (.+)$", TEXT, re.MULTILINE))
TRUTH = json.loads((ROOT / "data" / "firm" / "truth.json").read_text("utf-8"))
UNO = TRUTH["promotion"]["products"]["Kopje Uno"]
CONSENSUS = 3  # the fourth stage


def won_in_the_end():
    truth = load("firm_truth")
    once = truth[truth["duplicate_of"].isna()]
    return (100 * (once["outcome"] == "won").mean(),)


def two_channels():
    used = load("firm_journeys")["path"].str.split(" > ").map(lambda row: len(set(row)))
    return (100 * (used >= 2).mean(),)


def weights():
    features = ["price_eur_month", "response_hours", "contract_months"]
    model = fit_choices(load("firm_offers"), features, choice_set="opportunity_id")
    found = model.table["weight"]
    return -found["response_hours"], -found["price_eur_month"]


def once_changed():
    rows = load("handoffs_incidents").set_index("team_changes")
    return rows.loc["1", "q25"], rows.loc["1", "q75"]


def consensus():
    cycle = SalesCycle.b2b()
    days = cycle.stage_days[CONSENSUS]
    return days, days * cycle.stage_cv[CONSENSUS]


def household():
    return keys.BEANS["a"], keys.BEANS["b"], keys.BEANS["r"], keys.BEANS["alpha"]


def beta_mean():
    a, b, _, _ = household()
    return a, b, 7, a / (a + b)


def gamma_mean():
    _, _, r, alpha = household()
    return r, alpha, 7, r / alpha


def quarter():
    """Of the wish, not of the purchases: half of a half."""
    wish = FadingDesire(per_day=0.15, fade=math.log(2) / 14)
    assert math.exp(-28 * wish.fade) == pytest.approx(1 / 4)
    return 14, 28


NUMBERS = {
    "beta distribution": beta_mean,
    "BG/NBD": lambda: (103, 7, BGNBD(**keys.BEANS).alive(15, 68.3, 101.7)),
    "envelope": won_in_the_end,
    "expected value": lambda: (0.7, 2400, 0.3, 600, 0.7 * 2400 + 0.3 * 600),
    "experiment": lambda: (8, load("hillstrom")["customers"].sum()),
    "gamma distribution": gamma_mean,
    "half life": quarter,
    "log likelihood": lambda: (3, math.exp(3)),
    "margin": lambda: (
        UNO["price_eur"],
        UNO["cost_eur"],
        UNO["price_eur"] - UNO["cost_eur"],
    ),
    "omnichannel": two_channels,
    "quartile": once_changed,
    "standard deviation": consensus,
    # The scores: tests/strategy/test_personalization_chapter.py.
    "regression": lambda: (8, 0.111, 0.110),
    "utility": lambda: (3, *weights()),
    "odds": lambda: (15, 1, 16),
    "standard error": lambda: (95,),
    "interval": lambda: (95, 95),
}


@pytest.mark.parametrize("word", NUMBERS)
def test_a_word_has_a_number_that_is_right(word):
    shown = re.findall(r"\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?", ENTRIES[word])
    found = NUMBERS[word]()
    assert len(shown) == len(found)
    for text, value in zip(shown, found, strict=True):
        digits = len(text.partition(".")[2])
        assert round(float(value), digits) == float(text.replace(",", ""))


def test_odds_of_15_to_1_against_are_one_chance_in_16():
    assert "15 to 1 against something are one chance in 16" in ENTRIES["odds"]
    assert 1 / (1 + 15) == 1 / 16


def test_entries_are_words_apart_and_say_something():
    names = re.findall(r"^(\S.*)\n  ", TEXT, re.MULTILINE)
    assert len(names) == len({name.casefold() for name in names})
    assert all(len(ENTRIES[name].split()) >= 6 for name in names)
