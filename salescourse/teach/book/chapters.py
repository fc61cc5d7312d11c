"""Chapters are plain notebooks; what makes them pages of a book is added here.

Links of the form `[words](cite:key)` lead to the references and
`[words](term:word)` to the glossary; JupyterLab shows just their words. The sections
of a chapter come in a fixed order, which gives each its class, and so its look.
"""

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.domain import BibtexDomain

log = logging.getLogger(__name__)
ANATOMY = (
    "scene", "idea", "model", "data", "exercises", "claim", "yours", "quiz", "end",
)  # fmt: skip
WITHOUT_SHEET = tuple(name for name in ANATOMY if name != "yours")


class NameSections(SphinxTransform):
    """Give the sections of a chapter their classes."""

    default_priority = 500

    def apply(self) -> None:
        """Change the page in place."""
        if not self.env.docname.startswith("notebooks/"):
            return
        for title in self.document.findall(nodes.title):
            chapter = title.parent
            chapter["classes"].append("sc-chapter")
            parts = [
                part for part in chapter.children if isinstance(part, nodes.section)
            ]
            # Where a chapter has a sheet, one part more comes before the quiz.
            names = ANATOMY if len(parts) > len(ANATOMY) - 1 else WITHOUT_SHEET
            for part, name in zip(parts, names, strict=False):
                part["classes"].append(f"sc-part-{name}")
            return


class LinkTerms(SphinxTransform):
    """Turn `term:` links into references to the glossary."""

    default_priority = 5

    def apply(self) -> None:
        """Change the page in place."""
        for link in list(self.document.findall(nodes.reference)):
            uri = link.get("refuri", "")
            if uri.startswith("term:"):
                word = uri.removeprefix("term:").replace("-", " ")
                xref = addnodes.pending_xref(
                    "",
                    nodes.inline("", link.astext(), classes=["sc-term"]),
                    refdomain="std",
                    reftype="term",
                    reftarget=word,
                    refexplicit=True,
                    refwarn=True,
                    refdoc=self.env.docname,
                )
                xref.source, xref.line = link.source, link.line
                link.replace_self(xref)


class LinkCitations(SphinxPostTransform):
    """Turn `cite:` links into links to the entry on the references' page."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Change the page in place."""
        # A course without references.bib has no such domain.
        domain = cast("BibtexDomain | None", self.env.domains.get("cite"))
        entries = {entry.key: entry for entry in domain.citations} if domain else {}
        for link in list(self.document.findall(nodes.reference)):
            uri = link.get("refuri", "")
            if not uri.startswith("cite:"):
                continue
            entry = entries.get(uri.removeprefix("cite:"))
            if entry is None:
                log.warning("no entry in references.bib for %s", uri, location=link)
                continue
            here, text = self.env.docname, nodes.inline("", link.astext())
            link.replace_self(
                make_refnode(
                    self.app.builder,
                    here,
                    entry.bibliography_key.docname,
                    entry.citation_id,
                    text,
                )
            )


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transforms to Sphinx."""
    app.add_transform(NameSections)
    app.add_transform(LinkTerms)
    app.add_post_transform(LinkCitations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
