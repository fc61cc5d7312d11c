"""Numbers as people type them: one reader for all widgets.

The right values are in `vectors/numbers.json`, worked by hand, each with its reason; the
reader is held to them in `tests/js/numbers.test.js`.
"""

import json
import random
from pathlib import Path

import pytest

from salescourse.practice.modules import joined
from salescourse.practice.questions.folding import _INVISIBLE, fold

VECTORS = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "numbers.json").read_text(
        encoding="utf-8"
    )
)
READ = """([fields, cases]) => cases.map(({ field, typed }) => {
    const { range: [least, most] = [-Infinity, Infinity], ...about } = fields[field];
    return widget.readNumber(typed, about, (low, high) => low >= least && high <= most);
})"""


@pytest.fixture(scope="module")
def read(open_module):
    """Return a function by which the browser reads cases."""
    page = open_module(joined("js/numbers.js"))
    return lambda cases: page.evaluate(READ, [VECTORS["fields"], cases])


def test_each_vector_says_why_and_stands_once():
    cases = VECTORS["cases"]
    assert all(case["because"] for case in cases)
    assert len({(case["field"], case["typed"]) for case in cases}) == len(cases)


def test_odd_signs_are_read_or_refused_at_once(read):
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
    readings = read(cases)
    assert sum("why" not in found for found in readings) > 300
    for found in readings:
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
    assert all(found["value"] == 0.59 for found in read(cases))
    assert all(fold(f"clo{sign}sed won{sign}") == "closed won" for sign in unseen)


def test_the_page_and_python_call_the_same_signs_invisible(open_module):
    page = open_module(joined("js/numbers.js"))
    theirs = page.evaluate(
        """() => Array.from({ length: 0x110000 }, (_, sign) => sign).filter((sign) =>
            /\\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(sign)))"""
    )
    ours = [sign for sign in range(0x110000) if _INVISIBLE.match(chr(sign))]
    assert ours == theirs
