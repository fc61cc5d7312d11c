"""Data as `load` reads them: columns, ranges, a source note; and made again."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from unittest import mock

from salescourse import datasets
from salescourse.practice.finding import Finding
from salescourse.tables import Table

_SECONDS = 300
_NOTES = ("source", "license", "about")


def tables(file: Path) -> Iterator[Finding]:
    """Return what is wrong with the tables that a `tables.yml` describes."""
    with _described_in(file.parent):
        try:
            described = {name: datasets._table(name) for name in datasets.names()}
        except Exception as error:  # whatever an author may write
            wanted = "tables with file, about, source, license, remedy and columns"
            remedy = "Complete the table, as the others do it."
            line = re.search(r"line (\d+)", str(error))
            yield Finding((), "", str(error), remedy, file=str(file), expected=wanted,
                          line=int(line[1]) if line else 0)  # fmt: skip
            return
        for name, table in described.items():
            yield from _table(name, table, file)
    known = {table.file for table in described.values()}
    for path in sorted(file.parent.rglob("*.csv")):
        if path.relative_to(file.parent).as_posix() not in known:
            remedy = "Describe it: file, about, source, license, columns."
            wanted = f"a table described in {file.name}"
            yield Finding((), "", "none", remedy, file=str(path), expected=wanted)


def _table(name: str, table: Table, file: Path) -> Iterator[Finding]:
    for note in _NOTES:
        if not str(getattr(table, note) or "").strip():
            wanted, remedy = f"a note of the {note} of {name}", "Say it in tables.yml."
            yield Finding((), "", "nothing", remedy, file=str(file), expected=wanted)
    try:
        datasets.load(name)
    except (ValueError, OSError) as error:
        said = str(error).removesuffix(table.remedy).rstrip(" .")
        line = re.search(r"\(line (\d+)\)", said)
        parted = re.search(
            r"^[^:]*?(column [^:]+: )?(?:\w+ )*?must be (.+), got (.+)", said
        )
        yield Finding(
            (), "", parted[3] if parted else said, table.remedy,
            file=str(file.parent / table.file), line=int(line[1]) if line else 0,
            expected=(parted[1] or "") + parted[2] if parted else "",
        )  # fmt: skip


def made_again(script: Path) -> Iterator[Finding]:
    """Run a script that makes data, and compare with what is committed beside it."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-B", script.name, "--to", folder],
            cwd=script.parent, capture_output=True, text=True, timeout=_SECONDS,
        )  # fmt: skip
        if done.returncode:
            said = (done.stderr.strip() or str(done.returncode)).splitlines()[-1]
            remedy = f"Run it by hand: python {script.name} --to FOLDER"
            yield Finding((), "", said, remedy, file=str(script),
                          expected="a script that runs")  # fmt: skip
            return
        for made in sorted(Path(folder).iterdir()):
            yield from _compared(made, script.parent / made.name)


def _compared(made: Path, kept: Path) -> Iterator[Finding]:
    remedy = (
        "Undo the edit; or, if the new data are meant, run the script that makes them "
        "and commit what it writes."
    )
    if not kept.is_file():
        wanted = "the table that is made"
        yield Finding((), "", "none", remedy, file=str(kept), expected=wanted)
    elif made.read_bytes() != kept.read_bytes():
        rows = [file.read_text("utf-8").splitlines() for file in (made, kept)]
        pairs = enumerate(zip_longest(*rows, fillvalue="nothing more"), start=1)
        ends = (len(rows[0]), ("the same lines", "other ends of lines"))
        line, (wanted, came) = next(
            (each for each in pairs if len(set(each[1])) > 1), ends
        )
        yield Finding((), "", came, remedy, file=str(kept), line=line, expected=wanted)


@contextmanager
def _described_in(folder: Path) -> Iterator[None]:
    """Let the course's reader of tables read those of another folder."""
    datasets._tables.cache_clear()
    try:
        with mock.patch.object(datasets, "data_dir", return_value=folder):
            yield
    finally:
        datasets._tables.cache_clear()
