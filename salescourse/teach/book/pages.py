"""What a page shows, and what it may load.

A page loads its frame, its own widgets and nothing else; a policy in its head holds it
to that. Nothing comes from another host, and there is no script in the text.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from rcssmin import cssmin
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from salescourse import practice
from salescourse.practice import modules
from salescourse.teach.book import (
    exercises,
    fonts,
    glossary,
    links,
    search,
    tables,
    widgets,
)
from salescourse.teach.book.kept import keep_file, on_app
from salescourse.teach.book.labels import labels, script_labels
from salescourse.teach.book.placing import (
    SCRIPTS,
    bundle_of,
    keep_later,
    page_widgets,
    place_widgets,
)
from salescourse.teach.book.short import short
from salescourse.teach.book.typeset import typeset_figures
from salescourse.teach.minutes import second_line

FRAME = Path(__file__).with_name("frame")
TEMPLATES = Path(__file__).with_name("templates")
THEME = Path(practice.__file__).with_name("theme.css")
# Figures color their parts with the page's own variables, in style attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    # A game is solved beside the page.
    "worker-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'"
)
# Where questions that are due are asked.
REVIEW = "book/review"
SOLUTION = re.compile(
    r'tag_solution\b[^>]*>\s*<details.*?(<div class="highlight.*?</pre></div>)',
    re.DOTALL,
)
# What pandas and other extensions write, and the policy or a screen reader would
# stumble over; and a solution's own fold, since the page folds its whole cell.
MEND = (
    # What answers a guess stands open until the page's script folds it away.
    (re.compile(r'<details class="sc-after'), '<details open class="sc-after'),
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
    (re.compile(r'<span class="fn-bracket">[][]</span>'), ""),
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
    found, later = page_widgets(app, context)
    body = context.get("body") or ""
    for pattern, instead in MEND:
        body = pattern.sub(instead, body)
    body = typeset_figures(tables.tidy(body))
    body = glossary.lead_back(app, glossary.explain(app, body), context["pathto"])
    pathto = context["pathto"]

    def asset(name: str) -> str:
        return f"{pathto('_static/' + name, 1)}?v={on_app(app).sc_versions[name]}"

    script, style = bundle_of(app, found, later)
    if later.state:
        files = [asset(name) for name in keep_later(app, found, later)]
        for key, values in later.state.items():
            found.state[key] = {**values, "later": files}
    body, answers = place_widgets(body, found)
    context["body"] = body + answers_on_paper(answers, SOLUTION.findall(body))
    contents, part = contents_of(context, second_lines(app))
    title = Markup(context.get("title") or "").striptags()
    styles = [asset(style)]
    if 'class="py ' in body:
        styles.append(asset("api.css"))
    context["sc"] = {
        "words": labels(),
        "script_words": json.dumps(script_labels(), ensure_ascii=False),
        "policy": POLICY,
        "asset": asset,
        "icon": {name: icon(path, HALF.get(name, "")) for name, path in ICONS.items()},
        "styles": styles,
        "book": app.config.html_title,
        "review": pathto(REVIEW) if REVIEW in app.env.all_docs else "",
        "title": title,
        "summary": summary_of(body),
        "contents": contents,
        "kicker": kicker(pagename, "" if part == title else part),
        "ways": list(ways(context)),
        "first_fonts": " ".join(asset(name) for name in fonts.FIRST),
        "edition": labels()["edition"].format(
            edition=version("salescourse"), date=context.get("last_updated")
        ),
        "license": asset(fonts.LICENSE),
        "toc": toc_of(context.get("toc") or ""),
        "tools": tools_of(app, pagename),
        "script": asset(script),
        "state": widgets.as_json(found.state) if found.state else "",
    }
    questions = [m for m in found.state.values() if m.get("chapter")]
    on_app(app).sc_questions[pagename] = [
        item for m in questions for item in m["items"]
    ]


def keep_letters(app: Sphinx) -> None:
    """Cut the book's faces to the characters in its sources, and add their license."""
    root = Path(app.srcdir)
    wanted = fonts.characters(root / name for name in ("book", "notebooks", "data"))
    for face in fonts.FACES:
        keep_file(app, face.file, fonts.cut(face, wanted))
    keep_file(app, fonts.LICENSE, fonts.license_text())


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


def second_lines(app: Sphinx) -> dict[str, str]:
    """Return the article's words for each chapter, by its page."""
    files = {name: Path(app.env.doc2path(name)) for name in app.env.all_docs}
    lines = {
        name: second_line(file)
        for name, file in files.items()
        if file.suffix == ".ipynb"
    }
    return {name: line for name, line in lines.items() if line}


def contents_of(context: dict[str, Any], lines: Mapping[str, str]) -> tuple[str, str]:
    """Return the course's contents, and the part that the page belongs to."""
    made = context["toctree"](
        maxdepth=1, collapse=False, includehidden=True, titles_only=True
    )
    html = re.sub(
        r'<p[^>]* class="caption"[^>]*>', '<p class="caption">', str(made or "")
    )
    html = html.replace('href="#"', 'href="#" aria-current="page"')
    for name, line in lines.items():
        if number := re.search(r"/(\d\d)_", name):
            title = rf">({int(number[1])} · [^<]*)</a>"
            html = re.sub(title, rf">\1<small>{escape(line)}</small></a>", html)
    before, here, _after = html.partition("aria-current")
    captions = re.findall(r'caption-text">(.*?)</span>', before)
    return html, unescape(captions[-1]) if here and captions else ""


def chapter_of(address: str) -> str:
    """Return "Chapter 3" for the address or name of its page, "" for other pages.

    Examples
    --------
    >>> chapter_of("../notebooks/03_consulting.html")
    'Chapter 3'
    """
    found = re.search(r"(?:^|/)(\d\d)_\w+(?:\.\w+)?$", address)
    return labels()["chapter"].format(n=int(found[1])) if found else ""


def kicker(pagename: str, part: str) -> str:
    """Return what stands above a page's title: its chapter and its part."""
    return " · ".join(filter(None, [chapter_of(pagename), part]))


def ways(context: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Return the links to the page before and the page after."""
    for rel, name in (("prev", "previous"), ("next", "next")):
        if way := context.get(rel):
            small = [labels()[name], chapter_of(way["link"])]
            yield {
                "rel": rel,
                "href": way["link"],
                "small": " · ".join(filter(None, small)),
                "title": way["title"],
            }


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
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False  # the book brings its own
    kept = on_app(app)
    kept.sc_theme = THEME.read_text(encoding="utf-8")
    style = kept.sc_theme + (FRAME / "course.css").read_text(encoding="utf-8")
    kept.sc_files, kept.sc_versions, kept.sc_questions = {}, {}, {}
    keep_letters(app)
    addresses = {
        face.file: f"{face.file}?v={kept.sc_versions[face.file]}"
        for face in fonts.FACES
    }
    kept.sc_style = fonts.style(addresses) + cssmin(style)
    keep_file(app, "book.css", kept.sc_style)
    kept.sc_frame = modules.modules(f"{SCRIPTS}/book.js")
    for name in ("book.js", "mode.js", "search.js"):
        keep_file(app, name, modules.script(short(f"{SCRIPTS}/{name}")))
    keep_file(app, "api.css", cssmin((FRAME / "api.css").read_text("utf-8")))


def finish(app: Sphinx, failure: Exception | None) -> None:
    """Write what the pages share, and leave out what none of them uses."""
    if failure or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = {page: page.read_text("utf-8") for page in sorted(out.rglob("*.html"))}
    lines = {f"{name}.html": line for name, line in second_lines(app).items()}
    places = {}
    for page, text in pages.items():
        name = page.relative_to(out).as_posix()
        asked = search.asked(
            on_app(app).sc_questions.get(name.removesuffix(".html"), [])
        )
        places[name] = [*search.places(text), *asked]
    on_app(app).sc_files["search-index.js"] = search.index(places, lines)
    for name, content in on_app(app).sc_files.items():
        file = out / "_static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    used = {"search.js", "search-index.js", *(face.file for face in fonts.FACES)}
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
    app.connect("doctree-read", glossary.read)
    app.connect("doctree-read", exercises.place)
    app.connect("html-page-context", prepare, priority=900)
    # After what themes still write when the pages are made.
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
