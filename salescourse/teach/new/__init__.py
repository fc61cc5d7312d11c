"""A course of one's own, outside of this repository: a chapter, its questions, checks.

What is written is small and works as it is: it validates, builds into a book with this
course's frame, and opens in JupyterLab. Its own checks run on GitHub with the same
commands, from an installed package.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["new"]

if TYPE_CHECKING:
    from salescourse.teach.new.make import new
else:  # the command line is there without notebooks
    __getattr__, __dir__ = lazily(__name__, new="salescourse.teach.new.make")
