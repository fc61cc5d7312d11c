"""What `check`, `hint` and `solution` give back: as text, and as a card in a notebook."""

import html
from dataclasses import dataclass

from salescourse.practice import markup
from salescourse.words import _

_COLORS = {"right": "var(--sc-good, #1f7a4d)", "wrong": "var(--sc-bad, #a8323a)"}
_SIGNS = {"right": "✓", "wrong": "✗", "unread": "–", "unanswered": "–",
          "handed": "–"}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """How an answer to an exercise was found.

    Parameters
    ----------
    exercise : str
        Its id.
    kind : str
        `right`, `wrong`, `unread` (another kind of thing was asked for; no attempt),
        `unanswered` (the `...` is still there; no attempt) or `handed` (the key is
        not here; it is marked later).
    message : str
        What to say, in Markdown.
    """

    exercise: str
    kind: str
    message: str

    @property
    def correct(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    @property
    def headline(self) -> str:
        """The result in a word or two."""
        return {
            "right": _("Right."),
            "wrong": _("Not yet."),
            "unread": _("Not counted."),
            "unanswered": _("Not answered yet."),
            "handed": _("Taken down."),
        }[self.kind]

    def __repr__(self) -> str:
        said = markup.plain(self.message)
        return f"{_SIGNS[self.kind]} {self.exercise}: {self.headline} {said}"

    def _repr_html_(self) -> str:
        color = _COLORS.get(self.kind, "var(--sc-ink-soft, #57606a)")
        head = f"{_SIGNS[self.kind]} {html.escape(self.exercise)}: {self.headline}"
        return _card(color, head, markup.render(self.message))


@dataclass(frozen=True)
class Hint:
    """One hint of an exercise: which of how many, and what it says in Markdown."""

    exercise: str
    stage: int
    stages: int
    message: str

    @property
    def headline(self) -> str:
        """Which hint of how many."""
        return _("Hint {} of {}.").format(self.stage, self.stages)

    def __repr__(self) -> str:
        return f"{self.exercise}: {self.headline} {markup.plain(self.message)}"

    def _repr_html_(self) -> str:
        head = f"{html.escape(self.exercise)}: {self.headline}"
        return _card("var(--sc-accent, #8a6a00)", head, markup.render(self.message))


@dataclass(frozen=True)
class Solution:
    """A solution of an exercise, and what it says in Markdown once it is opened."""

    exercise: str
    message: str

    @property
    def headline(self) -> str:
        """What this is."""
        return _("One solution.")

    def __repr__(self) -> str:
        said = _("`.message` says it in words.")
        return f"{self.exercise}: {self.headline} {said}"

    def _repr_html_(self) -> str:
        head = f"{html.escape(self.exercise)}: {self.headline}"
        card = _card(_COLORS["right"], head, markup.render(self.message))
        summary = _("One solution, in words")
        # Where JupyterLab folds an output, it shows its first line as written here.
        return (
            f' \n<details class="sc-solution">\n<summary>{summary}</summary>\n'
            f"{card}\n</details>"
        )


def _card(color: str, head: str, body: str) -> str:
    return (
        f'<div style="border-left:4px solid {color};padding:.25rem 0 .25rem .9rem">'
        f'<strong style="color:{color}">{head}</strong>{body}</div>'
    )
