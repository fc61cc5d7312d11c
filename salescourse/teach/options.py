"""What the commands that run notebooks have in common."""

import argparse
import signal
import threading

from salescourse.teach.processes import Limits


def add_limits(command: argparse.ArgumentParser, one: str) -> None:
    """Add what one notebook, or however it is called there, may take."""
    usual = Limits()
    command.add_argument(
        "--seconds", type=float, default=usual.seconds,
        help=f"that one {one} may take: {usual.seconds:g}",
    )  # fmt: skip
    command.add_argument(
        "--megabytes", type=float, default=usual.megabytes,
        help=f"of memory that one {one} may hold: {usual.megabytes:g}",
    )  # fmt: skip


def limits_of(options: argparse.Namespace) -> Limits:
    """Return the limits that were asked for."""
    return Limits(options.seconds, options.megabytes)


def stop_when_told() -> None:
    """Take a runner that cancels a job for Ctrl+C, so that nothing is left behind."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
