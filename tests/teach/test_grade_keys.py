"""Every key and misconception of the course is marked so, by way of plain data."""

import json
from pathlib import Path

import pytest

from salescourse.practice import markup
from salescourse.teach.grade.asked import taken
from salescourse.teach.grade.exercises import chapter
from salescourse.teach.release.make import notebooks_of

ROOT = Path(__file__).resolve().parents[2]
BOOKS = notebooks_of(ROOT)


@pytest.mark.parametrize("name", BOOKS)
def test_each_key_is_right_and_each_misconception_is_told(name):
    for exercise in chapter(name, BOOKS[name]).exercises.values():
        for at, key in enumerate(exercise.keys):
            came = json.loads(json.dumps(taken(exercise.ask(), key.right)))
            mark = exercise.mark(came)
            assert (mark.result == "right") == (at == 0), (exercise.item.id, at, mark)
            if at and mark.result == "wrong":
                says = {
                    " ".join(markup.plain(k.says).split()) for k in exercise.keys[1:]
                }
                assert " ".join(mark.said.split()) in says, (exercise.item.id, at)
        assert exercise.variable
