"""Run somebody's notebook under watch, and leave nothing of it behind.

A kernel may neither run nor grow nor talk without end, nor leave processes running.
`run` says what each cell has shown, in which cell it ended, and why; whatever the
notebook has started is gone when it returns. `nothing_left` ends what got away.
"""

import contextlib
import ctypes
import logging
import math
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from salescourse.teach.kernel import fresh_environment, make_font_cache, own_kernel

# The command line can be read without it; `validate` says if it is missing.
with contextlib.suppress(ModuleNotFoundError):
    import psutil

MARK = "RUN_OF_SALESCOURSE"
_WATCH_SECONDS = 0.2
_LINGER_SECONDS = 0.5
_MOST_PROCESSES, _MOST_OUTPUT_MEGABYTES = 64, 10
_TOO_MUCH = {
    "seconds": (
        "a notebook that ends within {:g} seconds",
        "this cell was still running",
        "Make it end or do less, or allow more with --seconds.",
    ),
    "megabytes": (
        "a notebook that needs at most {:g} MB",
        "this cell took more",
        "Let it hold less at a time, or allow more with --megabytes.",
    ),
    "processes": (
        "a notebook that runs at most {:g} processes",
        "this cell started more",
        "End the loop that starts them.",
    ),
    "output": (
        "a notebook that prints at most {:g} MB",
        "this cell went on printing",
        "Print less, or end the loop.",
    ),
}


@dataclass(frozen=True)
class Limits:
    """What one notebook may take: seconds for all its cells, megabytes of memory."""

    seconds: float = 300
    megabytes: float = 2048


class Ended(NamedTuple):
    """Why a notebook did not come to its end: what should be, what came, what to do."""

    expected: str
    came: str
    remedy: str


@dataclass
class Ran:
    """What came of running a notebook.

    Attributes
    ----------
    cells : list
        Its cells, with what they have shown.
    widgets : dict
        The state of each widget by its id.
    at : int
        The index of the cell in which it ended: one more than the last if in none,
        -1 if the kernel did not start.
    ended : Ended, optional
        Why it ended there.
    """

    cells: list
    widgets: dict[str, dict[str, Any]]
    at: int
    ended: Ended | None


def run(
    notebook: Any,
    *,
    folder: Path,
    limits: Limits = Limits(),
    on_failure: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run the cells of a notebook in a kernel of their own, as JupyterLab would.

    A cell that fails ends the run, unless it is tagged `raises-exception`.

    Parameters
    ----------
    notebook : NotebookNode
        What to run; it is left as it is.
    folder : Path
        Where it runs.
    limits : Limits
        What it may take.
    on_failure : bool
        Whether to go on after a cell that fails.
    environment : mapping, optional
        More variables for the kernel.
    """
    if "MPLCONFIGDIR" not in (environment or {}):
        make_font_cache()
    _adopt_orphans()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        variables = {
            **fresh_environment(Path(home)),
            "JUPYTER_RUNTIME_DIR": str(Path(home, "runtime")),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": home,
            **(environment or {}),
        }
        with _Watch(limits) as watch:
            client = _client(deepcopy(notebook), folder, watch)
            client.allow_errors = on_failure
            ended = _start(client, variables, watch)
            at = -1 if ended else 0
            while not ended and at < len(client.nb.cells):
                ended = _cell(client, at, watch)
                at += not ended
        if client.km is not None:
            client._cleanup_kernel()
    return Ran(client.nb.cells, dict(client.widget_state), at, ended)


def _client(notebook: Any, folder: Path, watch: "_Watch") -> Any:
    """Return nbclient's client, which also tells the watch how much is said."""
    from nbclient import NotebookClient
    from nbclient.output_widget import OutputWidget

    class Output(OutputWidget):
        """An output area that does not write to the kernel while it listens to it.

        That would now and then swallow the kernel's reply, and wait for it for ever.
        """

        def send(self, *args: Any, **kwargs: Any) -> None:
            """Keep what was captured here."""

    class Client(NotebookClient):
        """A client that says how much it hears, and ends up deaf."""

        def process_message(
            self, msg: dict[str, Any], cell: Any, cell_index: int
        ) -> Any:
            content = msg["content"]
            watch.heard(len(str(content.get("text", content.get("data", "")))))
            if not watch.why or msg["msg_type"] == "status":
                return super().process_message(msg, cell, cell_index)
            return None

    client = Client(
        notebook,
        km=own_kernel(notebook.metadata.get("kernelspec", {}).get("name", "python3")),
        timeout=None,
        resources={"metadata": {"path": str(folder)}},
        log=logging.Logger("unheard", logging.CRITICAL + 1),
    )
    client.widget_registry["@jupyter-widgets/output"]["OutputModel"] = Output
    return client


def _start(client: Any, environment: dict[str, str], watch: "_Watch") -> Ended | None:
    nowhere = subprocess.DEVNULL
    try:
        client.start_new_kernel(env=environment, stdout=nowhere, stderr=nowhere)
        watch.begin(client.km.provisioner.pid)
        client.start_new_kernel_client()
    except Exception as error:  # whatever a kernel of somebody's may do
        return Ended("a kernel that starts", str(error), "Try it in JupyterLab.")
    watch.began = time.monotonic()
    return None


def _cell(client: Any, at: int, watch: "_Watch") -> Ended | None:
    """Run one cell; say why it is the last, if it is."""
    from nbclient.exceptions import CellExecutionError

    try:
        client.execute_cell(client.nb.cells[at], at)
    except CellExecutionError as error:
        said = f"{error.ename}: {error.evalue}"
        return Ended("a cell that runs", said, "Run the notebook, and mend this cell.")
    except RuntimeError:
        remedy = "Look for exit(), os._exit or a crash in a compiled library."
        died = Ended("a kernel that lives", "the kernel died in this cell", remedy)
        return watch.why or died
    if left := watch.left():
        _end(left)
        return Ended(
            "a cell that ends what it starts",
            f"it left {len(left)} processes running",
            "Wait for them in the cell, or end them there.",
        )
    return watch.why


class _Watch:
    """Looks at a kernel and what descends from it, and kills it at a limit."""

    def __init__(self, limits: Limits) -> None:
        more = {"processes": _MOST_PROCESSES, "output": _MOST_OUTPUT_MEGABYTES}
        self._most = {**asdict(limits), **more}
        self.began = math.inf
        self.why: Ended | None = None
        self._said_bytes = 0
        self._family: set[psutil.Process] = set()
        self._ours = set(_tree(psutil.Process()))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        return self

    def __exit__(self, *error: object) -> None:
        """Kill the kernel and whatever it has started, also what has left it."""
        self._over.set()
        if self._family:
            self._thread.join()
            _end(self._family | self._started())

    def begin(self, pid: int) -> None:
        """Begin to look at a kernel."""
        self._kernel = psutil.Process(pid)
        self._family = {self._kernel}
        self._thread.start()

    def left(self) -> list[psutil.Process]:
        """Return what the kernel has started and what does not end by itself."""
        started = [p for p in self._started() - {self._kernel} if _stays(p)]
        return psutil.wait_procs(started, timeout=_LINGER_SECONDS)[1] if started else []

    def heard(self, size: int) -> None:
        """Take note of how much the kernel has said."""
        self._said_bytes += size
        self._judge(output=self._said_bytes / 2**20)

    def _started(self) -> set[psutil.Process]:
        return set(_tree(psutil.Process())) - self._ours

    def _look(self) -> None:
        while not self._over.wait(_WATCH_SECONDS):
            family = _tree(self._kernel)
            self._family.update(family)
            sizes = [_asked(p.memory_info, None) for p in family]
            self._judge(
                seconds=time.monotonic() - self.began,
                megabytes=sum(size.rss for size in sizes if size) / 2**20,
                processes=len(family),
            )

    def _judge(self, **much: float) -> None:
        for name, amount in much.items():
            if amount > self._most[name] and not self.why:
                expected, came, remedy = _TOO_MUCH[name]
                self.why = Ended(expected.format(self._most[name]), came, remedy)
                self._over.set()
                _end(_tree(self._kernel))


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """End, on the way out, every process that was started within.

    They carry a mark in their environment, by which they are found wherever they went.
    """
    before = os.environ.get(MARK)
    os.environ[MARK] = mark = uuid.uuid4().hex
    try:
        yield
    finally:
        os.environ.pop(MARK)
        if before is not None:
            os.environ[MARK] = before
        end_marked(mark)


def end_marked(mark: str) -> None:
    """End every process that carries a mark in its environment."""
    for _ in range(20):  # some are born meanwhile
        if not (left := [p for p in psutil.process_iter() if _carries(p, mark)]):
            break
        _end(left)


def _adopt_orphans() -> None:
    """Become the parent of what a kernel leaves behind, so that it can be seen.

    Only Linux can do that. Elsewhere the mark finds all but what drops its environment.
    """
    if sys.platform == "linux":
        become_parent = 36  # PR_SET_CHILD_SUBREAPER
        ctypes.CDLL(None).prctl(become_parent, 1, 0, 0, 0)


def _tree(process: "psutil.Process") -> list["psutil.Process"]:
    """Return a process and all that descend from it."""
    return _asked(lambda: [process, *process.children(recursive=True)], [])


def _carries(process: "psutil.Process", mark: str) -> bool:
    ours = _asked(process.environ, {}).get(MARK) == mark
    return ours and process.pid != os.getpid()


def _stays(process: "psutil.Process") -> bool:
    """Say whether a process runs on; Python's own helpers end with it."""
    words = " ".join(_asked(process.cmdline, []))
    runs = _asked(process.status, "zombie") != psutil.STATUS_ZOMBIE
    return runs and not re.search("resource_tracker|loky", words)


def _end(processes: Iterable["psutil.Process"]) -> None:
    """Kill processes, and wait until they are gone."""
    ending = list(processes)
    for process in ending:
        _asked(process.kill, None)
    psutil.wait_procs(ending, timeout=5)


def _asked(question: Callable[[], Any], otherwise: Any) -> Any:
    """Ask a process that may be gone, or another's."""
    try:
        return question()
    except (psutil.Error, OSError):
        return otherwise
