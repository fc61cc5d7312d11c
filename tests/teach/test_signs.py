"""What takes long says within two seconds what it is doing, and then that it still does."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from salescourse.teach import signs

ROOT = Path(__file__).resolve().parents[2]
# By command: what of it is slow, and here never ends; what is said before.
SLOW = {
    "book": ("salescourse.teach.book.builder", "fingerprint", "Looking whether"),
    "book audit": ("salescourse.teach.book.builder", "fingerprint", "First the book"),
    "lab --no-start": ("salescourse.teach.lab", "update", "Bringing your copy"),
    "validate notebooks": ("salescourse.teach.validate.run", "plan", "Validating notebooks"),
    "execute x.ipynb": ("salescourse.teach.execute", "execute", "Running x.ipynb (1 of 1)"),
    "test": ("salescourse.teach.browser", "find_chromium", "Looking for a browser"),
}  # fmt: skip
START = """
import importlib, sys, threading
module = importlib.import_module({module!r})
setattr(module, {slow!r}, lambda *words, **more: threading.Event().wait(60))
from salescourse.teach.cli import main
print("begins", flush=True)
main({words!r})
"""


@pytest.mark.parametrize("command", SLOW)
def test_within_two_seconds_a_line_says_what_is_being_done(command):
    module, slow, said = SLOW[command]
    code = START.format(module=module, slow=slow, words=command.split())
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "begins\n"
        began = time.monotonic()
        assert process.stdout.readline().startswith(said)
        assert time.monotonic() - began < 2
    finally:
        process.kill()
        process.communicate()


def test_what_goes_on_says_so_again_and_again_until_it_ends(monkeypatch, capsys):
    monkeypatch.setattr(signs, "EVERY_SECONDS", 0.05)
    with signs.going_on("Counting deals"):
        time.sleep(0.3)
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["Counting deals ...", "  still counting deals, 0 s"]
    time.sleep(0.2)
    assert capsys.readouterr().out == ""
