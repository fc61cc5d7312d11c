"""One meaning of right: the same vectors, graded in Python and in the browser."""

import json
from pathlib import Path

import pytest

from salescourse.questions.grading import grade
from salescourse.questions.numbers import read_number
from salescourse.questions.widget import Quiz

VECTORS = sorted((Path(__file__).parent / "vectors").glob("grading_*.json"))
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


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.stem)
def test_python_grades_every_vector_as_written(path):
    keys, cases = load(path)
    wrong = [
        (case["answer"], found)
        for case in cases
        if (
            found := differences(
                case, grade(keys[case["key"]], case["answer"]).to_json()
            )
        )
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def module_page(chromium, tmp_path_factory):
    """Open a page that has loaded the widget's module and shows nothing."""
    source = json.dumps(Quiz._esm).replace("<", "\\u003c")
    page_file = tmp_path_factory.mktemp("grading") / "page.html"
    page_file.write_text(
        f"<!doctype html><meta charset=utf-8><script>const blob = new Blob([{source}],"
        '{type: "text/javascript"}); import(URL.createObjectURL(blob))'
        ".then((module) => { window.quiz = module; });</script>",
        encoding="utf-8",
    )
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_function("window.quiz")
    yield page
    page.close()


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.stem)
def test_the_browser_grades_every_vector_as_written(path, module_page):
    keys, cases = load(path)
    grades = module_page.evaluate(
        "([keys, cases]) => cases.map(({key, answer}) => quiz.grade(keys[key], answer))",
        [keys, cases],
    )
    wrong = [
        (case["answer"], found)
        for case, grade in zip(cases, grades, strict=True)
        if (found := differences(case, grade))
    ]
    assert wrong == []


def test_both_agree_on_every_part_of_every_grade(module_page):
    for path in BROWSER:
        keys, cases = load(path)
        there = module_page.evaluate(
            "([keys, cases]) => cases.map(({key, answer}) => quiz.grade(keys[key], answer))",
            [keys, cases],
        )
        here = [grade(keys[case["key"]], case["answer"]).to_json() for case in cases]
        assert here == there, path.stem


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


def test_what_was_read_is_the_same_number_for_every_way_of_writing_it(module_page):
    """A fresh draw of odd inputs: whatever Python reads, the browser reads."""
    import random

    rng = random.Random(7)
    signs = "0123456789.,  '-+%€kme/–…to~"
    typed = [
        "".join(rng.choice(signs) for _ in range(rng.randint(1, 9)))
        for _ in range(3000)
    ]
    units = {"percent": 0.01, "eur": 1, "m": None}
    there = module_page.evaluate(
        "([typed, units]) => typed.map((text) => quiz.readNumber(text, units, true))",
        [typed, units],
    )
    read = 0
    for text, found in zip(typed, there, strict=True):
        reading = read_number(text, units, True)
        assert reading.why == (found.get("why") or ""), text
        if not reading.why:
            read += 1
            assert (reading.value, reading.high, reading.digits) == (
                found["value"], found["high"], found["digits"],
            ), text  # fmt: skip
    assert read > 300


def test_an_answer_of_any_kind_is_graded_and_nothing_is_raised():
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
    for path in BROWSER:
        keys, _cases = load(path)
        for key in keys.values():
            for answer in odd:
                assert grade(key, answer).state in (
                    "right", "partly", "wrong", "unanswered", "unread", "kept",
                )  # fmt: skip
