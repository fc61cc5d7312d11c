"""Turn banks into one file for an LMS, and say what is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from salescourse.practice.questions.bank import bank_files, read_bank
from salescourse.teach.export import gift, moodle
from salescourse.teach.export.asked import Asked, asked, lost, reason

FORMATS = {"gift": gift, "moodle": moodle}


@dataclass(frozen=True)
class Exported:
    """What came of it: the file's text, how many questions of how many items, the rest.

    Parameters
    ----------
    text : str
        What the LMS reads.
    questions, items : int
        Questions in it, variants counted one by one, and the items they are made of.
    left_out : list of (str, str)
        Items, and why they, or what of them, are not there.
    """

    text: str
    questions: int
    items: int
    left_out: list[tuple[str, str]]


def export(paths: Iterable[Path], form: str) -> Exported:
    """Return the questions of banks in the form of an LMS.

    Parameters
    ----------
    paths : iterable of Path
        Banks, or folders that hold some.
    form : {"gift", "moodle"}
        The form.

    Raises
    ------
    ValueError
        If there is no such form, or a bank has mistakes (a `BankError`).
    FileNotFoundError
        If there is no bank.

    Examples
    --------
    >>> from salescourse.paths import data_dir
    >>> made = export([data_dir() / "questions" / "decisions.yml"], "gift")
    >>> made.text.splitlines()[0]
    '$CATEGORY: $course$/top/Sales course/decisions/decisions-signatures'
    """
    if form not in FORMATS:
        raise ValueError(f"There is no form {form!r}. There are: {', '.join(FORMATS)}.")
    files = [file for path in paths for file in bank_files(Path(path))]
    if not files:
        raise FileNotFoundError("There is no bank of questions to export.")
    made: list[Asked] = []
    left_out: list[tuple[str, str]] = []
    items = 0
    for file in files:
        for item in read_bank(file).items:
            why = reason(item)
            if not why:
                made += asked(item, file.parent)
                items += 1
            if said := why or lost(item):
                left_out.append((item.id, said))
    return Exported(FORMATS[form].write(made), len(made), items, left_out)
