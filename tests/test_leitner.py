"""The review rule, the same in Python and in a real browser."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import salescourse
from salescourse.leitner import BOX_DAYS, Place, boxes, due_items

CASES = json.loads(
    (Path(__file__).parent / "vectors" / "leitner.json").read_text(encoding="utf-8")
)
PACKAGE = Path(salescourse.__file__).parent
RULE_JS = [PACKAGE / "events.js", PACKAGE / "leitner.js"]

RUN_IN_BROWSER = """
(cases) => cases.map(({ now, offset, events }) => {
  const places = boxes(events, offset);
  const said = [...places].map(([item, { box, due }]) =>
    [item, [box, new Date(due * DAY_MS).toISOString().slice(0, 10)]]);
  return [said, dueItems(places, dayOf(now, offset))];
})
"""


def events_of(case):
    """Write the short form of the file, item, time, score and kind, in full."""
    for item, at, score, *kind in case["events"]:
        kind = kind[0] if kind else "attempt"
        yield {"item": item, "at": at, "score": score, "kind": kind}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_python_follows_the_rule(case):
    now = datetime.fromisoformat(case["now"])
    places = boxes(events_of(case), now)
    said = {item: [box, due.isoformat()] for item, (box, due) in places.items()}
    assert said == case["boxes"]
    assert due_items(places, now.date()) == case["due"]


def test_the_browser_follows_the_same_rule(chromium):
    asked = [
        {
            "now": case["now"],
            "offset": datetime.fromisoformat(case["now"]).utcoffset().total_seconds()
            / 60,
            "events": list(events_of(case)),
        }
        for case in CASES
    ]
    page = chromium.new_page()
    for script in RULE_JS:
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    answers = page.evaluate(RUN_IN_BROWSER, asked)
    page.close()
    for case, (said, due) in zip(CASES, answers, strict=True):
        assert (dict(said), due) == (case["boxes"], case["due"]), case["case"]


def test_the_intervals_grow():
    assert BOX_DAYS == (1, 3, 7, 21, 60)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="now must have a time zone"):
        boxes([], datetime(2026, 11, 23))


def test_whoever_answers_right_when_due_moves_through_all_boxes():
    now = datetime(2027, 12, 31, tzinfo=UTC)
    history, day = [], date(2026, 11, 23)
    for expected in (1, 2, 3, 4, 5, 5):
        at = f"{day.isoformat()}T12:00:00.000Z"
        history.append({"item": "a", "at": at, "score": 1.0, "kind": "attempt"})
        place = boxes(history, now)["a"]
        assert place == Place(expected, place.due)
        assert (place.due - day).days == BOX_DAYS[expected - 1]
        day = place.due
