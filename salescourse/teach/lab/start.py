"""The page on which JupyterLab opens: the chapters, and where one left off."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from salescourse.paths import command_line
from salescourse.practice.overview.chapters import course, title
from salescourse.practice.overview.standing import Standing, go_on, standing
from salescourse.practice.questions.bank import BankError
from salescourse.practice.records import records
from salescourse.teach.minutes import minutes
from salescourse.words import _

START = "Start.md"


def start_page(source: Path, news: Mapping[str, str], pages: Sequence[str]) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    source : Path
        The folder of the course's notebooks, of which the learner has copies.
    news : mapping
        By its file, what is new in an edition that arrived beside the learner's own.
    pages : sequence of str
        Files beside the copies that can be read.
    """
    stands = standing(_chapters(source), records().events())
    parts = ["# " + _("Your course"), _first(stands), _table(stands, source)]
    if news:
        parts += ["## " + _("Newer editions"), _newer(news)]
    parts += ["## " + _("How to work here"), _how_to(), _to_read(pages), _anew()]
    return "\n\n".join(filter(None, parts)) + "\n"


def _chapters(source: Path) -> list[dict[str, Any]]:
    """Return what is known of each notebook, also of one with no questions."""
    try:
        known = {Path(chapter["href"]).name: chapter for chapter in course()}
    except BankError:  # whoever runs `quiz` is told
        known = {}
    return [
        {"part": "", "items": [], "title": title(path), **known.get(path.stem, {}),
         "file": path.name}
        for path in sorted(source.glob("*.ipynb"))
    ]  # fmt: skip


def _first(stands: list[Standing]) -> str:
    here = go_on(stands)
    if here is None and any(each.all for each in stands):
        return _("Everything is answered. `review()` brings back what is due.")
    if (here := here or next(iter(stands), None)) is None:
        return ""
    words = _("Go on with {}.") if here.last else _("Begin with {}.")
    return f"**{words.format(_link(here.chapter['title'], here.chapter['file']))}**"


def _table(stands: list[Standing], source: Path) -> str:
    head = [_("Chapter"), _("Minutes"), _("Answered")]
    rows, part = [_row(head), "|---|---|---|"], ""
    for each in stands:
        if each.chapter["part"] != part:
            part = each.chapter["part"]
            rows.append(_row([f"**{part}**", "", ""]))
        takes = minutes(source / each.chapter["file"])
        done = _("{done} of {all}").format(done=each.done, all=each.all)
        link = _link(each.chapter["title"], each.chapter["file"])
        rows.append(_row([link, str(takes or ""), done if each.all else ""]))
    return "\n".join(rows)


def _newer(news: Mapping[str, str]) -> str:
    return "\n".join(f"- {_link(name, name)}: {said}" for name, said in news.items())


def _how_to() -> str:
    lines = [
        _("Run cells from the top: Shift and Enter together. Where a cell has three dots, "
          "`...`, it is your turn; `check` then says what is right."),
        _("In any notebook `progress()` shows how far you are, and `review()` asks what "
          "is due today."),
        _("Answered in the book too? On its page *Your progress* press *Export progress*; "
          "here, run `progress()` in a cell and press *Import a file*. The other way "
          "round it is the same, and nothing is counted twice."),
    ]  # fmt: skip
    return "\n".join(f"- {line}" for line in lines)


def _to_read(pages: Sequence[str]) -> str:
    links = [_link(Path(page).stem.capitalize(), page) for page in pages]
    return _("To look up: {}.").format(", ".join(links)) if links else ""


def _anew() -> str:
    words = _("The numbers are those of the moment when `{}` made this page.")
    return f"*{words.format(command_line('lab'))}*"


def _link(words: str, file: str) -> str:
    return f"[{words}]({quote(file)})"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
