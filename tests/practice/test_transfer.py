"""One file carries a learner from the browser to JupyterLab and back."""

import json

import pytest

from salescourse.practice.events import check_event
from salescourse.practice.transfer import Imported, from_text, to_text


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


def test_a_progress_file_can_be_read_back():
    events = [check_event(event(n, answer={"wörter": [1, "½", None]})) for n in (1, 2)]
    assert from_text(to_text(events)) == (events, [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("1" * 10_000, "it is not JSON"),
        ("[]", '"format": "salescourse-progress"'),
        ('{"format": "other", "v": 1, "events": []}', "does not say"),
        ('{"format": "salescourse-progress", "v": 2, "events": []}', "has version 2"),
        ('{"format": "salescourse-progress", "v": 1}', 'no list of "events"'),
        ('{"format": "salescourse-progress", "v": 1, "events": {}}', "no list"),
    ],
)
def test_a_file_that_is_no_progress_file_gets_one_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        from_text(text)


def test_an_import_is_told_in_words():
    assert str(Imported(1, 0)) == "1 new entry, 0 you had already."
    assert str(Imported(2, 3, ("Entry 4: ...",))) == (
        "2 new entries, 3 you had already, 1 left out because it is malformed."
    )


def test_the_file_says_what_it_is():
    assert json.loads(to_text([]))["format"] == "salescourse-progress"
