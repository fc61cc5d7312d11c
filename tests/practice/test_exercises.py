"""`check` and `hint`: what learners hand in, what they are told, what is kept."""

import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from salescourse import check, hint, solution
from salescourse.b2b.decisions import committee_odds
from salescourse.practice.exercises import judge
from salescourse.practice.questions.bank import load_bank
from salescourse.practice.questions.item import Item
from salescourse.practice.records import records
from salescourse.teach.execute import read

VECTORS = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "grading_code.json").read_text(
        encoding="utf-8"
    )
)
NAMES = {
    "np": np, "pd": pd, "math": math, "committee_odds": committee_odds,
    "SimpleNamespace": SimpleNamespace,
}  # fmt: skip


def exercise(key, **more):
    body = {**VECTORS["keys"][key], "solution": "So.", **more}
    asked = ("test-1", "code", "o", "apply", "Stem", 1, ("One.",))
    return Item(*asked, body=body, chapter="decisions")


@pytest.mark.parametrize(
    "case", [*VECTORS["hand"], *VECTORS["made"]], ids=lambda case: case["answer"]
)
def test_every_answer_is_found_right_or_wrong_as_written(case):
    result = judge(exercise(case["key"]), eval(case["answer"], NAMES))
    assert result.kind == case["state"]
    assert result.correct == (case["state"] == "right")
    if case.get("says"):
        assert result.message == case["says"]
    elif "says" in case:
        assert result.message not in "abc"


def said(key, answer):
    return judge(exercise(key), answer).message


def test_a_message_says_what_differs_and_not_what_the_key_is():
    assert said("odds", 0.7) == "0.7 is too high."
    assert said("shares", pd.Series({"won": 0.2, "lost": 0.88})) == (
        "1 of 2 values differs. At `'won'` yours is 0.2, which is too high."
    )
    assert said("shares", pd.Series({"won": 0.12, "draw": 0.88})) == (
        "Your rows are not the ones asked for (missing: `'lost'`; not asked for: `'draw'`)."
    )
    assert said("table", pd.DataFrame({"stage": ["a", "b"], "days": [3, 4]})) == (
        "1 of 2 values differs. At column `'days'`, row `1` yours is 4, which is too low."
    )
    assert said("ranked", pd.Series({"old": 1, "new": 2})) == (
        "Your rows are right, but in another order."
    )
    assert said("rule", lambda people, agree: 1) == (
        "For people=5, agree=0.9 your function returns 1, which is too high."
    )
    assert said("fit", SimpleNamespace(slope=3.0, intercept=1.0)) == (
        "`slope` of your model is 3, which is too high."
    )


def test_an_answer_of_another_kind_is_told_which_kind_was_asked_for():
    assert "Leave out the quotation marks" in said("odds", "0.59")
    assert "looks like a percentage. Write it as a rate: 0.59" in said("odds", 59)
    assert "handed in a list of 2" in said("odds", [1, 2])
    assert "Call it" in said("odds", committee_odds)
    assert "without parentheses" in said("rule", 0.85)
    assert "It takes x" in said("rule", lambda x: x)
    assert "`slope`" in said("fit", 2.0)


def test_a_function_that_stops_gives_a_sentence_and_no_traceback():
    def broken(people, agree):
        raise RuntimeError("no idea")

    assert said("rule", broken) == (
        "For people=5, agree=0.9 your function stops: `RuntimeError: no idea`."
    )
    assert "Does it end with `return`?" in said("rule", lambda people, agree: None)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_three_misconceptions_of_each_exercise_are_answered_in_their_own_words(number):
    item = load_bank("decisions").item(f"decisions-{number}")
    from salescourse.practice.questions.answers import _reference, merged

    entries = item.body["misconceptions"]
    assert len(entries) >= 3
    for entry in entries:
        wrong = _reference(item, merged(item, entry))
        assert check(item.id, wrong).message == entry["says"]
    assert len({entry["says"] for entry in entries}) == len(entries)


def test_the_keys_of_the_chapter_are_what_paper_says():
    # 0.95^8 = 0.66342; 0.9^6 = 0.531, 0.9^7 = 0.478.
    assert check("decisions-1", 0.66342).correct
    assert check("decisions-2", 7).correct

    # Chair and at least three of four: 0.9 (4 · 0.9^3 · 0.1 + 0.9^4) = 0.85293.
    def chair_odds(people, agree):
        others = people - 1
        return agree * sum(
            math.comb(others, yes) * agree**yes * (1 - agree) ** (others - yes)
            for yes in range(others // 2 + 1, others + 1)
        )

    assert chair_odds(5, 0.9) == pytest.approx(0.85293)
    assert check("decisions-3", chair_odds).correct
    assert check(
        "decisions-3",
        lambda people, agree: (
            agree * committee_odds(people - 1, agree, needed=(people - 1) // 2 + 1)
        ),
    ).correct


def test_an_attempt_is_recorded_and_a_slip_is_not():
    for answer in (..., "7", None):
        check("decisions-2", answer)
    assert records().events(["decisions-2"]) == []
    check("decisions-2", 6)
    check("decisions-2", 7)
    kept = records().events(["decisions-2"])
    assert [(event["kind"], event["answer"], event["score"]) for event in kept] == [
        ("attempt", "6", 0.0),
        ("attempt", "7", 1.0),
    ]
    assert kept[0]["hash"] == load_bank("decisions").item("decisions-2").hash


def test_a_large_answer_is_recorded_short():
    check("decisions-1", np.zeros(1))
    check("decisions-3", lambda people, agree: 1)
    answers = [event["answer"] for event in records().events()]
    assert all(len(answer) <= 200 for answer in answers)


def test_hints_come_in_stages_are_recorded_and_cost_nothing():
    stages = [hint("decisions-1").stage for _ in range(4)]
    assert stages == [1, 2, 2, 2]
    assert [event["kind"] for event in records().events()] == ["hint"] * 4
    assert all(event["score"] is None for event in records().events())


def test_dots_mean_not_answered_and_say_how_to_get_a_hint():
    result = check("decisions-1", ...)
    assert not result.correct
    assert 'hint("decisions-1")' in repr(result)


def test_a_function_that_still_has_its_dots_is_not_answered_yet():
    assert check("decisions-3", lambda people, agree: ...).kind == "unanswered"


def test_an_unknown_exercise_guesses_which_one_was_meant():
    with pytest.raises(KeyError, match="Did you mean 'decisions-1'"):
        check("decisons-1", 1)
    with pytest.raises(KeyError, match=r"There are: .*decisions-1"):
        check("zzzz", 1)
    with pytest.raises(KeyError):
        hint("decisions-survey")


def test_a_result_shows_itself_as_text_and_as_inert_html():
    result = judge(exercise("word"), "<script>alert(1)</script>")
    assert repr(result).startswith("✗ test-1: Not yet. '<script>alert(1)</script>'")
    assert "<script" not in result._repr_html_()
    assert "&lt;script&gt;" in result._repr_html_()
    assert repr(check("decisions-2", 7)) == repr(check("decisions-2", 7))


def code_of(tag):
    """Return the code of the cells of chapter 1 that have a tag."""
    path = Path(__file__).resolve().parents[2] / "notebooks" / "01_decisions.ipynb"
    cells = [c for c in read(path).cells if tag in c.metadata.get("tags", [])]
    return [cell.source for cell in cells]


def test_a_solution_that_is_run_is_not_recorded_and_the_same_line_in_a_stub_is(learner):
    names = {"committee_odds": committee_odds}
    exec("\n".join(code_of("exercise") + code_of("solution")), names)
    assert not learner.exists()
    for source in code_of("solution"):
        exec(source.replace("solution(", "check("), {**names, "check": check})
    kept = [(event["item"], event["score"]) for event in records().events()]
    assert kept == [("decisions-1", 1.0), ("decisions-2", 1.0), ("decisions-3", 1.0)]


def test_a_solution_leaves_what_the_learner_has_found():
    def mine(people, agree):
        return 0

    own = {"odds_of_a_contract": 0.5, "smallest": 7, "chair_odds": mine}
    names = {"committee_odds": committee_odds, "solution": solution, **own}
    exec("\n".join(code_of("solution")), names)
    assert {name: names[name] for name in own} == own


def test_a_solution_tells_nothing_before_it_is_opened():
    shown = solution("decisions-2", 7)
    assert shown.message.endswith("so the seventh person tips it.")
    assert repr(shown) == "decisions-2: One solution. `.message` says it in words."
    first, *folded = shown._repr_html_().split("\n")
    assert first.strip() == ""
    assert folded[:2] == [
        '<details class="sc-solution">',
        "<summary>One solution, in words</summary>",
    ]
    assert "seventh" in folded[2]
    assert folded[3:] == ["</details>"]


def test_a_solution_that_does_not_solve_its_exercise_says_what_to_do(learner):
    with pytest.raises(ValueError, match=r"decisions-2\. With six a yes is still") as e:
        solution("decisions-2", 6)
    assert 'check("decisions-2", ...)' in str(e.value)
    with pytest.raises(ValueError, match="does not solve decisions-2"):
        solution("decisions-2", ...)
    with pytest.raises(KeyError, match="Did you mean 'decisions-1'"):
        solution("decisons-1", 1)
    assert not learner.exists()


def test_an_object_that_cannot_show_itself_is_still_an_answer():
    class Shy:
        def __repr__(self):
            raise RuntimeError

        def __float__(self):
            return 7.5

    assert not check("decisions-2", Shy()).correct
