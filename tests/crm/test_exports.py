"""Small exports, one for each shape and quirk, give what was worked out by hand."""

import functools
import importlib.util
import math
import warnings
from pathlib import Path

import pandas as pd
import pytest

from salescourse import fit_cycle
from salescourse.crm import Question, read_crm

_spec = importlib.util.spec_from_file_location(
    "crm_exports", Path(__file__).with_name("exports.py")
)
exports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(exports)
CASES = exports.cases()
BY_NAME = {case["name"]: case for case in CASES}
READ = [case for case in CASES if not case["expected"].keys() & {"asks", "refuses"}]


def read(case):
    return read_once(case["name"])


@functools.cache
def read_once(name):
    case = BY_NAME[name]
    files = [exports.as_bytes(file) for file in case["files"]]
    return read_crm(*files, **case.get("arguments", {}))


def by_name(cases):
    return pytest.mark.parametrize("case", cases, ids=[one["name"] for one in cases])


def day(value):
    return None if pd.isna(value) else f"{value:%Y-%m-%d}"


def test_there_are_enough_and_each_says_why():
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert [case["name"] for case in CASES if not case["because"]] == []


@by_name([case for case in CASES if "asks" in case["expected"]])
def test_what_the_file_does_not_say_is_asked(case):
    with pytest.raises(Question) as asked:
        read(case)
    assert asked.value.argument == case["expected"]["asks"]
    assert asked.value.argument in str(asked.value)


@by_name([case for case in CASES if "refuses" in case["expected"]])
def test_what_contradicts_itself_is_refused(case):
    with pytest.raises(ValueError, match=case["expected"]["refuses"]) as refused:
        read(case)
    assert not isinstance(refused.value, Question)


@by_name(READ)
def test_facts(case):
    export = read(case)
    facts = export.understood.facts
    for name, wanted in case["expected"].get("facts", {}).items():
        if isinstance(wanted, dict):
            assert {key: facts[name].get(key) for key in wanted} == wanted, name
            if name == "left_out":
                assert facts[name] == wanted
        else:
            assert facts[name] == wanted, name


@by_name([case for case in READ if "deals" in case["expected"]])
def test_deals(case):
    deals = read(case).deals
    found = [
        [row.deal, day(row.created), day(row.ended), row.outcome, row.days]
        for row in deals.itertuples()
    ]
    assert found == case["expected"]["deals"]
    assert str(deals["created"].dtype) == "datetime64[s]"


@by_name([case for case in READ if "log" in case["expected"]])
def test_log(case):
    log = read(case).log
    assert list(log.columns) == ["case", "stage", "entered", "left", "next"]
    found = [[row.case, row.stage, day(row.entered)] for row in log.itertuples()]
    assert found == case["expected"]["log"]


@by_name([case for case in READ if "warns" in case["expected"]])
def test_warnings(case):
    about = {one.about for one in read(case).understood.warnings}
    assert set(case["expected"]["warns"]) <= about


def columns(export, expected):
    lost = export.lost_reasons()
    return {
        "amounts": [None if math.isnan(x) else x for x in export.deals["amount"]],
        "currencies": export.deals["currency"].tolist(),
        "names": export.deals["name"].tolist(),
        "created": [f"{x:%Y-%m-%d %H:%M:%S}" for x in export.deals["created"]],
        "reasons": lost.to_dict(),
        "stages_now": export.stages_now().to_dict(),
    }


@by_name(READ)
def test_columns(case):
    expected = case["expected"]
    found = columns(read(case), expected)
    for name in found.keys() & expected.keys():
        assert found[name] == expected[name], name


def numbers(export):
    forecast = export.forecast()
    older = export.older()
    stage = export.by_stage()
    pipeline = export.open_deals().set_index("deal")
    return {
        "win_rate": export.win_rate()["share"].to_dict(),
        "won_by": {
            str(day): [row.share, row.watched, row.closed_only]
            for day, row in export.won_by().iterrows()
        },
        "median": export.days_to()["median"].to_dict(),
        "by_stage": {
            name: [row.visits, row.conversion, row.now]
            for name, row in stage.iterrows()
        },
        "older": [older.attrs["age"], len(older)],
        "chances": {
            deal: [row.chance, row.by_quarter_end] for deal, row in pipeline.iterrows()
        },
        "forecast": {
            "until": f"{forecast.until:%Y-%m-%d}",
            "days_left": forecast.days_left,
            "mean": forecast.mean,
            "low": forecast.low,
            "high": forecast.high,
            "amounts": {
                name: [row["mean"], row["low"], row["high"]]
                for name, row in forecast.amounts.iterrows()
            },
        },
    }


def close(found, wanted):
    if isinstance(wanted, dict):
        return found.keys() >= wanted.keys() and all(
            close(found[key], value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(close, found, wanted))
    if isinstance(wanted, str):
        return found == wanted
    return abs(found - wanted) < 6e-5 * max(1, abs(wanted))


@by_name(READ)
def test_numbers(case):
    found = numbers(read(case))
    for name in found.keys() & case["expected"].keys():
        wanted = case["expected"][name]
        assert close(found[name], wanted), (name, found[name])
        if name == "won_by":
            assert found[name].keys() == wanted.keys()


@by_name([case for case in READ if "unlike" in case["expected"]])
def test_rows_that_disagree_are_counted(case):
    text = str(read(case).understood)
    assert f"In {case['expected']['unlike']} rows the stage and what tells" in text


@by_name([case for case in READ if "spellings" in case["expected"]])
def test_spellings_are_counted(case):
    text = str(read(case).understood)
    assert f"{case['expected']['spellings']} cells spell a stage" in text


@by_name([case for case in READ if "repeated" in case["expected"]])
def test_events_that_are_there_twice_are_counted(case):
    text = str(read(case).understood)
    assert f"{case['expected']['repeated']} events were there twice" in text


@by_name(READ)
def test_every_log_is_one_that_a_cycle_can_be_learned_from(case):
    """Few visits are refused by their number alone, never for the log's form."""
    export = read(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit_cycle(
                export.log, case="case", stage="stage", entered="entered",
                outcomes=export.outcomes,
            )  # fmt: skip
        except ValueError as error:
            assert "Too few visits" in str(error) or "fixed" in str(error)  # noqa: PT017


@by_name(READ)
def test_what_was_understood_is_told_and_escaped(case):
    understood = read(case).understood
    assert str(understood).count("\n") + 1 >= len(understood.sentences)
    page = understood._repr_html_()
    assert page.count("<tr>") == len(understood.sentences) + 1
    assert "Census day" in page
