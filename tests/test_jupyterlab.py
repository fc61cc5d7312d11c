"""The learner's copy in a real JupyterLab: run it, answer, find the answer again."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from salescourse import learner

ROOT = Path(__file__).resolve().parent.parent
RIGHT = "Have them agree that four of five are enough."


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a learner's own copy; return the address of its root."""
    own, home = tmp_path / "my_course", tmp_path / "learner"
    learner.update(ROOT / "notebooks", own)
    log = (tmp_path / "lab.log").open("w+")
    arguments = [*learner.jupyterlab_arguments(own, port=8899), "--no-browser"]
    command = [sys.executable, "-m", "jupyter", "lab", *arguments, "--allow-root"]
    environment = {
        **os.environ,
        "SALESCOURSE_HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
    }
    server = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, env=environment
    )
    try:
        yield wait_for_address(tmp_path / "lab.log")
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_for_address(log: Path) -> str:
    """Read the address with its token off what the server prints."""
    for _ in range(240):
        found = re.search(r"http://127\.0\.0\.1:\d+/lab\S*", log.read_text())
        if found:
            return found[0]
        time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


def run_all(page) -> None:
    """Run all cells and scroll to the end of what they show.

    A cold kernel loses the first click though it says that it is idle, so this waits
    for a widget, which no saved notebook can show, and asks again if none comes.
    """
    idle = page.get_by_text(re.compile(r"Python 3 .*\| Idle"))
    for _ in range(5):
        idle.first.wait_for(timeout=60_000)
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
        for _ in range(20):
            page.wait_for_timeout(500)
            page.locator(".jp-WindowedPanel-outer").evaluate(
                "node => { node.scrollTop = node.scrollHeight; }"
            )
            if page.locator(".sc-quiz").count():
                return
    raise AssertionError("the notebook never ran")


def scroll_to(page, locator) -> None:
    """Scroll up until a cell is there: JupyterLab draws only those in sight."""
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("node => { node.scrollTop = node.scrollHeight; }")
    for _ in range(80):
        page.wait_for_timeout(150)
        if locator.count():
            locator.first.scroll_into_view_if_needed()
            return
        panel.evaluate("node => { node.scrollTop -= 500; }")
    raise AssertionError("the cell is nowhere in the notebook")


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


def test_a_learner_runs_the_chapter_answers_and_finds_the_attempt(chromium, lab):
    root, _, token = lab.partition("/lab")
    token = token.partition("token=")[2]
    page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(
        f"{root}/lab/workspaces/test/tree/01_decisions.ipynb?reset&token={token}"
    )
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    run_all(page)

    item = page.get_by_role("group").filter(
        has_text="You have one meeting before they decide"
    )
    item.first.scroll_into_view_if_needed()
    item.get_by_text(RIGHT).first.click()
    item.get_by_role("button", name="Check").first.click()
    page.get_by_text("Nobody has changed their mind").first.wait_for()

    said = run_in_new_cell(
        page,
        "from salescourse.records import records\n"
        "[(e['kind'], e['score']) for e in records().events(['decisions-rule'])]",
    )
    assert said == "[('attempt', 1.0)]"

    bench = page.locator("svg[aria-label^='Chance of a yes']")
    scroll_to(page, bench)
    before = bench.get_attribute("aria-label")
    handle = page.locator(".widget-vbox").get_by_role("slider").first
    handle.focus()
    handle.press("ArrowLeft")
    page.wait_for_function(
        "before => document.querySelector(\"svg[aria-label^='Chance of a yes']\")"
        ".getAttribute('aria-label') !== before",
        arg=before,
    )


def test_jupyterlab_does_not_ask_its_makers_for_news(chromium, lab):
    page = chromium.new_context().new_page()
    page.goto(lab)
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    assert page.get_by_text("official Jupyter news").count() == 0


def test_jupyterlab_listens_to_this_machine_alone(lab):
    assert lab.startswith("http://127.0.0.1:")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(lab.partition("/lab")[0] + "/api/contents")
