"""Is this answer right? One meaning of right, for notebooks and for pages.

Each type of item has its rule in a file of its own under `types/`. The widget has
the same rules in JavaScript, and both are run against `tests/vectors/`.
"""

from collections.abc import Mapping
from typing import Any

from salescourse.questions.grade import Grade
from salescourse.questions.types import TYPES


def grade(key: Mapping[str, Any], answer: Any) -> Grade:
    """Grade an answer.

    Parameters
    ----------
    key : mapping
        What `answer_key` makes of an item.
    answer : any JSON value
        As the widget keeps it: places for choices, text for numbers and words.

    Returns
    -------
    Grade

    Examples
    --------
    >>> key = {"type": "choice", "many": False, "count": 3, "right": [1]}
    >>> grade(key, [1]).state, grade(key, [2]).score
    ('right', 0.0)
    """
    return TYPES[key["type"]].grade(key, answer)
