"""The rendered book: build it, show it, pack it, audit it."""

from salescourse.teach.book.archive import NAME, pack
from salescourse.teach.book.builder import BuildError, build, fingerprint
from salescourse.teach.book.server import HOST, open_server, serve

__all__ = [
    "HOST",
    "NAME",
    "BuildError",
    "build",
    "fingerprint",
    "open_server",
    "pack",
    "serve",
]
