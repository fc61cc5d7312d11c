"""Models of one strategy for both cycles, a folder per chapter."""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["agility", "experience", "influence", "personalization"]

if TYPE_CHECKING:
    from salescourse.strategy import agility, experience, influence, personalization
else:
    __getattr__, __dir__ = lazily(
        __name__, "agility", "experience", "influence", "personalization"
    )
