"""Parts of pages that only this course has: chapter cards, and widgets in a page.

A card names a chapter; its minutes come from the notebook and its questions from the
bank, so that the reader's own progress can be shown on it.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import salescourse
from salescourse.practice.overview.chapters import course
from salescourse.teach.book.labels import labels


@cache
def chapters() -> dict[str, dict[str, Any]]:
    """Return what is known of each chapter, by its page."""
    return {chapter["href"]: chapter for chapter in course()}


def minutes(notebook: Path) -> str:
    """Return how long a chapter takes, as its first cell says it."""
    first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
    found = re.search(r"(\d+) minutes", "".join(first))
    return labels()["minutes"].format(n=found[1]) if found else ""


class ChapterCard(SphinxDirective):
    """`{chapter-card} notebooks/00_map`, with a sentence or two as its content."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the card: a link, the words, and a place for the reader's own progress."""
        name = self.arguments[0]
        notebook = Path(self.env.srcdir) / f"{name}.ipynb"
        self.env.note_dependency(str(notebook))
        number = re.match(r"(\d\d)_", Path(name).name)
        link = addnodes.pending_xref(
            "",
            nodes.inline("", Path(name).name),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{name}",
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )
        head = nodes.paragraph("", "", classes=["sc-card-title"])
        if number:
            head += nodes.inline("", str(int(number[1])), classes=["sc-card-number"])
        head += link
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        line = (
            f'<p class="sc-card-line"><span>{minutes(notebook)}</span>'
            '<span class="sc-own"></span></p></div>'
        )
        chapter = chapters().get(name, {"items": [], "path": ""})
        items = json.dumps([[item["id"], item["hashes"]] for item in chapter["items"]])
        start = (
            f'<div class="sc-chapter-card sc-path-{chapter["path"] or "both"}" '
            f'data-items="{escape(items)}">'
        )
        return [
            nodes.raw("", start, format="html"),
            head,
            *body.children,
            nodes.raw("", line, format="html"),
        ]


class CourseWidget(SphinxDirective):
    """`{course-widget} progress`: what the function shows, with no kernel to start."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the widget's place, and keep its state for the page."""
        widget = getattr(salescourse, self.arguments[0])()
        state = {"model_module": "anywidget", "state": widget.get_state()}
        models = getattr(self.env, "sc_models", {})
        self.env.sc_models = {**models, widget.model_id: state}
        view = json.dumps({"model_id": widget.model_id})
        kind = "application/vnd.jupyter.widget-view+json"
        html = f'<script type="{kind}">{view}</script>'
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives to Sphinx."""
    app.add_directive("chapter-card", ChapterCard)
    app.add_directive("course-widget", CourseWidget)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
