"""Which of several files of one learner counts, and who somebody is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from salescourse.teach.grade.found import Submission
from salescourse.teach.grade.reading import (
    Notebook,
    Unreadable,
    chapter_called,
    chapter_of,
    read,
)


@dataclass
class Entry:
    """A submission as it was read: its notebook, if it is one, and its chapter."""

    submission: Submission
    notebook: Notebook | None
    chapter: str
    remarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Who it is: the LMS knows best, then the folder, then what is written."""
        written = self.notebook.name if self.notebook else ""
        learner = self.submission.learner
        return learner.name or written or f"unnamed: {self.submission.path.name}"


def entries(
    found: Iterable[Submission], known: Collection[str], chapter: str = ""
) -> list[Entry]:
    """Read submissions, and decide which of several attempts counts.

    Parameters
    ----------
    found : iterable of Submission
        The files.
    known : collection of str
        The chapters of the course.
    chapter : str
        The chapter of notebooks that do not say theirs; if left out, the one that
        most of the others are of.
    """
    read_ones = [_entry(each, known) for each in found]
    named = [entry.chapter for entry in read_ones if entry.chapter]
    usual = chapter or (max(sorted(set(named)), key=named.count) if named else "")
    for entry in read_ones:
        entry.chapter = entry.chapter or usual
        _say_who(entry)
    return _newest(read_ones)


def _entry(submission: Submission, known: Collection[str]) -> Entry:
    file = submission.path.name
    try:
        if submission.too_large:
            raise Unreadable("It is larger than 20 MB, so it was not read.")
        notebook = read(submission.content)
    except Unreadable as error:
        return Entry(submission, None, chapter_called(file, known), [str(error)])
    chapter = chapter_of(notebook, file, known)
    return Entry(submission, notebook, chapter, list(notebook.remarks))


def _say_who(entry: Entry) -> None:
    learner, notebook = entry.submission.learner, entry.notebook
    if entry.submission.late:
        entry.remarks.append("It came late, says the LMS; the marks are as they are.")
    if not learner.name and not (notebook and notebook.name):
        entry.remarks.append("No name is written in it; it is listed by its file.")


def _newest(found: list[Entry]) -> list[Entry]:
    """Keep the newest of a learner's attempts at a chapter, and say so."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in found:
        key = (entry.submission.learner.key, entry.chapter)
        groups.setdefault(key, []).append(entry)
    kept = []
    for group in groups.values():
        *older, newest = sorted(group, key=lambda each: each.submission.attempt)
        if older:
            files = ", ".join(each.submission.path.name for each in older)
            newest.remarks.append(
                f"{len(group)} attempts: {newest.submission.path.name} is the newest and "
                f"counts; not run: {files}."
            )
        kept.append(newest)
    return _say_same_names(sorted(kept, key=lambda each: str(each.submission.path)))


def _say_same_names(kept: list[Entry]) -> list[Entry]:
    """Say where one name stands in files of several learners; each keeps its row."""
    by_name: dict[tuple[str, str], list[Entry]] = {}
    for entry in kept:
        by_name.setdefault((entry.name.casefold(), entry.chapter), []).append(entry)
    for same in by_name.values():
        for entry in same if len(same) > 1 else []:
            others = (o.submission.path.name for o in same if o is not entry)
            entry.remarks.append(f"The same name stands for {', '.join(others)}.")
    return kept
