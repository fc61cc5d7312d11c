"""`sheet`: a page for the reader's own numbers, live in a notebook and in the book.

The browser computes, with a few lines of JavaScript that stand beside the chapter's
models and are held to them by tests. What is typed is kept with the reader's progress,
on their machine alone.
"""

import copy
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, overload

import anywidget
import traitlets

from salescourse.listing import Listing
from salescourse.practice.fields import field_words
from salescourse.practice.keeping import Keeping, store_words
from salescourse.practice.modules import joined, style
from salescourse.practice.questions.models import home_of
from salescourse.practice.records import records
from salescourse.practice.sheets.spec import names, read_spec
from salescourse.words import _

_ENTRY = """
import {{ compute }} from "{formula}";
import {{ sheetOf }} from "./sheet.js";
export default sheetOf(compute);
"""


class Sheet(Keeping, anywidget.AnyWidget):
    """The widget that `sheet` makes; each chapter's has a formula of its own."""

    _esm = "export default {}"
    sheet = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    @property
    def numbers(self) -> dict[str, Any]:
        """What was put in last, or what the sheet begins with."""
        kept = [e["answer"] for e in self.events if e["kind"] in ("numbers", "reset")]
        last = kept[-1] if kept else None
        return copy.deepcopy(last if isinstance(last, dict) else self.sheet["start"])

    def __repr__(self) -> str:
        return _(
            "Sheet: {}. Run this cell in JupyterLab, or open the page, to put your "
            "numbers in."
        ).format(self.sheet["title"])


@overload
def sheet() -> Listing: ...
@overload
def sheet(chapter: str) -> Sheet: ...
def sheet(chapter: str | None = None) -> Sheet | Listing:
    """Show a chapter's sheet for your own numbers, or list the sheets.

    Parameters
    ----------
    chapter : str, optional
        Its name, such as `decisions`. If left out, the sheets are listed.

    Returns
    -------
    Sheet or Listing
        A widget; leave it as the last line of a cell. `.numbers` has what was put in
        last, as lists and dicts.

    Raises
    ------
    KeyError
        If the chapter has no sheet.

    Examples
    --------
    >>> sheet("decisions")
    Sheet: Your committee. Run this cell in JupyterLab, or open the page, ...
    >>> sheet("decisions").numbers["people"][0]["who"]
    'office manager'
    """
    known = names()
    if chapter is None:
        rows = [(name, read_spec(name)["title"]) for name in known]
        says = _('The sheets for your own numbers. sheet("{}") shows one.')
        return Listing(says.format(known[0]), (_("Chapter"), _("Sheet")), rows)
    if chapter not in known:
        raise KeyError(
            _("There is no sheet for {!r}. There are some for: {}.").format(
                chapter, ", ".join(known)
            )
        )
    spec = read_spec(chapter)
    past = records().events([f"{chapter}-sheet"])
    return _widget(chapter)(
        sheet=spec,
        labels=words(),
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


@cache
def _widget(chapter: str) -> type[Sheet]:
    """Return the class of a chapter's sheet, with its formula."""
    entry = _ENTRY.format(formula=formula_of(chapter))
    own = {"_esm": joined(f"sheets/{chapter}.js", entry), "_css": sheet_style()}
    return type("Sheet", (Sheet,), own)


def formula_of(chapter: str) -> str:
    """Return where a chapter's formula lies, as a module of a sheet names it."""
    home = find_spec(home_of(chapter))
    if home is None or home.origin is None:
        raise ValueError(f"There are no models for the sheet of {chapter!r}.")
    package = Path(__file__).resolve().parents[2]
    place = Path(home.origin).parent.relative_to(package).as_posix()
    return f"../../{place}/sheet.js"


def sheet_style() -> str:
    """Return the style sheets of a sheet as one."""
    return style("theme.css", "fields.css", "sheets/sheet.css")


def words() -> dict[str, str]:
    """Return what sheets say beside their own words."""
    return {
        "locale": _("en-US"),
        "yours": _("Your numbers"),
        "remove": _("Remove {x}"),
        "name": _("Name"),
        "result": _("What follows"),
        "unsure": _("Put a number into every field, and this is computed."),
        "kept": _("Kept in this browser, and nowhere else."),
        "saved": _("Kept with your progress, on this computer."),
        "print": _("Print this sheet"),
        "link": _("Copy a link with these numbers"),
        "text": _("Copy these numbers as text"),
        "copied": _("Copied. Whoever opens it sees your numbers."),
        "uncopied": _("This browser does not let pages copy. Here it is:"),
        "paste": _("Put in numbers that somebody sent"),
        "pasteHow": _("The link, or the text"),
        "pasteDo": _("Show them"),
        "unread": _("There are no numbers of this sheet in that text."),
        "shared": _("These numbers were sent to you. Your own are kept."),
        "take": _("Keep these instead of mine"),
        "mine": _("Back to mine"),
        "startOver": _("Back to the example"),
        "printed": _("{sheet}, {day}"),
        "forgets": _(
            "This browser keeps nothing: print the sheet, or copy it as text."
        ),
        **field_words(),
        **store_words(),
    }
