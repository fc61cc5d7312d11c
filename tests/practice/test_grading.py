"""What is right and what is not: vectors that the browser grades."""

import json
from pathlib import Path

import pytest

from salescourse.practice.modules import joined

VECTORS = sorted(
    (Path(__file__).resolve().parents[1] / "vectors").glob("grading_*.json")
)
BROWSER = [path for path in VECTORS if "code" not in path.stem]


def load(path):
    vectors = json.loads(path.read_text(encoding="utf-8"))
    return vectors["keys"], [*vectors["hand"], *vectors["made"]]


def differences(case, grade):
    """Say where a grade is not what the case expects; scores to a billionth."""
    score = {"right": 1, "wrong": 0}.get(case["state"])
    expected = {"score": score, "says": None, **case}
    for name in ("key", "answer"):
        expected.pop(name)
    return {
        name: (wanted, grade[name])
        for name, wanted in expected.items()
        if not same(wanted, grade[name])
    }


def same(wanted, got):
    if isinstance(wanted, float) and isinstance(got, int | float):
        return abs(wanted - got) < 1e-9
    return wanted == got


@pytest.fixture(scope="module")
def quiz_page(open_module):
    return open_module(joined("questions/grading.js"))


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.stem)
def test_the_browser_grades_every_vector_as_written(path, quiz_page):
    keys, cases = load(path)
    grades = quiz_page.evaluate(
        "([keys, cases]) => cases.map(({key, answer}) => widget.grade(keys[key], answer))",
        [keys, cases],
    )
    wrong = [
        (case["answer"], found)
        for case, grade in zip(cases, grades, strict=True)
        if (found := differences(case, grade))
    ]
    assert wrong == []


def test_there_are_three_hundred_vectors_and_thirty_of_each_type():
    counts = {}
    for path in VECTORS:
        vectors = json.loads(path.read_text(encoding="utf-8"))
        counts[path.stem] = len(vectors["hand"]), len(vectors["made"])
    assert len(counts) == 8
    assert all(sum(pair) >= 30 for pair in counts.values()), counts
    assert sum(map(sum, counts.values())) >= 300
    by_hand = sum(hand for hand, _ in counts.values())
    assert by_hand >= sum(map(sum, counts.values())) / 2, counts


def test_an_answer_of_any_kind_is_graded_and_nothing_is_raised(quiz_page):
    odd = [
        None,
        0,
        -1,
        1.5,
        True,
        "",
        "x",
        [],
        [None],
        [[]],
        {},
        {"a": 1},
        ["0"],
        [1e9],
    ]
    states = {"right", "partly", "wrong", "unanswered", "unread", "kept"}
    for path in BROWSER:
        keys, _cases = load(path)
        found = quiz_page.evaluate(
            """([keys, odd]) => keys.flatMap((key) =>
                odd.map((answer) => widget.grade(key, answer).state))""",
            [list(keys.values()), odd],
        )
        assert set(found) <= states
