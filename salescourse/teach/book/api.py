"""The pages about the package: its docstrings, as those who use it want to read them.

autodoc and numpydoc write the pages. Links of the form `[words](api:salescourse.b2b)`
lead to what they say of a name; JupyterLab shows just the words.
"""

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

# How a chapter's docstring tells those who change it what is in which file.
FILES = re.compile(r"^The folder\b[^\n]*(\n[^\n]+)*\n*", re.MULTILINE)


class LinkNames(SphinxTransform):
    """Turn `api:` links into references to the names of the package."""

    default_priority = 5

    def apply(self) -> None:
        """Change the page in place."""
        for link in list(self.document.findall(nodes.reference)):
            uri = link.get("refuri", "")
            if uri.startswith("api:"):
                xref = addnodes.pending_xref(
                    "",
                    nodes.inline("", "", *link.children),
                    refdomain="py",
                    reftype="obj",
                    reftarget=uri.removeprefix("api:"),
                    refexplicit=True,
                    refwarn=True,
                    refdoc=self.env.docname,
                )
                xref.source, xref.line = link.source, link.line
                link.replace_self(xref)


def leave_out_files(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Leave out of a module's docstring what only those want who change it."""
    if what == "module":
        lines[:] = FILES.sub("", "\n".join(lines)).split("\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the links to Sphinx, and read docstrings before numpydoc does."""
    app.setup_extension("numpydoc")
    app.add_transform(LinkNames)
    app.connect("autodoc-process-docstring", leave_out_files, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
