"""Models of the B2B cycle, a folder per chapter."""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["consulting", "decisions", "outcomes", "relationships"]

if TYPE_CHECKING:
    from salescourse.b2b import consulting, decisions, outcomes, relationships
else:
    __getattr__, __dir__ = lazily(
        __name__, "consulting", "decisions", "outcomes", "relationships"
    )
