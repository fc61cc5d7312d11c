"""Exercises in a page: answered there if a number is asked for, else one folded line."""

import re

from docutils import nodes
from sphinx.application import Sphinx

from salescourse.practice.questions import in_page
from salescourse.practice.questions.answers import asks_for_number
from salescourse.practice.questions.bank import load_bank
from salescourse.practice.questions.item import Item
from salescourse.teach.book.kept import keep_model
from salescourse.teach.book.labels import labels

_CHECK = re.compile(r"""\bcheck\(\s*["']([\w-]+)-(\d+)["']""")


def place(app: Sphinx, doctree: nodes.document) -> None:
    """Let a page ask what it can grade, and fold away what needs a kernel."""
    for cell in _tagged(doctree, "exercise"):
        item = _asked(cell.astext())
        if item is not None and asks_for_number(item):
            folder = load_bank(item.chapter).path.parent
            _put(cell, [keep_model(app.env, item.id, in_page.state(item, folder))])
        else:
            _fold(cell)
    for cell in _tagged(doctree, "lab"):
        _fold(cell)


def _tagged(doctree: nodes.document, tag: str) -> list[nodes.container]:
    cells = doctree.findall(nodes.container)
    return [cell for cell in cells if f"tag_{tag}" in cell["classes"]]


def _asked(code: str) -> Item | None:
    """Return the exercise that a cell checks, if the course has one of that name."""
    found = _CHECK.search(code)
    try:
        return load_bank(found[1]).item(f"{found[1]}-{found[2]}") if found else None
    except KeyError:
        return None


def _fold(cell: nodes.container) -> None:
    """Put a cell, and the solution that follows it, into one folded line."""
    after = cell.next_node(descend=False, siblings=True)
    within = [cell.children[0]]
    if isinstance(after, nodes.container) and "tag_solution" in after["classes"]:
        after.parent.remove(after)
        within.append(after)
    start = f'<details class="sc-in-lab"><summary>{labels()["in_lab"]}</summary>'
    raw = (nodes.raw("", html, format="html") for html in (start, "</details>"))
    _put(cell, [next(raw), *within, next(raw)])


def _put(cell: nodes.container, instead: list[nodes.Node]) -> None:
    """Replace a cell; its classes go with it."""
    at = cell.parent.index(cell)
    cell.parent[at : at + 1] = instead
