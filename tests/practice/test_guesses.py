"""A guess at the door: what it takes, and what it hands to the page."""

import pytest

from salescourse import guess
from salescourse.practice.events import new_event
from salescourse.practice.records import records

ASKED = {"How likely was a yes?": 0.9**5}


def test_it_carries_its_question_its_answer_and_what_may_be_typed():
    made = guess("example-scene", ASKED, format="percent").guess
    assert made["asks"] == ["How likely was a yes?"]
    # 0.9 * 0.9 = 0.81, and 0.81 * 0.81 * 0.9 = 0.59049.
    assert made["answers"] == [pytest.approx(0.59049)]
    assert made["range"] == [0, 1]


def test_what_was_guessed_before_comes_back():
    made = guess("example-scene", ASKED, format="percent")
    event = new_event(
        "prediction", "example-scene", hash=made.guess["hash"], answer=[0.9]
    )
    records().add([event])
    assert guess("example-scene", ASKED, format="percent").events == [event]


def test_another_question_is_another_guess_and_another_answer_is_not():
    first = guess("example-scene", ASKED, format="percent").guess["hash"]
    same = guess("example-scene", dict.fromkeys(ASKED, 0.5), format="percent")
    other = guess("example-scene", {"And of six?": 0.53}, format="percent")
    assert same.guess["hash"] == first != other.guess["hash"]


@pytest.mark.parametrize(
    ("name", "asks", "form", "says"),
    [
        ("scene", ASKED, "percent", "lowercase words joined by hyphens"),
        ("a-b; drop", ASKED, "percent", "lowercase words joined by hyphens"),
        ("a-scene", {}, "percent", "one to 3 questions"),
        ("a-scene", {" ": 1.0}, "percent", "one to 3 questions"),
        ("a-scene", dict.fromkeys("abcd", 1.0), "number", "one to 3 questions"),
        ("a-scene", {"How many?": float("nan")}, "number", "must be a number"),
        ("a-scene", ASKED, "%", "Use 'percent'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(name, asks, form, says):
    with pytest.raises(ValueError, match=says):
        guess(name, asks, format=form)
