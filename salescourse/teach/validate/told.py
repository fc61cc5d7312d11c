"""What a run was told to look at, and what a look at something finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from salescourse.practice.finding import Finding


@dataclass
class Told:
    """What a run was told; pytest's workers read it from a file."""

    only: list[str]
    limits: dict[str, float]
    kinds: dict[str, str]
    copies: dict[str, str]

    def asked(self, *checks: str) -> bool:
        """Say whether one of some checks is wanted."""
        return bool(set(checks) & set(self.only))

    def root(self, path: Path) -> Path:
        """Return the folder that was copied, in the copy."""
        return next(Path(copy) for copy in self.copies if path.is_relative_to(copy))

    def original(self, text: str) -> str:
        """Return a text that names the instructor's own files and not their copies."""
        for copy in sorted(self.copies, key=len, reverse=True):
            text = text.replace(copy, self.copies[copy])
        return text


class Check(pytest.Item):
    """A function that returns findings, as a test."""

    def __init__(
        self, *, check: str, look: Callable[[], Iterable[Finding]], **more: Any
    ) -> None:
        super().__init__(**more)
        self.check, self.look = check, look

    def runtest(self) -> None:
        """Look; what is found makes it fail, once it is reported."""
        self.found = list(self.look())
