"""What answers back: questions, explorers, exercises, and the record of it all.

Nothing here knows a model: a notebook or a bank hands it one.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = [
    "check",
    "explore",
    "guess",
    "hint",
    "one_page",
    "own_cycle",
    "play",
    "progress",
    "quiz",
    "review",
    "sheet",
    "side_by_side",
    "solution",
    "strip",
    "watch",
    "workbench",
]

if TYPE_CHECKING:
    from salescourse.practice import workbench
    from salescourse.practice.exercises import check, hint, solution
    from salescourse.practice.explorer.widget import explore
    from salescourse.practice.exports.widget import own_cycle
    from salescourse.practice.games.widget import play
    from salescourse.practice.guesses.widget import guess
    from salescourse.practice.overview.session import review
    from salescourse.practice.overview.widget import progress
    from salescourse.practice.pictures.widget import watch
    from salescourse.practice.questions.widget import quiz
    from salescourse.practice.sheets.one_page import one_page
    from salescourse.practice.sheets.widget import sheet
    from salescourse.practice.strips import side_by_side, strip
else:
    __getattr__, __dir__ = lazily(
        __name__,
        "workbench",
        check="salescourse.practice.exercises",
        explore="salescourse.practice.explorer.widget",
        guess="salescourse.practice.guesses.widget",
        hint="salescourse.practice.exercises",
        one_page="salescourse.practice.sheets.one_page",
        own_cycle="salescourse.practice.exports.widget",
        play="salescourse.practice.games.widget",
        progress="salescourse.practice.overview.widget",
        quiz="salescourse.practice.questions.widget",
        review="salescourse.practice.overview.session",
        sheet="salescourse.practice.sheets.widget",
        side_by_side="salescourse.practice.strips",
        solution="salescourse.practice.exercises",
        strip="salescourse.practice.strips",
        watch="salescourse.practice.pictures.widget",
    )
