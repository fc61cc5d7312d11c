"""Mark all that lies in a folder, and write the grades."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from salescourse.practice import markup
from salescourse.teach.grade import pages, tables
from salescourse.teach.grade.attempts import Entry, entries
from salescourse.teach.grade.exercises import Chapter, Exercise, Mark, chapter
from salescourse.teach.grade.found import submissions
from salescourse.teach.grade.kept import Kept, digest
from salescourse.teach.grade.pool import Job, run_all
from salescourse.teach.grade.rows import Result
from salescourse.teach.grade.run import packed
from salescourse.teach.processes import Limits
from salescourse.teach.release import package
from salescourse.teach.release.make import edition_of, notebooks_in, notebooks_of

Say = Callable[[str], None]


@dataclass(frozen=True)
class Graded:
    """What came of it: results, the files that were written, and what to know."""

    results: list[Result]
    files: list[Path]
    remarks: list[str]


def grade(
    folder: Path,
    out: Path,
    *,
    course: Path,
    limits: Limits | None = None,
    at_a_time: int | None = None,
    chapter_name: str = "",
    dask: str = "",
    say: Say = lambda sentence: None,
) -> Graded:
    """Mark the submissions in a folder.

    Parameters
    ----------
    folder : Path
        What the LMS gave, unpacked, or any folder of notebooks.
    out : Path
        The table to write; what else is written lies beside it.
    course : Path
        The course's folder.
    limits : Limits, optional
        What one submission may take.
    at_a_time : int, optional
        How many are run at a time: as many as there are processors.
    chapter_name : str
        The chapter of notebooks that do not say theirs.
    dask : str
        The address of a Dask scheduler, whose workers run the notebooks in place of
        this machine; `at_a_time` is then theirs.
    say : callable
        What is told of the progress.

    Returns
    -------
    Graded

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If there is no such chapter.
    """
    limits = limits or Limits()
    before, inside, known = package.sums(), package.files(), notebooks_of(course)
    if chapter_name and chapter_name not in known:
        raise ValueError(
            f"There is no chapter {chapter_name!r} with exercises. There are: "
            f"{', '.join(known)}."
        )
    edition = edition_of([inside, notebooks_in(course)])
    found, alone = submissions(folder)
    read = entries(found, known, chapter_name)
    chapters = {
        n: chapter(n, known[n]) for n in sorted({e.chapter for e in read} - {""})
    }
    kept = Kept(_beside(out) / "runs")
    runs = _Runs(chapters, kept, edition, limits)
    todo = runs.todo(read)
    say(f"{len(read)} submissions, {len(todo)} to run.")
    if dask:
        from salescourse.teach.grade.cluster import run_on

        ran = run_on(dask, todo, packed(inside), limits)
    else:
        ran = run_all(todo, packed(inside), limits, at_a_time or os.cpu_count() or 1)
    for number, (job, came) in enumerate(ran, start=1):
        kept.add(job.digest, came)
        say(f"{number} of {len(todo)} have run.")
    results = [runs.result(entry) for entry in read]
    remarks = [*alone, *_changes(before, kept)]
    return Graded(results, _write(out, results, chapters), remarks)


@dataclass(frozen=True)
class _Runs:
    """How submissions are run, and what came of those that were."""

    chapters: dict[str, Chapter]
    kept: Kept
    edition: str
    limits: Limits

    def todo(self, read: Iterable[Entry]) -> list[Job]:
        """Return what is still to run; the same bytes run once."""
        jobs: dict[str, Job] = {}
        for entry in read:
            if (
                entry.notebook
                and entry.chapter
                and self.kept[self._digest(entry)] is None
            ):
                name, book = self._digest(entry), entry.notebook
                asks = self.chapters[entry.chapter].asks()
                jobs[name] = Job(name, book.cells, book.places, asks)
        return list(jobs.values())

    def result(self, entry: Entry) -> Result:
        """Return what a submission has come to."""
        remarks, book = list(entry.remarks), entry.notebook
        if not entry.chapter:
            remarks.append("Which chapter it is cannot be told; --chapter says it.")
        if book and book.edition and book.edition != self.edition:
            remarks.append(
                f"It was made from edition {book.edition}; this course is "
                f"{self.edition}. It is marked by this course."
            )
        came = self.kept[self._digest(entry)] if book and entry.chapter else None
        remarks += came["remarks"] if came else []
        return Result(
            entry.submission, entry.name,
            entry.submission.learner.id or (book.number if book else ""),
            entry.chapter, self._marks(entry, came), remarks,
            self._texts(entry), book.edition if book else "",
        )  # fmt: skip

    def _marks(self, entry: Entry, came: dict | None) -> list[Mark]:
        if not entry.chapter:
            return []
        exercises = self.chapters[entry.chapter].exercises.values()
        if came is None:
            said = "The notebook could not be run."
            return [each.none("not run", said) for each in exercises]
        return [each.mark(came["values"].get(each.item.id)) for each in exercises]

    def _texts(self, entry: Entry) -> dict[str, str]:
        asked = self.chapters[entry.chapter].texts if entry.chapter else {}
        texts = entry.notebook.texts if entry.notebook else {}
        return {name: text for name, text in texts.items() if name in asked}

    def _digest(self, entry: Entry) -> str:
        asks = self.chapters[entry.chapter].asks()
        content = entry.submission.content
        return digest(content, self.edition, asks, self.limits)


def _changes(before: dict[str, str], kept: Kept) -> list[str]:
    """Say what submissions may have changed that is not theirs."""
    said = []
    if count := kept.again():
        said.append(f"{count} kept runs were changed by something else; written again.")
    after = package.sums()
    names = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
    if names:
        said.append(
            f"Files of the course have changed while submissions ran ({names[0]}, "
            f"{len(names)} in all). These grades do not know of it. Bring the course's "
            "files back before you grade again."
        )
    return said


def _beside(out: Path) -> Path:
    return out.with_name(f"{out.stem}-feedback")


def _write(
    out: Path, results: list[Result], chapters: dict[str, Chapter]
) -> list[Path]:
    folder = _beside(out)
    made = [tables.write(out, tables.as_csv(tables.COLUMNS, tables.rows(results)))]
    if rows := tables.moodle(results):
        name = out.with_name(f"{out.stem}-moodle.csv")
        ours = [r for r in results if r.submission.learner.lms == "moodle"]
        columns = [*tables.MOODLE, *tables.several(ours)]
        made.append(tables.write(name, tables.as_csv(columns, rows)))
    if rows := tables.canvas(results):
        name = out.with_name(f"{out.stem}-canvas.csv")
        ours = [r for r in results if r.submission.learner.lms == "canvas"]
        columns = [*tables.CANVAS, *tables.chapters(ours)]
        made.append(tables.write(name, tables.as_csv(columns, rows)))
    stems = {n: _stem(e) for c in chapters.values() for n, e in c.exercises.items()}
    for result in results:
        page = pages.feedback(result, stems)
        made.append(tables.write(folder / pages.file_name(result), page))
    if any(result.texts for result in results):
        items = {n: item for c in chapters.values() for n, item in c.texts.items()}
        page = pages.free_texts(results, items)
        made.append(tables.write(folder / "free-texts.html", page))
    return made


def _stem(exercise: Exercise) -> str:
    return markup.plain(exercise.item.stem)
