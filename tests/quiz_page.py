"""A bare page that holds a quiz, or several, opened straight from a folder (file://).

It gives the widget what the book's loader gives it: a model with get, set, on, off
and save_changes. With `kernel=True` the page plays the kernel, and keeps what the
widget sends in `window.sent`. Each of several quizzes has a model of its own and loads
the module for itself, as in JupyterLab.
"""

import json
from pathlib import Path

from salescourse.practice.questions.bank import Bank
from salescourse.practice.questions.widget import Quiz

PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
{policy}
<title>A quiz</title>
<style>{css}
body {{ margin: 0; padding: 1rem; background: var(--sc-surface);
  color: var(--sc-ink); font: 16px/1.5 system-ui, sans-serif; }}</style>
<main><h1>A quiz</h1>{places}</main>
<script type="application/json" id="data">{data}</script>
<script type="application/json" id="source">{source}</script>
<script>
  try {{ localStorage.getItem("salescourse-learner") || localStorage.setItem("salescourse-learner", "{learner}"); }} catch {{}}
  const text = (id) => JSON.parse(document.getElementById(id).textContent);
  window.sent = [];
  function makeModel() {{
    const values = text("data"), heard = {{}};
    return {{
      get: (name) => values[name],
      set(name, value) {{
        values[name] = value;
        for (const hear of heard[`change:${{name}}`] || []) hear();
      }},
      on: (name, hear) => (heard[name] ||= []).push(hear),
      off() {{}},
      save_changes() {{
        window.sent = values.events;
        if (window.saves !== false && values.kernel)
          this.set("stored", values.events.map((event) => event.id));
      }},
    }};
  }}
  window.onerror = (message) => {{ window.failed = message; }};
  async function show(el) {{
    const blob = new Blob([text("source")], {{ type: "text/javascript" }});
    const module = await import(URL.createObjectURL(blob));
    const model = makeModel();
    module.default.render({{ model, el }});
    Object.assign(window, {{ model, quiz: module }});
  }}
  Promise.all([...document.querySelectorAll("main > div")].map(show)).then(() => {{
    window.ready = true;
  }});
</script>
"""


POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none';
  script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data:">"""


def quiz_page(
    folder: Path, bank: Bank, *ids: str, kernel: bool = False, theme: str = "light",
    name: str = "quiz.html", learner: str = "Mia", guarded: bool = True, views: int = 1, **values: object,
) -> Path:  # fmt: skip
    """Write a page that shows questions of a bank, and return its path.

    The learner's name decides on shuffles and numbers, so that they are the same in
    every run. `guarded=False` leaves out the policy that would keep a script from running.
    """
    widget = Quiz(bank, ids)
    traits = ("items", "labels", "events", "stored", "notice")
    data = {trait: getattr(widget, trait) for trait in traits}
    data |= {"kernel": kernel, **values}
    page = folder / name
    page.write_text(
        PAGE.format(
            learner=learner,
            policy=POLICY if guarded else "",
            theme=theme,
            css=Quiz._css,
            places="<div></div>" * views,
            data=_json(data),
            source=_json(Quiz._esm),
        ),
        encoding="utf-8",
    )
    return page


def _json(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")
