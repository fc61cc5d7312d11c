"""What a page shows, and what it may load.

A page loads its frame, its own widgets and nothing else; a policy in its head holds it
to that. Nothing comes from another host, and there is no script in the text.
"""

import hashlib
import json
import re
import shutil
from html import escape, unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx
from sphinx.config import Config

from salescourse import practice
from salescourse.teach.book import links, paper, search, widgets
from salescourse.teach.book.labels import labels, script_labels

FRAME = Path(__file__).with_name("frame")
TEMPLATES = Path(__file__).with_name("templates")
THEME = Path(practice.__file__).with_name("theme.css")
# Figures color their parts with the page's own variables, in style attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>',
    re.DOTALL,
)
TERM = re.compile(
    r'<a class="reference internal" href="([^"]*#(term-[^"]+))">(?=<span class="sc-term">)'
)
SOLUTION = re.compile(
    r'tag_solution\b[^>]*>\s*<details.*?(<div class="highlight.*?</pre></div>)',
    re.DOTALL,
)
# What pandas and other extensions write, and the policy or a screen reader would
# stumble over; and a solution's own fold, since the page folds its whole cell.
MEND = (
    (
        re.compile(
            r'<details class="sc-solution">\s*<summary>.*?</summary>(.*?)</details>',
            re.DOTALL,
        ),
        r"\1",
    ),
    (re.compile(r"<script(?! type=\"application/).*?</script>\s*", re.DOTALL), ""),
    (re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL), ""),
    (re.compile(r"<th></th>"), "<td></td>"),
    (re.compile(r'<table border="1" class="dataframe">'), '<table class="dataframe">'),
    (re.compile(r'<tr style="text-align: right;">'), "<tr>"),
    (re.compile(r' role="doc-biblioentry"| role="list"(?= class="citation)'), ""),
)
ICONS = {
    "menu": "M1 3.5h14M1 8h14M1 12.5h14",
    "search": "M11 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 1 1 9 0zM9.8 10.2L14 14.4",
    "mode": "M14.5 8a6.5 6.5 0 1 1-13 0a6.5 6.5 0 1 1 13 0z",
    "mark": "M1 11.5h5.5c4 0 3-8 7-8H15M1 4.5h5",
}

HALF = {"mode": '<path d="M8 1.5v13a6.5 6.5 0 0 0 0-13z"/>'}


def icon(path: str, more: str = "") -> Markup:
    """Return a drawing in a line of text, for eyes only."""
    return Markup(
        '<svg class="sc-icon" viewBox="0 0 16 16" width="16" height="16" '
        f'aria-hidden="true" focusable="false"><path d="{path}"/>{more}</svg>'
    )


def prepare(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template what it shows of this page."""
    found = page_widgets(app, context)
    body = context.get("body") or ""
    for pattern, instead in MEND:
        body = pattern.sub(instead, body)
    body = explain_terms(app, body)
    body, answers = place_widgets(body, found)
    context["body"] = body + answers_on_paper(answers, SOLUTION.findall(body))
    contents, part = contents_of(context)
    pathto = context["pathto"]

    def asset(name: str) -> str:
        return f"{pathto('_static/' + name, 1)}?v={app.sc_versions[name]}"

    script, style = bundle_of(app, found)
    styles = [asset(style)]
    if 'class="highlight' in body:
        styles.append(pathto("_static/pygments.css", 1))
    context["sc"] = {
        "words": labels(),
        "script_words": json.dumps(script_labels(), ensure_ascii=False),
        "policy": POLICY,
        "asset": asset,
        "icon": {name: icon(path, HALF.get(name, "")) for name, path in ICONS.items()},
        "styles": styles,
        "book": app.config.html_title,
        "title": Markup(context.get("title") or "").striptags(),
        "summary": summary_of(body),
        "contents": contents,
        "part": part,
        "toc": toc_of(context.get("toc") or ""),
        "tools": tools_of(app, pagename),
        "script": asset(script),
        "state": widgets.as_json(found.state) if found.state else "",
    }
    questions = [m for m in found.state.values() if m.get("chapter")]
    app.sc_questions[pagename] = [item for m in questions for item in m["items"]]


def page_widgets(app: Sphinx, context: dict[str, Any]) -> widgets.Widgets:
    """Return what a page needs of its widgets: a notebook's, or a directive's."""
    written = context.get("body") or ""
    models = {
        key: model
        for key, model in getattr(app.env, "sc_models", {}).items()
        if key in written
    }
    if models:
        return widgets.read_widgets({"state": models}, theme=app.sc_theme)
    for script in context.get("script_files", []):
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") == STATE:
            saved = json.loads(attributes["body"])
            return widgets.read_widgets(saved, theme=app.sc_theme)
    return widgets.read_widgets({"state": {}})


def bundle_of(app: Sphinx, found: widgets.Widgets) -> tuple[str, str]:
    """Return the names of the page's one script and one style sheet.

    Frame and widgets share a file each, for two files compress worse than one.
    """
    if not found.scripts:
        return "book.js", "book.css"
    name = "-".join(["book", *sorted(found.scripts)])
    files = {
        f"{name}.js": [found.script(), app.sc_files["loader.js"]],
        f"{name}.css": [found.styles[kind] for kind in sorted(found.styles)],
    }
    for file, parts in files.items():
        frame = app.sc_files["book" + Path(file).suffix]
        keep_file(app, file, "".join([frame, *parts]))
    return f"{name}.js", f"{name}.css"


def keep_file(app: Sphinx, name: str, text: str) -> None:
    """Note a file that pages ask for, to be written when all pages are."""
    app.sc_files[name] = text
    app.sc_versions[name] = hashlib.sha256(text.encode()).hexdigest()[:8]


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
        where = f'<div class="sc-widget sc-widget-{kind}" data-model="{key}"></div>'
        return where + written

    return VIEW.sub(place, body), answers


def answers_on_paper(answers: list[str], solutions: list[str]) -> str:
    """Return the last section of a printed page, which the screen does not show."""
    if not answers and not solutions:
        return ""
    solved = "".join(
        f"<h3>{labels()['exercise'].format(n=n)}</h3>{code}"
        for n, code in enumerate(solutions, 1)
    )
    return (
        f'<section class="sc-paper sc-answers"><h2>{labels()["answers"]}</h2>'
        f"{''.join(answers)}{solved}</section>"
    )


def explain_terms(app: Sphinx, body: str) -> str:
    """Let links to the glossary carry what it says there."""
    meanings = getattr(app.env, "sc_meanings", {})

    def mark(link: re.Match[str]) -> str:
        means = meanings.get(link[2], "")
        return f'<a class="sc-word" href="{link[1]}" data-means="{escape(means)}">'

    return TERM.sub(mark, body)


def read_glossary(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what the glossary says of each word."""
    for item in doctree.findall(nodes.definition_list_item):
        meaning = " ".join(
            node.astext() for node in item.findall(nodes.definition)
        ).replace("\n", " ")
        for term in item.findall(nodes.term):
            for name in term["ids"]:
                if not hasattr(app.env, "sc_meanings"):
                    app.env.sc_meanings = {}
                app.env.sc_meanings[name] = meaning


def contents_of(context: dict[str, Any]) -> tuple[str, str]:
    """Return the course's contents, and the part that the page belongs to."""
    made = context["toctree"](
        maxdepth=1, collapse=False, includehidden=True, titles_only=True
    )
    html = re.sub(
        r'<p[^>]* class="caption"[^>]*>', '<p class="caption">', str(made or "")
    )
    html = html.replace('href="#"', 'href="#" aria-current="page"')
    before, here, _after = html.partition("aria-current")
    captions = re.findall(r'caption-text">(.*?)</span>', before)
    return html, unescape(captions[-1]) if here and captions else ""


def toc_of(toc: str) -> str:
    """Return the page's sections, without the page's title above them."""
    found = re.search(r"</a>\s*(<ul>.*</ul>)\s*</li>\s*</ul>\s*$", toc, re.DOTALL)
    return found[1] if found else ""


def tools_of(app: Sphinx, pagename: str) -> list[dict[str, Any]]:
    """Return links to the page's notebook and source, those that lead somewhere."""
    if pagename not in app.env.all_docs:
        return []
    options = app.config.html_theme_options
    repository = options.get("repository_url", "")
    branch = options.get("repository_branch") or "main"
    source = app.env.doc2path(pagename, base=False)
    name, words = Path(source).name, labels()
    tools = []
    if source.endswith(".ipynb"):
        tools.append({"label": words["notebook"], "href": name, "download": True})
        binder = links.binder_address(repository, branch, name)
        tools.append({"label": words["binder"], "href": binder})
    edit = links.edit_address(repository, branch, source)
    tools.append({"label": words["edit"], "href": edit})
    return [tool for tool in tools if tool["href"]]


def summary_of(body: str) -> str:
    """Return the first words of the text, for search engines and previews."""
    found = re.search(r"<p[^>]*>(.*?)</p>", body, re.DOTALL)
    words = unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""
    return " ".join(words.split())[:160]


def use_templates(app: Sphinx, config: Config) -> None:
    """Let the frame's templates go before the theme's."""
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def begin(app: Sphinx) -> None:
    """Join the style sheets, and note each file's version for its address."""
    app.builder.search = False  # the book brings its own
    app.sc_theme = THEME.read_text(encoding="utf-8")
    style = app.sc_theme + (FRAME / "course.css").read_text(encoding="utf-8")
    app.sc_files, app.sc_versions, app.sc_questions = {}, {}, {}
    keep_file(app, "book.css", cssmin(style))
    for path in FRAME.glob("*.js"):
        keep_file(app, path.name, jsmin(path.read_text(encoding="utf-8")) + "\n")


def finish(app: Sphinx, failure: Exception | None) -> None:
    """Write what the pages share, and leave out what none of them uses."""
    if failure or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = {page: page.read_text("utf-8") for page in sorted(out.rglob("*.html"))}
    places = {}
    for page, text in pages.items():
        name = page.relative_to(out).as_posix()
        asked = search.asked(app.sc_questions.get(name.removesuffix(".html"), []))
        places[name] = [*search.places(text), *asked]
    app.sc_files["search-index.js"] = search.index(places)
    for name, text in app.sc_files.items():
        file = out / "_static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    used = {"search.js", "search-index.js"}
    for text in pages.values():
        used |= set(re.findall(r"_static/([\w./-]+)", text))
    drop_unused(out / "_static", used)
    for name in app.env.all_docs:
        source = Path(app.env.doc2path(name))
        if source.suffix == ".ipynb":
            shutil.copyfile(source, out / f"{name}.ipynb")
    # GitHub would leave out folders whose names begin with an underscore.
    (out / ".nojekyll").touch()


def drop_unused(static: Path, used: set[str]) -> None:
    """Remove files to which no page refers."""
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(static).as_posix() not in used:
            path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the pages to Sphinx."""
    app.connect("config-inited", use_templates)
    app.connect("builder-inited", begin)
    app.connect("doctree-read", read_glossary)
    app.connect("html-page-context", prepare, priority=900)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
