"""The words of the overview, in the learner's language."""

from salescourse.practice.keeping import store_words
from salescourse.words import _, ngettext


def words() -> dict[str, str | list[str]]:
    """Return what the overview says; a pair where one and many differ."""
    return {
        "locale": _("en-US"),
        "name": _("Your progress"),
        "done": _("{done} of {all}"),
        "done_long": _("questions and exercises done"),
        "next": _("Next"),
        "begin": _("Begin with"),
        "all_done": _("Everything is answered."),
        "due": _two(
            "{} question is due for review.", "{} questions are due for review."
        ),
        "due_next": _("The next review is on {day}."),
        "due_on": _("review on {day}"),
        "due_now": _("review due"),
        "question": _("Question {n}"),
        "exercise": _("Exercise {n}"),
        "guesses": _two("{} guess made", "{} guesses made"),
        "review": _("Review now"),
        "review_run": _("Run review() in a cell to answer."),
        "right": _("right"),
        "written": _("written"),
        "tried": _("tried"),
        "open": _("not yet"),
        "changed": _("has changed since"),
        "legend": _("Squares are questions, circles are exercises."),
        "open_file": _("Open {file}"),
        "export": _("Export progress"),
        "import": _("Import a file"),
        "paste": _("Paste instead"),
        "paste_label": _("The text of a progress file"),
        "paste_do": _("Import this text"),
        "move": _(
            "One file carries your progress from this browser to JupyterLab, or to "
            "another computer, and back. Importing adds; it never takes away."
        ),
        "exported": _two("Exported {} entry.", "Exported {} entries."),
        "new": _two("{} new entry", "{} new entries"),
        "had": _two("{} you had already", "{} you had already"),
        "left_out": _two(
            "{} left out because it is malformed",
            "{} left out because they are malformed",
        ),
        "no_file": _("This is not a progress file. Export one and import that."),
        "newer": _(
            "This progress file was made by another version of the course. Update "
            "the course, then import it again."
        ),
        "not_kept": _(
            "This browser would not keep all of it, so some is here only until the "
            "page is closed."
        ),
        "forgets": _(
            "This browser keeps nothing for these pages, so there is nothing to show "
            "here. Answers last until you leave the page that asks."
        ),
        "remind": _(
            "This browser may delete what you did after seven days without a visit. "
            "Export your progress to be safe."
        ),
        "saving": _("Saving …"),
        **store_words(),
    }


def _two(one: str, many: str) -> list[str]:
    return [ngettext(one, many, 1), ngettext(one, many, 2)]
