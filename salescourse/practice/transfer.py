"""The file that carries a learner's progress from one place to another.

A browser exports it and JupyterLab imports it, or the other way round. It is JSON:
`{"format": "salescourse-progress", "v": 1, "events": [...]}`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from salescourse.practice.events import LATER, Event, check_kept, in_short, sift
from salescourse.words import _, ngettext

FORMAT = "salescourse-progress"
VERSION = 1


@dataclass(frozen=True)
class Imported:
    """What an import brought: entries new and known, and why some were left out.

    `later` counts those among them that only a later version of the course can use.

    Examples
    --------
    >>> print(Imported(12, 3))
    12 new entries, 3 you had already.
    """

    new: int
    had: int
    complaints: tuple[str, ...] = ()
    later: int = 0

    def __str__(self) -> str:
        left_out = len(self.complaints)
        parts = [
            ngettext("{} new entry", "{} new entries", self.new).format(self.new),
            ngettext("{} you had already", "{} you had already", self.had).format(
                self.had
            ),
            ngettext(
                "{} left out because it is malformed",
                "{} left out because they are malformed",
                left_out,
            ).format(left_out),
        ]
        counted = ", ".join(parts if left_out else parts[:2]) + "."
        return f"{counted} {LATER}" if self.later else counted


def to_text(events: Iterable[Event]) -> str:
    """Write events as the text of a progress file."""
    content = {"format": FORMAT, "v": VERSION, "events": list(events)}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_text(text: str) -> tuple[list[Event], list[str]]:
    """Read the text of a progress file; see `sift` for what comes back.

    Raises
    ------
    ValueError
        If the text as a whole is not a progress file.

    Examples
    --------
    >>> from_text('{"format": "salescourse-progress", "v": 1, "events": []}')
    ([], [])
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(
            _("This is not a progress file: it is not JSON. Export one and try again.")
        ) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(
            _('This is not a progress file: it does not say "format": "{}".').format(
                FORMAT
            )
        )
    if content.get("v") != VERSION:
        raise ValueError(
            _(
                "This progress file has version {}, and this course reads version {}. "
                "Update the course, then import it again."
            ).format(in_short(content.get("v")), VERSION)
        )
    if not isinstance(content.get("events"), list):
        raise ValueError(_('This progress file has no list of "events".'))
    return sift(content["events"], check_kept)
