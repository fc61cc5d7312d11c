"""The words of the overview, in the learner's language."""

from salescourse.practice.keeping import store_words
from salescourse.words import _, ngettext

# The page has both, and takes the one that fits its count.
ONE_AND_MANY = (1, 2)


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
        "due": [
            ngettext(
                "{} question is due for review.", "{} questions are due for review.", n
            )
            for n in ONE_AND_MANY
        ],
        "due_next": _("The next review is on {day}."),
        "due_on": _("review on {day}"),
        "due_now": _("review due"),
        "question": _("Question {n}"),
        "exercise": _("Exercise {n}"),
        "guesses": [
            ngettext("{} guess made", "{} guesses made", n) for n in ONE_AND_MANY
        ],
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
        "erase": _("Erase everything"),
        "erase_sure": _(
            "This erases every answer, guess and number that this browser keeps for "
            "the course, and nothing brings them back. Export them first if you may "
            "want them again."
        ),
        "erase_yes": _("Erase all of it"),
        "erase_no": _("Keep it"),
        "erased": _("Everything is erased. This browser keeps nothing of the course."),
        "exported": [
            ngettext("Exported {} entry.", "Exported {} entries.", n)
            for n in ONE_AND_MANY
        ],
        "new": [ngettext("{} new entry", "{} new entries", n) for n in ONE_AND_MANY],
        "had": [
            ngettext("{} you had already", "{} you had already", n)
            for n in ONE_AND_MANY
        ],
        "left_out": [
            ngettext(
                "{} left out because it is malformed",
                "{} left out because they are malformed",
                n,
            )
            for n in ONE_AND_MANY
        ],
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
