"""Pages that need no other host and no kernel.

Drops what the theme would fetch from elsewhere or never uses, cuts the widgets'
state down to the widgets our loader can show, and brings the loader.
"""

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from salescourse.words import _

STATE = "application/vnd.jupyter.widget-state+json"
UNUSED = ("thebe", "design-tabs", "mathjax", "require")
# Written by templates, so they can only be cut from finished pages: the icon script,
# heavier than all the rest of a page, and the settings of a service we do not use.
CUT = re.compile(
    r"<script[^>]*fontawesome\.js[^>]*></script>"
    r'|<script type="text/x-thebe-config">.*?</script>',
    re.DOTALL,
)


# Written by the theme and by pandas, and not as screen readers want it: a side bar
# that is no landmark, and table headers that head nothing.
MEND = {
    '<div id="pst-primary-sidebar" class=': (
        '<div id="pst-primary-sidebar" role="complementary" aria-label="{}" class='
    ),
    "<th></th>": "<td></td>",
}


def lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Keep, of a page's scripts, what it uses; add the loader where widgets are."""
    kept, widgets = [], False
    for script in context.get("script_files", []):
        name = str(getattr(script, "filename", script) or "")
        body = getattr(script, "attributes", {}).get("body", "")
        if any(word in name.lower() for word in UNUSED) or "THEBE" in body:
            continue
        if getattr(script, "attributes", {}).get("type") == STATE:
            script.attributes["body"] = only_ours(body)
            widgets = True
        kept.append(script)
    # In place: what is added for a page below goes to the same list.
    context["script_files"][:] = kept
    if widgets:
        app.add_js_file(
            "loader.js",
            loading_method="defer",
            **{"data-needs-kernel": _("This workbench is live in JupyterLab.")},
        )


def only_ours(body: str) -> str:
    """Return the widget state without the models that need a kernel.

    Layouts and styles are left out too: they are most of the models and none of
    what is shown.
    """
    saved = json.loads(body)
    saved["state"] = {
        key: model
        for key, model in saved["state"].items()
        if model["model_module"] == "anywidget"
    }
    return json.dumps(saved, separators=(",", ":")).replace("</", "<\\/")


def cut(app: Sphinx, failure: Exception | None) -> None:
    """Mend the finished pages where only the templates could have done it."""
    if failure or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        text = CUT.sub("", text)
        for found, wanted in MEND.items():
            text = text.replace(found, wanted.format(_("Contents")))
        page.write_text(text, encoding="utf-8", newline="\n")
    for script in out.glob("_static/scripts/fontawesome.js*"):
        script.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", cut)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
