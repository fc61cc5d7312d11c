"""What was measured on a page, and which of it is too much."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

from salescourse.practice.finding import Finding
from salescourse.teach.book.audit.states import State

KILO = 1000
MAX_CHAPTER_BYTES = 160 * KILO
MAX_PAGE_BYTES = 200 * KILO  # the review carries the questions of all chapters
MAX_OWN_BYTES = 45 * KILO
MAX_PAINT_MS = 1000
MAX_ANSWER_MS = 2000
MAX_SHIFT = 0.02


@dataclass
class Visit:
    """What was measured on one page in one state.

    Attributes
    ----------
    page : str
        The page's file, from the book's root.
    gzipped : dict
        Bytes after compression, by kind: document, script, stylesheet ...
    own_bytes : int
        What of it are the course's own scripts and styles.
    whole : bool
        Whether it was read to its end. What a reader then asks for comes on top.
    paint_ms, answer_ms : float
        From the first byte to the largest contentful paint, and until the page
        answers; on a processor four times as slow. Not measured again where None.
    beyond : int
        How many pixels of an explorer's chart, sliders and verdict do not fit into the
        window at once, once its guess was made.
    crowd : float
        How many programs wanted each processor meanwhile. Shared by two it is half
        as fast, and the page is not to blame.
    """

    page: str
    state: State
    gzipped: dict[str, int] = field(default_factory=dict)
    own_bytes: int = 0
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    paint_ms: float | None = None
    answer_ms: float | None = None
    crowd: float = 1.0
    whole: bool = False
    shift: float = 0.0
    axe: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    wider: int = 0
    beyond: int = 0
    crossed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: frozenset[str] = frozenset()
    broken: list[str] = field(default_factory=list)


def findings(visits: Iterable[Visit]) -> list[Finding]:
    """Return every budget that is broken.

    Examples
    --------
    >>> heavy = Visit("notebooks/a.html", State(), gzipped={"document": 160_001})
    >>> print(*findings([heavy]))
    notebooks/a.html: light desktop — [weight] 160.0 kB gzipped; at most 160 kB
    """
    return [
        Finding((), rule, what, file=visit.page, item=str(visit.state))
        for visit in visits
        for rule, what in _complaints(visit)
    ]


def paints_late(visit: Visit) -> bool:
    """Say whether the text was there too late."""
    return (visit.paint_ms or 0) > MAX_PAINT_MS * visit.crowd


def answers_late(visit: Visit) -> bool:
    """Say whether the page was ready to answer too late."""
    return (visit.answer_ms or 0) > MAX_ANSWER_MS * visit.crowd


def _complaints(visit: Visit) -> Iterator[tuple[str, str]]:
    weight = sum(visit.gzipped.values())
    most = MAX_CHAPTER_BYTES if visit.page.startswith("notebooks/") else MAX_PAGE_BYTES
    if weight > most:
        yield "weight", _kilobytes(weight, most)
    if visit.own_bytes > MAX_OWN_BYTES:
        yield "own", _kilobytes(visit.own_bytes, MAX_OWN_BYTES)
    if paints_late(visit):
        yield "paint", _limit(visit.paint_ms, MAX_PAINT_MS)
    if answers_late(visit):
        yield "answer", _limit(visit.answer_ms, MAX_ANSWER_MS)
    if visit.shift >= MAX_SHIFT:
        yield "shift", f"{visit.shift:.3f}; below {MAX_SHIFT}"
    if visit.wider > 0:
        yield "width", f"{visit.wider} px wider than the window"
    if visit.beyond > 0:
        yield (
            "screen",
            f"{visit.beyond} px of chart, sliders and verdict lie beyond one screen",
        )
    lists = {
        "foreign": visit.foreign,
        "axe": visit.axe,
        "console": visit.console,
        "link": visit.broken,
        "image": visit.images,
        "guess": visit.told,
        "words": visit.crossed,
    }
    for check, found in lists.items():
        yield from ((check, what) for what in found)


def _kilobytes(size: int, most: int) -> str:
    most_text = f"at most {most // KILO} kB"
    return f"{size / KILO:.1f} kB gzipped; {most_text}"


def _limit(ms: float | None, most: int) -> str:
    return f"{ms:.0f} ms; at most {most} ms"


def broken_links(
    links: Iterable[str], root: str, anchors: Mapping[str, frozenset[str]]
) -> list[str]:
    """Return the links within the book that lead nowhere.

    Parameters
    ----------
    links : iterable of str
        Absolute addresses.
    root : str
        The address of the book's root, with a slash at its end.
    anchors : mapping
        The anchors of each file that there is; of files that are no pages, none.

    Examples
    --------
    >>> here = {"a.html": frozenset({"top"}), "b.zip": frozenset()}
    >>> broken_links(["x:/a.html#top", "x:/b.zip", "x:/a.html#end"], "x:/", here)
    ['a.html#end']
    """
    broken = []
    for link in dict.fromkeys(links):
        if not link.startswith(root):
            continue
        address, anchor = urldefrag(link.removeprefix(root))
        name = unquote(address.partition("?")[0])
        name = f"{name}index.html" if name.endswith("/") or not name else name
        lacks = anchor and unquote(anchor) not in anchors.get(name, ())
        if name not in anchors or lacks:
            broken.append(name + (f"#{anchor}" if anchor else ""))
    return broken
