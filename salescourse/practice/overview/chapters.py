"""The course as the overview draws it: parts, chapters, and the items of each.

Order and parts come from the book's table of contents, titles from the notebooks,
items from the question banks. Where the package was installed without the course
around it, the banks alone are listed.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from salescourse.paths import project_root
from salescourse.practice.markup import plain
from salescourse.practice.questions.answers import asks_for_number
from salescourse.practice.questions.bank import Item, chapters, load_bank

MAX_SHORT_CHARACTERS = 72
PATHS = ("b2b", "b2c", "strategy")


class Page(NamedTuple):
    """A chapter's page in the book: its part, and its file without the ending."""

    part: str
    file: str

    @property
    def name(self) -> str:
        """The chapter's name, which is its file's without the number."""
        return re.sub(r"^\d+_", "", Path(self.file).name)


def course() -> list[dict[str, Any]]:
    """Return every chapter that has items, in the order of the book.

    Returns
    -------
    list of dict
        `name`, `title`, `part`, `path` (b2b, b2c, strategy or empty), `href` (the
        page, from the book's root and without its ending) and `items`: `id`,
        `short`, `hashes`, whether it is an `exercise`, and whether a `page` without
        a kernel can ask it.

    Examples
    --------
    >>> course()[0]["items"][0]["exercise"]
    False
    """
    known = chapters()
    pages = [page for page in _pages() if page.name in known]
    listed = {page.name for page in pages}
    pages += [Page("", name) for name in known if name not in listed]
    return [_chapter(page) for page in pages]


def page_of(name: str) -> str:
    """Return the page of the book with this name, or "" if it has none."""
    return next((page.file for page in _pages() if page.name == name), "")


def _chapter(page: Page) -> dict[str, Any]:
    return {
        "name": page.name,
        "title": _title(page),
        "part": page.part,
        "path": _path(page.name),
        "href": page.file if "/" in page.file else "",
        "items": [_face(item) for item in load_bank(page.name).items],
    }


def _pages() -> Iterator[Page]:
    import yaml

    try:
        text = (project_root() / "book" / "_toc.yml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    contents = yaml.safe_load(text)
    for part in contents.get("parts", [contents]):
        for chapter in part.get("chapters", []):
            yield Page(part.get("caption", ""), chapter["file"])


def title(notebook: Path) -> str:
    """Return the first heading of a notebook, or what its name suggests.

    Learners work in these notebooks, and may have broken or deleted one.
    """
    try:
        text = notebook.read_text(encoding="utf-8")
        for cell in json.loads(text)["cells"]:
            if heading := re.search(r"^# +(.+)", "".join(cell["source"]), re.MULTILINE):
                return plain(heading[1])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return re.sub(r"^\d+_", "", notebook.stem).replace("_", " ").capitalize()


def _title(page: Page) -> str:
    try:
        return title(project_root() / f"{page.file}.ipynb")
    except FileNotFoundError:
        return title(Path(page.file))


def _path(name: str) -> str:
    """Say which of the course's paths a chapter lies on, by where its model is."""
    package = Path(__file__).resolve().parents[2]
    models = (package / path / name for path in PATHS)
    found = (
        m.parent.name for m in models if m.is_dir() or m.with_suffix(".py").is_file()
    )
    return next(found, "")


def _face(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "short": _shorten(plain(item.stem)),
        "hashes": item.hashes,
        "exercise": item.type == "code",
        "page": item.type != "code" or asks_for_number(item),
    }


def _shorten(text: str) -> str:
    """Cut a long text at a word, and before numbers that differ between learners."""
    cut = text.partition("{{")[0][: MAX_SHORT_CHARACTERS + 1]
    if cut == text and len(text) <= MAX_SHORT_CHARACTERS:
        return text
    return cut.rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
