"""Days, times and cells of tables: what is read, and what is refused with a way out."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescourse.checks import (
    as_days,
    blank,
    empty,
    need_columns,
    need_filled,
    number_column,
)

TWO = pd.DatetimeIndex([pd.Timestamp("2026-06-01"), pd.Timestamp("2026-06-02 12:00")])

WHERE = 'log["day"]'


def days(values, until=None, **options):
    column = values if isinstance(values, pd.Series) else pd.Series(values)
    more = [] if until is None else [("until", until)]
    return [part.tolist() for part in as_days((WHERE, column), *more, **options)]


def refused(values, until=None, **options):
    with pytest.raises((TypeError, ValueError)) as error:
        days(values, until, **options)
    return str(error.value)


# What is read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        ["2026-06-01", "2026-06-02 12:00"],
        ["2026-06-01", "2026-06-02T12:00:00.000"],
        [" 2026-06-01 ", "2026-06-02 12:00\u200b"],
        [date(2026, 6, 1), datetime(2026, 6, 2, 12)],
        [pd.Timestamp("2026-06-01"), "2026-06-02 12:00:00"],
        TWO.as_unit("ns"),
        [np.datetime64("2026-06-01"), np.datetime64("2026-06-02T12:00")],
        pd.Series(["2026-06-01", "2026-06-02 12:00"], dtype="category"),
        pd.Series(TWO, dtype="category"),
        ["2026-06-01T00:00Z", "2026-06-02T14:00:00+02:00"],
        ["2026-06-01 00:00:00+00", "2026-06-02 06:30 -0530"],
        [datetime(2026, 6, 1, tzinfo=UTC), "2026-06-02 12:00:00 UTC"],
    ],
)
def test_iso_text_dates_and_timestamps_are_one_and_the_same(values):
    assert days(values) == [[0.0, 1.5]]


def test_days_count_from_the_midnight_before_the_first():
    assert days(["2026-06-01 18:00", None, ""], "2026-06-03") == [
        [0.75, pytest.approx(np.nan, nan_ok=True), pytest.approx(np.nan, nan_ok=True)],
        [2.0],
    ]


@pytest.mark.parametrize("values", [[1, 2.5], [Decimal("1"), 2.5], pd.Series([1, 2.5], dtype="Float64")])  # fmt: skip
def test_numbers_are_days_where_time_may_be_a_plain_axis(values):
    assert days(values, 30, numbers=True) == [[1.0, 2.5], [30.0]]


def test_the_days_of_a_spreadsheet_will_do_as_an_axis_but_not_as_dates():
    assert days([46174, 46175], 46200, numbers=True) == [[46174.0, 46175.0], [46200.0]]
    assert 'origin="1899-12-30"' in refused([46174, 46175])


def test_whole_days_are_those_of_the_calendar_where_they_were_written():
    # Late evening in Amsterdam and early morning in Tokyo are the next and the last day
    # in UTC; and summer time does not take an hour off a day.
    late = ["2026-06-01T23:30:00-04:00", "2026-06-03T01:00:00+09:00"]
    assert days(late, "2026-06-30", whole=True) == [[0.0, 2.0], [29.0]]
    local = pd.Series(pd.to_datetime(["2026-03-01", "2026-04-01"]))
    for zone in ("Europe/Amsterdam", "America/New_York"):
        assert days(local.dt.tz_localize(zone)) == [[0.0, 31.0]]


def test_hours_are_compared_in_utc():
    # 09:00 in New York is 13:00 in UTC in summer, and so is 15:00 in Amsterdam.
    texts = ["2026-06-01T09:00:00-04:00", "2026-06-01T15:00:00+02:00"]
    assert days(texts) == [[13 / 24, 13 / 24]]


# What is refused ------------------------------------------------------------------------

STAMP = pd.Timestamp("2026-01-28 13:45")
FORMS = (
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %H:%M:%S",
    "%Y%m%d",
)


def line_in(message):
    """Return the line of pandas that a message offers."""
    return re.search(r"(pd\..*\))[.;]", message)[1]


@pytest.mark.parametrize("form", FORMS)
def test_the_line_that_is_offered_reads_text_as_it_was_meant(form):
    # The 28th tells the day from the month.
    times = pd.Series([STAMP, pd.Timestamp("2026-02-03 00:30")])
    log = pd.DataFrame({"day": times.dt.strftime(form)})
    line = line_in(refused(log["day"]))
    read = eval(line, {"pd": pd, "log": log})
    assert read.tolist() == pd.to_datetime(log["day"], format=form).tolist()
    assert read.dt.date.tolist() == times.dt.date.tolist()


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_the_line_that_is_offered_reads_numbers_since_1970(unit):
    times = pd.Series([STAMP, pd.Timestamp("2026-02-03")]).dt.as_unit(unit)
    log = pd.DataFrame({"day": times.astype("int64")})
    for options in ({}, {"numbers": True}):
        line = line_in(refused(log["day"], **options))
        assert eval(line, {"pd": pd, "log": log}).tolist() == times.tolist()


@pytest.mark.parametrize("missing", [[], [None]])
def test_a_date_in_one_number_is_never_a_number_of_days(missing):
    log = pd.DataFrame({"day": [20260601, 20260703, *missing]})
    for options in ({}, {"numbers": True}):
        line = line_in(refused(log["day"], **options))
        assert 'format="%Y%m%d"' in line
        read = eval(line, {"pd": pd, "log": log})
        assert read.dropna().dt.strftime("%d.%m.").tolist() == ["01.06.", "03.07."]


def test_the_days_of_a_spreadsheet_become_dates_by_the_line_that_is_offered():
    # 46174 is the first of June 2026: Excel shows it so.
    for values in ([46174, 46175.5], ["46174", "46175.5"]):
        log = pd.DataFrame({"day": values})
        read = eval(line_in(refused(log["day"])), {"pd": pd, "log": log})
        assert read.tolist() == TWO.tolist()


def test_days_before_or_after_months_are_asked_and_not_guessed():
    said = refused(["01/06/2026", "02/06/2026"])
    assert "Does the day come first" in said
    assert '"%d/%m/%Y"' in said
    assert '"%m/%d/%Y"' in said


def test_text_in_mixed_forms_is_brought_to_one_by_the_line_that_is_offered():
    log = pd.DataFrame({"day": ["2026-06-02", "01.06.2026", None, "2026-06-03 12:00"]})
    read = eval(line_in(refused(log["day"])), {"pd": pd, "log": log})
    assert read.dt.day.dropna().tolist() == [2, 1, 3]
    assert "'soon' is written in another way" in refused(["01.06.2026", "soon"])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            ["soon"],
            "log[\"day\"] must hold dates such as 2026-06-30, got 'soon' in row 1.",
        ),
        (["2026-06-01", None, "2026-02-30"], "'2026-02-30' in row 3. There is no such"),
        (["0001-01-01"], "got '0001-01-01 00:00:00' in row 1. If that means"),
        ([pd.Timestamp.min], "in row 1. If that means"),
        (["9999-12-31"], 'If that means "never" or "not yet", leave it empty'),
        ([True, False], "got True in row 1"),
        (["2026-06-01", 7], "got 7 in row 2"),
        (["9", "10"], "Text becomes numbers by pd.to_numeric"),
        ([1, 2], "If these are days since a first one"),
        (["2026-06-01T10:00Z", "2026-06-02"], "none in others (row 2: '2026-06-02')"),
        (
            pd.Series(pd.period_range("2026-01", periods=2, freq="M")),
            ".dt.to_timestamp()",
        ),
        (pd.Series(pd.to_timedelta([1, 2], unit="D")), "got Timedelta('1 days"),
    ],
)
def test_what_is_no_day_is_refused_with_its_row(values, says):
    assert says in refused(values)


@pytest.mark.parametrize(
    "until", [None, pd.NaT, np.nan, "", "soon", True, [1], {}, 20260601]
)
def test_one_day_that_is_none_is_refused(until):
    with pytest.raises((TypeError, ValueError), match="until must be a day"):
        as_days(("until", until), numbers=True)


@given(
    st.lists(st.sampled_from(["2026-06-01", "01.06.2026", "x", 5, None, True, 2e9, ""]))
)
def test_no_error_of_pandas_reaches_anybody(values):
    column = pd.Series(values, dtype=object)
    if not column.isin(["01.06.2026", "x", 5, True, 2e9]).any():
        assert len(days(column)[0]) == len(values)
    elif set(values) <= {5, None, ""}:
        assert len(days(column, numbers=True)[0]) == len(values)
    else:
        assert refused(column, numbers=True).startswith(WHERE)


def test_a_list_in_a_cell_is_refused_with_its_row():
    with pytest.raises(TypeError, match=r"one value in each row, got \[1\] in row 2"):
        days(["2026-06-01", [1]])
    with pytest.raises(TypeError, match=r"one value in each row, got \[1\] in row 2"):
        need_filled(pd.Series(["a", [1]]), WHERE)
    with pytest.raises(TypeError, match=r"one value in each row, got \[1\] in row 1"):
        number_column(pd.Series([[1]]), WHERE)


# Cells and columns ----------------------------------------------------------------------


def test_empty_is_what_holds_nothing_whatever_the_dtype():
    values = ["won", "", " \t", "\u200b", None, np.nan, pd.NaT, "NaN", "NULL", 0, False]
    nothing = [False, *[True] * 8, False, False]
    assert empty(pd.Series(values, dtype=object)).tolist() == nothing
    assert empty(pd.Series(["a", None, ""], dtype="category")).tolist() == [
        False,
        True,
        True,
    ]
    assert empty(pd.Series([1, None], dtype="Int64")).tolist() == [False, True]
    # A channel or a stage may be called "none".
    assert blank(pd.Series(["none", "", None])).tolist() == [False, True, True]


AMOUNTS = {
    ("20", "1234.5"): [20, 1234.5],
    ("20", "1,234.50"): [20, 1234.5],
    ("20,00", "1.234,50"): [20, 1234.5],
    ("20,5", "7"): [20.5, 7],
    ("€ 20", "€ 7.5"): [20, 7.5],
}


@pytest.mark.parametrize(("texts", "numbers"), AMOUNTS.items())
def test_the_line_that_is_offered_makes_numbers_of_text(texts, numbers):
    log = pd.DataFrame({"eur": texts})
    with pytest.raises(
        TypeError, match=r'log\["eur"\] must hold numbers, got'
    ) as error:
        number_column(log["eur"], 'log["eur"]')
    assert eval(line_in(str(error.value)), {"pd": pd, "log": log}).tolist() == numbers


def test_a_thousand_or_one_point_two_is_asked_and_not_guessed():
    with pytest.raises(TypeError, match=r"If a point stands before decimals.*a comma"):
        number_column(pd.Series(["1,234", "5,678"]), "amounts")


@pytest.mark.parametrize(
    "values", [[True], [pd.Timestamp("2026-01-01")], [1 + 2j], ["yes"]]
)
def test_what_is_no_number_is_refused(values):
    with pytest.raises(TypeError, match="amounts must hold numbers"):
        number_column(pd.Series(values), "amounts")


def test_a_column_that_is_like_none_is_not_offered_another():
    frame = pd.DataFrame({"Deal": [1], "Phase": [2]})
    with pytest.raises(ValueError, match="no columns") as error:
        need_columns(frame, ["case", "stage"], "The log")
    assert str(error.value) == (
        'The log has no columns "case", "stage". It has: "Deal", "Phase". If it is there '
        'under another name: .rename(columns={"...": "case", "...": "stage"}).'
    )
