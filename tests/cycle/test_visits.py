"""Logs as people have them: in any order, with ties, with clocks that round, wrong."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescourse import SalesCycle, fit_cycle
from salescourse.b2b.outcomes import Deals

B2B, B2C = SalesCycle.b2b(), SalesCycle.b2c()
COLUMNS = ["case", "stage", "entered", "left", "next"]


def log_of(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def in_days(log, per_day=1):
    """Note times as a clock does that knows days, hours (24) or minutes (1440) only."""
    return log.assign(
        **{
            name: np.floor(log[name] * per_day) / per_day
            for name in ("entered", "left")
        }
    )


def shop(n, seed, **options):
    starts = np.random.default_rng(seed).uniform(0, 30, n)
    return B2C.simulate_log(n, seed=seed, start_days=starts, **options)


# The order of rows ----------------------------------------------------------------------


def test_a_deal_won_on_the_day_it_began_is_won_whatever_row_stands_first():
    # Both of a's visits are on day 3; browse leads to the cart, and the cart to a win.
    log = log_of(
        ("a", "cart", 3, 3, "won"),
        ("a", "browse", 3, 3, "cart"),
        ("b", "browse", 1, 4, "lost"),
    )
    for rows in (log, log[::-1]):
        table = Deals.from_log(rows, 5).table.set_index("case")
        assert table["outcome"].to_dict() == {"a": "won", "b": "lost"}
        assert table["days"].to_dict() == {"a": 0, "b": 3}


def test_a_log_with_the_newest_rows_first_has_the_win_rate_of_the_cycle():
    log = in_days(shop(4000, seed=5))
    plain, newest_first = fit_cycle(log), fit_cycle(log[::-1])
    assert newest_first.cycle == plain.cycle
    assert plain.cycle.stages[0] == "browse"
    error = plain.win_rate_standard_error
    assert plain.cycle.win_rate == pytest.approx(B2C.win_rate, abs=4 * error)


@given(st.integers(0, 10_000), st.sampled_from(["numbers", "dates", "texts"]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_never_matters(seed, kind):
    rng = np.random.default_rng(seed)
    log = in_days(shop(1500, seed, until_days=25), per_day=int(rng.choice([1, 24])))
    until = 25
    if kind != "numbers":
        until = pd.Timestamp("2026-02-01") + pd.Timedelta(days=25)
        for name in ("entered", "left"):
            times = pd.Timestamp("2026-02-01") + pd.to_timedelta(log[name], unit="D")
            times = times.dt.round("s")
            log[name] = times if kind == "dates" else times.astype(str)
    if rng.random() < 0.5:
        log = log.assign(
            stage=log["stage"].astype(str), next=log["next"].astype(object)
        )
    mixed = log.sample(frac=1, random_state=seed)
    for read in (fit_of, deals_of):
        assert read(log, until) == read(mixed, until)


def fit_of(log, until):
    try:
        fitted = fit_cycle(log, until=until)
    except ValueError as error:  # a few whole days may be too little to learn from
        return str(error)
    return fitted.cycle, fitted.standard_errors.to_numpy().tolist()


def deals_of(log, until):
    return (
        Deals.from_log(log, until)
        .table.astype(object)
        .fillna("open")
        .to_numpy()
        .tolist()
    )


def test_loops_within_a_day_are_visits_and_not_rows_entered_twice():
    # Twice round browse and cart on day 2, which gives equal rows, and then a sale.
    loop = [(1, "browse", 2, 2, "cart"), (1, "cart", 2, 2, "browse")]
    log = log_of(*loop, *loop, (1, "browse", 2, 2, "cart"), (1, "cart", 2, 3, "won"))
    for seed in range(5):
        deals = Deals.from_log(log.sample(frac=1, random_state=seed), 9)
        assert deals.table[["days", "outcome"]].to_numpy().tolist() == [[1.0, "won"]]
    floored = in_days(shop(3000, seed=3))
    assert floored.duplicated().any()
    fitted = fit_cycle(floored)
    assert fitted.visits["completed"].sum() == len(floored)


def test_a_case_whose_last_row_leads_to_a_stage_is_still_open():
    log = log_of((1, "a", 0, 2, "b"), (2, "a", 0, 1, "b"), (2, "b", 1, 4, "won"))
    table = Deals.from_log(log, 9).table
    assert table["days"].tolist() == [9, 4]
    assert table["outcome"].isna().tolist() == [True, False]


# The clock ------------------------------------------------------------------------------


def test_the_courses_own_b2c_log_of_a_year_can_be_fitted():
    # With cv 1.5 one of 117,735 times is shorter than the last digit of the clock.
    starts = np.random.default_rng(0).uniform(0, 365, 100_000)
    log = B2C.simulate_log(100_000, seed=1, start_days=starts)
    assert (log["left"] == log["entered"]).any()
    fitted = fit_cycle(log)
    errors = fitted.standard_errors
    off = (fitted.cycle.stage_days - B2C.stage_days) / errors["stage_days"]
    assert np.abs(off).max() < 4


@pytest.mark.parametrize("per_day", [1440, 86_400])
def test_a_clock_of_minutes_or_seconds_makes_visits_that_take_no_time(per_day):
    log = in_days(shop(20_000, seed=2), per_day)
    assert (log["left"] == log["entered"]).mean() > 0.01
    fitted = fit_cycle(log)
    assert fitted.cycle.stage_days == pytest.approx(B2C.stage_days, rel=0.06)
    assert fitted.cycle.stage_cv == pytest.approx(B2C.stage_cv, rel=0.06)


def test_the_last_digits_of_a_clock_are_no_contradiction():
    tail = 1e-12
    log = log_of(
        *((case, "a", 0.1, 0.3 + case + tail, "b") for case in range(12)),
        *((case, "b", 0.3 + case, 9.7 + case, "won") for case in range(11)),
        (11, "b", 11.3, 11.3 - tail, "won"),
    )
    assert Deals.from_log(log, 99).outcomes == ("won",)


# Logs that contradict themselves --------------------------------------------------------

LONG = [(case, "a", 1.0, 2.0 + case, "won") for case in range(5, 20)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [(1, "a", 1, 3, "demo"), (1, "b", 3, 9, "won")],
            'Case 1 contradicts itself: row 1 leads to "demo", and the next row of the '
            'case, row 2, is a visit to "b"',
        ),
        (
            [(1, "b", 5, 12, "won"), (1, "a", 1, 9, "b")],
            'row 2 lasts until 9, and row 1, a visit to "b", begins before, on 5',
        ),
        (
            [(1, "a", 1, 3, "won"), (1, "b", 5, 9, "won")],
            'row 1 leads to "won", and the next row of the case, row 2, is a visit to "b"',
        ),
        (
            [(1, "a", 1, None, None), (1, "b", 5, 9, "won")],
            'row 1 is still open, and row 2 is a visit to "b"',
        ),
        ([(1, "a", 3, 1, "won")], "leave before they enter (the first: row 1, case 1)"),
        (
            [(1, "a", 1, 3, "won")] * 2,
            "rows 1 and 2 are one visit, there twice. To leave such rows out",
        ),
        (
            [(1, "a", 1, 3, "b"), (1, "b", 3, 3, "won"), (1, "b", 3, 3, "won")],
            'leads to "won", and the next row of the case',
        ),
        ([(1, "a", 1, 3, "")], 'have "left" or "next" but not both'),
    ],
)
def test_a_log_that_contradicts_itself_is_refused_with_its_rows(rows, says):
    log = log_of(*rows, *LONG).astype({"left": float})
    log["left"] = log["left"].astype(object).where(log["left"].notna(), None)
    for read in (fit_cycle, lambda log: Deals.from_log(log, 99)):
        with pytest.raises(ValueError, match=re.escape(says.replace("9,", "9.0,"))):
            read(log)


def test_the_line_that_leaves_doubled_rows_out_keeps_the_loops():
    log = in_days(shop(3000, seed=3))
    doubled = pd.concat([log, log[log["left"] > log["entered"]].head(3)])
    with pytest.raises(ValueError, match="there twice") as refused:
        fit_cycle(doubled)
    line = re.search(r"log\[~.*\]\.", str(refused.value))[0].removesuffix(".")
    mended = eval(line, {"log": doubled})
    assert fit_cycle(mended).cycle == fit_cycle(log).cycle


def test_how_many_cases_contradict_themselves_is_said():
    rows = [(case, "a", 1, 3, "demo") for case in range(24)]
    rows += [(case, "b", 3, 9 + case, "won") for case in range(24)]
    with pytest.raises(ValueError, match="24 cases contradict themselves"):
        fit_cycle(log_of(*rows))


# Cells that are empty, times that cannot be compared ------------------------------------


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NaT, "", "  ", "NaT"])
def test_whatever_is_empty_means_open(nothing):
    log = B2B.simulate_log(300, seed=1, until_days=60).astype(object)
    expected = Deals.from_log(log, 60).table
    gone = log["next"].isna()
    log.loc[gone, ["left", "next"]] = nothing
    pd.testing.assert_frame_equal(Deals.from_log(log, 60).table, expected)


def test_a_csv_read_without_its_own_word_for_empty_gives_the_same_fit(tmp_path):
    log = B2B.simulate_log(800, seed=1, until_days=100)
    dated = log.assign(
        **{
            name: (
                pd.Timestamp("2026-01-01") + pd.to_timedelta(log[name], unit="D")
            ).dt.floor("s")
            for name in ("entered", "left")
        }
    )
    dated.to_csv(tmp_path / "log.csv", index=False)
    text = pd.read_csv(tmp_path / "log.csv", keep_default_na=False)
    assert (text["left"] == "").any()
    until = "2026-04-11"
    assert fit_cycle(text, until=until).cycle == fit_cycle(
        dated.assign(stage=dated["stage"].astype(str)), until=until
    ).cycle  # fmt: skip


def dated(zone=None, **options):
    log = B2B.simulate_log(400, seed=1, until_days=100)
    begin = pd.Timestamp("2026-01-01 08:00", tz=zone)
    for name in ("entered", "left"):
        log[name] = (begin + pd.to_timedelta(log[name], unit="D")).dt.floor("s")
    return log.assign(**options)


def test_times_with_a_zone_are_fitted_like_times_without():
    until = pd.Timestamp("2026-04-12")
    plain = fit_cycle(dated(), until=until)
    zoned = fit_cycle(dated("UTC"), until=until.tz_localize("UTC"))
    assert zoned.cycle == plain.cycle
    text = dated("UTC").astype({"entered": str, "left": str})
    assert fit_cycle(text, until="2026-04-12T00:00Z").cycle == plain.cycle


@pytest.mark.parametrize(
    ("log", "until", "says"),
    [
        (
            dated("Europe/Amsterdam"),
            "2026-07-15",
            'pd.Timestamp("2026-07-15", tz="Europe/Amsterdam")',
        ),
        (dated(), "2026-07-15T00:00Z", 'pd.to_datetime(log["entered"]).dt.tz_localize'),
        (dated("UTC", entered=dated()["entered"]), None, "has none, so they cannot be"),
        (dated(left="10.03.2026"), None, 'log["left"] must hold dates'),
        (
            dated(entered="10.03.2026"),
            "2026-05-01",
            'log["entered"], format="%d.%m.%Y"',
        ),
        (dated(), 30, 'until must be a date, like log["entered"], got 30'),
        (
            dated(),
            "yesterday",
            "until must be a day such as 2026-06-30, got 'yesterday'",
        ),
        (dated(), [1], "until must be a day such as 2026-06-30, got [1]"),
        (B2B.simulate_log(50, seed=1), 20260601, "until must be a day such as"),
        (B2B.simulate_log(50, seed=1), np.inf, "until must be finite"),
    ],
)
def test_times_that_cannot_be_compared_are_refused_in_words(log, until, says):
    with pytest.raises((TypeError, ValueError), match=re.escape(says)):
        fit_cycle(log, until=until)


def test_all_missing_columns_are_named_at_once():
    log = B2B.simulate_log(50, seed=1)
    log.columns = ["Deal", "Phase", "von", "bis", "dann"]
    with pytest.raises(ValueError, match="has no columns") as refused:
        fit_cycle(log)
    said = str(refused.value)
    assert '"case", "stage", "entered"' in said
    assert '.rename(columns={"...": "case", "...": "stage"' in said
    with pytest.raises(
        ValueError, match=re.escape('{"Stage": "stage", "Next": "next"}')
    ):
        fit_cycle(
            B2B.simulate_log(50, seed=1).rename(
                columns={"stage": "Stage", "next": "Next"}
            )
        )


# Which outcome is the win ---------------------------------------------------------------


def test_a_win_of_another_name_is_said_once_and_counts():
    log = B2B.simulate_log(600, seed=1)
    names = {"won": "Closed Won", "lost": "Closed Lost"}
    renamed = log.assign(next=log["next"].astype(object).replace(names))
    fitted = fit_cycle(renamed, won="Closed Won")
    plain = fit_cycle(log)
    assert fitted.cycle.outcomes == ("won", "Closed Lost")
    assert fitted.cycle.win_rate == plain.cycle.win_rate
    assert fitted.win_rate_standard_error == plain.win_rate_standard_error
    unsaid = fit_cycle(renamed)
    for ask in (lambda: unsaid.win_rate_standard_error, lambda: unsaid.cycle.win_rate):
        with pytest.raises(
            ValueError, match=re.escape('fit_cycle(log, won="Closed Won")')
        ):
            ask()
    with pytest.raises(ValueError, match='Did you mean "Closed Won"'):
        fit_cycle(renamed, won="closed won")
    with pytest.raises(ValueError, match='got "lost", and so is "won"'):
        fit_cycle(log, won="lost")
