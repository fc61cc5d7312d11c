"""The book: it builds without a warning, its links resolve, its audit passes."""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from salescourse.paths import command_line
from salescourse.practice.finding import Finding, Places

_SECONDS = 900
_BUILD = (
    "import sys; from pathlib import Path; from salescourse.teach.book import build; "
    "build(Path(sys.argv[1]), out=Path(sys.argv[2]))"
)
_WARNING = re.compile(
    r"^(?:.*\.\.\. )?(/.+?)(?::(\d+))?: (WARNING|ERROR|CRITICAL): (.+)$", re.M
)
# Of no page: of the settings, or of a file that they name.
_OF_NO_PAGE = re.compile(r"^(?:.*\.\.\. )?(?:WARNING|ERROR): (.+)$", re.M)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# myst-nb counts the lines of a notebook in ten thousands: cell, then line.
_CELL_LINES = 10_000


def book(config: Path, course: Path) -> Iterator[Finding]:
    """Build the book of a copied course beside it, and look at every page."""
    yield from _left_out(config.parent)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # Begin with the notebooks that the last build executed; it knows which hold.
        cache, out = course / "_build" / ".jupyter_cache", Path(folder)
        if cache.is_dir():
            shutil.copytree(cache, out / "_build" / ".jupyter_cache")
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(config.parent), str(out)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=_SECONDS,
        )  # fmt: skip
        if done.returncode:
            yield from _warnings(_ANSI.sub("", done.stdout), config)
        else:
            yield from _audited(out / "_build" / "html", config)


def _left_out(root: Path) -> Iterator[Finding]:
    from salescourse.teach.book.builder import listed

    there = listed(root)
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        name = f"notebooks/{notebook.stem}"
        if name not in there:
            message = (
                "the table of contents does not list it, so the book leaves it out"
            )
            remedy = f"Add `- file: {name}` to book/_toc.yml, or move it elsewhere."
            yield Finding((), "contents", message, remedy, file=str(notebook))


def _warnings(said: str, config: Path) -> Iterator[Finding]:
    found = dict.fromkeys(_WARNING.findall(said))
    for name, line, _level, message in found:
        remedy = f"Mend the page: `{command_line('book')}` says the same."
        number = int(line or 0)
        if name.endswith(".ipynb"):
            yield _in_cell(Path(name), number // _CELL_LINES, message, remedy)
        else:
            yield Finding((), "build", message, remedy, file=name, line=number)
    of_settings = dict.fromkeys(_OF_NO_PAGE.findall(said))
    for message in of_settings:
        remedy = f"Mend the settings: `{command_line('book')}` says the same."
        yield Finding((), "build", message, remedy, file=str(config))
    if not found and not of_settings:
        last = "\n".join(said.strip().splitlines()[-8:])
        remedy = f"Run `{command_line('book')}`, and mend what it says."
        yield Finding((), "build", last, remedy, file=str(config))


def _in_cell(path: Path, number: int, message: str, remedy: str) -> Finding:
    from salescourse.teach.execute import read

    cells = read(path).cells
    cell = cells[number - 1].id if 0 < number <= len(cells) else ""
    return Places.of(path, cells).finding(cell, "build", message, remedy)


def _audited(html: Path, config: Path) -> Iterator[Finding]:
    from salescourse.teach.book import audit
    from salescourse.teach.browser import ensure_chromium

    try:
        from playwright.sync_api import sync_playwright

        chromium = str(ensure_chromium())
    except (ModuleNotFoundError, RuntimeError) as error:
        without = command_line("validate --only notebooks,questions,exercises")
        install = f"{shlex.quote(sys.executable)} -m pip install playwright"
        remedy = (
            f"To look at the pages, run `{install}` and have Chromium or Chrome. "
            f"`{without}` leaves them out."
        )
        yield Finding((), "browser", str(error), remedy, file=str(config))
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=audit.browser_arguments()
        )
        found = audit.findings(audit.audit(html, browser))
        browser.close()
    remedy = f"Mend the page; `{command_line('book audit')}` measures it again."
    for each in found:
        yield replace(each, file=str(_page(config.parent, each.file)), remedy=remedy)


def _page(root: Path, page: str) -> Path:
    """Return what a page of the book was made from."""
    made = (root / page).with_suffix("")
    sources = (made.with_name(made.name + ending) for ending in (".ipynb", ".md"))
    return next((path for path in sources if path.is_file()), root / "_config.yml")
