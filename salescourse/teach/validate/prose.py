"""The course's linter, for any notebook."""

from collections.abc import Iterator
from pathlib import Path

from salescourse.practice.finding import Finding
from salescourse.teach.prose import RULES, broken, form, wording
from salescourse.teach.prose.chapter import Chapter
from salescourse.teach.validate.questions import is_broken

# What any notebook should keep to; the other rules are about a chapter's parts.
_ANYWHERE = (form.warnings, wording.slogans, wording.weak_claims, wording.spelling)
_PAGES = ("glossary.md", "references.bib", "_toc.yml")


def prose(notebook: Path, root: Path) -> Iterator[Finding]:
    """Return what the linter finds in a notebook of a course or folder."""
    chapter = Chapter(notebook, root)
    bank = root / "data" / "questions" / f"{chapter.name}.yml"
    wanted = [bank, *(root / "book" / name for name in _PAGES)]
    whole = all(file.is_file() for file in wanted) and not is_broken(bank)
    for rule in RULES if whole else _ANYWHERE:
        yield from broken(rule, chapter)
