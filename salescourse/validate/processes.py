"""Every process that a run has started, found again and ended."""

import ctypes
import os
import sys
from collections.abc import Iterable

import psutil

MARK = "SALESCOURSE_VALIDATE_RUN"


def adopt_orphans() -> None:
    """Become the parent of what a kernel leaves behind, so that it can be seen.

    Only Linux can do that. Elsewhere the mark finds all but what drops its environment.
    """
    if sys.platform == "linux":
        become_parent = 36  # PR_SET_CHILD_SUBREAPER
        ctypes.CDLL(None).prctl(become_parent, 1, 0, 0, 0)


def marked(mark: str) -> list[psutil.Process]:
    """Return the processes that carry the mark of a run in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == mark:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def tree(process: psutil.Process) -> list[psutil.Process]:
    """Return a process and all that descend from it."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def megabytes(processes: Iterable[psutil.Process]) -> float:
    """Return how much memory processes hold together."""
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total / 2**20


def end(processes: Iterable[psutil.Process]) -> None:
    """Kill processes, and wait until they are gone."""
    ending = list(processes)
    for process in ending:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(ending, timeout=5)


def end_run(mark: str) -> None:
    """End all that a run has started, also what is born meanwhile."""
    for _ in range(20):
        left = marked(mark)
        if not left:
            return
        end(left)
