"""Who is there in a conversation, in which mood, and when."""

import copy

import pytest

from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.moods import MOODS
from salescourse.practice.questions.types import scenario

SCRIPT = """== opening
@ 3 March
@ IT worried
**IT:** Hello?
* "Hello." [+1] -> end
  > **Finance:** Good day.
  A greeting.
* "Who?" [-1] -> end
  > **IT:** I.
  @ 4 March
  @ IT cross, Finance glad
  No greeting.
* "Yes." [0] -> gone
  Neither.
== end (end) Done
@ ten past nine
**IT:** Bye.
== gone (end) Gone
Nobody.
"""


def talk(script: str = SCRIPT, **more) -> Item:
    body = {"script": script, "people": ["Finance", "IT"], "until": "1 May", **more}
    return Item("small-talk", "scenario", "words", "apply", "A talk.", body=body)


def shown(item: Item) -> dict:
    return scenario.face(item, lambda text: text)


def test_dates_and_moods_of_steps_and_replies_reach_the_page():
    face = shown(talk())
    opening, end = face["steps"]["opening"], face["steps"]["end"]
    # From the third of March to the first of May: 28 + 30 + 1 days.
    assert face["until"] - opening["when"] == 59
    assert opening["choices"][1]["when"] - opening["when"] == 1
    assert end["when"] == "ten past nine"
    assert opening["moods"] == [[1, MOODS.index("worried")]]
    assert opening["who"] == end["who"] == 1
    assert "@" not in opening["html"] + "".join(c["why"] for c in opening["choices"])


def test_who_answers_is_moved_by_the_points_unless_the_script_says_how():
    good, bad, none = shown(talk())["steps"]["opening"]["choices"]
    assert (good["who"], good["sway"], good["moods"]) == (0, [[0, 1]], [])
    assert (bad["who"], bad["sway"]) == (1, [])
    assert bad["moods"] == [[1, MOODS.index("cross")], [0, MOODS.index("glad")]]
    assert none["sway"] == []


def test_a_bank_that_names_nobody_has_no_faces_and_no_date():
    plain = "\n".join(line for line in SCRIPT.splitlines() if "@" not in line)
    face = scenario.face(
        Item("a-b", "scenario", "c", "apply", "d", body={"script": plain}), str
    )
    assert (face["people"], face["until"]) == ([], "")
    for step in face["steps"].values():
        assert (step["who"], step["when"], step["moods"]) == (-1, "", [])
        assert all(choice["sway"] == [] for choice in step["choices"])


def test_faces_and_dates_are_looks_and_leave_the_hash_alone():
    plain = "\n".join(line for line in SCRIPT.splitlines() if "@" not in line)
    assert scenario.asked(talk()) == scenario.asked(talk(plain))


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [("IT worried", "HR worried", "HR"), ("IT cross", "The IT cross", "The IT")],
)
def test_a_mood_of_somebody_who_is_not_there_is_found(old, new, name):
    rules = [problem.rule for problem in scenario.problems(talk())]
    assert rules == ["turns"]  # a matter of style: it is short
    _, found = scenario.problems(talk(SCRIPT.replace(old, new)))
    assert found.rule == "nobody"
    assert f"`{name}`" in found.message


def test_a_date_that_no_calendar_has_is_shown_as_it_stands():
    assert shown(talk(until="31 June"))["until"] == "31 June"


def talks() -> list[Item]:
    return [item for name in chapters() for item in load_bank(name).items
            if item.type == "scenario"]  # fmt: skip


@pytest.mark.parametrize("item", talks(), ids=lambda item: item.id)
def test_everybody_with_a_face_in_a_chapter_says_something(item):
    face = copy.deepcopy(shown(item))
    heard = {step["who"] for step in face["steps"].values()}
    heard |= {c["who"] for step in face["steps"].values() for c in step["choices"]}
    assert set(range(len(face["people"]))) <= heard
