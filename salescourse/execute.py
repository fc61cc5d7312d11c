"""Execute notebooks, each in a fresh kernel and the same way for everybody."""

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from salescourse.canonical import NotebookError, as_text, canonical
from salescourse.words import _

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode


def fresh_environment(home: Path) -> dict[str, str]:
    """Return environment variables under which a notebook runs the same for all.

    The learner's progress, language and IPython start-up files stay out of it, and
    the kernel is the one of this Python, not one of the same name in the home folder.

    Parameters
    ----------
    home : Path
        An empty folder that takes what the notebook records.
    """
    own = ("SALESCOURSE_", "JUPYTER_PATH", "MPLBACKEND", "PYTHONWARNINGS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    return {
        **kept,
        "SALESCOURSE_HOME": str(home),
        "SALESCOURSE_LANG": "en",
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONUTF8": "1",
    }


def execute(path: Path, *, timeout_seconds: int = 300) -> bool:
    """Execute a notebook in a kernel of its own and write it in canonical form.

    Parameters
    ----------
    path : Path
        The notebook; it runs in the folder it lies in, as in JupyterLab.
    timeout_seconds : int
        How long one cell may take.

    Returns
    -------
    bool
        Whether the file is now another than before.

    Raises
    ------
    NotebookError
        If a cell fails, warns or prints an address; the file is then left as it was.
    """
    before = path.read_text(encoding="utf-8")
    notebook = run(read(path), folder=path.parent, timeout_seconds=timeout_seconds)
    try:
        after = as_text(canonical(notebook))
    except NotebookError as error:
        raise NotebookError(f"{path.name}: {error}") from None
    if after == before:
        return False
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(after, encoding="utf-8", newline="\n")
    draft.replace(path)
    return True


def read(path: Path) -> "NotebookNode":
    """Read a notebook.

    Raises
    ------
    NotebookError
        If it is not a notebook, or a cell's id is missing or used twice.
    """
    import nbformat

    text = path.read_text(encoding="utf-8")
    try:
        # Before nbformat reads it, which quietly makes up the ids that are missing.
        _check_ids(json.loads(text)["cells"])
        return nbformat.reads(text, as_version=4)
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(
            _("{name} is not a notebook of today's kind: {error}").format(
                name=path.name, error=error
            )
        ) from None


def run(
    notebook: "NotebookNode", *, folder: Path, timeout_seconds: int
) -> "NotebookNode":
    """Run every cell in a fresh kernel and return the notebook with its outputs."""
    from nbclient import NotebookClient
    from nbclient.exceptions import (
        CellExecutionError,
        CellTimeoutError,
        DeadKernelError,
    )

    _make_font_cache()
    client = NotebookClient(
        notebook,
        timeout=timeout_seconds,
        km=_own_kernel(),
        resources={"metadata": {"path": str(folder)}},
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        try:
            return client.execute(env=fresh_environment(Path(home)), cleanup_kc=True)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise NotebookError(str(error)) from None


def _check_ids(cells: list[dict]) -> None:
    ids = Counter(cell.get("id") for cell in cells)
    if None in ids:
        raise ValueError(
            _("a cell has no id. Open and save the notebook once in JupyterLab.")
        )
    if twice := [name for name, times in ids.items() if times > 1]:
        raise ValueError(
            _("two cells have the id {name}. Give one of them another.").format(
                name=twice[0]
            )
        )


def _own_kernel() -> "AsyncKernelManager":
    """Return a manager of a kernel in this very Python, whatever else is installed."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        transport_encryption="auto",
    )


def _make_font_cache() -> None:
    # Where matplotlib has no font cache yet, the first import of it says so on
    # stderr, which would be taken for a cell's warning.
    import matplotlib.font_manager  # noqa: F401
