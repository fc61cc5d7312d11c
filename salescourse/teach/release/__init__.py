"""A copy of chapters for a class: without solutions, and without what gives them away.

The notebooks lose the cells with solutions, and whatever the cells of exercises have
shown. A copy of the package lies beside them, whose banks hold no key, tolerance,
misconception or solution of an exercise: there `check` takes note of an answer and says
nothing of it. The quizzes keep their keys, for they answer back.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["Released", "release"]

if TYPE_CHECKING:
    from salescourse.teach.release.make import Released, release
else:  # the command line is read without it
    home = "salescourse.teach.release.make"
    __getattr__, __dir__ = lazily(__name__, Released=home, release=home)
