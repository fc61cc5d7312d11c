"""What the book's search looks through: sections, figures, questions, glossary words.

The index is made from the finished pages, so whatever a reader can see is in it.
"""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from salescourse.teach.book.widgets import as_json

_SKIPPED = {"script", "style", "svg", "button", "noscript"}
_SKIPPED_CLASSES = {"headerlink", "sc-paper", "cell_input", "sc-tools", "sc-part-name"}
# A card says what its chapter says, and leads there.
_SKIPPED_CLASSES |= {"sc-cards"}
_HEADINGS = {"h1", "h2", "h3", "h4"}
_VOID = {"br", "img", "hr", "input", "meta", "link", "col", "wbr"}


class Place(NamedTuple):
    """A part of a page that can be found."""

    anchor: str
    title: str
    kind: str
    text: str


def places(html: str) -> list[Place]:
    """Return what can be found in a page's article.

    Examples
    --------
    >>> places('<article><section id="a"><h1>Deals</h1><p>Few close.</p></section>')
    [Place(anchor='', title='Deals', kind='page', text='Few close.')]
    """
    start = html.find("<article")
    end = html.find("</article>")
    reader = _Reader()
    reader.feed(html[start : end if end >= 0 else len(html)])
    reader.close()
    return [place for place in reader.places() if place.text or place.title]


def asked(items: Iterable[Mapping[str, Any]]) -> list[Place]:
    """Return the questions of a quiz as places."""
    return [
        Place(item["id"], _plain(stem), "question", "")
        for item in items
        if (stem := item.get("stem") or item["variants"][0]["stem"])
    ]


def index(
    pages: Mapping[str, Iterable[Place]], second_lines: Mapping[str, str] | None = None
) -> str:
    """Return the script that registers the places of all pages with the search.

    A place says which page it is on; a page itself, its `second_lines`.
    """
    lines = second_lines or {}
    rows = []
    for page, found in pages.items():
        found = list(found)
        on = next((place.title for place in found if place.kind == "page"), "")
        second = lines.get(page, "")
        rows += [
            [
                page,
                p.anchor,
                p.title,
                second if p.kind == "page" else on,
                p.kind,
                p.text,
            ]
            for p in found
        ]
    return f"self.salescourse.index({as_json(rows)});\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._found = [_Open("", "page")]
        self._sections: list[_Open] = []
        self._skipping: list[str] = []
        self._heading = ""
        self._lists: list[bool] = []
        self._svg_title: list[str] | None = None

    def places(self) -> list[Place]:
        return [opened.place() for opened in self._found]

    def _here(self) -> "_Open":
        return self._sections[-1] if self._sections else self._found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "svg" and not self._skipping:
            self._figure(given.get("aria-label", ""))
        if self._skipping:
            if tag == "title" and "svg" in self._skipping:
                self._svg_title = []
            if tag not in _VOID:
                self._skipping.append(tag)
        elif tag in _SKIPPED or _SKIPPED_CLASSES & set(given.get("class", "").split()):
            if tag not in _VOID:
                self._skipping.append(tag)
        elif tag == "section":
            # A page's outermost section is the page.
            self._sections.append(
                self._open(given.get("id", ""), "section")
                if self._sections
                else self._found[0]
            )
        elif tag in _HEADINGS:
            self._heading = tag
        elif tag == "dt" and given.get("id", "").startswith("term-"):
            self._sections.append(self._open(given["id"], "glossary"))
            self._heading = "dt"
        elif tag == "dl":
            self._lists.append(False)
        elif tag == "dt" and "sig" in given.get("class", "").split():
            self._lists[-1] = True
            self._sections.append(self._open(given["id"], "name"))
            self._here().title.append(_name(given["id"]))

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            # Void and unclosed elements of a skipped part leave with it.
            while self._skipping and self._skipping.pop() != tag:
                continue
            if self._svg_title is not None and tag == "title":
                self._figure(" ".join(self._svg_title))
                self._svg_title = None
        elif tag == self._heading:
            self._heading = ""
        elif self._ends_place(tag):
            self._sections.pop()

    def _ends_place(self, tag: str) -> bool:
        if tag == "dl":
            return self._lists.pop()
        return tag == "section" or (tag == "dd" and self._here().kind == "glossary")

    def handle_data(self, data: str) -> None:
        if self._svg_title is not None:
            self._svg_title.append(data)
        elif not self._skipping:
            here = self._here()
            (here.title if self._heading else here.text).append(data)

    def _open(self, anchor: str, kind: str) -> "_Open":
        self._found.append(_Open(anchor, kind))
        return self._found[-1]

    def _figure(self, words: str) -> None:
        if words:
            here = self._here()
            found = self._open(here.anchor, "figure")
            found.title, found.text = here.title, [words]


class _Open:
    """A place that is still being read."""

    def __init__(self, anchor: str, kind: str) -> None:
        self.anchor, self.kind = anchor, kind
        self.title: list[str] = []
        self.text: list[str] = []

    def place(self) -> Place:
        return Place(self.anchor, _joined(self.title), self.kind, _joined(self.text))


def _name(dotted: str) -> str:
    """Return a name without its modules, which are in lower case.

    Examples
    --------
    >>> _name("salescourse.cycle.SalesCycle.mean_days"), _name("salescourse.load")
    ('SalesCycle.mean_days', 'load')
    """
    return re.sub(r"^(?:[a-z0-9_]+\.)+", "", dotted)


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def _plain(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return _joined(reader._found[0].text)
