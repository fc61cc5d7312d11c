"""What an export says beyond single files: warnings, log, forecasts, taking it along."""

import io

import numpy as np
import pandas as pd
import pytest
from node import ROOT

from salescourse import fit_cycle, read_crm
from salescourse.b2b.outcomes import Deals, outcome_curves


def table(rows, heads="id,opened,closed,outcome"):
    return "\n".join([heads, *(",".join(map(str, row)) for row in rows)]).encode()


def day(number):
    return f"{pd.Timestamp('2025-01-01') + pd.Timedelta(days=number):%Y-%m-%d}"


def about(export):
    return {one.about for one in export.understood.warnings}


def test_a_first_quarter_that_wins_too_much():
    """20 closed in the first quarter, 16 of them won (80 %); later 20 of 80 (25 %).

    The difference of 0.55 has an error of sqrt(0.36 * 0.64 * (1/20 + 1/80)) = 0.12.
    """
    first = [(k, day(k), day(k + 40), "won" if k < 16 else "lost") for k in range(20)]
    later = [
        (k, day(100 + k), day(140 + k), "won" if k % 4 == 0 else "lost")
        for k in range(100, 180)
    ]
    still = [(k, day(270), "", "") for k in range(200, 230)]
    export = read_crm(table(first + later + still))
    assert "First quarter" in about(export)
    (warning,) = [w for w in export.understood.warnings if w.about == "First quarter"]
    assert "20 deals created in 2025Q1, 80% were won; later 25%" in warning.text
    assert 'since="2025-04-01"' in warning.change
    since = read_crm(table(first + later + still), since="2025-04-01")
    assert len(since.deals) == 110
    assert "First quarter" not in about(since)


def test_no_warning_without_a_reason():
    """Deals begin evenly, end as they do, and young ones are open."""
    rng = np.random.default_rng(5)
    rows = []
    for k in range(300):
        start, length = k, int(rng.gamma(2, 20))
        over = start + length <= 300
        outcome = ("won" if rng.random() < 0.3 else "lost") if over else ""
        rows.append((k, day(start), day(start + length) if over else "", outcome))
    assert about(read_crm(table(rows))) == set()


def test_deleted_open_deals_are_suspected():
    """Odd deals take 5 days, even ones 60; all but one open deal were deleted.

    Of the closed 97 took 5 days and 70 took 60. Deals 141 to 193 are 5 to 60 days old,
    27 of them odd and still there: 70/167 of them, 11, should be open at the least.
    """
    rows = [
        (k, day(k), day(k + (5 if k % 2 else 60)), "won" if k % 5 == 0 else "lost")
        for k in range(200) if k + (5 if k % 2 else 60) < 200
    ]  # fmt: skip
    assert "Open deals" in about(read_crm(table([*rows, (999, day(199), "", "")])))


def test_shares_are_those_of_chapter_4():
    """A second way: days and outcomes by hand, curves by the chapter's own model."""
    rng = np.random.default_rng(3)
    rows, days, outcome = [], [], []
    for k in range(80):
        start, length = int(rng.integers(0, 300)), int(rng.gamma(2, 40))
        over = start + length <= 300
        end = rng.choice(["won", "lost"], p=[0.3, 0.7]) if over else ""
        rows.append((k, day(start), day(start + length) if over else "", end))
        days.append(length if over else 300 - start)
        outcome.append(end or None)
    export = read_crm(table(rows), census=day(300))
    curves = outcome_curves(Deals.of(days, outcome))
    for row_day, row in export.won_by().iterrows():
        wanted = curves.at(row_day).loc["won"]
        assert row["share"] == pytest.approx(wanted["share"])
        assert row["low"] == pytest.approx(wanted["low"])
        assert row["watched"] == sum(one >= row_day for one in days) >= 10
    # By age alone a chance is that of the curves.
    pipeline = export.open_deals()
    own = pipeline[pipeline["like"] == "its age"]
    assert len(own) > 5
    wanted = curves.chance("won", own["age"].to_numpy())
    assert own["chance"].to_numpy() == pytest.approx(wanted)


def history(moves):
    return table(moves, "deal id,new stage,changed at")


def test_chances_are_by_stage_and_age():
    """Ten deals go from New to Offer on day 10 and are won on day 20; ten stay in New
    and are lost on day 30. A deal in Offer at age 15 is won for sure, one in New at
    age 15 never: of the ten that were in New at that age all were lost.
    """
    moves = []
    for k in range(10):
        moves += [(k, "New", day(0)), (k, "Offer", day(10)), (k, "Won", day(20))]
        moves += [(k + 10, "New", day(0)), (k + 10, "Lost", day(30))]
    moves += [(20, "New", day(60)), (20, "Offer", day(70)), (21, "New", day(60))]
    export = read_crm(history(moves), census=day(75))
    pipeline = export.open_deals().set_index("deal")
    assert pipeline["stage"].to_dict() == {"20": "Offer", "21": "New"}
    assert pipeline["chance"].to_dict() == {"20": 1.0, "21": 0.0}
    assert set(pipeline["like"]) == {"its stage and age"}
    # New: 22 visits, 21 over, 10 of them lost: 11/21. Offer: 11, 10 over, none lost.
    assert export.by_stage()["conversion"].tolist() == pytest.approx([11 / 21, 1.0])
    assert export.by_stage()["now"].tolist() == [1, 1]
    # New: 11 of 22 are over on day 10.
    assert export.by_stage()["median_days"].tolist() == [10.0, 10.0]


def test_the_log_is_taken_by_fit_cycle_and_comes_back_from_a_file():
    rng = np.random.default_rng(1)
    moves = []
    for k in range(200):
        at = int(rng.integers(0, 300))
        for stage, mean in (("New", 10), ("Offer", 20)):
            moves.append((k, stage, day(at)))
            at += 1 + int(rng.gamma(2, mean / 2))
        moves.append((k, rng.choice(["Won", "Lost"]), day(at)))
    export = read_crm(history(moves), census=day(320))
    fitted = fit_cycle(export.log, case="case", stage="stage", entered="entered",
                       outcomes=["won", "lost"], until=export.census)  # fmt: skip
    assert fitted.cycle.stages == ("New", "Offer")
    assert export.fit().cycle.win_rate == fitted.cycle.win_rate
    again = pd.read_csv(io.StringIO(export.event_log().to_csv(index=False)))
    assert list(again.columns) == ["case", "stage", "entered"]
    once_more = fit_cycle(again, outcomes=["won", "lost"], until=day(320))
    assert once_more.cycle.win_rate == pytest.approx(fitted.cycle.win_rate)
    mining = export.event_log(process_mining=True)
    assert list(mining.columns) == [
        "case:concept:name", "concept:name", "time:timestamp",
    ]  # fmt: skip
    assert read_crm(mining, census=day(320)).win_rate().equals(export.win_rate())


def test_the_lines_of_python_give_the_same(tmp_path, monkeypatch):
    rows = [(k, day(k), day(k + k % 9 + 1), ("won", "lost")[k % 2]) for k in range(40)]
    (tmp_path / "your_file.csv").write_bytes(table([*rows, (99, day(40), "", "")]))
    monkeypatch.chdir(tmp_path)
    export = read_crm("your_file.csv", census=day(60), lost=["lost"])
    names: dict = {}
    code = export.code()
    assert "lost=['lost']" in code
    exec(code, names)
    assert names["export"].log.equals(export.log)


def test_the_lines_of_python_name_as_many_files_as_were_read():
    history = b"deal id,new stage,changed at\n1,Talk,2026-01-02\n2,Talk,2026-01-03\n"
    deals = table([(1, "2026-01-01", "2026-01-05", "won"), (2, "2026-01-01", "", "")])
    code = read_crm(deals, history, census="2026-02-01").code()
    assert 'read_crm("your_file.csv", "your_file_2.csv", census=' in code


def test_where_nothing_was_won():
    export = read_crm(table([(1, day(0), day(9), "lost"), (2, day(3), "", "")]))
    assert export.outcomes == ["lost"]
    assert export.win_rate()["share"].tolist() == [0.0, 0.0]
    assert np.isnan(export.days_to().loc["won", "median"])
    assert export.forecast().mean == 0
    assert export.older().empty
    assert export.won_by().empty


def test_where_nothing_is_open():
    export = read_crm(table([(1, day(0), day(9), "lost"), (2, day(3), day(5), "won")]))
    assert export.forecast().deals == 0
    assert export.open_deals().empty
    assert "0 of 0" in repr(export.forecast()) or "0.0 of 0" in repr(export.forecast())


def test_every_sentence_that_can_be_changed_says_how():
    export = read_crm(table([(1, day(0), day(9), "lost"), (2, day(3), "", "")]))
    without = [s.about for s in export.understood.sentences if not s.change]
    assert set(without) <= {"CRM", "History", "Left out", "Mended", "Spelling", "Days"}


def test_three_files_of_the_same_deals_forecast_what_the_page_says():
    """The page names these numbers as something to doubt."""
    folder = ROOT / "book" / "exports"
    shapes = [["hubspot"], ["salesforce", "salesforce_history"], ["plain"]]
    exports = [
        read_crm(*(folder / f"kopje_{name}.csv" for name in names)) for names in shapes
    ]
    page = (ROOT / "book" / "own_cycle.md").read_text("utf-8")
    assert [len(export.deals) for export in exports] == [522] * 3
    means = "{:.1f} wins from the HubSpot file, of {:.1f} from the two Salesforce files, and of {:.1f} from"
    assert means.format(*(export.forecast().mean for export in exports)) in page


def test_a_forecast_from_a_short_file_is_too_low_as_the_page_says():
    """Cut at an earlier day, the file knows what came of its open deals."""
    file = ROOT / "book" / "exports" / "kopje_hubspot.csv"
    page = (ROOT / "book" / "own_cycle.md").read_text("utf-8")
    deals = read_crm(file).deals

    def came(census):
        forecast = read_crm(file, census=census).forecast()
        evening = pd.Timestamp(census) + pd.Timedelta(days=1)
        until = forecast.until + pd.Timedelta(days=1)
        won = (deals["outcome"] == "won") & (deals["created"] < evening)
        won &= (deals["ended"] >= evening) & (deals["ended"] < until)
        return forecast.low, forecast.high, int(won.sum())

    low, high, won = came("2025-09-30")
    assert (
        f"{low} to {high} of the open deals were to be won by the end of the year, and {won} were"
        in page
    )
    low, high, won = came("2025-12-31")
    assert f"it said {low} to {high} for the next quarter, and {won} were" in page
