"""What the tests share: a learner's folder that is nobody's, a browser, a built book."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
# Nothing but this machine can be reached, so whatever else a page asks for fails.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

# How long an example takes says more about the machine than about the course.
settings.register_profile("course", deadline=None)
settings.load_profile("course")
# A shell that starts the tests in the background lets them, and all they start,
# ignore Ctrl+C, which some of them send.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a learner who has done nothing yet."""
    home = tmp_path / "learner"
    monkeypatch.setenv("SALESCOURSE_HOME", str(home))
    return home


def browser_arguments() -> list[str]:
    """Return what the browser is started with."""
    arguments = [ALONE, "--disable-background-networking", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return arguments


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Start the browser once."""
    from playwright.sync_api import sync_playwright

    from salescourse.teach.browser import ensure_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(ensure_chromium()), args=browser_arguments()
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def open_module(chromium, tmp_path_factory):
    """Open an empty page in which a widget's module is `widget`."""
    pages = []

    def open_it(source: str):
        file = tmp_path_factory.mktemp("module") / "page.html"
        text = json.dumps(source).replace("<", "\\u003c")
        file.write_text(
            f"<!doctype html><meta charset=utf-8><script>const blob = new Blob([{text}],"
            '{type: "text/javascript"}); import(URL.createObjectURL(blob))'
            ".then((module) => { window.widget = module; });</script>",
            encoding="utf-8",
        )
        pages.append(chromium.new_page())
        pages[-1].goto(file.as_uri())
        pages[-1].wait_for_function("window.widget")
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()


def new_context(chromium, address: str, folder: Path):
    """Return a new reader: for files one with a profile on the disk.

    A profile in memory sometimes forgets what a page of file:// has stored, when the
    page is loaded again.
    """
    size = {"width": 1280, "height": 900}
    if address.startswith("http"):
        return chromium.new_context(viewport=size)
    from salescourse.teach.browser import ensure_chromium

    return chromium.browser_type.launch_persistent_context(
        folder / "profile",
        executable_path=str(ensure_chromium()),
        args=browser_arguments(),
        viewport=size,
    )


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book, or take what stands if nothing has changed since."""
    from filelock import FileLock

    with FileLock(ROOT / "_build.lock"):
        subprocess.run(
            [sys.executable, "-m", "salescourse.teach.cli", "book", "--no-serve"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(book: Path) -> Iterator[str]:
    """Serve the book below a path of its own, as a project page would."""
    from salescourse.teach.book import open_server

    with open_server(book.parent, 8765) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{book.name}"
        server.shutdown()
