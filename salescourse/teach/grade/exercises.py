"""The exercises of the course, with keys that were computed before anything runs."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salescourse.practice import markup
from salescourse.practice.exercises import judge
from salescourse.practice.questions.answers import Key, computed
from salescourse.practice.questions.bank import questions_dir, read_bank
from salescourse.practice.questions.item import Item
from salescourse.teach.grade.values import NOTHING, Absent, case_key, value
from salescourse.teach.release.make import own_words

_RESULTS = {"right": "right", "wrong": "wrong", "unread": "not read",
            "unanswered": "not answered"}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What one exercise has come to: points, of how many, a word, and what is said."""

    exercise: str
    points: float
    of: int
    result: str
    said: str


@dataclass(frozen=True)
class Exercise:
    """An exercise: its item, its keys, and the variable that its stub asks for."""

    item: Item
    keys: list[Key]
    variable: str

    def ask(self) -> dict[str, Any]:
        """Return what a submission's process is told of it: no key, no tolerance."""
        spec = self.item.body["answer"]
        return {
            "kind": spec["kind"],
            "cases": self.cases(),
            "attributes": sorted(spec.get("attributes", [])),
            "variable": self.variable,
        }

    def cases(self) -> list[dict[str, Any]]:
        """Return the arguments on which a function is tried, each once."""
        all_cases = (case for key in self.keys for case in key.spec.get("cases", []))
        return list({case_key(case): case for case in all_cases}.values())

    def mark(self, data: Mapping[str, Any] | None) -> Mark:
        """Compare what came with the key."""
        if data is None:
            return self.none("not handed in", "Nothing was handed to `check`.")
        answer = value(data, self.cases())
        if answer is NOTHING:
            return self.none("not read", "What was handed in could not be read.")
        try:
            found = judge(self.item, answer, self.keys)
        except (Exception, Absent):  # a stranger's data may trip any comparison
            return self.none("not read", "What was handed in could not be compared.")
        points = self.item.points if found.correct else 0
        said = markup.plain(found.message)
        if data.get("by") == "variable":
            said = f"Taken from `{self.variable}`, since `check` was not called. {said}"
        return Mark(self.item.id, points, self.item.points, _RESULTS[found.kind], said)

    def none(self, result: str, said: str) -> Mark:
        """Return a mark of no points."""
        return Mark(self.item.id, 0, self.item.points, result, said)


@dataclass(frozen=True)
class Chapter:
    """A chapter's exercises, and its questions for own words."""

    name: str
    exercises: dict[str, Exercise]
    texts: dict[str, Item]

    def asks(self) -> dict[str, Any]:
        """Return what a submission's process is told of the exercises."""
        return {name: each.ask() for name, each in self.exercises.items()}


def chapter(name: str, notebook: Path) -> Chapter:
    """Read a chapter's bank and notebook, and compute its keys.

    Parameters
    ----------
    name : str
        The chapter.
    notebook : Path
        The course's own, whose stubs say which variables are asked for.
    """
    bank = read_bank(questions_dir() / f"{name}.yml")
    asked = variables(notebook)
    items = [item for item in bank.items if item.type == "code"]
    found = {i.id: Exercise(i, computed(i), asked.get(i.id, "")) for i in items}
    return Chapter(name, found, {item.id: item for item in own_words(bank)})


def variables(notebook: Path) -> dict[str, str]:
    """Return the variables that a notebook's stubs hand to `check`, by exercise."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = ("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return {name: variable for source in code for name, variable in _handed(source)}


def _handed(source: str) -> list[tuple[str, str]]:
    r"""Return exercises and variables of one cell.

    Examples
    --------
    >>> _handed("a = ...\ncheck('decisions-1', a)")
    [('decisions-1', 'a')]
    """
    if not re.search(r"\bcheck\(", source):
        return []
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        (str(call.args[0].value), call.args[1].id)
        for call in calls
        if getattr(call.func, "id", "") == "check"
        and len(call.args) == 2
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[1], ast.Name)
    ]
