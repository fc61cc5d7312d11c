"""`progress`: what the learner has done and what comes next, as a picture.

The same module draws it in a notebook, from the events in the learner's records,
and in a page with no kernel, from what the browser keeps.
"""

from typing import Any

import anywidget
import traitlets

from salescourse.practice.events import Event, check_kept
from salescourse.practice.keeping import Keeping
from salescourse.practice.modules import joined, style
from salescourse.practice.overview.chapters import course, page_of
from salescourse.practice.overview.words import words
from salescourse.practice.records import records
from salescourse.words import _, ngettext


class Overview(Keeping, anywidget.AnyWidget):
    """The widget that `progress` makes."""

    _esm = joined("overview/widget.js")
    _css = style("theme.css", "overview/widget.css")
    chapters = traitlets.List[dict[str, Any]]().tag(sync=True)
    review_page = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def _check(self, event: Any) -> Event:
        """Take what the file of another course may hold, too: it is imported here."""
        return check_kept(event)

    def __repr__(self) -> str:
        items = sum(len(chapter["items"]) for chapter in self.chapters)
        count = len(self.chapters)
        return ngettext(
            "Progress: {} chapter, {} questions and exercises. Run this cell in "
            "JupyterLab to see yours.",
            "Progress: {} chapters, {} questions and exercises. Run this cell in "
            "JupyterLab to see yours.",
            count,
        ).format(count, items)


def progress(chapter: str | None = None) -> Overview:
    """Show what you have done, what you have not, and what to do next.

    Export and import are here too: one file carries your progress from a browser to
    JupyterLab and back.

    Parameters
    ----------
    chapter : str, optional
        The name of one chapter, such as `decisions`; the whole course if left out.

    Returns
    -------
    Overview
        A widget; leave it as the last line of a cell.

    Raises
    ------
    KeyError
        If there is no chapter of that name.

    Examples
    --------
    >>> progress("impulsiveness")
    Traceback (most recent call last):
    KeyError: "There is no chapter 'impulsiveness'. ..."
    """
    shown = course()
    if chapter is not None:
        names = [one["name"] for one in shown]
        shown = [one for one in shown if one["name"] == chapter]
        if not shown:
            raise KeyError(
                _("There is no chapter {!r}. There are: {}.").format(
                    chapter, ", ".join(names)
                )
            )
    store = records()
    past = store.everything()
    return Overview(
        chapters=shown,
        review_page=page_of("review"),
        labels=words(),
        stored=[event["id"] for event in past],
        events=past,
        notice=store.notice or "",
    )
