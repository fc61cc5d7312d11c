"""Several submissions at a time, each in a process and a process group of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any

from salescourse.paths import package_home
from salescourse.teach.grade.worker import BEGIN
from salescourse.teach.processes import MARK, Limits, end_marked

# The folder that runs may be anybody's, so it is not searched; the course is, which in a
# container is not installed.
_WORKER = (
    f"import sys; sys.path.insert(0, {str(package_home())!r}); "
    "from salescourse.teach.grade.worker import main; main()"
)
_running: set[subprocess.Popen] = set()
# Beyond its limit: to start, to unpack, to end what it has left.
_MORE_SECONDS = 60
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR",
         "VIRTUAL_ENV", "USERPROFILE", "APPDATA", "LOCALAPPDATA")  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A notebook to run: its cells, their places, and what is asked."""

    digest: str
    cells: list[str]
    places: list[int]
    asks: Mapping[str, Any]


def run_all(
    jobs: Iterable[Job], package: bytes, limits: Limits, at_a_time: int
) -> Iterator[tuple[Job, dict[str, Any]]]:
    """Run notebooks, and give each with what came of it as it ends."""
    pool = ThreadPoolExecutor(max_workers=at_a_time)
    running: dict[Future, Job] = {
        pool.submit(run_one, job, package, limits): job for job in jobs
    }
    try:
        for done in as_completed(running):
            yield running[done], done.result()
    finally:  # also when somebody presses Ctrl+C
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(_running):
            _end(process)


def run_one(job: Job, package: bytes, limits: Limits) -> dict[str, Any]:
    """Run one notebook in a process of its own, and return what came of it."""
    mark = uuid.uuid4().hex
    told = json.dumps({"cells": job.cells, "places": job.places, "asks": job.asks,
                       "limits": asdict(limits)})  # fmt: skip
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _WORKER],
            stdin=subprocess.PIPE, stdout=said, stderr=log, start_new_session=True,
            env=_environment(mark),
        )  # fmt: skip
        _running.add(process)
        try:
            process.communicate(
                told.encode() + b"\n" + package, timeout=limits.seconds + _MORE_SECONDS
            )
        except (subprocess.TimeoutExpired, OSError):
            pass
        finally:
            _end(process)
            end_marked(mark)
        said.seek(0)
        return _came(said.read())


def _environment(mark: str) -> dict[str, str]:
    """Return a few variables: what else stands there may be nobody's business."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, MARK: mark, "PYTHONUTF8": "1"}


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    _running.discard(process)


def _came(said: bytes) -> dict[str, Any]:
    words = "It ended the process that ran it, so nothing came back."
    nothing = {"values": {}, "remarks": [words], "ended": True}
    try:
        found = json.loads(said.decode().rpartition(BEGIN)[2])
        return found if {"values", "remarks", "ended"} <= set(found) else nothing
    except (ValueError, TypeError, RecursionError):
        return nothing
