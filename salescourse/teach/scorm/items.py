"""The items that a package counts: those that its pages ask and score."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from salescourse.practice.questions.answers import asks_for_number
from salescourse.practice.questions.bank import read_bank
from salescourse.practice.questions.item import Item

_SIGNS = 4


def counted(banks: Iterable[Path]) -> list[dict[str, Any]]:
    """Return what the package's script needs of each item.

    Parameters
    ----------
    banks : iterable of Path
        The question banks.

    Returns
    -------
    list of dict
        `code` (by which the LMS knows it), `id`, `hashes`, `points`.
    """
    items = [item for bank in banks for item in read_bank(bank).items if _asked(item)]
    codes = _codes([f"{item.id} {item.hash}" for item in items])
    return [
        {"code": code, "id": item.id, "hashes": item.hashes, "points": _points(item)}
        for code, item in zip(codes, items, strict=True)
    ]


def _asked(item: Item) -> bool:
    if item.type == "code":
        return asks_for_number(item)
    return item.type != "reflect"


def _points(item: Item) -> int:
    return 1 if item.type == "code" else item.points


def _codes(names: Sequence[str]) -> list[str]:
    """Return a code for each name; when a question changes, so does its code."""
    made = [
        base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest())[:_SIGNS]
        for name in names
    ]
    if len(set(made)) < len(made):
        raise ValueError("Two items have the same code. Give one of them another id.")
    return [code.decode() for code in made]
