"""The command `salescourse validate`."""

import argparse
import signal
import threading
import time
from functools import partial
from pathlib import Path

from salescourse.paths import project_root
from salescourse.teach.processes import Limits
from salescourse.teach.validate.run import CHECKS, validate

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
    usual = Limits()
    command.add_argument(
        "--seconds", type=float, default=usual.seconds,
        help=f"that one notebook may take: {usual.seconds:g}",
    )  # fmt: skip
    command.add_argument(
        "--megabytes", type=float, default=usual.megabytes,
        help=f"of memory that one notebook may hold: {usual.megabytes:g}",
    )  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validate, tell what was found, and accept it if that was asked."""
    from salescourse.teach.validate import report
    from salescourse.teach.validate.accept import accept

    # A runner that cancels a job sends this; it too shall leave nothing behind.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    began, progress = time.monotonic(), report.Progress()
    limits = Limits(options.seconds, options.megabytes)
    look = partial(validate, limits=limits, progress=progress)
    outcome = look(options.paths or [project_root()], only=options.only)
    progress.close()
    seconds = time.monotonic() - began
    report.tell(outcome, Path.cwd(), seconds)
    if options.junit:
        report.write_junit(outcome, Path.cwd(), options.junit, seconds)
    if outcome.stopped:
        return STOPPED
    if options.accept and outcome.finished:
        accept(outcome, partial(look, only=["notebooks"]), print)
        progress.close()
    return 0 if outcome.well else 1
