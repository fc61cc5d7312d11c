"""A check as pytest sees it: an item that passes, or fails with findings."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from salescourse.validate.finding import Finding


class Found(Exception):
    """What an item has found."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class Check(pytest.Item):
    """A function that returns findings, as a test."""

    def __init__(
        self, *, check: str, look: Callable[[], list[Finding]], **more: Any
    ) -> None:
        super().__init__(**more)
        self.check, self.look = check, look

    @classmethod
    def of(
        cls, parent: Any, name: str, check: str, look: Callable[[], list[Finding]]
    ) -> "Check":
        """Make the item of a function."""
        return cls.from_parent(parent, name=name, check=check, look=look)

    def runtest(self) -> None:
        """Look, and fail if anything is found."""
        if found := self.look():
            raise Found(found)

    def repr_failure(self, excinfo: Any) -> Any:
        """Return the findings as text."""
        if isinstance(excinfo.value, Found):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the item in pytest's own report."""
        return self.path, None, self.name


@dataclass
class Settings:
    """What a run was told; pytest's workers get it as JSON."""

    only: list[str]
    seconds: float
    megabytes: float
    mark: str
    out: str
    kinds: dict[str, str]
    copies: dict[str, str]

    def asked(self, *checks: str) -> bool:
        """Say whether one of some checks is wanted."""
        return bool(set(checks) & set(self.only))

    def original(self, path: Path) -> Path:
        """Return the file of the instructor's that a copy was made from."""
        for copy, original in self.copies.items():
            if path.is_relative_to(copy):
                return Path(original) / path.relative_to(copy)
        return path

    def root(self, path: Path) -> Path:
        """Return the folder that was copied, in the copy."""
        return next(
            (Path(copy) for copy in self.copies if path.is_relative_to(copy)),
            path.parent,
        )

    def as_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))


def settings(config: pytest.Config) -> Settings:
    """Return what this run was told."""
    return Settings(**json.loads(Path(config.option.salescourse).read_text("utf-8")))
