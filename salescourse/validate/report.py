"""What a run says: how far it is, what it has found, for people and for GitHub."""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TextIO

from salescourse.validate.finding import Finding
from salescourse.validate.run import Outcome
from salescourse.words import _, ngettext

_WIDTH = 30


class Progress:
    """A bar where somebody looks on, a line per file where nobody does."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.began = time.monotonic()
        self.files: Counter[str] = Counter()
        self.last = ""

    def __call__(self, outcome: Outcome, file: str) -> None:
        """Show how far it is."""
        if self.stream.isatty():
            full = _WIDTH * outcome.done // max(outcome.total, 1)
            bar = "█" * full + "·" * (_WIDTH - full)
            said = f"{bar} {outcome.done}/{outcome.total}  {Path(file).name}"
            print(f"\r{said[:78]:<78}", end="", file=self.stream, flush=True)
        elif file and file not in self.files:
            print(f"{self._seconds():5.0f} s  {file}", file=self.stream, flush=True)
        self.files[file] += 1

    def close(self) -> None:
        """Leave the line of the bar."""
        if self.stream.isatty():
            print("\r" + " " * 78 + "\r", end="", file=self.stream, flush=True)

    def _seconds(self) -> float:
        return time.monotonic() - self.began


def tell(outcome: Outcome, here: Path, seconds: float) -> None:
    """Print what was found, and for GitHub Actions also as annotations."""
    for finding in in_order(outcome.findings):
        print(finding.text(here) + "\n")
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(finding.annotation(here))
    print(summary(outcome, seconds))
    if not outcome.finished and not outcome.stopped:
        print(_("The last it said was:"), *outcome.log.splitlines()[-12:], sep="\n")


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by file and place."""
    return sorted(findings, key=lambda f: (f.file, f.cell, f.line, f.check))


def summary(outcome: Outcome, seconds: float) -> str:
    """Return the last line: how much was looked at, and what came of it."""
    checks = ngettext("{n} check", "{n} checks", outcome.done).format(n=outcome.done)
    found = len(outcome.findings)
    said = ngettext("{n} finding", "{n} findings", found).format(n=found)
    line = _("{checks} in {seconds:.0f} s: {said}").format(
        checks=checks, seconds=seconds, said=said if found else _("all is well")
    )
    if not outcome.finished:
        line += ". " + _("It was stopped before its end ({done} of {total}).").format(
            done=outcome.done, total=outcome.total
        )
    return line
