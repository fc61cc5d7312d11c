"""One form for every event, and one file that carries them."""

import json
from pathlib import Path

import pytest

from salescourse.practice.events import check_event, check_kept, new_event, sift
from salescourse.practice.modules import joined

CASES = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "events.json").read_text(
        encoding="utf-8"
    )
)


def event(number=1, **changes):
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "kind": "attempt",
        "item": "decisions-1",
        "hash": "abc",
        "at": f"2026-11-23T15:04:{number % 60:02d}.000Z",
        "answer": None,
        "score": None,
        **changes,
    }


def test_a_new_event_is_of_this_moment_and_has_its_own_id():
    one, two = new_event("hint", "a"), new_event("hint", "a")
    assert one["id"] != two["id"]
    assert one["at"].endswith("Z")
    assert check_event(one) == one


def test_times_become_utc_with_milliseconds_so_that_text_sorts_as_time():
    local = event(at="2026-11-23T15:04:05.123456+02:00")
    assert check_event(local)["at"] == "2026-11-23T13:04:05.123Z"
    assert check_event(event(at="2026-11-23T15:04:05Z"))["at"].endswith("05.000Z")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "guess"}, "kind must be one of .*, got 'guess'"),
        ({"kind": ["attempt"]}, "kind must be one of"),
        ({"id": "1"}, "id must be 8 to 64 letters"),
        ({"id": None}, "id must be 8 to 64 letters"),
        ({"item": "<img src=x>"}, "item must be the id of an item, got '<img"),
        ({"item": ""}, "item must be the id of an item"),
        ({"item": "a\n"}, "item must be the id of an item"),
        ({"hash": 'x"y'}, "hash must be the content hash"),
        ({"at": "yesterday"}, "at must be a time such as .*, got 'yesterday'"),
        ({"at": "2026-13-23T15:04:05Z"}, "at must be a time"),
        ({"at": "2026-11-23T15:04:05"}, "at must be a time"),
        ({"at": "0001-01-01T00:00:00+23:00"}, "at must be a time"),
        ({"at": 1_700_000_000}, "at must be a time"),
        ({"answer": float("nan")}, "answer must be a JSON value"),
        ({"answer": {1, 2}}, "answer must be a JSON value, got set"),
        ({"answer": "x" * 1_000_001}, "answer must have at most 1000000"),
        ({"score": 35}, "score must be between 0 and 1, or null, got 35"),
        ({"score": True}, "score must be between 0 and 1"),
        ({"score": float("nan")}, "score must be between 0 and 1"),
        ({"score": "1"}, "score must be between 0 and 1"),
        ({"colour": "red"}, "'colour' is not one of them"),
    ],
)
def test_a_malformed_event_is_told_what_is_wrong_with_it(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        check_event(event(**changes))


def test_what_is_no_object_is_no_event():
    with pytest.raises(TypeError, match="must be an object, got 3"):
        check_event(3)


def kept(case):
    """Return how the case's event is kept: also what only a later version can use."""
    return case.get("later", case["is"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_python_takes_keeps_and_refuses_what_the_cases_say(case):
    for check, wanted in ((check_event, case["is"]), (check_kept, kept(case))):
        good, complaints = sift([case["event"]], check)
        assert good == ([wanted] if wanted else [])
        assert len(complaints) == (wanted is None)


def test_the_browser_takes_keeps_and_refuses_the_same(open_module):
    page = open_module(joined("js/events.js"))
    # As text, so that a field named __proto__ arrives as one.
    text = json.dumps([case["event"] for case in CASES])
    answers = page.evaluate("(text) => JSON.parse(text).map(widget.checked)", text)
    stored = page.evaluate("(text) => JSON.parse(text).map(widget.sound)", text)
    for case, answer, held in zip(CASES, answers, stored, strict=True):
        assert answer == case["is"], case["case"]
        assert held == kept(case), case["case"]


def test_half_a_sign_in_an_answer_becomes_one_that_every_file_can_hold():
    # An astral sign is two halves in JavaScript; a slice may leave one of them.
    assert check_event(event(answer="\ud800"))["answer"] == "\ufffd"
    assert check_event(event(answer="\ud83d\ude00"))["answer"] == "😀"


def test_a_deeply_nested_answer_is_refused_and_does_not_crash():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ValueError, match="answer must be a JSON value"):
        check_event(event(answer=nested))


def test_sifting_keeps_the_good_and_has_a_sentence_for_each_of_the_others():
    good, complaints = sift([event(1), 7, event(1), event(2, kind="x"), event(3)])
    assert [one["id"][-1] for one in good] == ["1", "3"]
    assert [text.split(":")[0] for text in complaints] == ["Entry 2", "Entry 4"]
