"""The command `salescourse validate`."""

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from salescourse.paths import project_root
from salescourse.teach.options import add_limits, limits_of, stop_when_told
from salescourse.teach.validate.run import CHECKS, Outcome, validate

STOPPED = 130


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "validate",
        help="say what broke in a course, where, and what to do",
        epilog="The exit status is 0 only when all is well.",
    )
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="the course by default"
    )
    command.add_argument(
        "--only", metavar="CHECKS", type=lambda text: text.split(","), default=CHECKS,
        help=f"some of: {','.join(CHECKS)}",
    )  # fmt: skip
    command.add_argument(
        "--accept", action="store_true", help="show what is new, then write it"
    )
    command.add_argument(
        "--junit", type=Path, metavar="FILE", help="write a JUnit report"
    )
    add_limits(command, "notebook")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validate, tell what was found, and accept it if that was asked."""
    from salescourse.teach.validate import report
    from salescourse.teach.validate.accept import accept
    from salescourse.teach.validate.plan import is_course

    stop_when_told()
    began, limits = time.monotonic(), limits_of(options)

    def look(paths: Sequence[Path], *, only: Sequence[str], words: str) -> Outcome:
        with report.Progress().begun(words) as progress:
            return validate(paths, only=only, limits=limits, progress=progress)

    paths = options.paths or [project_root()]
    words = f"Validating {', '.join(map(str, paths))}"
    if any(map(is_course, paths)) and options.only == CHECKS:
        words += ", a whole course: two to four minutes, more where others compute"
    outcome = look(paths, only=options.only, words=words)
    seconds = time.monotonic() - began
    report.tell(outcome, Path.cwd(), seconds)
    if options.junit:
        report.write_junit(outcome, Path.cwd(), options.junit, seconds)
    if outcome.stopped:
        return STOPPED
    if options.accept and outcome.finished:
        words = "Running once more what has something new"
        accept(outcome, partial(look, only=["notebooks"], words=words), print)
    if outcome.stopped:
        return STOPPED
    return 0 if outcome.well else 1
