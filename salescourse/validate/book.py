"""The book: it builds without a warning, its links resolve, its audit passes."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from salescourse.validate.finding import Finding, first_words
from salescourse.validate.items import Settings
from salescourse.words import _

_BUILD = (
    "import sys; from pathlib import Path; from salescourse.book import build; "
    "build(Path(sys.argv[1]), out=Path(sys.argv[2]))"
)
_WARNING = re.compile(r"^(/.+?)(?::(\d+))?: (WARNING|ERROR|CRITICAL): (.+)$", re.M)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# myst-nb counts the lines of a notebook in ten thousands: cell, then line.
_CELL_LINES = 10_000


def book(config: Path, settings: Settings) -> list[Finding]:
    """Build the book of a course beside it, and look at every page."""
    root = config.parent
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder)
        _take_cache(settings.original(root), out)
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(root), str(out)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            return list(_warnings(_ANSI.sub("", done.stdout), config, settings))
        return _audited(out / "_build" / "html", config, settings)


def _take_cache(course: Path, out: Path) -> None:
    """Begin with the notebooks that the last build executed; it knows which still hold."""
    cache = course / "_build" / ".jupyter_cache"
    if cache.is_dir():
        shutil.copytree(cache, out / "_build" / ".jupyter_cache")


def _warnings(said: str, config: Path, settings: Settings) -> Iterator[Finding]:
    found = dict.fromkeys(_WARNING.findall(said))
    for name, line, _level, message in found:
        path, number = Path(name), int(line or 0)
        cell = number // _CELL_LINES if path.suffix == ".ipynb" else 0
        yield Finding(
            str(settings.original(path)), "book", _("a page without a warning"), message,
            _("Mend the page: `salescourse book` says the same."),
            cell=cell, first=_first(path, cell), line=0 if cell else number,
        )  # fmt: skip
    if not found:
        last = "\n".join(said.strip().splitlines()[-8:])
        yield Finding(
            str(settings.original(config)), "book", _("a book that builds"), last,
            _("Run `salescourse book`, and mend what it says."),
        )  # fmt: skip


def _first(path: Path, cell: int) -> str:
    from salescourse.execute import read

    if not cell:
        return ""
    cells = read(path).cells
    return first_words(cells[cell - 1].source) if cell <= len(cells) else ""


def _audited(html: Path, config: Path, settings: Settings) -> list[Finding]:
    from playwright.sync_api import sync_playwright

    from salescourse.book import audit
    from salescourse.browser import ensure_chromium

    try:
        chromium = str(ensure_chromium())
    except RuntimeError as error:
        return [
            Finding(
                str(settings.original(config)),
                "book",
                _("a browser to look with"),
                str(error),
                _("Install Chromium or Chrome, or leave out the book."),
            )
        ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=audit.browser_arguments()
        )
        found = audit.findings(audit.audit(html, browser))
        browser.close()
    return [
        Finding(
            str(settings.original(_page(config.parent, each.file))),
            "book",
            _("a page that keeps its budget"),
            f"[{each.rule}] {each.message} ({each.item})",
            _("Mend the page; `salescourse book audit` measures it again."),
        )
        for each in found
    ]


def _page(root: Path, page: str) -> Path:
    """Return what a page of the book was made from."""
    made = (root / page).with_suffix("")
    sources = (made.with_name(made.name + ending) for ending in (".ipynb", ".md"))
    return next((path for path in sources if path.is_file()), root / "_config.yml")
