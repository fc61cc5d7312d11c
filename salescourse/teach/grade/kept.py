"""What submissions have handed in, kept so that none is run twice.

Kept are the *values* that came out, never marks: those are computed anew each time. A
file that somebody writes here can change what was handed in, and nothing else.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salescourse.teach.grade.tables import write


def digest(content: bytes, edition: str, asks: Mapping[str, Any], limits: Any) -> str:
    """Return what a run is known by: the file's bytes, and what it was run with."""
    about = json.dumps([edition, asks, repr(limits)], sort_keys=True).encode()
    return hashlib.sha256(about + b"\0" + content).hexdigest()


class Kept:
    """Earlier runs, read once when a command begins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._runs = {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}

    def __getitem__(self, digest: str) -> dict[str, Any] | None:
        return self._runs.get(digest)

    def add(self, digest: str, came: dict[str, Any]) -> None:
        """Keep what came of a run."""
        self._runs[digest] = came
        write(self.folder / f"{digest}.json", json.dumps(came))

    def again(self) -> int:
        """Write again what something else has changed meanwhile; return how many."""
        changed = 0
        for name, came in self._runs.items():
            path = self.folder / f"{name}.json"
            if came is not None and _read(path) != came:
                write(path, json.dumps(came))
                changed += 1
        return changed


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(data, dict) and isinstance(data.get("values"), dict)
    words = whole and isinstance(data.get("remarks"), list)
    return data if words and all(isinstance(w, str) for w in data["remarks"]) else None
