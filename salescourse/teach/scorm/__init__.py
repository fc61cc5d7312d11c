"""The book, or one chapter of it, as a package of SCORM 1.2 for an LMS.

A package is the built book, its pages as they are, in a page that talks to the LMS: one
SCO, since several make navigation break in many an LMS. What a learner answers is in
their browser below their own name (`cmi.core.student_id`), so that nobody else on the
same host sees it, and the LMS keeps the best attempt at each item in `suspend_data`, at
most 4096 characters. Where these do not suffice, sheets go first, then guesses, then the
longest answers; points stay as long as anything does.

What the LMS is told: `score.raw`, points in percent of those that can be had in the
pages; `lesson_status`, completed when every question was answered; `session_time`.

Source: ADL, *SCORM 1.2 Run-Time Environment* and *Content Aggregation Model* (2001).
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["pack"]

if TYPE_CHECKING:
    from salescourse.teach.scorm.make import pack
else:
    __getattr__, __dir__ = lazily(__name__, pack="salescourse.teach.scorm.make")
