"""What grading an answer says, the same in Python and in the browser."""

from dataclasses import asdict, dataclass
from typing import Any

RIGHT, PARTLY, WRONG = "right", "partly", "wrong"
UNANSWERED, UNREAD, KEPT = "unanswered", "unread", "kept"


@dataclass(frozen=True)
class Grade:
    """How an answer was graded.

    Parameters
    ----------
    state : str
        `right`, `partly`, `wrong`; `unanswered` (nothing there), `unread` (it is not
        clear what was meant) and `kept` (nothing to grade). The last three do not
        count as attempts that score.
    score : float or None
        From 0 to 1, or None where nothing is scored.
    says : int or None
        Which of the item's named misconceptions the answer shows.
    why : str
        What could not be read: `number`, `unit`, `range`, `digits`.
    value : float or None
        The number that was read.
    marks : tuple of bool
        For each part of the answer whether it is right.
    """

    state: str
    score: float | None = None
    says: int | None = None
    why: str = ""
    value: float | None = None
    marks: tuple[bool, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as the browser knows it."""
        return {**asdict(self), "marks": list(self.marks)}


def by_score(score: float, marks: tuple[bool, ...] = ()) -> Grade:
    """Name the state that a score means.

    Examples
    --------
    >>> by_score(0.5).state
    'partly'
    """
    state = RIGHT if score >= 1 else PARTLY if score > 0 else WRONG
    return Grade(state, score, marks=marks)


def whole_numbers(answer: Any, below: int) -> list[int] | None:
    """Return an answer that is a list of different positions, or None.

    Answers come back from files and browsers, so nothing about them is certain.
    """
    if not isinstance(answer, list) or not all(type(at) is int for at in answer):
        return None
    if len(set(answer)) != len(answer) or any(not 0 <= at < below for at in answer):
        return None
    return answer
