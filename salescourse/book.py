"""Build the rendered book, and show it to a browser on this machine."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from salescourse.execute import fresh_environment
from salescourse.words import _

HOST = "127.0.0.1"
# What a notebook computes from; what only the pages are made of.
_COMPUTES = ("salescourse", "data", "requirements.txt")
_PAGES = ("_config.yml", "book", "notebooks")


class BuildError(RuntimeError):
    """The book could not be built; the message says where to look."""


def build(root: Path, *, out: Path | None = None) -> Path:
    """Build the book and return the folder of its pages.

    Notebooks are executed when they, the package, the data or the pinned
    dependencies changed; where nothing changed at all, nothing is done.

    Parameters
    ----------
    root : Path
        The course's folder, with `_config.yml`.
    out : Path, optional
        Where `_build` goes; the course's folder by default.

    Returns
    -------
    Path
        The folder of HTML pages, with `index.html`.

    Raises
    ------
    BuildError
        If a page gives a warning or a notebook fails.
    """
    made = (out or root) / "_build"
    html = made / "html"
    stamp = made / "made-from.txt"
    computes, pages = fingerprint(root, _COMPUTES), fingerprint(root, _PAGES)
    before = stamp.read_text().split() if stamp.is_file() else ["", ""]
    if before == [computes, pages] and (html / "index.html").is_file():
        print(_("Nothing has changed since the book was last built."))
        return html
    stamp.unlink(missing_ok=True)
    shutil.rmtree(html, ignore_errors=True)
    if before[0] != computes:
        shutil.rmtree(made / ".jupyter_cache", ignore_errors=True)
    _run_jupyter_book(root, made.parent)
    stamp.write_text(f"{computes}\n{pages}\n")
    return html


def fingerprint(root: Path, names: Iterable[str]) -> str:
    """Return one hash over the names and contents of files below some folders."""
    digest = hashlib.sha256()
    for path in sorted(_files(root, names)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path, names: Iterable[str]) -> Iterable[Path]:
    for name in names:
        found = root / name
        for path in [found] if found.is_file() else found.rglob("*"):
            hidden = {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
            if path.is_file() and not hidden:
                yield path


def _run_jupyter_book(root: Path, out: Path) -> None:
    # A first import of matplotlib says on stderr that it makes a font cache, and
    # the book takes stderr in a notebook for a fault: so it is made beforehand.
    import matplotlib.font_manager  # noqa: F401

    with tempfile.TemporaryDirectory() as home:
        start = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", start, "build", str(root)]
        command += ["--config", str(root / "_config.yml")]
        command += ["--toc", str(root / "book" / "_toc.yml")]
        command += ["--path-output", str(out), "--all", "-W", "-n", "--keep-going"]
        done = subprocess.run(
            command,
            cwd=root,
            env=fresh_environment(Path(home)),
            check=False,
        )
    if done.returncode:
        raise BuildError(
            _(
                "The book was not built: the lines marked WARNING or ERROR above say "
                "which page and why."
            )
        )


class _Quiet(SimpleHTTPRequestHandler):
    # Windows takes these from the registry, which may call a script plain text.
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
    }

    def log_message(self, *args: object) -> None:
        """Say nothing for each request."""


class _Server(ThreadingHTTPServer):
    # On Windows this would let two servers share one port.
    allow_reuse_address = os.name != "nt"


def open_server(html: Path, port: int) -> ThreadingHTTPServer:
    """Return a server for this machine alone, on `port` or the next free one."""
    for candidate in [*range(port, min(port + 50, 65536)), 0]:
        try:
            return _Server((HOST, candidate), partial(_Quiet, directory=str(html)))
        except OSError:
            continue
    raise OSError(_("No free port was found on this machine."))


def serve(html: Path, *, port: int) -> None:
    """Serve the book on this machine until Ctrl+C; say where, and if `port` was taken."""
    with open_server(html, port) as server:
        got = server.server_address[1]
        if got != port:
            print(
                _("Port {port} is taken, so this is {got}.").format(port=port, got=got)
            )
        print(
            _("The book is at http://{host}:{got}/ (Ctrl+C ends it)").format(
                host=HOST, got=got
            ),
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
