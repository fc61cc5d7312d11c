"""A real JupyterLab for the tests, and the few things a learner does in it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salescourse.teach import lab


@contextmanager
def running_lab(own: Path, folder: Path, *, port: int) -> Iterator[str]:
    """Start JupyterLab on a folder; give the address of its root, with its token.

    What the server and the learner keep goes below `folder`.
    """
    log = (folder / "lab.log").open("w+")
    arguments = [*lab.arguments(own, port=port), "--no-browser"]
    command = [sys.executable, "-m", "jupyter", "lab", *arguments, "--allow-root"]
    environment = {
        **os.environ,
        "SALESCOURSE_HOME": str(folder / "learner"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    server = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, env=environment
    )
    try:
        yield wait_for_address(folder / "lab.log")
    finally:
        end(server)
        log.close()


def end(server: subprocess.Popen) -> None:
    """Ask a server to end; kill one that waits for a kernel which is just starting."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(timeout=30)


def wait_for_address(log: Path) -> str:
    """Read the address with its token off what the server prints."""
    for _ in range(240):
        found = re.search(r"http://127\.0\.0\.1:\d+/lab\S*", log.read_text())
        if found:
            return found[0]
        time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


def open_notebook(page, lab: str, name: str) -> None:
    """Open a notebook in a workspace of its own, and wait for its cells."""
    root, _, token = lab.partition("/lab")
    token = token.partition("token=")[2]
    page.goto(f"{root}/lab/workspaces/test/tree/{name}?reset&token={token}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)


def opened(page, name: str):
    """Return the panel of a page in Markdown once its tab is in front."""
    tab = page.locator(".lm-TabBar-tab.lm-mod-current", has_text=name)
    tab.first.wait_for(timeout=60_000)
    return page.locator(".jp-MarkdownViewer:visible")


def follow(page, link) -> None:
    """Click a link of a notebook, wherever in it."""
    scroll_to(page, link)
    page.wait_for_timeout(500)
    link.first.click()


def choose_from_menu(page, menu: str, entry: str) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(entry)).click()


def wait_until_idle(page) -> None:
    idle(page).first.wait_for(timeout=120_000)


def idle(page):
    return page.get_by_text(re.compile(r"Python 3 .*\| Idle"))


def run_all(page) -> None:
    """Run all cells and scroll to the end of what they show.

    A cold kernel loses the first click though it says that it is idle, so this waits
    for a quiz, which no saved notebook can show, and asks again if none comes.
    """
    for _ in range(5):
        wait_until_idle(page)
        choose_from_menu(page, "Run", "^Run All Cells$")
        for beat in range(240):
            page.wait_for_timeout(500)
            to_the_end(page)
            if page.locator(".sc-quiz").count():
                return
            if beat > 20 and idle(page).count():
                break
    raise AssertionError("the notebook never ran")


def to_the_end(page) -> None:
    page.locator(".jp-WindowedPanel-outer").evaluate(
        "node => { node.scrollTop = node.scrollHeight; }"
    )


def scroll_to(page, locator) -> None:
    """Scroll up until a cell is there: JupyterLab draws only those in sight."""
    to_the_end(page)
    panel = page.locator(".jp-WindowedPanel-outer")
    for _ in range(80):
        page.wait_for_timeout(150)
        if locator.count():
            locator.first.scroll_into_view_if_needed()
            return
        panel.evaluate("node => { node.scrollTop -= 500; }")
    raise AssertionError("the cell is nowhere in the notebook")


def read_through(page) -> str:
    """Scroll from the top to the end; return the text that came into sight."""
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("node => { node.scrollTop = 0; }")
    seen = []
    for _ in range(80):
        page.wait_for_timeout(150)
        seen.append(panel.inner_text())
        before, after = panel.evaluate(
            "node => [node.scrollTop, (node.scrollTop += 500, node.scrollTop)]"
        )
        if before == after:
            return "\n".join(seen)
    raise AssertionError("the notebook has no end")


def run_in_new_cell(page, code: str) -> str:
    """Put a cell below the last one, run it, and return what it printed."""
    cells = page.locator(".jp-CodeCell")
    cells.last.locator(".cm-content").click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")
    output = cells.last.locator(".jp-OutputArea-output")
    output.first.wait_for(timeout=20_000)
    return output.first.inner_text()
