"""What a learner could do with an exercise, done in the notebook's own kernel."""

import json
from collections.abc import Iterator
from typing import Any

from salescourse.exercises import check, hint
from salescourse.questions.bank import chapters, load_bank
from salescourse.questions.item import Item
from salescourse.records import records
from salescourse.validate.exercises import BEGIN, END
from salescourse.words import _

_ABSURD = 1e12


def probe(names: list[str]) -> None:
    """Print as JSON what is wrong with some exercises."""
    found = [[name, *what] for name in names for what in _problems(name)]
    print(f"{BEGIN}{json.dumps(found)}{END}")


def _problems(name: str) -> Iterator[tuple[str, str, str]]:
    item = _item(name)
    if item is None:
        yield (
            _("an exercise {name} in a question bank").format(name=name), _("none"),
            _("Write it, or mend the name."),
        )  # fmt: skip
        return
    if any(event["kind"] == "attempt" for event in records().events([name])):
        yield (
            _("{name}: nobody's answer, since nobody has answered").format(name=name),
            _("running the notebook records one"),
            _(
                'Leave `...` in its stub, and end its solution with solution("{name}", …), '
                "which records nothing."
            ).format(name=name),
        )
    yield from _hint_problems(item)
    for wrong in _wrong_answers(item):
        if check(name, wrong).kind == "right":
            yield (
                _("{name}: a wrong answer is told so").format(name=name),
                _("{answer} counts as right").format(answer=repr(wrong)[:60]),
                _("Narrow its tolerance, or mend its key in the question bank."),
            )
            return


def _hint_problems(item: Item) -> Iterator[tuple[str, str, str]]:
    for _each in item.hints:
        last = hint(item.id)
    if not item.hints:
        yield (
            _("{name}: a hint").format(name=item.id), _("it has none"),
            _("Write one in the question bank."),
        )  # fmt: skip
    elif last.message != item.hints[-1]:
        yield (
            _("{name}: its last hint, “{hint}”").format(
                name=item.id, hint=item.hints[-1]
            ),
            last.message,
            _("See why it cannot be reached."),
        )


def _item(name: str) -> Item | None:
    items = (
        item
        for chapter in chapters()
        if name.startswith(chapter)
        for item in load_bank(chapter).items
    )
    return next((item for item in items if item.id == name), None)


def _wrong_answers(item: Item) -> Iterator[Any]:
    """Return answers that nobody can mean."""
    from salescourse.questions.answers import number

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
