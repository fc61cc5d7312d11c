"""How long a chapter takes, as its first cell says it."""

import json
import re
from pathlib import Path


def minutes(notebook: Path) -> int | None:
    """Return the minutes that a chapter names in its first cell, or None.

    Learners work in these notebooks, and may have broken one.
    """
    try:
        first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    found = re.search(r"(\d+) minutes", "".join(first))
    return int(found[1]) if found else None
