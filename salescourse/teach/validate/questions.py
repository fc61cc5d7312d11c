"""The bank's own check; and whether ids and keys are those that were accepted."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from salescourse.paths import command_line
from salescourse.practice.finding import Finding
from salescourse.practice.questions.bank import (
    Bank,
    answer_key,
    examine,
    folders,
    placed,
)
from salescourse.practice.questions.source import read_source
from salescourse.practice.questions.variants import expand
from salescourse.teach.validate import widgets

_ASKED = re.compile(r"""\b(?:quiz|check|hint|solution)\(\s*["'](\w+)""")


@cache
def questions(bank: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a bank; in a sound one, also ids and keys."""
    findings, read = examine(bank)
    return (*findings, *(since_accepted(read) if read else ()))


def is_broken(bank: Path) -> bool:
    """Say whether a bank cannot be used."""
    return any(not (found.style or found.accept) for found in questions(bank))


def asked_by(cells: Iterable[Any], folder: Path) -> list[Path]:
    """Return the banks whose questions a notebook in a folder asks."""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    found = []
    for chapter in dict.fromkeys(_ASKED.findall(code)):
        files = [place / f"{chapter}.yml" for place in folders(folder)]
        found += [file for file in files if file.is_file()][:1]
    return found


def changed(bank: Path) -> Iterator[Finding]:
    """Return what is otherwise than accepted in a sound bank."""
    yield from (found for found in questions(bank) if found.accept)


def is_accepted(found: Finding) -> bool:
    """Say whether what was found of a bank has been accepted since."""
    questions.cache_clear()
    bank = Path(found.file)
    return bank.suffix != ".ipynb" and all(
        found.message != each.message for each in questions(bank)
    )


def since_accepted(bank: Bank) -> Iterator[Finding]:
    """Return which questions have another key than was accepted, or are gone."""
    source = read_source(bank.path)
    asked = {item.id: at for at, item in enumerate(bank.items) if item.type != "code"}
    for name, (key, notebook) in _accepted(bank).items():
        named = shlex.quote(str(notebook))
        at = asked.get(name)
        where = ("items", at, "id") if at is not None else ("items",)
        if at is None:
            message = f"there is no question `{name}`, which {notebook.name} asks"
            remedy = (
                "Give it its id back: learners' records hang on it. If the question is "
                f"gone for good, `{command_line('validate --accept')} {named}` forgets it."
            )
        elif _key(bank.items[at]) != key:
            message = f"the key of `{name}` is another than was accepted"
            remedy = (
                f"If it is right, `{command_line('validate --accept')} {named}` takes it. "
                "If not, put the old key back."
            )
        else:
            continue
        found = Finding(where, "accepted", message, remedy, accept="widgets")
        yield replace(placed(found, bank.path, source), item=name)


def _key(item: Any) -> str:
    return widgets.key_hash(answer_key(expand(item)[0]))


def _accepted(bank: Bank) -> dict[str, tuple[str, Path]]:
    """Return the recorded keys of a chapter's questions, and which notebook asks."""
    around = bank.path.parent.parent
    places = (around, around.parent / "notebooks")
    return {
        name: (key, notebook)
        for place in places
        for name, key, notebook in widgets.recorded_keys(place)
        if name.startswith(f"{bank.chapter}-")
    }
