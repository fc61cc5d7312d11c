"""The command `salescourse validate`."""

import argparse
import signal
import threading
import time
from pathlib import Path

from salescourse.paths import project_root
from salescourse.validate.run import CHECKS, Limits, validate
from salescourse.words import _

STOPPED = 130


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "validate",
        help=_("say what broke in a course, where, and what to do"),
        epilog=_("The exit status is 0 only when all is well."),
    )
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help=_("the course by default")
    )
    command.add_argument(
        "--only", metavar="CHECKS", type=lambda text: text.split(","), default=CHECKS,
        help=_("some of: {checks}").format(checks=",".join(CHECKS)),
    )  # fmt: skip
    command.add_argument(
        "--accept", action="store_true", help=_("show what is new, then write it")
    )
    command.add_argument(
        "--junit", type=Path, metavar="FILE", help=_("write a JUnit report")
    )
    limits = Limits()
    command.add_argument(
        "--seconds", type=float, default=limits.seconds,
        help=_("that one notebook may take: {n:g}").format(n=limits.seconds),
    )  # fmt: skip
    command.add_argument(
        "--megabytes", type=float, default=limits.megabytes,
        help=_("of memory that one notebook may hold: {n:g}").format(n=limits.megabytes),
    )  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validate, tell what was found, and accept it if that was asked."""
    from salescourse.validate import accept, report

    # A runner that cancels a job sends this; it too shall leave nothing behind.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    began, progress = time.monotonic(), report.Progress()
    outcome = validate(
        options.paths or [project_root()],
        only=options.only,
        limits=Limits(options.seconds, options.megabytes),
        junit=options.junit,
        progress=progress,
    )
    progress.close()
    report.tell(outcome, Path.cwd(), time.monotonic() - began)
    if not outcome.finished:
        return STOPPED if outcome.stopped else 1
    if options.accept:
        notebooks = accept.accepted(outcome)
        for file in dict.fromkeys(accept.write(outcome, notebooks)):
            print(_("Written: {file}").format(file=file))
        outcome.findings = accept.remaining(outcome, notebooks)
    return 1 if outcome.findings else 0
