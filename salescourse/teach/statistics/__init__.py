"""How questions have worked in a class, from the records that learners hand in.

A chapter is a test, its questions and exercises are the items. The measures are those
of Moodle's quiz report, as its documentation defines them
(docs.moodle.org/dev/Quiz_statistics_calculations): of each learner the first attempt
counts, and what somebody who began a chapter did not answer is worth nothing.
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["ChapterStatistics", "ItemStatistics", "statistics"]

if TYPE_CHECKING:
    from salescourse.teach.statistics.chapters import (
        ChapterStatistics,
        ItemStatistics,
        statistics,
    )
else:  # the command line is read without it
    home = "salescourse.teach.statistics.chapters"
    __getattr__, __dir__ = lazily(__name__, **dict.fromkeys(__all__, home))
