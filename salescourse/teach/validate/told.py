"""What a run was told to look at, and what a look at something finds."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
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
        for copy, original in self.copies.items():
            text = text.replace(copy, original)
        return text

    def as_original(self, found: Finding) -> dict[str, Any]:
        """Return a finding as JSON can hold it, at the instructor's own file."""
        parts = asdict(found).items()
        return {k: self.original(v) if isinstance(v, str) else v for k, v in parts}


class Found(Exception):
    """What an item has found."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class Check(pytest.Item):
    """A function that returns findings, as a test."""

    def __init__(
        self, *, check: str, look: Callable[[], Iterable[Finding]], **more: Any
    ) -> None:
        super().__init__(**more)
        self.check, self.look = check, look

    def runtest(self) -> None:
        """Look, and fail if anything is found."""
        if found := list(self.look()):
            raise Found(found)
