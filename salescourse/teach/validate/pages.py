"""Links within a course that lead nowhere."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from salescourse.practice.finding import Finding, Places

_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.M)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`|\$[^$\n]*\$", re.M | re.S)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|attachment:", re.IGNORECASE)
_PAGE_ENDINGS = ("", ".md", ".ipynb")


def page(path: Path) -> Iterator[Finding]:
    """Return the dead links of a page in Markdown."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for link, remedy in dead_links(text, path):
        line = text[: text.find(link)].count("\n") + 1
        yield Finding((), "links", link, remedy, file=str(path), line=line)


def in_notebook(path: Path, cells: Iterable[Any], places: Places) -> Iterator[Finding]:
    """Return the dead links of a notebook."""
    for cell in cells:
        if cell.cell_type == "markdown":
            for link, remedy in dead_links(cell.source, path):
                yield places.finding(cell.id, "links", link, remedy)


def dead_links(text: str, page: Path) -> Iterator[tuple[str, str]]:
    """Return the links in Markdown that lead nowhere, and what to do.

    Parameters
    ----------
    text : str
        Markdown.
    page : Path
        The file it stands in.
    """
    for inline, defined in _LINK.findall(_CODE.sub("", text)):
        link = inline or defined
        target, _hash, anchor = link.partition("#")
        if _SCHEME.match(link) or not (target or anchor):
            continue
        file = _file(page, unquote(target)) if target else page
        if file is None:
            yield link, f"Mend the link; there is no file {target}."
        elif anchor and not target and _slug(unquote(anchor)) not in _anchors(page):
            yield link, "Mend the link; the page has no part of that name."


def _file(page: Path, target: str) -> Path | None:
    named = page.parent / target
    tried = (named.with_name(named.name + ending) for ending in _PAGE_ENDINGS)
    # What the book makes of a page that is there.
    made = [named.with_suffix(e) for e in (".md", ".ipynb") if named.suffix == ".html"]
    return next((file for file in (*tried, *made) if file.exists()), None)


def _anchors(page: Path) -> set[str]:
    """Return the parts of a page; anything that looks like a name for one counts."""
    text = page.read_text(encoding="utf-8").replace("\\n", "\n").replace('\\"', '"')
    heads = re.findall(r'^[\s">]*#+ (.+?)"?,?$', text, re.M)
    labels = re.findall(r'\(([\w-]+)\)=|id=["\']([\w-]+)|name=["\']([\w-]+)', text)
    return {_slug(name) for name in (*heads, *(n for group in labels for n in group))}


def _slug(words: str) -> str:
    return re.sub(r"[^\w]+", "-", words.lower()).strip("-")
