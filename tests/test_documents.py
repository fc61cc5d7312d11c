"""What the documents name is there: every path, and every command as it is typed."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from salescourse.teach.cli import parser

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "data/README.md",
    "book/api/package.md",
    "book/how_to.md",
    "book/hub.md",
    "book/instructors.md",
)
# What stands for any chapter, and one that it may stand for.
PLACEHOLDERS = {
    "NN_<chapter>": "01_decisions",
    "NN_name": "01_decisions",
    "<chapter>": "decisions",
    "<part>": "b2b",
    "name.yml": "decisions.yml",
    "/name/": "/decisions/",
    "test_name": "test_decisions",
}
# Not in a clone: a command makes it, or the reader does.
MADE = ("my_course", ".venv", "_build", ".github/workflows/validate.yml", "questions/")
MADE += ("report.xml", "widgets.json", "questions.xml", "grades-feedback/")
MADE += ("jupyterhub_config.py",)
PATH = re.compile(r"[\w./<>-]*(?:/[\w./<>-]*|\.(?:py|yml|md|txt|json|ipynb|toml|bib))")
COMMAND = re.compile(r"(?:python3? course\.py|salescourse|validate)(?: .*)?")


def spans(text: str) -> Iterator[str]:
    """Return what is set as code: between backticks, and the lines of blocks."""
    for block in re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    rest = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (span.strip() for span in re.findall(r"`([^`]+)`", rest))


def filled(text: str) -> str:
    """Put a chapter where a placeholder stands."""
    for placeholder, chapter in PLACEHOLDERS.items():
        text = text.replace(placeholder, chapter)
    return text


def is_there(named: str, document: str) -> bool:
    """Tell whether a path leads somewhere from the root, or from the document.

    A bare file name is any file's of that name.
    """
    homes = (ROOT, (ROOT / document).parent, ROOT / "data")
    if any((home / named).exists() for home in homes):
        return True
    folders = ("salescourse", "data", "notebooks", "book")
    return "/" not in named and any(
        next((ROOT / folder).rglob(named), None) for folder in folders
    )


def missing(text: str, document: str) -> list[str]:
    """Return the paths that a document names and that are not there."""
    named = [filled(span) for span in spans(text) if PATH.fullmatch(span)]
    return [
        path
        for path in named
        if not any(path.strip("/").startswith(made.strip("/")) for made in MADE)
        and not path.startswith("/")
        and not is_there(path, document)
    ]


def refused(text: str) -> list[str]:
    """Return the commands that the command line does not know."""
    wrong = []
    for span in filter(COMMAND.fullmatch, map(filled, spans(text))):
        words = shlex.split(span.removeprefix("salescourse "))
        words = words[2:] if words[0].startswith("python") else words
        if not words or words == ["salescourse"]:
            continue
        try:
            parser().parse_known_args(words)
        except SystemExit:
            wrong.append(span)
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_a_document_names_is_there(document):
    assert missing((ROOT / document).read_text(encoding="utf-8"), document) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_a_document_names_can_be_typed(document):
    assert refused((ROOT / document).read_text(encoding="utf-8")) == []


def test_a_path_that_is_gone_and_a_misspelt_command_would_be_found():
    text = "`salescourse/b2b/decisions.py`, `data/questions/<chapter>.yml`\n"
    text += (
        "```\npython3 course.py bok  # build it\npython3 course.py book --zip\n```\n"
    )
    assert missing(text, "README.md") == ["salescourse/b2b/decisions.py"]
    assert refused(text) == ["python3 course.py bok"]
