"""Pages with one widget on them, as the book makes them and as a notebook does."""

import json

from salescourse.practice.events import new_event
from salescourse.practice.modules import modules, script
from salescourse.teach.book import pages
from salescourse.teach.book.widgets import as_json, read_widgets

ADDRESS = "http://course.test/"
LOADER = script(modules(f"{pages.SCRIPTS}/loader.js"))
TRAITS = ("events", "stored", "notice", "labels")

PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}" data-content_root="./">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your progress</title>
<style>body {{ background: var(--sc-surface); color: var(--sc-ink) }}</style>
<main>
<h1>Your progress</h1>
{body}
</main>
</html>"""

WITHOUT_KERNEL = """
<div class="sc-widget" data-model="one"></div>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<style>{style}</style>
<script>{script}</script>
<script defer src="loader.js"></script>
"""

WITH_KERNEL = """
<div id="here"></div>
<script type="application/json" id="state">{state}</script>
<script type="module">
const values = JSON.parse(document.getElementById("state").textContent);
document.head.append(
  Object.assign(document.createElement("style"), {{ textContent: values._css }}));
const heard = {{}};
const set = (name, value) => {{
  values[name] = value;
  (heard[`change:${{name}}`] ?? []).forEach((f) => f());
}};
const model = {{
  get: (name) => values[name],
  set,
  on: (name, f) => (heard[name] ??= []).push(f),
  off() {{}},
  async save_changes() {{
    const answer = await toPython(values.events);
    set("stored", answer.stored);
    set("notice", answer.notice);
  }},
}};
const source = new Blob([values._esm], {{ type: "text/javascript" }});
const widget = (await import(URL.createObjectURL(source))).default;
widget.render({{ model, el: document.getElementById("here") }});
</script>
"""


def item(name, **changes):
    return {
        "id": name,
        "short": f"About {name}.",
        "hashes": ["h"],
        "exercise": False,
        "page": True,
    } | (changes)


COURSE = [
    {
        "name": name,
        "title": name.capitalize(),
        "part": part,
        "path": path,
        "href": f"notebooks/{name}",
        "items": [
            *(item(f"{name}-q{number}") for number in range(1, 4)),
            item(f"{name}-1", exercise=True),
        ],
    }
    for name, part, path in (
        ("decisions", "The B2B cycle", "b2b"),
        ("outcomes", "The B2B cycle", "b2b"),
        ("impulse", "The B2C cycle", "b2c"),
        ("agility", "Aligning the two", "strategy"),
    )
]


def attempt(name, score=1.0, *, at="2026-11-23T12:00:00.000Z", kind="attempt", **more):
    made = new_event(kind, name, hash="h", score=score)
    return {**made, "at": at, **more}


def write_page(widget, names, *, kernel, theme="light"):
    """Write the page that shows a widget; `names` are its own traits."""
    state = {name: getattr(widget, name) for name in (*TRAITS, *names)}
    state |= {"_esm": widget._esm, "_css": widget._css, "kernel": True}
    if kernel:
        body = WITH_KERNEL.format(state=as_json(state))
    else:
        one = {"model_module": "anywidget", "state": state}
        made = read_widgets({"state": {"one": one}})
        kind = made.state["one"]["kind"]
        body = WITHOUT_KERNEL.format(
            state=as_json(made.state),
            script=made.script(),
            style=made.styles[kind],
        )
    return PAGE.format(theme=theme, body=body)


def keep_in_browser(page, events):
    """Put events where the book's widgets keep them."""
    by_item: dict[str, list] = {}
    for event in events:
        by_item.setdefault(f"salescourse:{event['item']}", []).append(event)
    texts = {key: json.dumps(kept) for key, kept in by_item.items()}
    page.goto(f"{ADDRESS}empty")
    page.evaluate("(texts) => Object.assign(localStorage, texts)", texts)


def kept_in_browser(page):
    """Return the events that the browser keeps, as a list."""
    return page.evaluate(
        """() => Object.keys(localStorage).filter((k) => k.startsWith("salescourse:"))
            .flatMap((k) => JSON.parse(localStorage[k]))"""
    )


def serve(page, html):
    """Let a browser page ask for one address and get this text."""

    def answer(route):
        name = route.request.url.removeprefix(ADDRESS)
        bodies = {"": html, "empty": "", "loader.js": LOADER}
        kind = "text/javascript" if name.endswith(".js") else "text/html"
        route.fulfill(body=bodies.get(name, ""), content_type=kind)

    page.route(f"{ADDRESS}**", answer)
