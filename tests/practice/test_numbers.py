"""Numbers as people type them: one reader, the same in the quiz and in the explorer.

The right values are in `vectors/numbers.json`, worked by hand, each with its reason.
"""

import json
import random
from pathlib import Path

import pytest

from salescourse.practice.explorer.widget import Explorer
from salescourse.practice.questions.folding import _INVISIBLE, fold
from salescourse.practice.questions.widget import Quiz

VECTORS = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "numbers.json").read_text(
        encoding="utf-8"
    )
)
READ = """([fields, cases]) => cases.map(({ field, typed }) => {
    const { range: [least, most] = [-Infinity, Infinity], ...about } = fields[field];
    return widget.readNumber(typed, about, (low, high) => low >= least && high <= most);
})"""
WIDGETS = {"quiz": Quiz, "explorer": Explorer}


@pytest.fixture(scope="module")
def read(open_module):
    """Return a function by which a widget's joined module reads cases."""
    pages = {name: open_module(widget._esm) for name, widget in WIDGETS.items()}
    return lambda name, cases: pages[name].evaluate(READ, [VECTORS["fields"], cases])


def expected(case):
    if "why" in case:
        return {"why": case["why"]}
    return {
        "value": pytest.approx(case["value"], rel=1e-9),
        "high": pytest.approx(case.get("high", case["value"]), rel=1e-9),
        "guess": case.get("guess", False),
    }


@pytest.mark.parametrize("widget", WIDGETS)
def test_every_way_of_typing_a_number_is_read_as_written(read, widget):
    cases = VECTORS["cases"]
    wrong = []
    for case, found in zip(cases, read(widget, cases), strict=True):
        found.pop("digits", None)
        if found != expected(case):
            wrong.append((case["field"], case["typed"], found, case["because"]))
    assert wrong == []


def test_each_vector_says_why_and_stands_once():
    cases = VECTORS["cases"]
    assert all(case["because"] for case in cases)
    assert len({(case["field"], case["typed"]) for case in cases}) == len(cases)


def test_odd_signs_are_read_or_refused_alike_and_at_once(read):
    rng = random.Random(7)
    signs = "0123456789.,  '-+%€kme/–…to~\u200b"
    cases = [
        {"field": field, "typed": "".join(rng.choices(signs, k=rng.randint(1, 9)))}
        for field in ("share", "days", "euros", "plain")
        for _ in range(800)
    ]
    cases += [
        {"field": "share", "typed": part * 30} for part in ("1 ", "1.", "1-", "- ")
    ]
    quiz, explorer = (read(name, cases) for name in WIDGETS)
    assert quiz == explorer
    assert sum("why" not in found for found in quiz) > 300
    for found in quiz:
        assert found.get("why") in ("empty", "number", "unit") or (
            found["value"] <= found["high"]
        )


def test_what_cannot_be_seen_never_counts_in_numbers_or_words(read):
    unseen = [chr(sign) for sign in range(0x20000) if _INVISIBLE.match(chr(sign))]
    unseen += ["\U000e0001", "\U000e0fff"]
    assert {"\u00ad", "\u200b", "\u200e", "\u200f", "\u202c", "\u202d", "\ufeff"} <= {
        *unseen
    }
    cases = [{"field": "share", "typed": f"{sign}5{sign}9{sign}%"} for sign in unseen]
    assert all(found["value"] == 0.59 for found in read("quiz", cases))
    assert all(fold(f"clo{sign}sed won{sign}") == "closed won" for sign in unseen)


def test_the_page_and_python_call_the_same_signs_invisible(open_module):
    page = open_module(Quiz._esm)
    theirs = page.evaluate(
        """() => Array.from({ length: 0x110000 }, (_, sign) => sign).filter((sign) =>
            /\\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(sign)))"""
    )
    ours = [sign for sign in range(0x110000) if _INVISIBLE.match(chr(sign))]
    assert ours == theirs
