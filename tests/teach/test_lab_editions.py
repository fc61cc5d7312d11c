"""A newer edition holds all that is new in it, and all that the learner wrote."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescourse.teach.lab.editions import NOTE, hashes, merged


def notebook(cells: Mapping[str, str], *tags: str) -> bytes:
    """Return a notebook of code cells, given by their ids."""
    made = [
        {"cell_type": "code", "id": name, "source": [text], "metadata": {"tags": tags},
         "outputs": ["shown"], "execution_count": 1}
        for name, text in cells.items()
    ]  # fmt: skip
    return json.dumps({"cells": made}).encode()


def texts(made: bytes) -> dict[str, str]:
    cells = json.loads(made)["cells"]
    return {c["id"]: "".join(c["source"]) for c in cells if c["id"] != NOTE}


def bring(once: dict, mine: dict, new: dict) -> tuple[dict[str, str], str]:
    made, said = merged(notebook(new), notebook(mine), hashes(notebook(once)))
    return texts(made), said


def test_an_answer_is_taken_over_in_its_place():
    once = {"text": "old", "stub": "x = ..."}
    got, said = bring(once, {**once, "stub": "x = 1"}, {**once, "text": "new"})
    assert list(got.items()) == [("text", "new"), ("stub", "x = 1")]
    # The note is cell 1.
    assert said == "New in it: cell 2 (`new`). Yours, brought over: cell 3 (`x = 1`)."


def test_an_answer_to_an_exercise_that_changed_stands_below_it():
    once = {"stub": "x = ...", "end": "end"}
    got, said = bring(once, {**once, "stub": "x = 1"}, {**once, "stub": "y = ..."})
    assert list(got.values()) == ["y = ...", "x = 1", "end"]
    assert (
        said == "New in it: cell 2 (`y = ...`). Yours, brought over: cell 3 (`x = 1`)."
    )


def test_cells_of_ones_own_stand_after_what_they_followed():
    once = {"a": "1", "b": "2"}
    mine = {"top": "t", "a": "1", "own": "o", "own2": "p", "b": "2"}
    got, _ = bring(once, mine, {"a": "1", "new": "n", "b": "2"})
    assert list(got) == ["top", "a", "own", "own2", "new", "b"]


def test_what_is_gone_is_counted_and_ones_answer_to_it_is_kept():
    once = {"a": "1", "stub": "...", "old": "o"}
    got, said = bring(once, {**once, "stub": "42"}, {"a": "1"})
    assert got == {"a": "1", "stub": "42"}
    assert said == "2 cells are gone. Yours, brought over: cell 3 (`42`)."


def test_what_a_cell_once_showed_does_not_come_over():
    once, new = notebook({"stub": "..."}), notebook({"stub": "...", "b": "n"})
    made, _ = merged(new, notebook({"stub": "1"}), hashes(once))
    shown = {
        c["id"]: c["outputs"] for c in json.loads(made)["cells"] if c["id"] != NOTE
    }
    assert shown == {"stub": [], "b": ["shown"]}


def test_where_nobody_knows_what_came_once_only_answers_are_taken_for_the_learners():
    mine = notebook({"a": "x = 1", "b": "y = ..."}, "exercise")
    new = notebook({"a": "x = ...", "b": "z = ..."}, "exercise")
    assert list(texts(merged(new, mine, {})[0]).values()) == [
        "x = ...",
        "x = 1",
        "z = ...",
    ]
    plain = notebook({"a": "x = 1"})
    assert texts(merged(new, plain, {})[0]) == texts(new)


@pytest.mark.parametrize(
    "mine", [b"", b"[]", b'{"cells": [1]}', b"\xff", b'{"cells": 1}']
)
def test_of_a_notebook_that_cannot_be_read_nothing_is_brought(mine):
    new = notebook({"a": "1"})
    assert texts(merged(new, mine, {})[0]) == {"a": "1"}


IDS = st.sampled_from("abcdef")
TEXTS = st.sampled_from(["1", "2", "3"])
CELLS = st.dictionaries(IDS, TEXTS)


@given(once=CELLS, mine=CELLS, new=st.dictionaries(IDS, TEXTS, min_size=1))
def test_nothing_new_and_nothing_of_the_learners_is_lost(once, mine, new):
    got, _ = bring(once, mine, new)
    theirs = {k: v for k, v in mine.items() if once.get(k) != v} if once else {}
    for name, text in new.items():
        assert text == got.get(name) or theirs.get(name) == got[name]
    for text in theirs.values():
        assert text in got.values()
    assert len(set(got)) == len(got)
    # What the learner left as it was is as it is now.
    left = {k for k in mine if once.get(k) == mine[k]}
    assert all(got.get(name) == new.get(name) for name in left)
