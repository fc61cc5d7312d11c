"""Items, objectives and what can be wrong with them: the words of the bank."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Html = Callable[[str], str]


@dataclass(frozen=True)
class Objective:
    """What a learner is able to do after a chapter."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """One question or exercise. `body` holds what is special to its type."""

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
    hash: str = ""


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


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place inside an item."""

    where: tuple[str | int, ...]
    rule: str
    message: str
    remedy: str
    style: bool = False
    below: int = 0


@dataclass(frozen=True)
class Finding:
    """What is wrong in a bank: where, which rule, and how to mend it."""

    file: str
    line: int
    item: str
    rule: str
    message: str
    remedy: str
    style: bool = False

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.item or '-'} — "
            f"[{self.rule}] {self.message}. {self.remedy}"
        )
