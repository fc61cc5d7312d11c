"""JupyterLab on the learner's folder: on this machine alone, open at the start page."""

import os
from collections.abc import Iterable
from pathlib import Path

from salescourse.teach.lab.start import START

_SETTINGS = Path(__file__).with_name("settings")


def arguments(own: Path, *, port: int) -> list[str]:
    """Return what JupyterLab is started with.

    Examples
    --------
    >>> arguments(Path("my_course"), port=8888)[:2]
    ['--ServerApp.ip=127.0.0.1', '--ServerApp.port=8888']
    """
    words = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    words.append(f"--ServerApp.root_dir={own}")
    # Its overrides keep JupyterLab from asking its makers for news and new versions,
    # and let a page in Markdown open as a page, with links that can be followed.
    words.append(f"--LabApp.app_settings_dir={_SETTINGS}")
    words.append(f"--LabApp.default_url=/lab/tree/{START}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # as in most containers
    return words


def start(own: Path, *, port: int) -> None:
    """Open JupyterLab on the learner's folder, and stay until it is ended."""
    from jupyterlab.labapp import main

    # A kernel of the same name in the home folder would lack the course.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("JUPYTER_PATH", None)
    main(arguments(own, port=port))


def trust(notebooks: Iterable[Path]) -> None:
    """Sign notebooks that came from the course, so that JupyterLab shows their figures."""
    from nbformat import read
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for notebook in notebooks:
        notary.sign(read(notebook, as_version=4))
    notary.store.close()
