"""What the book keeps while it is built, on Sphinx's own objects.

What is kept on the environment lasts from one build to the next, the rest does not.
"""

import hashlib
import json
from typing import Any, Protocol, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class OnApp(Protocol):
    """What is kept for one build, as `pages.begin` sets it up."""

    sc_theme: str
    sc_frame: dict[str, str]
    sc_style: str
    sc_files: dict[str, str | bytes]
    sc_versions: dict[str, str]
    sc_questions: dict[str, list[dict[str, Any]]]


class OnEnvironment(Protocol):
    """What sources said, and what pages ask for later."""

    sc_models: dict[str, dict[str, Any]]
    sc_meanings: dict[str, str]
    sc_uses: dict[str, set[str]]


def on_app(app: Sphinx) -> OnApp:
    """Return Sphinx's application as what the book keeps on it."""
    return cast(OnApp, app)


def on_environment(env: BuildEnvironment) -> OnEnvironment:
    """Return Sphinx's environment as what the book keeps on it."""
    return cast(OnEnvironment, env)


def keep_file(app: Sphinx, name: str, content: str | bytes) -> None:
    """Note a file that pages ask for, to be written when all pages are."""
    kept = content.encode() if isinstance(content, str) else content
    on_app(app).sc_files[name] = content
    on_app(app).sc_versions[name] = hashlib.sha256(kept).hexdigest()[:8]


def keep_model(env: BuildEnvironment, key: str, values: dict[str, Any]) -> nodes.raw:
    """Keep a widget's values for the page, and return the place where it stands."""
    models = getattr(env, "sc_models", {})
    state = {"model_module": "anywidget", "state": values}
    on_environment(env).sc_models = {**models, key: state}
    kind = "application/vnd.jupyter.widget-view+json"
    view = json.dumps({"model_id": key})
    return nodes.raw("", f'<script type="{kind}">{view}</script>', format="html")
