"""What a run says: how far it is, what it has found; for people, GitHub and JUnit."""

import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from xml.etree import ElementTree

from salescourse.practice.finding import Finding, seen_from
from salescourse.teach.signs import EVERY_SECONDS
from salescourse.teach.validate.run import Outcome

_WIDTH = 30
_TICK_SECONDS = 1


class Progress:
    """A bar where somebody looks on, a line per file where nobody does."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.began = time.monotonic()
        self.done, self.total, self.last = 0, 1, ""
        self._over = threading.Event()
        self._line = threading.Lock()

    @contextmanager
    def begun(self, words: str) -> Iterator["Progress"]:
        """Say what begins, show that it goes on, and leave the line of the bar."""
        print(f"{words} ...", file=self.stream, flush=True)
        teller = threading.Thread(target=self._tick, daemon=True)
        teller.start()
        try:
            yield self
        finally:
            self._over.set()
            teller.join()
            if self.stream.isatty():
                print("\r" + " " * 78 + "\r", end="", file=self.stream, flush=True)

    def __call__(self, outcome: Outcome, file: str) -> None:
        """Show how far it is."""
        self.done, self.total = len(outcome.looks), max(outcome.total, 1)
        new, self.last = file != self.last, file
        if new or self.stream.isatty():
            self._show(file)

    def _tick(self) -> None:
        every = _TICK_SECONDS if self.stream.isatty() else EVERY_SECONDS
        while not self._over.wait(every):
            self._show(self.last or "collecting")

    def _show(self, file: str) -> None:
        seconds = time.monotonic() - self.began
        if self.stream.isatty():
            full = _WIDTH * self.done // self.total
            bar = "█" * full + "·" * (_WIDTH - full)
            said = f"{bar} {self.done}/{self.total}  {seconds:.0f} s  {Path(file).name}"
            said, end = f"\r{said[:78]:<78}", ""
        else:
            said, end = f"{seconds:5.0f} s  {self.done}/{self.total}  {file}", "\n"
        with self._line:
            print(said, end=end, file=self.stream, flush=True)


def tell(outcome: Outcome, here: Path, seconds: float) -> None:
    """Print what was found, and for GitHub Actions also as annotations."""
    for finding in in_order(outcome.findings):
        print(finding.text(here) + "\n")
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(finding.annotation(here))
    print(summary(outcome, seconds))
    if not outcome.finished and not outcome.stopped:
        print("The last it said was:", *outcome.log.splitlines()[-12:], sep="\n")


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by file and place."""
    return sorted(findings, key=lambda f: (f.file, f.cell, f.line, f.check))


def summary(outcome: Outcome, seconds: float) -> str:
    """Return the last line: how much was looked at, and what came of it."""
    done, found = len(outcome.looks), len(outcome.findings)
    said = "all is well" if outcome.well else _count(found, "finding")
    if outcome.finished and not done and not found:
        said = "nothing was looked at; name other checks, or another path"
    line = f"{_count(done, 'check')} in {seconds:.0f} s: {said}"
    if not outcome.finished:
        line += f". It was stopped before its end ({done} of {outcome.total})."
    return line


def write_junit(outcome: Outcome, here: Path, to: Path, seconds: float) -> None:
    """Write a report as JUnit: a failure for each finding, and what passed."""
    found = in_order(outcome.findings)
    looks = Counter(look.outcome for look in outcome.looks)
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        suites, "testsuite", name="salescourse validate", errors="0",
        failures=str(len(found)), skipped=str(looks["skipped"]), time=f"{seconds:.3f}",
        tests=str(len(found) + looks["passed"] + looks["skipped"]),
    )  # fmt: skip
    for finding in found:
        case = _case(suite, finding.file, finding.inside or finding.label, here)
        failure = ElementTree.SubElement(case, "failure", type=finding.label)
        failure.set("message", _plain(finding.message or finding.remedy))
        failure.text = _plain(finding.text(here))
    for look in outcome.looks:
        if look.outcome != "failed":
            case = _case(suite, look.file, look.name, here)
            if look.outcome == "skipped":
                ElementTree.SubElement(case, "skipped")
    ElementTree.ElementTree(suites).write(to, encoding="utf-8", xml_declaration=True)


def _case(suite: ElementTree.Element, file: str, name: str, here: Path) -> Any:
    shown = seen_from(here, file)
    return ElementTree.SubElement(suite, "testcase", classname=shown, name=_plain(name))


def _plain(text: str) -> str:
    """Return text without what XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)


def _count(n: int, word: str) -> str:
    return f"{n} {word}" + "s" * (n != 1)
