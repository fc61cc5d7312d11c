"""Exercises asked in a page: what the browser says of an answer is what `check` says.

Both are given the same answers to every exercise of the course that asks for a number.
The right ones are what the bank's sentence about the solution, or its key, comes to.
"""

import math

import pytest

from salescourse.practice.events import check_event, new_event
from salescourse.practice.exercises import check
from salescourse.practice.markup import render
from salescourse.practice.modules import joined
from salescourse.practice.questions import in_page
from salescourse.practice.questions.answers import asks_for_number, merged
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.models import compute_number

EXERCISES = {
    item.id: (item, load_bank(chapter).path.parent)
    for chapter in chapters()
    for item in load_bank(chapter).items
    if asks_for_number(item)
}


@pytest.fixture(scope="module")
def grade(open_module):
    page = open_module(joined("questions/grading.js"))
    return lambda key, answer: page.evaluate(
        "([key, answer]) => widget.grade(key, answer)", [key, answer]
    )


def answers_to(item):
    """Return numbers a learner may hand in: right, much too high or low, and mistaken."""
    right = compute_number(item.body["answer"], item)
    yield from (right, right * 1.3, right * 0.7, -right)
    for entry in item.body["misconceptions"]:
        yield compute_number(merged(item, entry), item)


def typed(value, face):
    """Return a number as somebody types it where the page names a unit."""
    return f"{100 * value:.9g}" if face["unit"] == "%" else f"{value:.9g}"


@pytest.mark.parametrize("name", EXERCISES)
def test_page_and_notebook_find_every_answer_alike(name, grade):
    item, folder = EXERCISES[name]
    face = in_page.state(item, folder)["exercise"]
    found = []
    for value in answers_to(item):
        said = check(name, value)
        graded = grade(face["key"], typed(value, face))
        assert graded["state"] == said.kind, (value, said.message, graded)
        if graded["says"] is not None:
            assert face["says"][graded["says"]] == render(said.message)
        found.append((said.kind, graded["says"] is not None))
    assert found[0] == ("right", False)
    assert found[1][0] == found[2][0] == "wrong"
    assert ("wrong", True) in found[4:]


def test_what_a_page_asks_for_has_the_unit_hints_and_words_of_the_bank():
    item, folder = EXERCISES["decisions-1"]
    face = in_page.state(item, folder)["exercise"]
    # Eight people at 95 %: 0.95 ** 8 = 0.6634.
    assert math.isclose(face["key"]["answer"], 0.95**8)
    assert (face["unit"], len(face["hints"])) == ("%", 2)
    assert (face["hash"], face["hashes"]) == (item.hash, item.hashes)
    assert "one contract in three" in face["explanation"]


def test_answers_from_the_page_count_where_those_from_a_notebook_do():
    item, _folder = EXERCISES["decisions-2"]
    made = new_event("attempt", item.id, hash=item.hash, answer="7", score=1.0)
    assert check_event(made)["hash"] in item.hashes


@pytest.mark.parametrize(
    ("answer", "width", "digits"),
    [
        # 66.3 % within half a point: 66 % is sure to be near enough, 70 % is not.
        (0.6634, 0.005, 2),
        # 1,234 within one: all four digits are needed.
        (1234.0, 1.0, 4),
        (7.0, 7e-9, 9),
    ],
)
def test_so_many_digits_are_asked_for_as_the_tolerance_wants(answer, width, digits):
    assert in_page._digits(answer, width) == digits


def test_an_exercise_that_asks_for_code_is_not_asked_in_a_page():
    assert not asks_for_number(load_bank("decisions").item("decisions-3"))
    assert not asks_for_number(load_bank("decisions").item("decisions-rule"))
    assert len(EXERCISES) == 2 * len(chapters())
