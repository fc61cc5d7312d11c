"""How a learner stands: what came after the last "start over" of each item."""

from collections.abc import Iterable
from dataclasses import dataclass

from salescourse.events import Event, since_reset


@dataclass(frozen=True)
class Score:
    """How an item stands: attempts since the last reset, and what they scored."""

    attempts: int
    best: float | None
    last: float | None
    last_at: str


def standing(events: Iterable[Event]) -> dict[str, Score]:
    """Say how each item that was attempted stands since its last reset."""
    attempts = {
        item: [event for event in history if event["kind"] == "attempt"]
        for item, history in since_reset(events).items()
    }
    return {item: _sum_up(tries) for item, tries in attempts.items() if tries}


def _sum_up(attempts: list[Event]) -> Score:
    scores = [event["score"] for event in attempts if event["score"] is not None]
    last = attempts[-1]
    return Score(len(attempts), max(scores, default=None), last["score"], last["at"])
