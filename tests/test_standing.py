"""How a learner stands, after everything they did."""

from salescourse.events import since_reset
from salescourse.standing import standing


def event(number=1, **changes):
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "kind": "attempt",
        "item": "decisions-1",
        "hash": "abc",
        "at": f"2026-11-23T15:04:{number % 60:02d}.000Z",
        "answer": None,
        "score": None,
        **changes,
    }


def test_starting_over_hides_what_came_before_and_erases_nothing():
    history = [
        event(1, score=1.0),
        event(2, kind="reset"),
        event(3, score=0.25),
        event(4, score=0.75),
        event(5, score=0.5),
        event(6, kind="hint"),
        event(7, item="other", kind="prediction", answer=3),
    ]
    score = standing(reversed(history))["decisions-1"]
    assert (score.attempts, score.best, score.last) == (3, 0.75, 0.5)
    assert score.last_at == "2026-11-23T15:04:05.000Z"
    assert list(standing(history)) == ["decisions-1"]
    assert [one["kind"] for one in since_reset(history)["decisions-1"]][-1] == "hint"


def test_an_attempt_without_a_score_counts_as_an_attempt():
    score = standing([event(1, answer="my thoughts")])["decisions-1"]
    assert (score.attempts, score.best, score.last) == (1, None, None)
