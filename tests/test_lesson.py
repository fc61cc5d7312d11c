"""The lesson "bring your export": its files are made again, and its numbers recomputed."""

import importlib.util
import re

import pandas as pd
import pytest
from node import ROOT

from salescourse import load, read_crm

FILES = ROOT / "book" / "exports"
SHAPES = {
    "HubSpot": ["kopje_hubspot.csv"],
    "Salesforce": ["kopje_salesforce.csv", "kopje_salesforce_history.csv"],
    "plain": ["kopje_plain.csv"],
}


@pytest.fixture(scope="module")
def lesson() -> str:
    page = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
    found = page.split("## A lesson: bring your export\n")[1].split("\n## ")[0]
    return found.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def exports():
    return {
        shape: read_crm(*(FILES / name for name in names))
        for shape, names in SHAPES.items()
    }


def test_the_script_makes_the_same_bytes_again(tmp_path):
    path = ROOT / "data" / "firm" / "exports.py"
    spec = importlib.util.spec_from_file_location("firm_exports", path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    files = made.files()
    assert {name for names in SHAPES.values() for name in names} == set(files)
    for name, content in files.items():
        assert (FILES / name).read_bytes() == content, name
    assert sum(map(len, files.values())) < 300_000


def test_the_lesson_offers_each_file_and_calls_them_synthetic(lesson):
    for names in SHAPES.values():
        for name in names:
            assert f"(exports/{name})" in lesson
    assert "synthetic" in lesson
    minutes = re.findall(r"^\| (\d+) \|", lesson, re.MULTILINE)
    assert sum(map(int, minutes)) == 45
    assert lesson.startswith("\nForty-five minutes")


def test_the_shapes_agree_on_deals_rates_days_and_reasons(exports):
    one, *others = exports.values()
    for other in others:
        for number in ("win_rate", "won_by", "days_to", "lost_reasons"):
            mine, theirs = getattr(one, number)(), getattr(other, number)()
            assert mine.equals(theirs), number
        assert list(one.deals["amount"].dropna()) == list(
            other.deals["amount"].dropna()
        )
        assert list(one.deals["created"].dt.date) == list(
            other.deals["created"].dt.date
        )
        assert one.older().attrs == other.older().attrs
    assert list(exports["HubSpot"].by_stage()["now"]) == list(
        exports["Salesforce"].by_stage()["now"]
    )


def test_the_cycle_is_as_the_lesson_says(lesson, exports):
    export = exports["HubSpot"]
    counts = export.deals["outcome"].value_counts()
    assert f"Of Kopje's {len(export.deals)} deals {counts['won']} are won" in lesson
    assert f"{counts['lost']} lost and {counts['open']} open" in lesson
    rate = export.win_rate()
    all_deals, closed = rate.loc["open counted as open"], rate.loc["closed only"]
    low, high = 100 * all_deals["low"], 100 * all_deals["high"]
    assert (
        f"{100 * all_deals['share']:.1f} of a hundred are won by day "
        f"{all_deals['by_day']:.0f}, give or take ({low:.1f} to {high:.1f}); closed deals "
        f"alone say {100 * closed['share']:.1f}."
    ) in lesson
    # Of the closed ones: 44 of 431, by hand.
    assert closed["share"] == pytest.approx(44 / 431)
    days = export.days_to()
    won, lost = days.loc["won"], days.loc["lost"]
    assert (
        f"Half of the wins are in by day {won['median']:.0f}; closed deals alone say"
        in lesson
    )
    assert f"alone say {won['closed_only_median']:.0f}. The losses" in lesson
    assert f"by day {lost['median']:.0f} in the median" in lesson
    none = export.lost_reasons()[""]
    assert f"{none} of the {counts['lost']} lost deals have none" in lesson


def test_stages_and_forecasts_are_as_the_lesson_says(lesson, exports):
    by = {shape: export.by_stage() for shape, export in exports.items()}
    shares = [
        100 * by[shape].loc["Consensus", "conversion"]
        for shape in ("HubSpot", "Salesforce")
    ]
    assert (
        f"In consensus {shares[0]:.1f} of a hundred are not lost by the one file, and "
        f"{shares[1]:.1f} by the other."
    ) in lesson
    again = exports["Salesforce"].understood.facts["mended"]["entered again"]
    assert f"{again} times a stage was entered again" in lesson
    assert "entered again" not in exports["HubSpot"].understood.facts["mended"]
    assert list(by["plain"].index) == ["open"]
    for shape, pattern in {
        "HubSpot": "By HubSpot's file {mean:.1f} of the {deals}, with 80 % between {low} and {high};",
        "Salesforce": "by Salesforce's {mean:.1f} ({low} to {high});",
        "plain": "by the plain table {mean:.1f} ({low} to {high}).",
    }.items():
        one = exports[shape].forecast()
        assert f"{one.until:%Y-%m-%d}" == "2026-06-30"
        assert pattern.format(**vars(one)) in lesson


def test_what_came_of_the_open_deals_is_as_the_lesson_says(lesson, exports):
    """Looked up in the firm's own data, two months later."""
    table, visits = load("firm_opportunities"), load("firm_stage_visits")
    last = visits.groupby("opportunity_id").last()["next_stage"]
    numbers = exports["plain"].deals
    first = pd.read_csv(FILES / "kopje_plain.csv", sep=";", encoding="utf-8-sig")
    still = first[first["Closed"].isna()]["No."]
    ids = [f"O{number:04d}" for number in still]
    assert len(ids) == (numbers["outcome"] == "open").sum()
    won = [name for name in ids if last[name] == "won"]
    euros = table.set_index("opportunity_id").loc[won, "amount_eur"].sum()
    assert f"it was {len(won)}, for {euros:,.0f} €" in lesson
    for export in exports.values():
        assert export.forecast().low <= len(won) <= export.forecast().high
        amount = export.forecast().amounts.iloc[0]
        assert amount["low"] <= euros <= amount["high"]
    hubspot = pd.read_csv(FILES / "kopje_hubspot.csv")
    hopes = hubspot[~hubspot["Deal Stage"].str.startswith("Closed")]["Close Date"]
    assert f"all {len(hopes)} open deals end by June 30" in lesson
    assert hopes.max() < "2026-07-01"
