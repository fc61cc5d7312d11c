"""How long a chapter takes, and the article's words for it, as its first cell says."""

import json
import re
from pathlib import Path


def minutes(notebook: Path) -> int | None:
    """Return the minutes that a chapter names in its first cell, or None.

    Learners work in these notebooks, and may have broken one.
    """
    found = re.search(r"(\d+) minutes", _first_cell(notebook))
    return int(found[1]) if found else None


def second_line(notebook: Path) -> str:
    """Return what stands in italics under a chapter's title, or "".

    It is how the article calls what the chapter is about.
    """
    found = re.match(r"# .+\n+\*([^*\n]+?)\.?\*", _first_cell(notebook))
    return found[1] if found else ""


def _first_cell(notebook: Path) -> str:
    try:
        first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return ""
    return "".join(first)
