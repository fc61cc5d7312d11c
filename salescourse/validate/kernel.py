"""A kernel that is watched: it may neither run nor grow nor talk without end."""

import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from nbval.kernel import RunningKernel, start_new_kernel

from salescourse.validate import processes

_WATCH_SECONDS = 0.2
_MOST_PROCESSES = 64
MOST_OUTPUT_MEGABYTES = 10


class Stopped(Exception):
    """A kernel that was stopped or has died; `why` is a word, `much` a number."""

    def __init__(self, why: str, much: float = 0) -> None:
        super().__init__(why)
        self.why, self.much = why, much


class Kernel(RunningKernel):
    """nbval's kernel, with an environment of its own, limits, and no remains.

    Parameters
    ----------
    name : str
        The kernel's name.
    folder : Path
        Where it runs.
    environment : mapping
        Its environment variables.
    seconds, megabytes : float
        How long all cells together may take, and how much memory it may hold.
    """

    def __init__(
        self,
        name: str,
        *,
        folder: Path,
        environment: Mapping[str, str],
        seconds: float,
        megabytes: float,
    ) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self.held: deque[dict[str, Any]] = deque()
        self.comms: list[dict[str, Any]] = []
        self.said_bytes = 0
        self.stopped: Stopped | None = None
        self._ended = threading.Event()
        self._ours = set(processes.tree(psutil.Process()))
        with open(os.devnull, "w") as nowhere:
            self.km, self.kc = start_new_kernel(
                kernel_name=name,
                cwd=str(folder),
                env=dict(environment),
                stderr=nowhere,
                stdout=nowhere,
            )
        self.process = psutil.Process(self.km.provisioner.pid)
        self.family = {self.process}
        self._ensure_iopub_up()
        self.began = time.monotonic()
        threading.Thread(target=self._watch, daemon=True).start()

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait for the reply to a request, and take in what is said meanwhile.

        Raises
        ------
        Stopped
            If the kernel dies or exceeds a limit.
        queue.Empty
            If nothing comes.
        """
        last = time.monotonic() + (timeout or 3600)
        while time.monotonic() < last:
            self._take_in()
            if self.stopped:
                raise self.stopped
            try:
                message = self.kc.get_shell_msg(timeout=0.1)
            except Empty:
                self._check()
                continue
            if message["parent_header"].get("msg_id") == msg_id:
                return
        raise Empty

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message, those that were taken in first."""
        if stream == "iopub" and self.held:
            return self.held.popleft()
        message = super().get_message(stream, timeout=timeout)
        if stream == "iopub":
            self._note(message)
            if self.stopped:
                raise self.stopped
        return message

    def left_behind(self) -> list[psutil.Process]:
        """Return what the kernel has started and not ended."""
        found = []
        for child in [*processes.tree(self.process)[1:], *self._adopted()]:
            try:
                words = " ".join(child.cmdline())
                zombie = child.status() == psutil.STATUS_ZOMBIE
            except psutil.Error:
                continue
            # Python's own helpers, which end with it.
            if not zombie and "resource_tracker" not in words and "loky" not in words:
                found.append(child)
        return found

    def _adopted(self) -> list[psutil.Process]:
        """Return what has left the kernel's family since, and came to ours."""
        strangers = set(processes.tree(psutil.Process())) - self._ours
        return list(strangers - set(processes.tree(self.process)))

    def stop(self) -> None:
        """End the kernel and everything it has started."""
        self._ended.set()
        self.family.update(processes.tree(self.process), self._adopted())
        processes.end(self.family)
        if hasattr(self, "km"):
            super().stop()

    def _check(self) -> None:
        if self.stopped:
            raise self.stopped
        if not self.km.is_alive():
            raise Stopped("died")

    def _take_in(self) -> None:
        """Read what is waiting, so that a flood is seen while it comes."""
        while not self.stopped:
            try:
                message = self.kc.get_iopub_msg(timeout=0)
            except Empty:
                return
            self._note(message)
            self.held.append(message)

    def _note(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"].startswith("comm"):
            self.comms.append(message)
        self.said_bytes += len(str(content.get("text", content.get("data", ""))))
        if self.said_bytes > MOST_OUTPUT_MEGABYTES * 2**20:
            self._halt("output", MOST_OUTPUT_MEGABYTES)

    def _watch(self) -> None:
        while not self._ended.wait(_WATCH_SECONDS):
            family = processes.tree(self.process)
            self.family.update(family)
            used = processes.megabytes(family)
            if used > self.megabytes:
                self._halt("memory", self.megabytes)
            elif len(family) > _MOST_PROCESSES:
                self._halt("processes", len(family))
            elif time.monotonic() - self.began > self.seconds:
                self._halt("time", self.seconds)

    def _halt(self, why: str, much: float) -> None:
        if not self.stopped:
            self.stopped = Stopped(why, much)
        self._ended.set()
        processes.end(processes.tree(self.process))
