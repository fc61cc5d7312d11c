"""Run one notebook in a folder of its own, and say what it has handed in."""

import compileall
import io
import py_compile
import re
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from salescourse.teach import processes
from salescourse.teach.grade import asked
from salescourse.teach.grade.values import told

_MOST_FILE_BYTES = 200 * 2**20
_MOST_REMARKS = 5
_FONTS = ".matplotlib"
_LISTENER = """\
import types as _types
_m = _types.ModuleType("_asked")
exec({source!r}, _m.__dict__)
__import__("sys").modules["_asked"] = _m
_m.listen({asks!r}, get_ipython().user_ns)
del _m, _types"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the package's files as one archive, which nothing that runs can change.

    They are compiled once here, and the list of fonts lies beside them, so that not
    every submission has to make both.
    """
    import matplotlib
    import matplotlib.font_manager  # makes the list, if there is none

    made = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, "salescourse", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        never = py_compile.PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(
            folder, quiet=2, invalidation_mode=never, stripdir=folder
        )
        with zipfile.ZipFile(made, "w") as archive:
            for path in Path(folder).rglob("*"):
                archive.write(path, path.relative_to(folder))
            for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
                archive.write(fonts, f"{_FONTS}/{fonts.name}")
    return made.getvalue()


def handed_in(
    cells: Sequence[str],
    places: Sequence[int],
    asks: Mapping[str, Any],
    package: bytes,
    limits: processes.Limits,
) -> dict[str, Any]:
    """Run a notebook's cells and return as plain data what they have handed in.

    Parameters
    ----------
    cells : sequence of str
        Their sources.
    places : sequence of int
        Where they stand in their notebook, counted from 1.
    asks : mapping
        By exercise, what is asked: its kind, its variable, the arguments to try.
    package : bytes
        The package as a class gets it, packed.
    limits : Limits
        What it may take.

    Returns
    -------
    dict
        `values` by exercise, `remarks` in words, and whether it `ended` at its limit.
    """
    _limit_files()
    notebook, places = _notebook(cells, places, asks)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _unpack(package, Path(folder))
        ran = processes.run(
            notebook, folder=Path(folder), limits=limits, on_failure=True,
            environment=_elsewhere(folder),
        )  # fmt: skip
    values: dict[str, Any] = {}
    for cell in ran.cells:
        if cell.id.startswith("tell-"):
            values.update(told(_printed(cell.outputs)))
    known = {name: each for name, each in values.items() if name in asks}
    return {"values": known, "remarks": _remarks(ran, places), "ended": bool(ran.ended)}


def _notebook(
    cells: Sequence[str], places: Sequence[int], asks: Mapping[str, Any]
) -> tuple[Any, list[int]]:
    """Return the cells with questions between them, and the place of each."""
    from nbformat.v4 import new_code_cell, new_notebook

    source = Path(asked.__file__).read_text(encoding="utf-8")
    listener = _LISTENER.format(source=source, asks=dict(asks))
    made, where = [new_code_cell(listener, id="listen")], [0]
    for cell, place in zip(cells, places, strict=True):
        made.append(new_code_cell(cell, id=f"c{place}"))
        if names := [name for name, ask in asks.items() if _mentions(cell, name, ask)]:
            made.append(_telling(names, f"tell-{place}"))
        where += [place] * (len(made) - len(where))
    made.append(_telling(list(asks), "tell-all"))
    return new_notebook(cells=made), [*where, places[-1] if places else 0]


def _telling(names: list[str], place: str) -> Any:
    from nbformat.v4 import new_code_cell

    return new_code_cell(f"__import__('_asked').tell({names!r})", id=place)


def _mentions(cell: str, name: str, ask: Mapping[str, Any]) -> bool:
    variable = ask["variable"]
    words = [re.escape(name), *([rf"{re.escape(variable)}\b"] if variable else [])]
    return bool(re.search(rf"\b(?:{'|'.join(words)})", cell))


def _printed(outputs: list) -> str:
    texts = (output.get("text", "") for output in outputs if "name" in output)
    return "".join(text for text in texts if isinstance(text, str))


def _remarks(ran: processes.Ran, places: list[int]) -> list[str]:
    """Say in words where it stopped, and which cells did."""
    said = []
    for cell, place in zip(ran.cells, places, strict=True):
        stops = [o for o in cell.get("outputs", []) if o.get("output_type") == "error"]
        if stops and not cell.id.startswith("tell-"):
            name, words = (_line(stops[-1].get(part)) for part in ("ename", "evalue"))
            said.append(f"Cell {place} stops: {name}: {words}".rstrip(": ") + ".")
    more = len(said) - _MOST_REMARKS
    said = [*said[:_MOST_REMARKS], *([f"{more} more cells stop."] if more > 0 else [])]
    if ran.ended:
        at = places[ran.at] if 0 <= ran.at < len(places) else 0
        where = f"In cell {at} it ended" if at else "It ended before its first cell"
        came = _line(ran.ended.came)
        said.append(f"{where}: expected {ran.ended.expected}, but {came}.")
    return said


def _line(text: Any) -> str:
    line = "".join(sign if sign.isprintable() else " " for sign in str(text)[:300])
    return " ".join(line.split())[:200].rstrip(".")


def _unpack(package: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(folder)


def _elsewhere(folder: str) -> dict[str, str]:
    """Return variables by which a kernel's home is its own folder."""
    fonts = str(Path(folder, _FONTS))
    return {"HOME": folder, "USERPROFILE": folder, "MPLCONFIGDIR": fonts}


def _limit_files() -> None:
    """Let no process that is started from here write a huge file or a core dump."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_FILE_BYTES, _MOST_FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
