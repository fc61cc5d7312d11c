"""What differs between an answer and its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEFAULT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Difference:
    """What differs, in a sentence.

    `counts` is False where the answer is of another kind than what was asked for:
    that is a slip of the pen and no attempt.
    """

    message: str
    counts: bool = True


# The dots of an exercise are still there: nothing to compare.
UNANSWERED = Difference("", counts=False)


def margin(spec: Mapping[str, Any], key: float) -> float:
    """Return how far from a key an answer may be."""
    tolerance = spec.get("tolerance", DEFAULT_TOLERANCE)
    if isinstance(tolerance, str):
        return abs(key) * float(tolerance.rstrip("% ")) / 100
    return float(tolerance) + 1e-9 * abs(key)


def named(value: Any) -> str:
    """Name a value as a learner would see it: a number, or code."""
    if isinstance(value, bool | str):
        text = repr(value)
    else:
        try:
            text = f"{float(value):.6g}"
        except (TypeError, ValueError):
            text = repr(value)
    return text if text[:1] in "-0123456789" else code(text)


def code(text: str) -> str:
    """Set text apart as code, so that none of it is read as markup.

    Examples
    --------
    >>> code("a `b` *c*")
    "`a 'b' *c*`"
    """
    text = " ".join(text.split()).replace("`", "'")
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"
