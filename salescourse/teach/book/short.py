"""Scripts of pages with short names for what they alone know.

A page is light, and nothing but Python builds it; yet what shortens names rightly is a
JavaScript program. So each module lies here shortened already, in `short.json`, beside the
hash of what it was made from; a test makes them anew and compares. A module that has
changed since, or that is not the course's own, is taken as it is.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from salescourse.practice import modules

FILE = Path(__file__).with_name("short.json")


def short(entry: str) -> dict[str, str]:
    """Return a module and those it imports, shortened, as `modules.modules` does."""
    return shortened(modules.modules(entry))


def shortened(found: Mapping[str, str]) -> dict[str, str]:
    """Return modules, by their paths, with short names where they are known.

    Examples
    --------
    >>> shortened({"mine.js": 'M["mine.js"]=1;'})
    {'mine.js': 'M["mine.js"]=1;'}
    """
    return {path: _known().get(digest(text), text) for path, text in found.items()}


def digest(module: str) -> str:
    """Return by what a module's short form is found.

    Examples
    --------
    >>> digest("M")
    '08f271887ce94707da822d52'
    """
    return hashlib.sha256(module.encode()).hexdigest()[:24]


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return known
