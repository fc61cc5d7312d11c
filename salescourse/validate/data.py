"""Data as `load` reads them: columns, ranges, a source note; and made again."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salescourse import datasets
from salescourse.validate.finding import Finding
from salescourse.validate.items import Settings
from salescourse.words import _

_SECONDS = 300


def tables(file: Path, settings: Settings) -> list[Finding]:
    """Return what is wrong with the tables that a `tables.yml` describes."""
    with _described_in(file.parent):
        try:
            described = {name: datasets._table(name) for name in datasets.names()}
        except Exception as error:  # whatever an author may write
            return [
                Finding(
                    str(settings.original(file)),
                    "data",
                    _("tables with file, about, source, license, remedy and columns"),
                    str(error),
                    _("Complete the table, as data/tables.yml does it."),
                )
            ]
        return [
            *(f for name in described for f in _table(name, file, settings)),
            *_undescribed(file, {each.file for each in described.values()}, settings),
        ]


def _table(name: str, file: Path, settings: Settings) -> Iterator[Finding]:
    table = datasets._table(name)
    notes = {"source": table.source, "license": table.license, "about": table.about}
    for note, text in notes.items():
        if not str(text or "").strip():
            yield Finding(
                str(settings.original(file)), "data",
                _("a note of the {note} of {name}").format(note=note, name=name),
                _("nothing"), _("Say it in tables.yml."),
            )  # fmt: skip
    try:
        datasets.load(name)
    except (ValueError, OSError) as error:
        yield _damage(settings.original(file.parent / table.file), str(error), table)


def _damage(file: Path, said: str, table: datasets.Table) -> Finding:
    said = said.removesuffix(table.remedy).rstrip(" .")
    line = re.search(r"\(line (\d+)\)", said)
    parted = re.search(
        r"^[^:]*?(column [^:]+)?: (?:\w+ )*?must be (.+), got (.+)", said
    )
    column = f"{parted[1]}: " if parted and parted[1] else ""
    expected, came = (column + parted[2], parted[3]) if parted else ("", said)
    return Finding(
        str(file),
        "data",
        expected,
        came,
        table.remedy,
        line=int(line[1]) if line else 0,
    )


def _undescribed(file: Path, known: set[str], settings: Settings) -> Iterator[Finding]:
    for path in sorted(file.parent.rglob("*.csv")):
        if path.relative_to(file.parent).as_posix() not in known:
            yield Finding(
                str(settings.original(path)), "data",
                _("a table described in {file}").format(file=file.name), _("none"),
                _("Describe it: file, about, source, license, columns."),
            )  # fmt: skip


def made_again(script: Path, settings: Settings) -> list[Finding]:
    """Run a script that makes data, and compare with what is committed beside it."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-B", script.name, "--to", folder],
            cwd=script.parent, capture_output=True, text=True, timeout=_SECONDS,
        )  # fmt: skip
        if done.returncode:
            said = (done.stderr.strip() or str(done.returncode)).splitlines()[-1]
            return [
                Finding(
                    str(settings.original(script)),
                    "data",
                    _("a script that runs"),
                    said,
                    _("Run it by hand: python {name} --to FOLDER").format(
                        name=script.name
                    ),
                )
            ]
        return [
            found
            for path in sorted(Path(folder).iterdir())
            for found in _compared(path, script.parent / path.name, settings)
        ]


def _compared(made: Path, kept: Path, settings: Settings) -> Iterator[Finding]:
    remedy = _(
        "Undo the edit; or, if the new data are meant, run the script that makes them "
        "and commit what it writes."
    )
    shown = str(settings.original(kept))
    if not kept.is_file():
        yield Finding(shown, "data", _("the table that is made"), _("none"), remedy)
        return
    if made.read_bytes() == kept.read_bytes():
        return
    one = made.read_text("utf-8").splitlines()
    other = kept.read_text("utf-8").splitlines()
    pairs = enumerate(zip(one, other, strict=False), start=1)
    line = next(
        (n for n, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)) + 1
    )
    expected, came = (
        rows[line - 1] if line <= len(rows) else _("nothing more")
        for rows in (one, other)
    )
    yield Finding(shown, "data", expected, came, remedy, line=line)


@contextmanager
def _described_in(folder: Path) -> Iterator[None]:
    """Let the course's reader of tables read those of another folder."""
    usual = datasets.data_dir
    datasets.data_dir = lambda: folder
    datasets._tables.cache_clear()
    try:
        yield
    finally:
        datasets.data_dir = usual
        datasets._tables.cache_clear()
