"""Visit every page of the book with a browser, and measure."""

import gzip
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from salescourse.teach.book.audit.findings import (
    Visit,
    answers_late,
    broken_links,
    paints_late,
)
from salescourse.teach.book.audit.scripts import ANSWER, LOOK, OBSERVE, SPEED
from salescourse.teach.book.audit.states import ONE_STATE, SIZES, State
from salescourse.teach.book.audit.told import told_before
from salescourse.teach.book.server import open_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

SLOWER = 4
TRIES = 3


def browser_arguments() -> list[str]:
    """Return what the browser is started with: it can reach this machine alone."""
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    arguments = [alone, "--disable-background-networking", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return arguments


def audit(
    html: Path,
    browser: "Browser",
    *,
    states: Sequence[State] = ONE_STATE,
    pages: Iterable[str] = (),
    progress: Callable[[str], None] = lambda words: None,
) -> list[Visit]:
    """Visit the pages of a built book.

    Parameters
    ----------
    html : Path
        The folder of its pages.
    browser : playwright Browser
        A Chromium, started with `browser_arguments`.
    states : sequence of State
        In which states to look at each page.
    pages : iterable of str
        Which pages; all that do not only lead on to another if left out.
    progress : callable
        Is told which page comes next, and of how many.

    Returns
    -------
    list of Visit
        One for each page and state.
    """
    with _served(html) as root:
        auditor = _Auditor(html, root, browser)
        visits: list[Visit] = []
        names = list(pages) or _pages(html)
        for number, page in enumerate(names, start=1):
            progress(f"{number} of {len(names)}: {page}")
            visits += auditor.visit(page, states)
    _check_links(html, root, visits)
    return visits


@contextmanager
def _served(html: Path) -> Iterator[str]:
    """Serve the book below a path of its own, as a project page would."""
    with open_server(html.parent, 8790) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/{html.name}/"
        finally:
            server.shutdown()


def _pages(html: Path) -> list[str]:
    return [
        path.relative_to(html).as_posix()
        for path in sorted(html.rglob("*.html"))
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8").lower()
    ]


def _check_links(html: Path, root: str, visits: Sequence[Visit]) -> None:
    files = (path for path in html.rglob("*") if path.is_file())
    anchors: dict[str, frozenset[str]] = {
        file.relative_to(html).as_posix(): frozenset() for file in files
    }
    for visit in visits:
        anchors[visit.page] |= visit.anchors
    for visit in visits:
        visit.broken = broken_links(visit.links, root, anchors)


class _Auditor:
    def __init__(self, html: Path, root: str, browser: "Browser") -> None:
        self.html, self.root, self.browser = html, root, browser

    def visit(self, page: str, states: Sequence[State]) -> Iterator[Visit]:
        """Load a page once per theme and device, and look before and after."""
        for theme, device in dict.fromkeys((s.theme, s.device) for s in states):
            wanted = [s for s in states if (s.theme, s.device) == (theme, device)]
            yield from self._load(page, sorted(wanted, key=lambda s: s.answered))

    def _load(self, name: str, states: Sequence[State]) -> Iterator[Visit]:
        for attempt in range(1, TRIES + 1):
            first = Visit(name, states[0])
            first.told = told_before((self.html / name).read_text(encoding="utf-8"))
            with self._opened(first) as page:
                slow = _measure(page, first)
                first.whole = True
                # Only time depends on what else this machine is doing.
                if slow and attempt < TRIES:
                    continue
                for state in states:
                    visit = first if state is states[0] else Visit(name, state)
                    if state.answered:
                        page.evaluate(ANSWER)
                        page.wait_for_timeout(100)
                    _look(page, visit)
                    if visit is not first:
                        visit.console, first.console = first.console[:], []
                    yield visit
                return

    @contextmanager
    def _opened(self, visit: Visit) -> "Iterator[Page]":
        wide, high = SIZES[visit.state.device]
        context = self.browser.new_context(
            viewport={"width": wide, "height": high},
            has_touch=visit.state.device == "phone",
            reduced_motion="reduce",
        )
        try:
            context.add_init_script(
                f"try {{ localStorage.mode = '{visit.state.theme}' }} catch {{}}"
            )
            context.add_init_script(OBSERVE)
            page = context.new_page()
            self._listen(page, visit)
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(self.root + visit.page, wait_until="load")
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            yield page
        finally:
            context.close()

    def _listen(self, page: "Page", visit: Visit) -> None:
        def asked(request: Any) -> None:
            if visit.whole:
                return
            if request.url.startswith(("data:", "blob:")):
                return
            visit.requests += 1
            if not request.url.startswith(self.root):
                visit.foreign.append(request.url)
                return
            size, kind = self._size(request.url), request.resource_type
            visit.gzipped[kind] = visit.gzipped.get(kind, 0) + size
            if kind in ("script", "stylesheet"):
                visit.own_bytes += size

        def complained(said: "ConsoleMessage") -> None:
            if said.type == "error":
                visit.console.append(said.text)

        page.on("request", asked)
        page.on("pageerror", lambda error: visit.console.append(str(error)))
        page.on("console", complained)

    def _size(self, url: str) -> int:
        name = unquote(urlsplit(url).path.removeprefix(urlsplit(self.root).path))
        return _gzipped(self.html / name)


@cache
def _gzipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes())) if file.is_file() else 0


def _measure(page: "Page", visit: Visit) -> bool:
    """Read what the browser has noted of speed; say whether it was too slow."""
    speed = page.evaluate(SPEED)
    visit.paint_ms, visit.answer_ms = speed["paint"], speed["answer"]
    visit.shift = speed["shift"]
    visit.crowd = _crowd()
    return paints_late(visit) or answers_late(visit)


def _crowd() -> float:
    if not hasattr(os, "getloadavg"):
        return 1.0
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _look(page: "Page", visit: Visit) -> None:
    seen = page.evaluate(LOOK)
    visit.links, visit.anchors = seen["links"], frozenset(seen["anchors"])
    visit.images, visit.wider = seen["images"], seen["wider"]
    visit.beyond, visit.crossed = seen["beyond"], seen["crossed"]
    visit.axe = _violations(page)


def _violations(page: "Page") -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {' '.join(map(str, node['target']))}"
        for one in found
        for node in one["nodes"]
    ]
