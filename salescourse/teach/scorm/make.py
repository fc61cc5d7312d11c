"""Pack the built book for an LMS."""

import json
import re
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import quote

import yaml

from salescourse.practice import modules
from salescourse.teach.book.short import short
from salescourse.teach.scorm.items import counted
from salescourse.teach.scorm.manifest import NAME, manifest
from salescourse.words import _

_HERE = Path(__file__).resolve().parent
_SCRIPTS = "../teach/scorm"
# The earliest a zip file can say, so that the same pages make the same package.
_DATE = (1980, 1, 1, 0, 0, 0)
_ROOT = re.compile(r'data-content_root="([./]*)"')
_PAGE = "scorm-page.js"


def pack(html: Path, archive: Path, *, course: Path, chapter: str = "") -> Path:
    """Write a package of SCORM 1.2.

    Parameters
    ----------
    html : Path
        The folder of the built pages.
    archive : Path
        The zip file; what is there is replaced.
    course : Path
        The course's folder.
    chapter : str
        One chapter: the package opens there and counts its questions; the other pages
        are in it because pages lead to them. All chapters if left out.

    Raises
    ------
    ValueError
        If there is no such chapter.
    """
    known = _chapters(course)
    if chapter and chapter not in known:
        raise ValueError(
            f"There is no chapter {chapter!r} with questions. There are: "
            f"{', '.join(known)}."
        )
    settings = yaml.safe_load((course / "_config.yml").read_text("utf-8"))
    title = str(settings.get("title", "")) or course.name
    start = f"notebooks/{known[chapter][0].stem}.html" if chapter else "index.html"
    chosen = [known[chapter]] if chapter else known.values()
    items = counted(bank for _notebook, bank in chosen)
    made = {f"book/{name}": text for name, text in _pages(html).items()}
    made |= _frame(title, str(settings.get("language", "en")), f"book/{start}", items)
    made[f"book/_static/{_PAGE}"] = modules.script(
        short(f"{_SCRIPTS}/page.js")
    ).encode()
    name = "-".join(filter(None, ["salescourse", chapter]))
    # In an address, spaces and the like are written as addresses write them.
    about = manifest(name, title, "scorm.html", [quote(n) for n in sorted(made)])
    made[NAME] = about.encode()
    return _write(archive, made)


def _pages(html: Path) -> dict[str, bytes]:
    files = {p.relative_to(html).as_posix(): p for p in html.rglob("*") if p.is_file()}
    return {
        n: _page(p) if n.endswith(".html") else p.read_bytes() for n, p in files.items()
    }


def _page(path: Path) -> bytes:
    """Return a page whose first script gives it the learner's own storage."""
    text = path.read_text(encoding="utf-8")
    if found := _ROOT.search(text):
        script = f'<script src="{found[1]}_static/{_PAGE}"></script>\n'
        text = text.replace("<script ", f"{script}<script ", 1)
    return text.encode()


def _chapters(course: Path) -> dict[str, tuple[Path, Path]]:
    """Return the notebook and the bank of each chapter that has questions."""
    made = {}
    for notebook in sorted((course / "notebooks").glob("*.ipynb")):
        name = re.sub(r"^\d+_", "", notebook.stem)
        for place in ("data", "notebooks"):
            bank = course / place / "questions" / f"{name}.yml"
            if bank.is_file():
                made[name] = (notebook, bank)
    return made


def _frame(title: str, language: str, start: str, items: list) -> dict[str, bytes]:
    words = {
        "alone": _("No learning platform answers here, so what you answer is forgotten "
                   "when you close this window."),
        "refused": _("The learning platform has not taken your last answers yet. They "
                     "are kept here, and it is tried again."),
    }  # fmt: skip
    told = json.dumps({"items": items, "start": start, "words": words})
    page = (_HERE / "scorm.html").read_text(encoding="utf-8")
    for name, text in (("LANG", language), ("TITLE", escape(title)),
                       ("PACKAGE", told.replace("<", "\\u003c"))):  # fmt: skip
        page = page.replace(f"@{name}@", text)
    return {
        "scorm.html": page.encode(),
        "scorm.css": (_HERE / "scorm.css").read_bytes(),
        "scorm.js": modules.script(short(f"{_SCRIPTS}/wrapper.js")).encode(),
    }


def _write(archive: Path, files: dict[str, bytes]) -> Path:
    archive.parent.mkdir(parents=True, exist_ok=True)
    draft = archive.with_suffix(".new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files, key=lambda name: (name != NAME, name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
    draft.replace(archive)
    return archive
