"""How far a learner is, counted as the overview draws it."""

from salescourse.practice.overview.standing import go_on, standing


def event(item: str, score: float | None = 1.0, **more) -> dict:
    usual = {"kind": "attempt", "hash": "now", "at": "2026-03-01T10:00:00.000Z"}
    return {**usual, "item": item, "score": score, **more}


def chapter(name: str) -> dict:
    items = [{"id": f"{name}-{n}", "hashes": ["now"]} for n in (1, 2)]
    return {"name": name, "items": items}


CHAPTERS = [chapter("map"), chapter("decisions")]


def done(*events: dict) -> list[int]:
    return [each.done for each in standing(CHAPTERS, events)]


def test_right_answers_and_written_reflections_are_done():
    assert done(event("map-1"), event("decisions-1", None)) == [1, 1]


def test_half_right_predictions_hints_and_other_wordings_are_not():
    others = [event("map-1", 0.5), event("map-1", hash="once")]
    others += [event("map-1", None, kind=kind) for kind in ("prediction", "hint")]
    assert done(*others) == [0, 0]


def test_starting_over_begins_at_nothing():
    assert done(event("map-1"), event("map-1", None, kind="reset")) == [0, 0]
    assert done(event("map-1", None, kind="reset"), event("map-1")) == [1, 0]


def test_one_goes_on_with_what_was_begun_last_and_is_not_finished():
    events = [event("map-1"), event("decisions-1", at="2026-03-02T10:00:00.000Z")]
    assert go_on(standing(CHAPTERS, events)).chapter["name"] == "decisions"
    events.append(event("decisions-2", at="2026-03-03T10:00:00.000Z"))
    assert go_on(standing(CHAPTERS, events)).chapter["name"] == "map"
    assert go_on(standing(CHAPTERS, [])).chapter["name"] == "map"
    events.append(event("map-2"))
    assert go_on(standing(CHAPTERS, events)) is None
