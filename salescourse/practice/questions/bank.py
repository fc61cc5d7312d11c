"""Read a chapter's questions, and say what is wrong with them in a teacher's words.

`check_banks` never raises for what an author wrote: every mistake is a finding with
file, line, item, what is wrong and how to mend it. `load_bank` gives a bank or
raises `BankError` with those findings.

Beside a notebook lie files of other people, and `questions/*.yml` may be anything. What
is no bank is left alone, with a warning; only whoever asks for it gets its findings.
"""

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from salescourse.paths import command_line, data_dir, is_course
from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Bank, Item, Objective
from salescourse.practice.questions.lint import item_problems
from salescourse.practice.questions.schema import schema_problems
from salescourse.practice.questions.source import Source, SourceError, read_source
from salescourse.practice.questions.types import TYPES
from salescourse.practice.questions.variants import expand
from salescourse.words import _

__all__ = ["Bank", "BankError", "Finding", "Item", "Objective", "answer_key",
           "check_banks", "load_bank", "read_bank"]  # fmt: skip

_COMMON = {"id", "type", "objective", "level", "stem", "points", "hints", "feedback",
           "otherwise", "explanation"}  # fmt: skip


class BankError(ValueError):
    """A bank cannot be used; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class BankWarning(UserWarning):
    """A file beside the notebook is not used, for it is no bank."""


def load_bank(chapter: str) -> Bank:
    """Return the questions of a chapter.

    A bank that an instructor keeps beside the notebook goes before the course's own,
    if it can be used.

    Parameters
    ----------
    chapter : str
        Its name, such as `decisions`.

    Raises
    ------
    KeyError
        If there is no such chapter.
    BankError
        If its file has mistakes.

    Examples
    --------
    >>> load_bank("decisions").objectives[0].id
    'committee-odds'
    """
    named = re.fullmatch(r"\w+", str(chapter), re.ASCII)
    files = [folder / f"{chapter}.yml" for folder in folders() if named]
    broken: dict[Path, BankError] = {}
    for path in filter(os.path.isfile, files):
        bank = _read_once(path)
        if isinstance(bank, Bank):
            for other, error in broken.items():
                _leave_alone(other, error)
            return bank
        broken[path] = bank
    for error in broken.values():
        raise error
    raise KeyError(
        _(
            "There are no questions for the chapter {!r}. There are some for: {}."
        ).format(chapter, ", ".join(chapters()))
    )


def questions_dir() -> Path:
    """Return the folder of the question banks."""
    return data_dir() / "questions"


def folders(here: Path | None = None) -> list[Path]:
    """Return where banks are looked for: beside the notebook that runs, then ours.

    In a whole course that is beside its chapters, also for whoever works a copy of
    them in a folder next to them.
    """
    here, ours = here or Path.cwd(), questions_dir()
    beside = [here / "questions"]
    for course in filter(is_course, (here, here.parent)):
        beside += [course / "notebooks" / "questions", course / "data" / "questions"]
    beside.append(here.parent / "data" / "questions")
    places = {os.path.realpath(ours): ours}
    for one in beside:
        places.setdefault(os.path.realpath(one), one)
    return [*list(places.values())[1:], ours]


def chapters() -> list[str]:
    """List the chapters that have questions."""
    *beside, ours = folders()
    names = {path.stem for path in ours.glob("*.yml")}
    for path in (path for folder in beside for path in sorted(folder.glob("*.yml"))):
        if path.stem in names or path.name.startswith(".") or not os.path.isfile(path):
            continue
        bank = _read_once(path)
        if isinstance(bank, Bank):
            names.add(bank.chapter)
        else:
            _leave_alone(path, bank)
    return sorted(names)


def _read_once(path: Path) -> "Bank | BankError":
    """Read a bank, or why it is none, again only when its file has changed."""
    about = path.stat()
    return _read_as_of(path, about.st_mtime_ns, about.st_size)


@cache
def _read_as_of(path: Path, _changed: int, _size: int) -> "Bank | BankError":
    try:
        return read_bank(path)
    except BankError as error:
        return error


_told: set[str] = set()


def _leave_alone(path: Path, error: BankError) -> None:
    """Say once why a file is not used."""
    found = error.findings[0]
    text = (
        f"{path} is left alone, for it is no bank of questions: line {found.line}, "
        f"{found.message}. If it should be one, `{command_line('questions check')}` "
        "lists what to mend."
    )
    if text not in _told:
        _told.add(text)
        warnings.warn(text, BankWarning, stacklevel=3)


def read_bank(path: Path) -> Bank:
    """Read one bank.

    Raises
    ------
    BankError
        If the file has mistakes; matters of style are none.
    """
    findings, bank = examine(Path(path))
    if bank is None:
        raise BankError([finding for finding in findings if not finding.style])
    return bank


def examine(path: Path) -> tuple[list[Finding], Bank | None]:
    """Return what is wrong with a bank, and the bank, if it can be used."""
    findings, content = _examine(path)
    if not all(finding.style for finding in findings):
        return findings, None
    return findings, Bank(
        content["chapter"],
        tuple(Objective(**entry) for entry in content["objectives"]),
        tuple(_item(raw, content["chapter"]) for raw in content["items"]),
        path,
    )


def bank_files(path: Path) -> list[Path]:
    """Return the banks in a folder; a file is itself."""
    endings = ("*.yml", "*.yaml")
    return (
        sorted(file for ending in endings for file in path.glob(ending))
        if path.is_dir()
        else [path]
    )


def check_banks(paths: Iterable[Path]) -> list[Finding]:
    """Say what is wrong with banks, in the order of files and lines.

    Parameters
    ----------
    paths : iterable of Path
        YAML files, or folders that hold some.

    Returns
    -------
    list of Finding
        Empty if all is well; `str(finding)` is a line for the terminal.
    """
    findings = []
    for path in map(Path, paths):
        files = bank_files(path)
        for file in files:
            findings += [*_examine(file)[0], *_ending_problems(file)]
        if not files:
            message = f"there is no question bank in {path}"
            remedy = "Name a file, or a folder that holds some that end in .yml."
            findings.append(Finding((), "file", message, remedy, file=str(path)))
    return sorted(findings, key=lambda finding: (finding.file, finding.line))


def answer_key(item: Item) -> dict[str, Any]:
    """Return what the widget needs to grade an item."""
    return TYPES[item.type].key(item)


def _examine(path: Path) -> tuple[list[Finding], Any]:
    """Look at a file from the outside in; each look needs the one before."""
    try:
        source = read_source(path)
    except SourceError as error:
        found = Finding((), error.rule, error.message, error.remedy)
        return [replace(found, file=str(path), line=error.line)], None
    for look in (schema_problems, _bank_problems):
        problems = [placed(found, path, source) for found in look(source.content)]
        if look is schema_problems and problems:
            return problems, None
    return [*problems, *_name_problems(path, source)], source.content


def _ending_problems(path: Path) -> Iterator[Finding]:
    if path.suffix == ".yaml" and path.is_file():
        message, remedy = "the course reads files that end in .yml", "Rename it."
        yield Finding((), "file", message, remedy, file=str(path))


def placed(found: Finding, path: Path, source: Source) -> Finding:
    """Give a finding the file, the line and the item of its place."""
    line = source.line(found.where, found.below)
    item = _item_at(source.content, found.where)
    return replace(found, file=str(path), line=line, item=item)


def _item_at(content: Any, where: tuple[str | int, ...]) -> str:
    try:
        raw = content[where[0]][where[1]]
        return str(raw.get("id") or _("item {}").format(int(where[1]) + 1))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""


def _name_problems(path: Path, source: Source) -> Iterator[Finding]:
    chapter = source.content["chapter"]
    if path.stem != chapter:
        found = Finding(
            ("chapter",),
            "chapter",
            _("the chapter is `{}`, and the file is `{}`").format(chapter, path.name),
            _("Give both the same name."),
        )
        yield placed(found, path, source)


def _bank_problems(content: Mapping[str, Any]) -> Iterator[Finding]:
    from salescourse.practice.questions.lint import bank_problems

    yield from bank_problems(content)
    for at, raw in enumerate(content["items"]):
        for found in item_problems(_item(raw, content["chapter"]), raw):
            yield replace(found, where=("items", at, *found.where))


def _item(raw: Mapping[str, Any], chapter: str) -> Item:
    body = {name: value for name, value in raw.items() if name not in _COMMON}
    common = {name: value for name, value in raw.items() if name in _COMMON}
    common["hints"] = tuple(common.get("hints", ()))
    return Item(**common, body=body, chapter=chapter, asked=_asked)


def _asked(item: Item) -> list[Any]:
    """Return what an item's hash covers."""
    variants = [
        {"stem": variant.stem, **TYPES[item.type].asked(variant)}
        for variant in expand(item)
    ]
    return [item.type, variants]
