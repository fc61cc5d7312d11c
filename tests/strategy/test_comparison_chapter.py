"""The numbers that the chapter `comparison` and its questions state, computed again."""

import importlib.util
import json
import math
from pathlib import Path

import pytest
from banked import banked
from chapter_text import said_in
from scipy import stats

from salescourse import SalesCycle, load, side_by_side
from salescourse.paths import data_dir
from salescourse.practice.questions.bank import load_bank

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "12_comparison.ipynb"


@pytest.fixture(scope="module")
def text() -> str:
    return said_in(NOTEBOOK)


@pytest.fixture(scope="module")
def printed() -> str:
    """Return what the cells print, with ordinary spaces."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return " ".join("".join(output.get("text", "")) for output in outputs)


@pytest.fixture(scope="module")
def rules():
    return load("rules").set_index("chapter")


def gathered() -> str:
    """Return the table as `data/rules.py` gathers it from the notebooks now."""
    spec = importlib.util.spec_from_file_location("rules", data_dir() / "rules.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.written()


def test_the_rules_are_those_that_the_strips_of_the_chapters_show():
    held = (data_dir() / "rules.csv").read_text(encoding="utf-8")
    assert held == gathered(), "Run data/rules.py again and look at what changed."


def test_each_rule_leads_to_its_chapter_and_says_its_verdict():
    table = load("rules")
    lines = side_by_side(table)._repr_markdown_().splitlines()[2:]
    for line, row in zip(lines, table.itertuples(), strict=True):
        page = f"{row.number:02}_{row.chapter}.ipynb"
        assert f"]({page})" in line
        assert (ROOT / "notebooks" / page).is_file()
        assert len(line.replace("\\|", "").split("|")) == 6


def test_a_cell_of_the_table_shows_text_as_it_is_written():
    table = load("rules").assign(rule="*a* | b <b> [c](d)").head(1)
    (line,) = side_by_side(table)._repr_markdown_().splitlines()[2:]
    assert r"\*a\* \| b \<b\> \[c\](d)" in line


def test_the_verdicts_are_counted_as_they_are_told(text, rules):
    told = rules.groupby("verdict", observed=True)
    named = {verdict: list(group.index) for verdict, group in told}
    assert (named["both"], named["one"]) == (["impulse"], ["relationships"])
    assert "One rule holds in both" in text
    assert "One holds in one only" in text
    # Chapter 2 counts them: of 100 sessions 14 against 25, of 100 deals 70 against 17.
    because = rules.loc["relationships", "because"].replace("\u00a0", " ")
    assert "70 % of deals against 17" in because
    assert "14 % against 25 in a sample of a web shop\u2019s sessions" in because
    assert "14 % against 25 in a sample of sessions" in text
    assert "70 % against 17" in text


def test_the_wall_falls_while_both_roads_get_better(text):
    # By hand: 120 and 360 of 10,000; 126 and 756 of 19,000.
    assert pytest.approx(0.048) == (120 + 360) / 10_000
    assert round((1000 * 0.12 * 1.05 + 18_000 * 0.04 * 1.05) / 19_000, 3) == 0.046
    assert "4.6 %. You wrote" in text
    assert "882 of 19,000 bought, where it was 480 of 10,000" in text
    # Last year's mix: 0.126 and 0.042, weighted 1 to 9.
    assert pytest.approx(0.0504) == 0.1 * 0.126 + 0.9 * 0.042
    assert "it gives 5.04 %" in text


def test_by_the_mix_alone_the_wall_says_anything_from_71_to_46():
    # A tenth better: 132 of 1,000 deals, 44 of 1,000 visits.
    few, many = ((132 + 44 * k) / (1000 + 1000 * k) for k in (2.25, 45))
    assert (round(few, 3), round(many, 3)) == (0.071, 0.046)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    (explorer,) = ("".join(c["source"]) for c in cells if c["id"] == "explorer")
    assert "7.1 to 4.6 %" in explorer


def test_a_win_is_late_on_one_road_and_never_on_the_other(text, printed):
    firm, home = SalesCycle.b2b(), SalesCycle.b2c()
    assert round(firm.mean_days("won")) == 131
    deals = firm.simulate(200_000, seed=3)
    days = deals.loc[deals["outcome"] == "won", "cycle_days"]
    said = float(printed.split("deals: ")[1].split("%")[0]) / 100
    assert said == pytest.approx((days > 90).mean(), abs=0.01)
    assert said > 0.5
    assert "visits: 0% of the wins" in printed
    assert 1 - home.cdf(90, given="won") < 1e-9


def test_one_desk_of_five_waits_22_minutes_where_two_desks_waited_71_and_43(
    text, rules
):
    def wait(people: int) -> float:
        # Erlang C, summed as a textbook writes it; 80 % busy, 40 minutes a job.
        load_ = 0.8 * people
        top = load_**people / math.factorial(people) / 0.2
        below = sum(load_**k / math.factorial(k) for k in range(people))
        return top / (below + top) * 40 / (0.2 * people)

    assert [round(wait(people)) for people in (2, 3, 5)] == [71, 43, 22]
    assert "From 71 and 43 minutes to 22" in text
    assert rules.loc["experience", "firm"].startswith("160 | 37")
    assert rules.loc["experience", "home"].startswith("8 | 37")
    assert "37 minutes out of 8 and 160" in text


def test_a_tenth_more_takes_20_years_of_deals_or_87_days_of_carts(text):
    def per_side(old: float, new: float) -> float:
        # Two shares, 5 % two-sided, a power of 80 %, each with its own spread.
        z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
        return z**2 * (old * (1 - old) + new * (1 - new)) / (new - old) ** 2

    years = 2 * per_side(0.137, 0.1507) / 84 / 12
    days = 2 * per_side(0.38, 0.418) / 60
    assert (round(years), round(days)) == (20, 87)
    assert "Twenty years, or 87 days" in text
    assert round(len(load("firm_opportunities")) / 36) == 84


def test_three_quarters_of_a_weekends_orders_were_moved(printed, rules):
    # The envelope of chapter 5 has 77 %, inside the interval.
    assert "moved: 75% (55% to 88%)" in printed
    assert rules.loc["loyalty", "home"].replace("\u00a0", " ") == "17 weeks"


def test_for_each_deal_there_are_176_records_at_home(text, printed):
    deals = load("opportunities_counts")["opportunities"].sum()
    assert deals == 448
    assert round((64_000 + 12_330 + 2_357) / deals) == 176
    assert "for each deal 176 at home" in printed
    assert "176 records of people at home" in text


def test_the_exercises_have_the_answers_of_a_hand_calculation():
    assert banked("comparison-1") == pytest.approx(1440 / 28_000)
    assert banked("comparison-2") == pytest.approx(7 / 3)
    kopje = {"old_deals": 1000, "old_visits": 9000}
    new = {"deal_rate": 0.126, "visit_rate": 0.042}
    assert banked("comparison-3", **kopje, **new) == pytest.approx(0.0504)


def test_the_closing_round_asks_fifteen_that_come_in_several_numbers():
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    (code,) = ("".join(c["source"]) for c in cells if c["id"] == "closing-round")
    asked = code.split('"""')[1].split()
    assert len(asked) == len(set(asked)) == 15
    assert len({name.partition("-")[0] for name in asked}) == 12
    for name in asked:
        assert "variants" in load_bank(name.partition("-")[0]).item(name).body
