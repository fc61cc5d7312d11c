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
from salescourse.practice import modules
from salescourse.practice.exports.widget import READER
from salescourse.practice.overview.chapters import course
from salescourse.teach.book.kept import keep_model
from salescourse.teach.book.labels import labels
from salescourse.teach.book.short import short
from salescourse.teach.minutes import minutes, second_line


@cache
def chapters() -> dict[str, dict[str, Any]]:
    """Return what is known of each chapter, by its page."""
    return {chapter["href"]: chapter for chapter in course()}


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
        takes = minutes(notebook)
        time = labels()["minutes"].format(n=takes) if takes else ""
        line = (
            f'<p class="sc-card-line"><span>{time}</span>'
            '<span class="sc-own"></span></p></div>'
        )
        chapter = chapters().get(name, {"items": [], "path": ""})
        items = json.dumps(
            [[item["id"], item["hashes"]] for item in chapter["items"] if item["page"]]
        )
        start = (
            f'<div class="sc-chapter-card sc-path-{chapter["path"] or "both"}" '
            f'data-items="{escape(items)}">'
        )
        words = second_line(notebook)
        line_2 = (
            [nodes.paragraph("", words, classes=["sc-card-words"])] if words else []
        )
        return [
            nodes.raw("", start, format="html"),
            head,
            *line_2,
            *body.children,
            nodes.raw("", line, format="html"),
        ]


class CourseWidget(SphinxDirective):
    """`{course-widget} progress`: what the function shows, with no kernel to start.

    What follows the function's name is handed to it: `{course-widget} play committee`.
    """

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the widget's place, and keep its state for the page."""
        function, *handed = self.arguments
        widget = getattr(salescourse, function)(*handed)
        values = widget.get_state()
        if "reader" in values:
            values["reader"] = modules.script(short(READER))
        return [keep_model(self.env, widget.model_id, values)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives to Sphinx."""
    app.add_directive("chapter-card", ChapterCard)
    app.add_directive("course-widget", CourseWidget)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
