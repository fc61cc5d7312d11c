"""What a notebook has shown now, held against what is committed."""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from itertools import groupby, zip_longest
from typing import Any

from salescourse.paths import command_line
from salescourse.practice.finding import Finding, Places
from salescourse.teach.canonical import WIDGET_VIEW
from salescourse.teach.validate import figures, widgets

_LINES = 6


def accept() -> str:
    """Return what to do where something new came."""
    return (
        f"If what came is right, `{command_line('validate --accept')}` writes it. If not, "
        "see what changed: the cell, the package, the data or a dependency."
    )


def agreed(came: list, expected: list) -> list:
    """Return the new outputs with the committed figures where both look alike.

    What is left is for nbval to compare to the letter.
    """
    made = deepcopy(came)
    for output, wanted in zip(made, expected, strict=False):
        old = wanted.get("data", {})
        for kind, new in output.get("data", {}).items():
            if figures.alike(kind, old.get(kind), new):
                output["data"][kind] = old[kind]
    return made


def same(one: list, other: list) -> bool:
    """Say whether outputs show the same."""
    return list(_flat(agreed(other, one))) == list(_flat(one))


def difference(expected: list, came: list) -> tuple[str, str]:
    """Return where outputs begin to differ: what was expected, and what came."""
    pairs = zip_longest(_flat(expected), _flat(came))
    wanted, got = next(((a, b) for a, b in pairs if a != b), (None, None))
    if not wanted or not got or wanted[0] != got[0]:
        return _shown(wanted), _shown(got)
    if said := figures.difference(wanted[0], wanted[1], got[1]):
        return "the committed figure", said
    return _around(wanted[1], got[1])


def widget_findings(
    places: Places,
    kept: Mapping[str, Any] | None,
    came: Mapping[str, Any],
    moved: Collection[str],
) -> Iterator[Finding]:
    """Return which widgets hold something else than when they were last accepted.

    Questions that have `moved` are found at their own place.
    """
    if kept is None and came:
        yield places.finding(
            next(iter(came)), "", f"there is none in {widgets.FILE}",
            f"Look at them once; `{command_line('validate --accept')}` records them.",
            accept="widgets", expected="a record of what the widgets hold",
        )  # fmt: skip
        return
    for cell in dict.fromkeys([*(kept or {}), *came]):
        told = widgets.differences((kept or {}).get(cell, []), came.get(cell, []))
        new = [each for each in told if each[0].rpartition(" ")[2] not in moved]
        for where, what in new[:3]:
            yield places.finding(
                cell, "", f"{where}: {what}", accept(), accept="widgets",
                expected="a widget that holds what was accepted",
            )  # fmt: skip


def _flat(outputs: list) -> Iterator[tuple[str, str]]:
    """Return every part of the outputs: what it is, and its text.

    Only streams have a name; what a busy machine gave in pieces is one text.
    """
    for name, group in groupby(outputs, lambda output: output.get("name")):
        if name:
            yield name, "".join(str(output["text"]) for output in group)
            continue
        for output in group:
            if output["output_type"] == "error":
                yield "error", f"{output['ename']}: {output['evalue']}"
            for kind, value in sorted(output.get("data", {}).items()):
                if kind != WIDGET_VIEW:
                    yield kind, str(value)


def _around(expected: str, came: str) -> tuple[str, str]:
    """Return the lines in which two texts begin to differ."""
    one, other = expected.splitlines(), came.splitlines()
    pairs = enumerate(zip_longest(one, other))
    same = next((at for at, (a, b) in pairs if a != b), 0)
    shown = ["\n".join(lines[same : same + _LINES]) for lines in (one, other)]
    return shown[0] or "nothing more", shown[1] or "nothing more"


def _shown(part: tuple[str, str] | None) -> str:
    if part is None:
        return "nothing more"
    kind, text = part
    if kind.startswith("image/") or "<svg" in text:
        return f"a figure ({kind})"
    return f"{kind}: {text.strip()}"
