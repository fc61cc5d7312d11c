"""Rows that say no more than case, stage and day, and rows that contradict their ends."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

from salescourse import SalesCycle, fit_cycle
from salescourse.b2b.outcomes import Deals

B2B = SalesCycle.b2b()
# A shop in which 200 sessions come to every stage often enough.
SHOP = SalesCycle.b2c().with_routing("browse", cart=0.8, lost=0.2)
ENDS = ["won", "lost"]


def history() -> pd.DataFrame:
    """Twelve deals: a call of 1 or 3 days, for ten of them a demo of 4 or 8, an end.

    By hand: 10 of 12 calls lead to a demo and 5 of 10 demos to a win, so 5/12 are won.
    Calls take 2 days on average and demos 6 (the likeliest mean of a gamma law is the
    mean of its times), so a deal takes 2 + 10/12 · 6 = 7 days, and a win 2 + 6 = 8.
    """
    rows = []
    for deal in range(12):
        begin, call, demo = 2 * deal, [1, 3][deal % 2], [4, 8][deal % 2]
        rows.append((deal, "call", begin))
        if deal < 10:
            rows.append((deal, "demo", begin + call))
            end = "won" if deal < 5 else "lost"
            rows.append((deal, end, begin + call + demo))
        else:
            rows.append((deal, "lost", begin + call))
    return pd.DataFrame(rows, columns=["case", "stage", "entered"])


def dated(log: pd.DataFrame, zone: str | None = None) -> pd.DataFrame:
    begin = pd.Timestamp("2026-03-01", tz=zone)
    return log.assign(entered=begin + pd.to_timedelta(log["entered"], unit="D"))


def narrow(log: pd.DataFrame) -> pd.DataFrame:
    """Turn a log of visits into rows of case, stage and day, outcomes included."""
    stages = set(log["stage"])
    ended = log[log["next"].notna() & ~log["next"].isin(stages)]
    ends = pd.DataFrame(
        {
            "case": ended["case"],
            "stage": ended["next"].astype(object),
            "entered": ended["left"],
        }
    )
    kept = log[["case", "stage", "entered"]].astype({"stage": object})
    return pd.concat([kept, ends], ignore_index=True)


def assert_by_hand(fitted) -> None:
    assert fitted.cycle.stages == ("call", "demo")
    assert fitted.cycle.win_rate == pytest.approx(5 / 12)
    assert fitted.cycle.mean_days() == pytest.approx(7, abs=1e-5)
    assert fitted.cycle.mean_days("won") == pytest.approx(8, abs=1e-5)


# What the rows themselves tell ----------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_case_stage_and_day_are_enough_in_any_order_of_rows(seed):
    log = history().sample(frac=1, random_state=seed)
    assert_by_hand(fit_cycle(log, outcomes=ENDS))


@pytest.mark.parametrize(
    "log",
    [
        history().astype({"entered": float}),
        dated(history()),
        dated(history()).astype({"entered": str}),
        dated(history(), "Europe/Amsterdam"),
        dated(history(), "UTC").astype({"entered": str}),
        dated(history()).assign(entered=lambda log: log["entered"].dt.date),
    ],
    ids=["floats", "timestamps", "text", "zone", "text with zone", "dates"],
)
def test_days_are_read_whatever_they_are_written_as(log):
    assert_by_hand(fit_cycle(log, outcomes=ENDS))


def test_an_end_and_a_next_may_have_any_names_too():
    log = B2B.simulate_log(300, seed=1, until_days=200)
    german = log.set_axis(["Vorgang", "Phase", "seit", "bis", "danach"], axis=1)
    fitted = fit_cycle(
        german,
        case="Vorgang",
        stage="Phase",
        entered="seit",
        left="bis",
        next="danach",
        until=200,
    )
    assert fitted.cycle == fit_cycle(log, until=200).cycle


@pytest.mark.parametrize("without", [["left", "next"], ["left"], ["next"]])
@pytest.mark.parametrize(
    ("cycle", "until"), [(B2B, None), (B2B, 300.0), (SHOP, None), (SHOP, 0.5)]
)
def test_two_hundred_deals_give_the_same_fit_with_and_without_ends_and_nexts(
    cycle, until, without
):
    starts = np.linspace(0, (until or 0) / 2, 200)
    log = cycle.simulate_log(200, seed=3, start_days=starts, until_days=until)
    log = log.astype({"stage": str, "next": object})
    whole = fit_cycle(log, until=until)
    rows = narrow(log).merge(
        log.drop(columns=without), how="left", on=["case", "stage", "entered"]
    )
    rows = rows.sample(frac=1, random_state=1)
    found = fit_cycle(rows, outcomes=ENDS, until=until)
    assert found.cycle.stages == whole.cycle.stages
    assert found.visits.equals(whole.visits)
    np.testing.assert_allclose(found.cycle.routing, whole.cycle.routing)
    np.testing.assert_allclose(found.cycle.stage_days, whole.cycle.stage_days, 1e-6)


def test_a_deal_without_an_outcome_is_open_until_the_day_of_the_log():
    # Total time over completed visits, for exponential times: the gamma law comes near.
    # Here all calls are over but one, which has been open for 30 days.
    log = pd.concat([history(), pd.DataFrame([(99, "call", 30)], columns=[*history()])])
    fitted = fit_cycle(log, outcomes=ENDS, until=60)
    assert fitted.visits.loc["call"].to_dict() == {"completed": 12, "open": 1}
    assert fitted.cycle.routing[0, 1] == pytest.approx(10 / 12)
    assert fitted.cycle.stage_days[0] > 2


def test_outcomes_that_nobody_named_are_taken_and_said_aloud():
    with pytest.warns(UserWarning, match='"lost", "won" stops there') as said:
        fitted = fit_cycle(history())
    assert_by_hand(fitted)
    assert said[0].filename == __file__


def test_a_log_that_says_where_visits_led_needs_no_outcomes_and_warns_of_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit_cycle(B2B.simulate_log(200, seed=1))


def test_a_column_called_left_is_used_without_being_named():
    # Calls of half a day, then a pause in which nobody had the deal.
    log = history()
    log["left"] = np.where(log["stage"] == "call", log["entered"] + 0.5, np.nan)
    later = log.groupby("case")["entered"].shift(-1)
    log["left"] = log["left"].where(log["stage"] == "call", later)
    fitted = fit_cycle(log, outcomes=ENDS)
    assert fitted.cycle.stage_days[0] == 0.5
    assert fitted.cycle.stage_days[1] == pytest.approx(6, abs=1e-5)


def test_deals_are_read_from_the_same_logs():
    with pytest.warns(UserWarning, match='"lost", "won" stops there') as said:
        deals = Deals.from_log(history(), 99)
    assert said[0].filename == __file__
    assert deals.outcomes == ("won", "lost")
    assert (deals.table["outcome"] == "won").sum() == 5


def nexts(log: pd.DataFrame) -> pd.Series:
    return log.groupby("case")["stage"].shift(-1)


# Ties -----------------------------------------------------------------------------------


def on_one_day() -> pd.DataFrame:
    """Return the history, and a deal that was called and shown the demo on one day."""
    more = [(50, "demo", 7), (50, "call", 7), (50, "won", 9)]
    return pd.concat([history(), pd.DataFrame(more, columns=[*history()])])


def test_two_stages_of_one_day_need_somebody_to_say_which_came_first():
    with pytest.raises(ValueError, match="Case 50 came into") as refused:
        fit_cycle(on_one_day(), outcomes=ENDS)
    said = str(refused.value)
    assert '"demo" (row 35) and "call" (row 36) at one time, 7' in said
    assert "pandas.Categorical(stages, names, ordered=True)" in said


def test_the_order_of_the_stages_says_which_came_first():
    log = on_one_day()
    order = ["call", "demo", "won", "lost"]
    log["stage"] = pd.Categorical(log["stage"], order, ordered=True)
    for rows in (log, log[::-1]):
        fitted = fit_cycle(rows, outcomes=ENDS)
        # The new call led to a demo and its demo to a win: 11/13 and 6/11.
        assert fitted.cycle.win_rate == pytest.approx(6 / 13)


def test_a_column_for_where_visits_led_says_it_too():
    log = on_one_day()
    log["next"] = nexts(log)
    log.loc[log["case"] == 50, "next"] = ["won", "demo", None]
    for rows in (log, log[::-1]):
        fitted = fit_cycle(rows, outcomes=ENDS)
        assert fitted.cycle.win_rate == pytest.approx(6 / 13)


def test_an_outcome_comes_after_the_visits_of_its_day():
    more = [(50, "won", 7), (50, "demo", 7), (50, "call", 6)]
    log = pd.concat([history(), pd.DataFrame(more, columns=[*history()])])
    assert fit_cycle(log, outcomes=ENDS).cycle.win_rate == pytest.approx(6 / 13)


def test_categories_without_an_order_are_no_order():
    log = on_one_day().astype({"stage": "category"})
    with pytest.raises(ValueError, match="at one time, 7"):
        fit_cycle(log, outcomes=ENDS)


# What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            [(50, "call", 1), (50, "won", 3), (50, "demo", 5)],
            'Case 50 ended "won" (row 36) and then came into "demo" (row 37). A deal',
        ),
        (
            [(50, "call", 1), (50, "won", 3), (50, "lost", 3)],
            'Case 50 came into "won" (row 36) and "lost" (row 37) at one time, 3',
        ),
        (
            [(50, "call", 1), (50, "call", 1), (50, "won", 3)],
            'Case 50 came into "call" twice at one time, 1, in rows 35 and 36. If they '
            "are one visit, leave such rows out: log.drop_duplicates(['case', 'stage', "
            "'entered']).",
        ),
    ],
)
def test_a_case_that_contradicts_itself_is_refused_by_name(more, says):
    log = pd.concat([history(), pd.DataFrame(more, columns=[*history()])])
    with pytest.raises(ValueError, match=re.escape(says)):
        fit_cycle(log, outcomes=ENDS)


@pytest.mark.parametrize(
    ("column", "row", "value", "says"),
    [
        ("then", 0, "won", 'row 1 leads to "won", and the next row of the case, row 2'),
        ("then", 1, "lost", 'row 2 leads to "lost", and the next row of the case, row'),
        ("bis", 1, 90, 'row 2 lasts until 90.0, and the case ended "won" before'),
        ("bis", 0, 90, 'row 1 lasts until 90.0, and row 2, a visit to "demo", begins'),
        ("bis", 0, -1, "1 row of the log leave before they enter (the first: row 1"),
        ("then", 0, None, 'have "bis" or "then" but not both (over) or neither (open)'),
        ("then", 0, "talk", 'log["then"] leads to "talk", where no row is'),
    ],
)
def test_a_next_or_an_end_that_disagrees_with_the_next_row_is_refused(
    column, row, value, says
):
    log = history().assign(then=nexts)
    log["bis"] = log.groupby("case")["entered"].shift(-1)
    fit_cycle(log, left="bis", next="then", outcomes=ENDS)
    log.loc[row, column] = value
    with pytest.raises(ValueError, match=re.escape(says)):
        fit_cycle(log, left="bis", next="then", outcomes=ENDS)


def test_an_end_without_a_next_and_a_next_without_a_time_are_refused():
    log = history().assign(bis=lambda log: log["entered"] + 0.25)
    open_end = log.drop(index=2)  # the outcome of the first deal
    with pytest.raises(ValueError, match=r"Case 0 left its last stage \(row 2\)"):
        fit_cycle(open_end, left="bis", outcomes=ENDS)
    led = history().assign(then=nexts).drop(index=2)
    with pytest.raises(ValueError, match=r'Case 0 went on to "won" \(row 2\)'):
        fit_cycle(led, next="then", outcomes=ENDS)


def test_outcomes_that_the_log_does_not_know_are_refused():
    with pytest.raises(ValueError, match=r'no "Won", which.* mean "won"'):
        fit_cycle(history(), outcomes=["Won", "lost"])


def test_a_log_in_which_nothing_goes_on_says_what_it_lacks():
    with pytest.raises(ValueError, match=r'No case goes on from "call".*next='):
        fit_cycle(history().query("stage == 'call'"))
    log = history().assign(then=nexts).query("stage == 'call'")
    log["then"] = None
    with pytest.raises(ValueError, match="reached an outcome yet"):
        fit_cycle(log, next="then")


# Columns that are missing ---------------------------------------------------------------


def test_all_three_columns_are_named_at_once():
    log = history().set_axis(["Vorgang", "Phase", "seit"], axis=1)
    with pytest.raises(ValueError, match="has no columns") as refused:
        fit_cycle(log)
    said = str(refused.value)
    assert 'no columns "case", "stage", "entered". It has: "Vorgang", "Phase"' in said
    assert '.rename(columns={"...": "case", "...": "stage", "...": "entered"})' in said


def test_a_column_that_is_not_alike_is_not_suggested():
    log = history().rename(columns={"case": "phase"})
    with pytest.raises(ValueError, match='no column "case"') as refused:
        fit_cycle(log, outcomes=ENDS)
    assert "Did you mean" not in str(refused.value)


def test_a_name_that_was_given_and_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r'no column "til"\. It has: .*"entered"'):
        fit_cycle(history(), left="til", outcomes=ENDS)
