"""The glossary: what it says of a word, letters to jump by, and where a word is used.

Links to it carry its meaning, so that a reader need not go there; who goes there is led
back to the chapters.
"""

import re
from collections.abc import Callable
from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from salescourse.teach.book.kept import on_environment
from salescourse.teach.book.labels import labels

_LINK = re.compile(
    r'<a class="reference internal" href="([^"]*#(term-[^"]+))">(?=<span class="sc-term">)'
)
_ENTRY = re.compile(r'(<dt id="(term-[^"]+)">(.).*?</dt>\s*<dd>.*?)(</dd>)', re.DOTALL)
_LIST = re.compile(r'(?=<dl class="simple glossary">|<dl class="glossary">)')


def explain(app: Sphinx, body: str) -> str:
    """Let links to the glossary carry what it says there."""
    meanings = getattr(app.env, "sc_meanings", {})

    def mark(link: re.Match[str]) -> str:
        means = meanings.get(link[2], "")
        return f'<a class="sc-word" href="{link[1]}" data-means="{escape(means)}">'

    return _LINK.sub(mark, body)


def lead_back(app: Sphinx, body: str, pathto: Callable[[str], str]) -> str:
    """Give the glossary its letters, and each entry the chapters that use its word."""
    if not _LIST.search(body):
        return body
    uses = getattr(app.env, "sc_uses", {})
    first: dict[str, str] = {}

    def entry(found: re.Match[str]) -> str:
        start, name, letter, end = found.groups()
        first.setdefault(letter.upper(), name)
        links = ", ".join(
            f'<a href="{pathto(page)}">{int(number[1])}</a>'
            for page in sorted(uses.get(name, ()))
            if (number := re.search(r"/(\d\d)_", page))
        )
        where = labels()["used_in"].format(chapters=links)
        return f'{start}<p class="sc-used">{where}</p>{end}' if links else found[0]

    body = _ENTRY.sub(entry, body)
    row = "".join(f'<a href="#{name}">{letter}</a>' for letter, name in first.items())
    by_letter = labels()["by_letter"]
    nav = f'<nav class="sc-letters" aria-label="{by_letter}">{row}</nav>'
    return _LIST.sub(lambda _: nav, body, count=1)


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what the glossary says of each word, and which pages ask for it."""
    env = app.env
    for name in ("sc_meanings", "sc_uses"):
        if not hasattr(env, name):
            setattr(env, name, {})
    kept = on_environment(env)
    for item in doctree.findall(nodes.definition_list_item):
        meaning = " ".join(
            node.astext() for node in item.findall(nodes.definition)
        ).replace("\n", " ")
        for term in item.findall(nodes.term):
            for name in term["ids"]:
                kept.sc_meanings[name] = meaning
    for link in doctree.findall(addnodes.pending_xref):
        if link.get("reftype") == "term":
            name = f"term-{nodes.make_id(link['reftarget'])}"
            kept.sc_uses.setdefault(name, set()).add(env.docname)
