"""The words of the book's frame, in the reader's language."""

from salescourse.words import _


def labels() -> dict[str, str]:
    """Return what the frame of a page says."""
    return {
        "skip_text": _("Skip to the text"),
        "skip_contents": _("Skip to the contents"),
        "contents": _("Contents"),
        "on_page": _("On this page"),
        "ways": _("Previous and next"),
        "previous": _("Previous"),
        "next": _("Next"),
        "search": _("Search"),
        "search_hint": _("A word, or several"),
        "close": _("Close"),
        "needs_kernel": _("This works in JupyterLab."),
        "in_lab": _("For JupyterLab"),
        "put_in": _("Put your numbers in"),
        "one_page": _("Show my numbers"),
        "play": _("Play"),
        "notebook": _("Open this notebook"),
        "binder": _("Run it on Binder"),
        "edit": _("Edit this page"),
        "answers": _("Answers"),
        "exercise": _("Exercise {n}"),
        "minutes": _("{n} minutes"),
        "chapter": _("Chapter {n}"),
        "edition": _("Edition {edition} of {date}"),
        "by_letter": _("By letter"),
        "used_in": _("Chapters: {chapters}"),
        "letters": _("License of the letters"),
        "claim_says": _("The article says"),
        "claim_answer": _("What the course says to it"),
        "claim_taught": _("Taught."),
        "claim_tested_real": _("Tested on real records."),
        "claim_tested_survey": _("Tested by a survey."),
        "claim_tested_invented": _("Tested on invented records."),
        "claim_unknown": _("Not known."),
    }


def script_labels() -> dict[str, str]:
    """Return what the frame's script says."""
    return {
        "auto": _("Light or dark: as the system"),
        "light": _("Light"),
        "dark": _("Dark"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "done": _("{done} of {all} done"),
        "goOn": _("Go on: {chapter}"),
        "due": _("{n} to review"),
        "found": _("{n} places"),
        "found_one": _("1 place"),
        "found_none": _("Nothing found. Try fewer words, or other ones."),
        "page": "",
        "section": "",
        "glossary": _("Glossary"),
        "chapter": _("Chapter {n}"),
        "figure": _("Figure"),
        "question": _("Question"),
        "name": _("Package"),
    }
