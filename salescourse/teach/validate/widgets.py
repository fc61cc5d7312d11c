"""What the widgets of a notebook hold: the right items and grids, whatever their ids.

A notebook is committed without the state of its widgets, which holds random ids and
repeats their program. Beside the notebooks, `widgets.json` keeps a sketch of it: of
each part how many numbers, their sums and a few of them, and a short hash of its words;
of a quiz each question with a hash of its key.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from salescourse.teach.canonical import WIDGET_VIEW

FILE = "widgets.json"
_SAMPLES = 9
_NEAR = 1e-6
# The program, the learner's own records, and what only says how to show it.
_LEFT_OUT = re.compile(
    r"_.*|labels|events|stored|notice|kernel|layout|style|tabbable|tooltip|comm"
    r"|outputs|msg_id|box_style|keys|log"
)
_REFERENCE = "IPY_MODEL_"

Sketch = dict[str, Any]
States = Mapping[str, Mapping[str, Any]]


def sketches(cells: Iterable[Any], states: States) -> dict[str, list[Sketch]]:
    """Return the sketches of the widgets that cells show, by the id of the cell."""
    made: dict[str, list[Sketch]] = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            if view := output.get("data", {}).get(WIDGET_VIEW):
                made.setdefault(cell.id, []).append(sketch(view["model_id"], states))
    return made


def sketch(model: str, states: States) -> Sketch:
    """Return a sketch of a widget and of those in it.

    Parameters
    ----------
    model : str
        Its id.
    states : mapping
        The state of every widget by id.
    """
    state = states.get(model, {})
    kept = {k: v for k, v in state.items() if not _LEFT_OUT.fullmatch(k)}
    name = str(state.get("_anywidget_id") or state.get("_model_name") or "?")
    made: Sketch = {"widget": name.rpartition(".")[2]}
    for part, value in sorted(_parts(kept)):
        made[part] = _sketched(part, value)
    children = kept.get("children", [])
    children = children if isinstance(children, list) else [children]
    inside = [str(child).removeprefix(_REFERENCE) for child in children]
    if drawn := [sketch(child, states) for child in inside if child in states]:
        made["children"] = drawn
    return made


def differences(expected: Any, came: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Return what differs between two sketches: the part, and how.

    Examples
    --------
    >>> list(differences({"y": {"n": 3, "sum": 1.5}}, {"y": {"n": 3, "sum": 2.5}}))
    [('y: sum', '2.5 instead of 1.5')]
    """
    if isinstance(expected, Mapping) and isinstance(came, Mapping):
        for name in dict.fromkeys([*expected, *came]):
            inner = f"{where}: {name}" if where else str(name)
            yield from differences(expected.get(name), came.get(name), inner)
    elif isinstance(expected, list) and isinstance(came, list):
        if len(expected) != len(came):
            yield where, f"{len(came)} instead of {len(expected)}"
            return
        for at, pair in enumerate(zip(expected, came, strict=True), 1):
            yield from differences(*pair, f"{where} {at}".strip())
    elif not _same(expected, came):
        yield where, f"{_shown(came)} instead of {_shown(expected)}"


def recorded(notebook: Path) -> dict[str, list[Sketch]] | None:
    """Return the sketches of a notebook by cell, or None where none was recorded."""
    return _read(notebook.parent).get(notebook.name)


def record(notebook: Path, sketches: Mapping[str, list[Sketch]]) -> Path:
    """Write down the sketches of a notebook, beside it, a line for each cell."""
    kept = {**_read(notebook.parent), notebook.name: dict(sketches)}
    notebooks = []
    for name, cells in sorted(kept.items()):
        lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in cells.items()]
        if lines:
            together = ",\n".join(lines)
            notebooks.append(f" {json.dumps(name)}: {{\n{together}\n }}")
    path = notebook.parent / FILE
    if notebooks:
        text = "{\n" + ",\n".join(notebooks) + "\n}\n"
        path.write_text(text, encoding="utf-8", newline="\n")
    else:
        path.unlink(missing_ok=True)
    return path


def recorded_keys(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Return each question that was recorded in a folder, its key, and who asks it."""
    for name, cells in _read(folder).items():
        for sketches in cells.values():
            for asked in _items(sketches):
                yield from ((item, key, folder / name) for item, key in asked.items())


def key_hash(key: Any) -> str:
    """Return what is recorded of a question's key."""
    return _hash(_rounded(key))


def _items(sketches: list[Sketch]) -> Iterator[dict[str, str]]:
    for each in sketches:
        items = each.get("items")
        if isinstance(items, dict) and all(isinstance(v, str) for v in items.values()):
            yield items
        yield from _items(each.get("children", []))


def _read(folder: Path) -> dict[str, dict[str, list[Sketch]]]:
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _parts(kept: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return the parts of a widget's state, those of an explorer's spec one by one."""
    for name, value in kept.items():
        if name == "children" or str(value).startswith(_REFERENCE):
            continue
        if name == "spec" and isinstance(value, Mapping):
            # Its hashes repeat the rest.
            inside = ((k, v) for k, v in value.items() if k not in ("hash", "hashes"))
            yield from ((f"spec.{part}", inner) for part, inner in inside)
        else:
            yield name, value


def _sketched(part: str, value: Any) -> Any:
    if part == "items" and isinstance(value, list) and _are_questions(value):
        return {item["id"]: key_hash(item.get("key")) for item in value}
    if isinstance(value, bool | int | float | None):
        return value
    numbers = [n for n in _leaves(value) if not isinstance(n, str)]
    words = [word for word in _leaves(value) if isinstance(word, str)]
    made = {"words": _hash(words)} if words else {}
    return {**made, **_summary(numbers)} if numbers else made


def _are_questions(value: list) -> bool:
    return all(isinstance(item, Mapping) and "id" in item for item in value)


def _summary(numbers: list[float]) -> dict[str, Any]:
    """Return sums that no change of a number and no exchange of two leaves as is."""
    finite = [float(n) if n is not None and math.isfinite(n) else 0.0 for n in numbers]
    step = max(1, (len(finite) - 1) // (_SAMPLES - 1))
    return {
        "n": len(finite),
        "sum": _round(math.fsum(finite)),
        "in order": _round(math.fsum(n * (i + 1) for i, n in enumerate(finite))),
        "some": [_round(n) for n in finite[::step]][:_SAMPLES],
    }


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for name in sorted(value):
            yield str(name)
            yield from _leaves(value[name])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str | int | float) or value is None:
        yield value


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return _round(value)
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value


def _round(number: float) -> float:
    return float(f"{number:.8g}")


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _same(expected: Any, came: Any) -> bool:
    numbers = isinstance(expected, int | float) and isinstance(came, int | float)
    if numbers and not isinstance(expected, bool):
        return math.isclose(expected, came, rel_tol=_NEAR, abs_tol=1e-9)
    return expected == came


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
