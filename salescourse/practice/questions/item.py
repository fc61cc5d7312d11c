"""Items, objectives and what can be wrong with them: the words of the bank."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.hashes import accepted, content_hash

Html = Callable[[str], str]


@dataclass(frozen=True)
class Objective:
    """What a learner is able to do after a chapter."""

    id: str
    text: str


def _all(item: "Item") -> Any:
    """Return all that an item of no bank holds."""
    return [item.type, item.stem, item.body]


@dataclass(frozen=True)
class Item:
    """One question or exercise.

    `body` holds what is special to its type, `values` the numbers of a variant by
    their names.
    """

    id: str
    type: str
    objective: str
    level: str
    stem: str
    points: int = 1
    hints: tuple[str, ...] = ()
    feedback: str = ""
    otherwise: str = ""
    explanation: str = ""
    body: dict[str, Any] = field(default_factory=dict, hash=False)
    chapter: str = ""
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    # What is shown and what counts as right, of each variant: the bank knows the types.
    asked: Callable[["Item"], Any] = field(default=_all, repr=False, compare=False)

    @cached_property
    def hash(self) -> str:
        """What an answer knows its question by: what is shown, and the key.

        It covers the bank's English and no translation of it: an answer stays when
        a reader changes the language. It is worked out when it is first asked for,
        because the key of some items takes a model.
        """
        return content_hash(self.asked(self))

    @property
    def hashes(self) -> list[str]:
        """The hashes that answers to this question may carry, its own first."""
        return accepted(self.id, self.hash)


@dataclass(frozen=True)
class Bank:
    """The questions of one chapter."""

    chapter: str
    objectives: tuple[Objective, ...]
    items: tuple[Item, ...]
    path: Path

    def item(self, item_id: str) -> Item:
        """Return one item; KeyError if the chapter has none of that id."""
        return {item.id: item for item in self.items}[item_id]


class ModelError(ValueError):
    """A number of a bank cannot be computed: against which rule, and what to do."""

    def __init__(
        self,
        message: str,
        remedy: str = "Name a function of the package, and give it arguments it takes.",
        rule: str = "model",
    ) -> None:
        super().__init__(message)
        self.remedy, self.rule = remedy, rule

    def finding(self, where: tuple[str | int, ...]) -> Finding:
        """Say the same of a place inside an item."""
        return Finding(where, self.rule, str(self).rstrip("."), self.remedy)
