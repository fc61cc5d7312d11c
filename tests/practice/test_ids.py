"""What a learner does is kept under an id, so an id is one thing's alone."""

import ast
import inspect
import json
from collections import Counter
from pathlib import Path

import pytest

from salescourse.practice.events import new_event
from salescourse.practice.explorer.widget import explore
from salescourse.practice.hashes import earlier_id
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.records import records

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def explorers(notebook: Path) -> list[ast.Call]:
    """Return the calls that make a notebook's explorers."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    return [
        node
        for text in code
        if "explore(" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explore"
    ]


def sliders(call: ast.Call) -> dict[str, list]:
    """Return where each slider can stand: the ranges after the horizontal axis."""
    options = inspect.signature(explore).parameters
    ranges = [word for word in call.keywords if word.arg and word.arg not in options]
    return {word.arg: list(eval(ast.unparse(word.value))) for word in ranges[1:]}


def test_no_id_is_shared_by_questions_exercises_and_explorers():
    found = [item.id for name in chapters() for item in load_bank(name).items]
    calls = [call for path in NOTEBOOKS.glob("*.ipynb") for call in explorers(path)]
    shown = [call.args[1].value for call in calls]
    assert len(shown) >= 12
    assert [name for name, n in Counter([*found, *shown]).items() if n > 1] == []


def test_a_guess_under_an_earlier_id_is_found_and_the_questions_answers_are_not():
    new = "loyalty-silent-customers"
    old = earlier_id(new)
    assert old == "loyalty-silence"
    options = {"people": range(1, 4), "agree": [0.8, 0.9], "predict_at": 2}
    model = lambda people, agree: agree**people  # noqa: E731
    once = explore(model, new, question="How likely?", **options).spec
    assert once["earlier"] == old
    guess = new_event("prediction", old, hash=once["hash"], answer=[[2, 0.5]])
    records().add([guess])
    again = explore(model, new, question="How likely?", **options)
    assert [event["id"] for event in again.events] == [guess["id"]]
    other = explore(model, "own-other", question="How likely?", **options)
    assert other.events == []
    assert "earlier" not in other.spec


@pytest.mark.parametrize(
    "path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem
)
def test_a_slider_moves_in_fine_steps(path):
    (call,) = explorers(path)
    stops = sliders(call)
    assert stops
    for name, values in stops.items():
        assert isinstance(values[0], str) or len(values) >= 8, name
