"""Widgets in a page without a kernel: their state, and their modules as scripts.

A notebook's widgets carry their ES modules as text. A page's policy forbids running
text, and browsers refuse to import modules from a folder (`file://`). So they become one
classic script in a file, which registers each widget under its kind. A module that
several widgets use is in it once.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from rcssmin import cssmin
from rjsmin import jsmin

from salescourse.practice.modules import parts, script
from salescourse.teach.book.short import shortened
from salescourse.teach.book.typeset import typeset_all

_EXPORT = re.compile(r"^export\s+(?!default)", re.MULTILINE)
# Set anew by the page, or of use to a notebook only.
_NOT_KEPT = ("layout", "tabbable", "tooltip", "kernel", "events", "stored", "notice")


class Widgets(NamedTuple):
    """What a page needs of its widgets: values, scripts and styles by kind, modules."""

    state: dict[str, dict[str, Any]]
    scripts: dict[str, str]
    styles: dict[str, str]
    modules: dict[str, str]

    def script(self, frame: Mapping[str, str] | None = None) -> str:
        """Return all scripts as one, with the frame's modules before the widgets' own."""
        found = shortened({**(frame or {}), **self.modules})
        return script(found, *self.scripts.values())


def read_widgets(saved: Mapping[str, Any], *, theme: str = "") -> Widgets:
    """Return what a page needs of the widget state that a notebook left.

    Models other than ours need a kernel and are left out, as are layouts.

    Parameters
    ----------
    saved : mapping
        The widget state as notebooks store it, with the models under `state`.
    theme : str
        A style sheet that the page has already, to be taken out of the widgets'.
    """
    widgets = Widgets({}, {}, {}, {})
    for key, model in saved["state"].items():
        if model["model_module"] != "anywidget":
            continue
        values = model["state"]
        kind = hashlib.sha256(values["_esm"].encode()).hexdigest()[:10]
        widgets.scripts[kind] = _own_script(kind, values["_esm"], widgets.modules)
        widgets.styles[kind] = cssmin(values.get("_css", "")).replace(
            cssmin(theme) or "\0", ""
        )
        kept = {
            name: typeset_all(value, name)
            for name, value in values.items()
            if not name.startswith("_") and name not in _NOT_KEPT
        }
        widgets.state[key] = {"kind": kind, **kept}
    return widgets


def _own_script(kind: str, text: str, kept: dict[str, str]) -> str:
    """Return what registers a widget, and put its modules among those of the page."""
    own = parts(text)
    if not own:  # somebody else's widget
        return jsmin(classic_script(kind, text))
    kept.update({path: part for path, part in own.items() if path not in kept})
    *_, entry = own
    return f'(self.salescourse??={{}})["{kind}"]=M["{entry}"].default;'


def classic_script(kind: str, module: str) -> str:
    r"""Return an ES module without imports as a script that registers its default.

    Raises
    ------
    ValueError
        If the module has no default export, or imports or exports in another way.

    Examples
    --------
    >>> print(classic_script("one", "const f = 1;\nexport default { f };\n"))
    (self.salescourse??={})["one"]=(()=>{"use strict";
    const f = 1;
    return { f };
    })();
    <BLANKLINE>
    """
    body = _EXPORT.sub("", module)
    body, found = re.subn(r"^export\s+default\b", "return", body, flags=re.MULTILINE)
    if found != 1 or re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise ValueError(
            "A widget's module must end in `export default`, and import nothing: "
            "in the page it is a plain script."
        )
    return f'(self.salescourse??={{}})["{kind}"]=(()=>{{"use strict";\n{body}}})();\n'


def as_json(value: Any) -> str:
    """Return JSON that can stand in a page: nothing in it ends the script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
