"""Widgets in a page: which it has, their one script and style, and their places."""

import json
import re
from html import escape
from typing import Any

from sphinx.application import Sphinx

from salescourse.practice import modules
from salescourse.practice.pictures.widget import still
from salescourse.teach.book import paper, widgets
from salescourse.teach.book.kept import keep_file, on_app
from salescourse.teach.book.labels import labels
from salescourse.teach.book.short import digest, short, shortened

# The frame's scripts, as modules name each other.
SCRIPTS = "../teach/book/frame"
# What comes when it is asked for: the trait that says what it is, what it is kept as (or
# each of its sheets), what an address begins with that carries one, and its button.
LATER = {
    "sheet": ("{name}-sheet", "#salescourse:{name}:", "put_in"),
    "one_page": ("{name}-sheet", "#salescourse:{name}:", "one_page"),
    "play": ("{name}-game", "#play={name}:", "play"),
}
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>',
    re.DOTALL,
)


def page_widgets(
    app: Sphinx, context: dict[str, Any]
) -> tuple[widgets.Widgets, widgets.Widgets]:
    """Return what a page needs of its widgets: its notebook's, and its own.

    Sheets and games are apart: they come when a reader asks for one.
    """
    written = context.get("body") or ""
    kept = getattr(app.env, "sc_models", {})
    models = {key: model for key, model in kept.items() if f'"{key}"' in written}
    for script in context.get("script_files", []):
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") == STATE:
            models = {**json.loads(attributes["body"])["state"], **models}
    waits = {k for k, model in models.items() if LATER.keys() & model["state"].keys()}
    now, later = (
        {"state": {k: m for k, m in models.items() if (k in waits) == wanted}}
        for wanted in (False, True)
    )
    theme = on_app(app).sc_theme
    return widgets.read_widgets(now, theme=theme), widgets.read_widgets(
        later, theme=theme
    )


def bundle_of(
    app: Sphinx, found: widgets.Widgets, later: widgets.Widgets
) -> tuple[str, str]:
    """Return the names of the page's one script and one style sheet.

    Frame and widgets share a file each, for two files compress worse than one.
    """
    if not found.scripts and not later.scripts:
        return "book.js", "book.css"
    name = "-".join(["book", *(sorted(found.scripts) or ["later"])])
    code = found.script(on_app(app).sc_frame) + modules.script(
        short(f"{SCRIPTS}/loader.js")
    )
    # Widgets of one look share a style sheet.
    styles = dict.fromkeys(found.styles[kind] for kind in sorted(found.styles))
    keep_file(app, f"{name}.js", code)
    keep_file(app, f"{name}.css", "".join([on_app(app).sc_style, *styles]))
    return f"{name}.js", f"{name}.css"


def keep_later(
    app: Sphinx, found: widgets.Widgets, later: widgets.Widgets
) -> tuple[str, str]:
    """Note what sheets and games need beyond the page's own files; return both names."""
    here = {*on_app(app).sc_frame, *found.modules}
    more = {path: text for path, text in later.modules.items() if path not in here}
    code = modules.script(shortened(more), *later.scripts.values())
    name = f"later-{digest(code)}"
    keep_file(app, f"{name}.js", code)
    keep_file(app, f"{name}.css", "".join(dict.fromkeys(later.styles.values())))
    return f"{name}.js", f"{name}.css"


def place_widgets(body: str, found: widgets.Widgets) -> tuple[str, list[str]]:
    """Put places for the widgets into the text, and for paper what they ask there."""
    answers: list[str] = []

    def place(view: re.Match[str]) -> str:
        key = json.loads(view[1])["model_id"]
        values = found.state.get(key)
        if values is None:
            return f'<p class="sc-needs-kernel">{labels()["needs_kernel"]}</p>'
        written, kind = "", "page"
        if values.get("chapter"):
            kind, written = "quiz", paper.questions(values["items"])
            answers.append(paper.answers(values["items"]))
        elif values.get("spec"):
            kind, written = "explorer", paper.guess(values["spec"])
            answers.append(paper.finding(values["spec"]))
        elif values.get("exercise"):
            kind, written = "exercise", paper.room(values["exercise"])
        elif values.get("sheet"):
            kind, written = "sheet", paper.sheet(values["sheet"])
        elif values.get("one_page"):
            kind = "one_page"
        elif values.get("play"):
            kind = "play"
        elif values.get("guess"):
            kind, written = "guess", paper.asks(values["guess"])
        elif values.get("picture"):
            kind, written = "watch", still(values["picture"])
        where = f'<div class="sc-widget sc-widget-{kind}" data-model="{key}"'
        if kind in LATER:
            return where + later(kind, values) + written
        return f"{where}></div>{written}"

    return VIEW.sub(place, body), answers


def later(kind: str, values: dict[str, Any]) -> str:
    """Return what stands where a sheet or game will: what it is, and a way to have it."""
    spec, (script, style) = values[kind], map(escape, values["later"])
    place, address, does = LATER[kind]
    kept = " ".join(
        place.format(name=one["name"]) for one in spec.get("sheets", [spec])
    )
    sent = address.format(name=spec["name"])
    return (
        f' data-script="{script}" data-style="{style}" data-kept="{kept}" '
        f'data-sent="{sent}"><p><strong>{escape(spec["title"])}</strong> '
        f"{escape(spec['intro'])}</p>"
        f'<button type="button">{labels()[does]}</button></div>'
    )
