"""Logs as they are exported: other names, fewer columns, ends in rows of their own."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

from salescourse import SalesCycle, fit_cycle

# Four deals, worked by hand. Visits to "talk": A 2 days, B 4, C 3, D open since day 5.
# To "offer": A 4 days (won), B 6 (lost). C was lost from "talk".
ROWS = [
    ("A", "talk", 0), ("A", "offer", 2), ("A", "won", 6),
    ("B", "talk", 0), ("B", "offer", 4), ("B", "lost", 10),
    ("C", "talk", 1), ("C", "lost", 4),
    ("D", "talk", 5),
]  # fmt: skip
ENDS = ["won", "lost"]


def moves(rows=ROWS, columns=("case", "stage", "entered")):
    return pd.DataFrame(rows, columns=columns)


def quietly(*arguments, **options):
    """Fit a log that is too short to be sure of anything, which is told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return fit_cycle(*arguments, **options)


def test_who_came_where_and_when_is_enough():
    fitted = quietly(moves(), outcomes=ENDS, until=10)
    assert fitted.cycle.stages == ("talk", "offer")
    assert fitted.cycle.outcomes == ("won", "lost")
    # Of three visits to "talk" that are over two went on; of two offers one was won.
    assert fitted.cycle.routing_table().loc["talk"].to_dict() == {
        "talk": 0, "offer": pytest.approx(2 / 3), "won": 0, "lost": pytest.approx(1 / 3),
    }  # fmt: skip
    assert fitted.cycle.win_rate == pytest.approx(2 / 3 * 1 / 2)
    assert fitted.visits.to_dict("list") == {"completed": [3, 2], "open": [1, 0]}
    assert fitted.cycle.stage_days[1] == pytest.approx(5)  # the mean of 4 and 6


def test_the_order_of_rows_never_matters():
    plain = quietly(moves(), outcomes=ENDS, until=10).cycle
    for seed in range(5):
        mixed = moves().sample(frac=1, random_state=seed)
        assert quietly(mixed, outcomes=ENDS, until=10).cycle == plain


def test_columns_may_be_called_what_they_are_called():
    german = moves(columns=("Deal", "Phase", "von"))
    fitted = quietly(
        german, case="Deal", stage="Phase", entered="von", outcomes=ENDS, until=10
    )
    assert fitted.cycle == quietly(moves(), outcomes=ENDS, until=10).cycle


@pytest.mark.parametrize(
    "as_time",
    [
        lambda days: pd.Timestamp("2026-01-01") + pd.to_timedelta(days, unit="D"),
        lambda days: (pd.Timestamp("2026-01-01") + pd.to_timedelta(days, unit="D"))
        .tz_localize("Europe/Berlin"),
        lambda days: (pd.Timestamp("2026-01-01") + pd.to_timedelta(days, unit="D"))
        .strftime("%Y-%m-%d"),
    ],
    ids=["dates", "with a zone", "text"],
)  # fmt: skip
def test_times_are_read_in_every_form_in_which_a_log_may_have_them(as_time):
    log = moves()
    log["entered"] = [as_time(day) for day in log["entered"]]
    fitted = quietly(log, outcomes=ENDS, until=as_time(10))
    plain = quietly(moves(), outcomes=ENDS, until=10)
    assert fitted.cycle.stage_days == pytest.approx(plain.cycle.stage_days)


def test_stages_in_which_every_case_stops_are_taken_as_outcomes_and_that_is_said():
    # D is open in "talk", which others left, so "talk" stays a stage.
    with pytest.warns(
        UserWarning, match='"lost", "won" stops there, so these are taken'
    ):
        fitted = fit_cycle(moves([*ROWS, *later(20)]), until=10)
    assert fitted.cycle.outcomes == ("won", "lost")


def later(n):
    """Return n more deals like C, so that numbers are not too few to use."""
    return [row for k in range(n) for row in (
        (f"E{k}", "talk", k % 5), (f"E{k}", "offer", k % 5 + 1 + k % 3),
        (f"E{k}", ENDS[k % 2], k % 5 + 4 + k % 3),
    )]  # fmt: skip


def test_a_log_of_the_course_is_the_same_with_and_without_its_last_two_columns():
    log = SalesCycle.b2b().simulate_log(200, seed=4, until_days=400)
    ends = log[log["next"].isin(ENDS)][["case", "next", "left"]]
    rows = pd.concat([
        log[["case", "stage", "entered"]],
        ends.set_axis(["case", "stage", "entered"], axis=1),
    ])  # fmt: skip
    whole, derived = (
        fit_cycle(log, until=400),
        fit_cycle(rows, outcomes=ENDS, until=400),
    )
    assert derived.cycle.stages == whole.cycle.stages
    assert derived.cycle.routing == pytest.approx(whole.cycle.routing)
    assert derived.cycle.stage_days == pytest.approx(whole.cycle.stage_days)


def test_where_a_visit_led_follows_from_the_next_row_when_only_its_end_is_noted():
    log = moves([row for row in ROWS if row[1] not in ENDS])
    log["left"] = [2, 6, 4, 10, 4, np.nan]
    with pytest.raises(ValueError, match=r"Case A left its last stage \(row 2\)"):
        quietly(log, until=10)
    named = log.assign(next=["offer", "won", "offer", "lost", "lost", None])
    assert (
        quietly(named, until=10).cycle
        == quietly(moves(), outcomes=ENDS, until=10).cycle
    )


def test_when_a_visit_ended_cannot_be_guessed():
    log = moves([row for row in ROWS if row[1] not in ENDS])
    log["next"] = ["offer", "won", "offer", "lost", "lost", None]
    with pytest.raises(
        ValueError, match=r'Case A went on to "won" \(row 2\), and noth'
    ):
        quietly(log, until=10)


def test_a_case_that_goes_on_after_its_end_is_named():
    with pytest.raises(
        ValueError, match=r'Case B ended "lost" \(row 6\) and then came'
    ):
        quietly(moves([*ROWS, ("B", "offer", 12)]), outcomes=ENDS, until=20)


def test_two_stages_at_one_time_have_no_order_unless_it_is_given():
    log = moves([*ROWS, ("D", "offer", 5)])
    said = r'Case D came into "talk" \(row 9\) and "offer" \(row 10\) at one time, 5'
    with pytest.raises(ValueError, match=said):
        quietly(log, outcomes=ENDS, until=10)
    names = ["talk", "offer", "won", "lost"]
    log["stage"] = pd.Categorical(log["stage"], names, ordered=True)
    assert quietly(log, outcomes=ENDS, until=10).visits["open"].tolist() == [0, 1]


def test_an_end_on_the_day_of_the_last_stage_comes_after_it():
    log = moves([*ROWS, ("E", "lost", 3), ("E", "talk", 3)])
    assert quietly(log, outcomes=ENDS, until=10).visits["completed"]["talk"] == 4


def test_a_case_that_is_nothing_but_an_end_is_left_out_and_that_is_said():
    log = moves([*ROWS, *later(20), ("Z", "lost", 3)])
    with pytest.warns(UserWarning, match=r"1 of 25 cases have an outcome and no stage"):
        fitted = fit_cycle(log, outcomes=ENDS, until=30)
    assert fitted.visits["completed"]["talk"] == 23


def test_an_outcome_that_is_not_there_is_refused_with_what_is():
    with pytest.raises(ValueError, match='no "Won", which is one of the outcomes'):
        quietly(moves(), outcomes=["Won", "lost"], until=10)


def test_a_log_without_any_end_is_refused():
    log = moves([("A", "talk", 0), ("A", "offer", 1), ("A", "talk", 2)])
    with pytest.raises(ValueError, match=re.escape('outcomes=["won", "lost"]')):
        quietly(log, until=10)


def test_a_column_that_is_missing_is_told_with_both_ways_out():
    with pytest.raises(
        ValueError, match=r"rename\(columns=.*Or say what they are called"
    ):
        quietly(moves(columns=("Deal", "Phase", "von")), outcomes=ENDS)
