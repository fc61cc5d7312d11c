"""Shorten the scripts of pages anew: `python tests/short_scripts.py` writes them.

See `salescourse/teach/book/short.py`.
"""

import json
import os
import subprocess
from pathlib import Path

from node import HOME, ROOT, install, program

from salescourse.practice import modules
from salescourse.teach.book.short import FILE, digest

PRACTICE = ROOT / "salescourse" / "practice"


def of_pages() -> dict[str, str]:
    """Return every module of the package, by its hash."""
    scripts = sorted((ROOT / "salescourse").rglob("*.js"))
    found = {}
    for script in scripts:
        path = Path(os.path.relpath(script, PRACTICE)).as_posix()
        text = modules.modules(path)[path]
        found[digest(text)] = text
    return found


def shortened() -> str:
    """Return what `short.json` should hold."""
    install()
    command = [program("node"), ROOT / "tests" / "js" / "shorten.js", HOME]
    done = subprocess.run(
        list(map(str, command)), input=json.dumps(of_pages()), cwd=ROOT, text=True,
        encoding="utf-8", capture_output=True, check=True,
    )  # fmt: skip
    return json.dumps(json.loads(done.stdout), indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(shortened(), encoding="utf-8")
