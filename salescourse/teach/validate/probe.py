"""What a learner could do with an exercise, done in the notebook's own kernel."""

import json
from collections.abc import Iterator
from typing import Any

from salescourse.practice.exercises import check, hint
from salescourse.practice.questions.answers import number
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.item import Item
from salescourse.practice.records import records
from salescourse.teach.validate.exercises import BEGIN, END

_ABSURD = 1e12


def probe(names: list[str]) -> None:
    """Print as JSON what is wrong with some exercises."""
    found = [[name, *what] for name in names for what in _problems(name)]
    print(f"{BEGIN}{json.dumps(found)}{END}")


def _problems(name: str) -> Iterator[tuple[str, str, str]]:
    banks = [load_bank(chapter) for chapter in chapters() if name.startswith(chapter)]
    item = next(
        (item for bank in banks for item in bank.items if item.id == name), None
    )
    if item is None:
        wanted = f"an exercise {name} in a question bank"
        yield wanted, "none", "Write it, or mend the name."
        return
    if any(event["kind"] == "attempt" for event in records().events([name])):
        wanted = f"{name}: nobody's answer, since nobody has answered"
        remedy = (
            f'Leave `...` in its stub, and end its solution with solution("{name}", …), '
            "which records nothing."
        )
        yield wanted, "running the notebook records one", remedy
    yield from _hint_problems(item)
    for wrong in _wrong_answers(item):
        if check(name, wrong).kind == "right":
            wanted = f"{name}: a wrong answer is told so"
            remedy = "Narrow its tolerance, or mend its key in the question bank."
            yield wanted, f"{wrong!r:.60} counts as right", remedy
            return


def _hint_problems(item: Item) -> Iterator[tuple[str, str, str]]:
    for _each in item.hints:
        last = hint(item.id)
    if not item.hints:
        yield f"{item.id}: a hint", "it has none", "Write one in the question bank."
    elif last.message != item.hints[-1]:
        wanted = f"{item.id}: its last hint, “{item.hints[-1]}”"
        yield wanted, last.message, "See why it cannot be reached."


def _wrong_answers(item: Item) -> Iterator[Any]:
    """Return answers that nobody can mean."""
    spec = item.body["answer"]
    kind = spec["kind"]
    if kind == "number":
        right = number.reference(spec, item)
        yield from (2 * right + 1, -right - 1, _ABSURD)
    elif kind == "text":
        yield "a deliberately wrong answer"
    elif kind == "function":
        yield lambda *given, **named: _ABSURD
    else:
        import pandas as pd

        yield pd.Series([_ABSURD])
        yield pd.DataFrame({"wrong": [_ABSURD]})
        yield _ABSURD
