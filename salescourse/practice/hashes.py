"""How an answer knows its question: a short hash of what was asked.

It covers what a learner is shown and what counts as right, and nothing of the way
there: a model that moves, a hint, another order of lines leave it as it is.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from numbers import Real
from typing import Any

from salescourse.paths import data_dir


def content_hash(asked: Any) -> str:
    r"""Return the hash of what is asked, given as texts, numbers, lists and mappings.

    White space does not count, and of a number only six digits do, or all before its
    point: in the others one processor differs from another.

    Examples
    --------
    >>> content_hash({"stem": "Half of 1.2?", "right": 0.6})
    '11ddfcf18448'
    >>> content_hash({"right": 1.2 - 0.6, "stem": "Half of\n  1.2?"})
    '11ddfcf18448'
    """
    text = json.dumps(_plain(asked), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def accepted(name: str, own: str) -> list[str]:
    """Return the hashes that answers to a question may carry, its own first.

    Earlier versions hashed more: Python paths and hints, where a slider can stand. What
    they gave is accepted as long as the question is what it was then.

    Parameters
    ----------
    name : str
        The id of the item or explorer.
    own : str
        Its hash now.

    Examples
    --------
    >>> accepted("decisions-of-my-own", "11ddfcf18448")
    ['11ddfcf18448']
    """
    before, hashes = _earlier().get(name, {}), [own]
    while hashes[-1] in before:
        hashes.append(before[hashes[-1]])
    return hashes


def earlier_id(name: str) -> str:
    """Return the id that an explorer had before, or "".

    What was kept under it is told apart by its hash.

    Examples
    --------
    >>> earlier_id("loyalty-silent-customers")
    'loyalty-silence'
    """
    return _earlier_ids().get(name, "")


@cache
def _earlier_ids() -> dict[str, str]:
    path = data_dir() / "questions" / "earlier_ids.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _earlier() -> dict[str, dict[str, str]]:
    """Return for each id and hash of a question the hash that an earlier version gave."""
    path = data_dir() / "questions" / "earlier_hashes.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Real) and not isinstance(value, bool):
        return _digits(float(value))
    return value if value is None or isinstance(value, bool) else str(value)


def _digits(number: float) -> str:
    """Write a number so that what processors make of its last bits is the same.

    A half, as in 10450.25, is moved up a little: rounding it would depend on them.
    What should be nought is at times 1e-17, and at times -0.
    """
    moved = round(number * (1 + 1e-9), 15) + 0.0
    return f"{moved:.6g}" if abs(moved) < 1e6 else f"{moved:.0f}"
