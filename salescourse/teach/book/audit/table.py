"""The audit as a table, one line per page and state."""

from collections.abc import Sequence

from salescourse.teach.book.audit.findings import KILO, Visit

_KINDS = ("document", "stylesheet", "script", "image", "font")


def table(visits: Sequence[Visit]) -> str:
    """Return what was measured, as aligned text."""
    rows = [_heads(), *(_row(visit) for visit in visits)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if at < 2 else text.rjust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _heads() -> list[str]:
    return [
        "page", "state", "html", "css", "js", "image", "font",
        "other", "kB", "own", "requests", "foreign", "LCP ms",
        "answers ms", "shift", "axe", "console", "links", "images",
    ]  # fmt: skip


def _row(visit: Visit) -> list[str]:
    # What was loaded before answering is not loaded again.
    if not visit.requests:
        nothing = [""] * (len(_KINDS) + 8)
        return [visit.page, str(visit.state), *nothing, *_faults(visit)]
    sizes = [visit.gzipped.get(kind, 0) for kind in _KINDS]
    all_bytes = sum(visit.gzipped.values())
    weights = [*sizes, all_bytes - sum(sizes), all_bytes, visit.own_bytes]
    return [
        visit.page,
        str(visit.state),
        *(f"{size / KILO:.1f}" for size in weights),
        str(visit.requests),
        str(len(visit.foreign)),
        *(
            "" if ms is None else f"{ms:.0f}"
            for ms in (visit.paint_ms, visit.answer_ms)
        ),
        f"{visit.shift:.3f}",
        *_faults(visit),
    ]


def _faults(visit: Visit) -> list[str]:
    counts = [visit.axe, visit.console, visit.broken, visit.images]
    return [str(len(found)) for found in counts]
