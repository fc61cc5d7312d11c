"""Glossary and references beside the learner's notebooks, and links that open them.

In the sources `[veto](term:veto)` and `[Condorcet](cite:condorcet1785)` are for the
book to resolve. JupyterLab opens a page in Markdown at a heading, so each entry is one
here.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from unicodedata import normalize

from salescourse.words import _

GLOSSARY, REFERENCES = "book/glossary.md", "book/references.md"
_LINK = re.compile(r"\]\((?:(term|cite):([^)\s]+)|\.\./(book/references\.md))\)")
# What the book says of a function `help` says here, and its other pages are not here: the
# words stay and no link.
_API = re.compile(r"\[([^\]]+)\]\((?:api:|\.\./book/(?!references\.md))[^)\s]+\)")
_ENTRIES = re.compile(r"```\{glossary\}\n(.*?)\n```", re.DOTALL)
_ENTRY = re.compile(r"^(\S.*)\n((?:[ \t]+\S.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """Pages to read beside the notebooks, and where in them a link leads.

    Parameters
    ----------
    pages : dict
        By the name of a file in the learner's folder, its text.
    headings : dict
        By `term:word` or `cite:key`, the file and the heading of the entry.
    """

    pages: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    def linked(self, chapter: bytes) -> bytes:
        """Return a notebook whose links lead to these pages, if there are any."""
        if not self.pages:
            return chapter
        try:
            notebook = json.loads(chapter)
            cells = [c for c in notebook["cells"] if c["cell_type"] == "markdown"]
            before = [_text(cell) for cell in cells]
        except (ValueError, KeyError, TypeError):
            return chapter
        after = [_API.sub(r"\1", _LINK.sub(self._link, text)) for text in before]
        if after == before:
            return chapter
        for cell, text in zip(cells, after, strict=True):
            cell["source"] = text.splitlines(keepends=True)
        return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()

    def _link(self, found: re.Match) -> str:
        kind, name, page = found.groups()
        if page:
            return f"]({page})" if page in self.pages else found[0]
        place = self.headings.get(f"{kind}:{name}".lower())
        return f"]({place})" if place else found[0]


def reading(course: Path) -> Reading:
    """Return the pages that the book of a course gives; those it has."""
    made = Reading()
    glossary, entries = course / "book" / "glossary.md", course / "book/references.bib"
    if glossary.is_file():
        _add_glossary(made, glossary.read_text(encoding="utf-8"))
    if entries.is_file() and entries.read_text(encoding="utf-8").strip():
        _add_references(made, entries)
    return made


def _add_glossary(made: Reading, text: str) -> None:
    found = _ENTRIES.search(text)
    parts = ["# " + _("Glossary")]
    for word, meaning in _ENTRY.findall(found[1] + "\n" if found else ""):
        parts += [f"## {word}", " ".join(meaning.split())]
        slug = word.lower().replace(" ", "-")
        made.headings[f"term:{slug}"] = f"{GLOSSARY}#{_anchor(word)}"
    made.pages[GLOSSARY] = "\n\n".join(parts) + "\n"


def _add_references(made: Reading, file: Path) -> None:
    from pybtex.database import parse_file
    from pybtex.plugin import find_plugin

    entries = parse_file(str(file))
    style = find_plugin("pybtex.style.formatting", "plain")()
    backend = find_plugin("pybtex.backends", "markdown")()
    parts, seen = ["# " + _("References")], Counter[str]()
    for each in style.format_bibliography(entries):
        name = _name(entries.entries[each.key])
        seen[name] += 1
        name += ascii_lowercase[seen[name] - 1].replace("a", "")
        parts += [f"## {name}", " ".join(each.text.render(backend).split())]
        made.headings[f"cite:{each.key}".lower()] = f"{REFERENCES}#{_anchor(name)}"
    made.pages[REFERENCES] = "\n\n".join(parts) + "\n"


def _name(entry: Any) -> str:
    """Return who wrote it and when, in the plain letters that JupyterLab can find."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    parts = [[*person.rich_prelast_names, *person.rich_last_names] for person in people]
    names = [_without_accents(" ".join(map(str, each))) for each in parts]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return " ".join(filter(None, [who, entry.fields.get("year", "")]))


def _without_accents(name: str) -> str:
    """Return a name in ASCII; the entry below spells it as it is written.

    JupyterLab looks for headings by the letters of the address, where "á" is "%C3%A1".
    """
    return normalize("NFKD", name).encode("ascii", "ignore").decode()


def _anchor(heading: str) -> str:
    """Return the id that JupyterLab gives to a heading."""
    return heading.replace(" ", "-")


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
