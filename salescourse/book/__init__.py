"""The rendered book: build it, show it, pack it, audit it."""

from salescourse.book.archive import NAME, pack
from salescourse.book.builder import BuildError, build, fingerprint
from salescourse.book.server import HOST, open_server, serve

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
