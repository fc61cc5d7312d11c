"""The course's linter, as findings."""

from typing import TYPE_CHECKING

from salescourse.prose import RULES, form, wording
from salescourse.prose.chapter import Chapter
from salescourse.validate.finding import Finding

if TYPE_CHECKING:
    from salescourse.validate.notebook import NotebookFile

# What any notebook should keep to; the other rules are about a chapter's parts.
_ANYWHERE = (
    form.warnings,
    wording.slogans,
    wording.weak_claims,
    wording.spelling,
)
_PAGES = ("glossary.md", "references.bib", "_toc.yml")


def prose(notebook: "NotebookFile") -> list[Finding]:
    """Return what the linter finds in a notebook."""
    chapter = Chapter(notebook.path, notebook.settings.root(notebook.path))
    return [
        notebook.finding("prose", cell, "", f"[{rule.__name__}]", message)
        for rule in (RULES if _is_chapter(chapter) else _ANYWHERE)
        for cell, message in rule(chapter)
    ]


def _is_chapter(chapter: Chapter) -> bool:
    bank = chapter.root / "data" / "questions" / f"{chapter.name}.yml"
    pages = (chapter.root / "book" / name for name in _PAGES)
    return bank.is_file() and all(page.is_file() for page in pages)
