"""The references are named as the text names them: by author and year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx

MOST_NAMES = 3


def cited_as(names: Sequence[str], year: str) -> str:
    """Return how a text names its source.

    Examples
    --------
    >>> cited_as(["Kemeny", "Snell"], "1960")
    'Kemeny and Snell, 1960'
    >>> cited_as(["Adamson", "Dixon", "Spenner", "Toman"], "2015")
    'Adamson and others, 2015'
    """
    *before, last = names
    if len(names) > MOST_NAMES:
        before, last = [names[0]], "others"
    people = f"{', '.join(before)} and {last}" if before else last
    return f"{people}, {year}" if year else people


class AuthorYear(BaseLabelStyle):
    """Labels of author and year; a, b, c tell the same apart."""

    def format_labels(self, sorted_entries: Sequence[Entry]) -> Iterator[str]:
        """Yield the label of each entry."""
        labels = [
            cited_as(_names(one), one.fields.get("year", "")) for one in sorted_entries
        ]
        total, seen = Counter(labels), Counter[str]()
        for label in labels:
            seen[label] += 1
            yield label + ("abcdefgh"[seen[label] - 1] if total[label] > 1 else "")


def _names(entry: Entry) -> list[str]:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join([*one.prelast_names, *one.last_names]) for one in people]
    plain = [name.replace("{", "").replace("}", "") for name in names]
    return plain or [entry.fields.get("title", entry.key)]


class AuthorYearStyle(Style):
    """Entries in the order of their authors, labeled by author and year."""

    default_label_style = AuthorYear
    default_sorting_style = "author_year_title"


def setup(app: Sphinx) -> dict[str, Any]:
    """Let `bibtex_default_style: author_year` name this style."""
    register_plugin("pybtex.style.formatting", "author_year", AuthorYearStyle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
