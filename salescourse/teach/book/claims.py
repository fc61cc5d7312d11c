"""What became of each claim of the article: a table by section, from `data/claims.yml`.

`{claims} decisions` shows a section's claims in the article's order, each with what the
course says to it and a link to the place that says it.
"""

from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from salescourse.teach.book.labels import labels
from salescourse.teach.book.places import address


def read_claims(root: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the claims of each section, in the article's order."""
    text = (root / "data" / "claims.yml").read_text(encoding="utf-8")
    return {part["section"]: part["claims"] for part in yaml.safe_load(text)}


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
            body += self._row(claim)
        words = labels()
        names = (words["claim_says"], words["claim_answer"])
        head = nodes.row("", *(_entry(nodes.paragraph("", name)) for name in names))
        group = nodes.tgroup(cols=2)
        group += [nodes.colspec(colwidth=width) for width in (2, 3)]
        group += [nodes.thead("", head), body]
        return [nodes.table("", group, classes=["sc-claims"])]

    def _row(self, claim: dict[str, Any]) -> nodes.row:
        words, kind = labels(), claim["how"]
        link = nodes.reference(
            "",
            words["chapter"].format(n=int(claim["at"][:2])),
            refuri=address(self.env, claim["at"]),
            internal=True,
        )
        number = nodes.inline("", claim["id"][1:], classes=["sc-claim-number"])
        number["ids"] = [claim["id"]]
        how = words[
            f"claim_{kind}_{claim['records']}"
            if "records" in claim
            else f"claim_{kind}"
        ]
        mark = nodes.inline("", how, classes=["sc-claim-how", f"sc-claim-{kind}"])
        says = nodes.paragraph("", "", number, nodes.Text(" " + claim["says"]))
        answer = nodes.paragraph("", "", mark, nodes.Text(f" {claim['answer']} "), link)
        return nodes.row("", _entry(says), _entry(answer))


def _entry(paragraph: nodes.paragraph) -> nodes.entry:
    return nodes.entry("", paragraph)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive to Sphinx."""
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
