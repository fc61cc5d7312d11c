"""What became of each claim of the article: a table by section, from `data/claims.yml`.

`{claims} decisions` shows a section's claims in the article's order, each with what the
course says to it and a link to the place that says it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import nbformat
import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from salescourse.teach.book.labels import labels


def read_claims(root: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the claims of each section, in the article's order."""
    text = (root / "data" / "claims.yml").read_text(encoding="utf-8")
    return {part["section"]: part["claims"] for part in yaml.safe_load(text)}


def section_of(cells: list[Mapping[str, Any]], cell_id: str) -> str:
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


class Claims(SphinxDirective):
    """`{claims} decisions`: the claims of one section of the article."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the section's table."""
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / "data" / "claims.yml"))
        section = self.arguments[0]
        claims = read_claims(root).get(section)
        if claims is None:
            raise self.error(f"data/claims.yml has no section {section!r}")
        body = nodes.tbody()
        for claim in claims:
            body += self._row(root, claim)
        words = labels()
        names = (words["claim_says"], words["claim_answer"])
        head = nodes.row("", *(_entry(nodes.paragraph("", name)) for name in names))
        group = nodes.tgroup(cols=2)
        group += [nodes.colspec(colwidth=width) for width in (2, 3)]
        group += [nodes.thead("", head), body]
        return [nodes.table("", group, classes=["sc-claims"])]

    def _row(self, root: Path, claim: dict[str, Any]) -> nodes.row:
        name, cell = claim["at"].split("#")
        notebook = root / "notebooks" / f"{name}.ipynb"
        self.env.note_dependency(str(notebook))
        cells = nbformat.read(notebook, as_version=4).cells
        anchor = nodes.make_id(section_of(cells, cell))
        words, kind = labels(), claim["how"]
        link = nodes.reference(
            "",
            words["chapter"].format(n=int(name[:2])),
            refuri=f"../notebooks/{name}.html#{anchor}",
            internal=True,
        )
        number = nodes.inline("", claim["id"][1:], classes=["sc-claim-number"])
        how = words[f"claim_{kind}_{claim['records']}" if "records" in claim else f"claim_{kind}"]
        mark = nodes.inline("", how, classes=["sc-claim-how", f"sc-claim-{kind}"])
        says = nodes.paragraph("", "", number, nodes.Text(" " + claim["says"]))
        answer = nodes.paragraph("", "", mark, nodes.Text(f" {claim['answer']} "), link)
        return nodes.row("", _entry(says), _entry(answer), ids=[claim["id"]])


def _entry(paragraph: nodes.paragraph) -> nodes.entry:
    return nodes.entry("", paragraph)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive to Sphinx."""
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
