"""Show the book to a browser on this machine, and to nobody else."""

import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"


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
    raise OSError("No free port was found on this machine.")


def serve(html: Path, *, port: int) -> None:
    """Serve the book on this machine until Ctrl+C; say where, and if `port` was taken."""
    with open_server(html, port) as server:
        got = server.server_address[1]
        if got != port:
            print(f"Port {port} is taken, so this is {got}.")
        print(
            f"The book is at http://{HOST}:{got}/ (Ctrl+C ends it)",
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
