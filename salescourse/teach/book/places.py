"""Links to a place in a chapter, by its cell, which keeps its name.

`[words](place:01_decisions#scene)` leads to the heading under which the cell stands.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform


def section_of(cells: Sequence[Mapping[str, Any]], cell_id: str) -> str:
    """Return the heading under which a cell stands, or which it brings.

    Raises
    ------
    ValueError
        If no cell has this id.

    Examples
    --------
    >>> section_of([{"id": "idea", "source": "## The idea", "cell_type": "markdown"}],
    ...            "idea")
    'The idea'
    """
    heading = ""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            lines = "".join(cell["source"]).splitlines()
            here = [line.lstrip("# ") for line in lines if line.startswith("#")]
            heading = here[0] if here else heading
        if cell["id"] == cell_id:
            return heading
    raise ValueError(f"no cell has the id {cell_id!r}")


def address(env: BuildEnvironment, place: str) -> str:
    """Return where a place is, as seen from the page that is being read."""
    name, cell = place.split("#")
    notebook = Path(env.srcdir) / "notebooks" / f"{name}.ipynb"
    env.note_dependency(str(notebook))
    section = section_of(nbformat.read(notebook, as_version=4).cells, cell)
    section = section.replace("'", "’")  # as the page has it when its names are made
    up = "../" * env.docname.count("/")
    return f"{up}notebooks/{name}.html#{nodes.make_id(section)}"


class LinkPlaces(SphinxTransform):
    """Turn `place:` links into links to the page and its heading."""

    default_priority = 5

    def apply(self) -> None:
        """Change the page in place."""
        for link in self.document.findall(nodes.reference):
            uri = link.get("refuri", "")
            if uri.startswith("place:"):
                link["refuri"] = address(self.env, uri.removeprefix("place:"))
                link["internal"] = True


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transform to Sphinx."""
    app.add_transform(LinkPlaces)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
