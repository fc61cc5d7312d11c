"""Who meets the package finds what it has: by a dot, by `dir`, and by a bare call."""

import json
import subprocess
import sys

import pytest

import salescourse
from salescourse import (
    check,
    datasets,
    explore,
    hint,
    load,
    progress,
    quiz,
    review,
    solution,
)
from salescourse.listing import Listing
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.workbench import workbench

PARTS = {
    "b2b": ["consulting", "decisions", "outcomes", "relationships"],
    "b2c": ["channels", "impulse", "loyalty"],
    "strategy": ["agility", "experience", "influence", "personalization"],
}


def in_a_fresh_process(code: str) -> str:
    """Return what a new Python prints."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout


def test_every_part_is_reached_by_a_dot():
    said = in_a_fresh_process(
        "import salescourse as s\n"
        "print(s.b2b.decisions.committee_odds(5, 0.9) == 0.9**5)\n"
        "for part in (s.b2b, s.b2c, s.strategy, s.cycle, s.practice):\n"
        "    print(part.__name__, all(hasattr(part, name) for name in dir(part)))"
    )
    parts = ["b2b", "b2c", "strategy", "cycle", "practice"]
    names = [f"salescourse.{part} True" for part in parts]
    assert said.splitlines() == ["True", *names]


@pytest.mark.parametrize("part", PARTS)
def test_dir_of_a_part_names_its_chapters_and_nothing_else(part):
    # Also where one of its modules has been imported, which Python then leaves in it.
    in_it = f"salescourse.{part}.{PARTS[part][0]}"
    said = in_a_fresh_process(
        f"import {in_it}, json, salescourse\nprint(json.dumps(dir(salescourse.{part})))"
    )
    assert json.loads(said) == PARTS[part]


@pytest.mark.parametrize("module", [salescourse, salescourse.practice])
def test_dir_names_what_may_be_used_and_nothing_else(module):
    assert dir(module) == sorted(module.__all__)
    assert all(hasattr(module, name) for name in dir(module))


def test_a_name_nearly_right_is_guessed():
    with pytest.raises(AttributeError, match="'salescourse' has no attribute 'quizz'"):
        salescourse.quizz  # noqa: B018
    code = "import salescourse\nsalescourse.b2b.decision"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "Did you mean: 'decisions'?" in done.stderr


def test_the_import_is_light():
    # What the processor worked, not how long one waited: others may be at it too. The
    # fastest of some, for they can still only slow one down.
    code = "import time\nstart = time.process_time()\nimport salescourse\n"
    code += "print(time.process_time() - start)"
    assert min(float(in_a_fresh_process(code)) for _ in range(5)) < 0.1


def test_load_without_a_name_lists_every_data_set():
    listed = load()
    assert [row[0] for row in listed.rows] == datasets.names()
    for name, about in listed.rows:
        assert about == datasets.load(name).attrs["about"]


def test_quiz_without_a_chapter_lists_every_chapter_in_the_order_of_the_book():
    listed = quiz()
    names = [row[0] for row in listed.rows]
    assert sorted(names) == chapters()
    assert names[:2] == ["map", "decisions"]
    assert listed.rows[1][1] == "Who has to say yes"
    asked = [item for item in load_bank("decisions").items if item.type != "code"]
    assert listed.rows[1][2] == f"{len(asked)} questions"


@pytest.mark.parametrize("ask", [check, hint, solution])
def test_asking_without_an_exercise_lists_them(ask, learner):
    names = [row[0] for row in ask().rows]
    assert names[:4] == ["map-1", "map-2", "map-3", "decisions-1"]
    every = {
        item.id
        for chapter in chapters()
        for item in load_bank(chapter).items
        if item.type == "code"
    }
    assert set(names) == every
    assert not learner.exists()  # looking is no attempt


def test_a_check_without_an_answer_is_not_answered_yet():
    assert check("decisions-1").kind == "unanswered"


def test_progress_and_review_need_no_name():
    assert "13 chapters" in repr(progress())
    assert "due today" in repr(review())


@pytest.mark.parametrize("ask", [explore, workbench])
def test_without_a_model_the_error_shows_a_call_that_works(ask):
    with pytest.raises(TypeError, match="so it needs one") as caught:
        ask()
    call = str(caught.value).partition("Such as ")[2]
    call = call[: call.rindex(")") + 1] if ask is workbench else call.split(". help")[0]

    def all_agree(people, agree):
        return agree**people

    made = eval(call, {ask.__name__: ask, "all_agree": all_agree})
    assert "Run this cell in JupyterLab" in repr(made)


def test_an_explorer_without_a_name_or_a_guess_says_what_is_wanted():
    def double(people):
        return 2 * people

    with pytest.raises(ValueError, match="name must be lowercase words"):
        explore(double)


LONG = (
    "as long as a sentence that a screen of eighty-eight columns does not hold in one"
)


def test_a_listing_is_text_with_a_row_for_each_and_long_ones_go_on_below():
    listed = Listing("Two.", ("Name", "What"), [("a", LONG), ("bcd", "short")])
    lines = repr(listed).splitlines()
    assert lines[:2] == ["Two.", ""]
    assert lines[2].startswith("a    as long")
    assert lines[-1] == "bcd  short"
    assert all(len(line) <= 88 for line in lines)


def test_a_listing_is_a_table_in_jupyter_and_inert():
    listed = Listing("<b>", ("Name", "What"), [("a", "<script>alert(1)</script>")])
    table = listed._repr_html_()
    assert '<th scope="col" style="text-align:left">What</th>' in table
    assert "<code>a</code>" in table
    assert "<script" not in table
    assert "<b>" not in table


@pytest.mark.parametrize("ask", [load, quiz, check])
def test_every_line_of_what_is_listed_fits_a_terminal(ask):
    assert max(map(len, repr(ask()).splitlines())) <= 88
