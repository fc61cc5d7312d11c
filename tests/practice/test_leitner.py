"""The review rule, in a real browser."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from salescourse import practice

CASES = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "leitner.json").read_text(
        encoding="utf-8"
    )
)
PACKAGE = Path(practice.__file__).parent
RULE_JS = [PACKAGE / "events.js", PACKAGE / "leitner.js"]
BOX_DAYS = (1, 3, 7, 21, 60)

RUN_IN_BROWSER = """
({ now, offset, events }) => {
  const places = boxes(events, offset);
  const said = [...places].map(([item, { box, due }]) =>
    [item, [box, new Date(due * DAY_MS).toISOString().slice(0, 10)]]);
  return [said, dueItems(places, dayOf(now, offset))];
}
"""


@pytest.fixture(scope="module")
def page(chromium):
    opened = chromium.new_page()
    for script in RULE_JS:
        opened.add_script_tag(content=script.read_text(encoding="utf-8"))
    yield opened
    opened.close()


def answered(page, now, events):
    """Return box and day of each item, and what is due, as the browser says."""
    offset = datetime.fromisoformat(now).utcoffset().total_seconds() / 60
    asked = {"now": now, "offset": offset, "events": list(events)}
    said, due = page.evaluate(RUN_IN_BROWSER, asked)
    return dict(said), due


def events_of(case):
    """Write the short form of the file, item, time, score and kind, in full."""
    for item, at, score, *kind in case["events"]:
        kind = kind[0] if kind else "attempt"
        yield {"item": item, "at": at, "score": score, "kind": kind}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_browser_follows_the_rule(page, case):
    found = answered(page, case["now"], events_of(case))
    assert found == (case["boxes"], case["due"])


def test_whoever_answers_right_when_due_moves_through_all_boxes(page):
    history, day = [], date(2026, 11, 23)
    for expected in (1, 2, 3, 4, 5, 5):
        at = f"{day.isoformat()}T12:00:00.000Z"
        history.append({"item": "a", "at": at, "score": 1.0, "kind": "attempt"})
        places, _due = answered(page, "2027-12-31T00:00:00+00:00", history)
        box, due = places["a"]
        assert box == expected
        assert (date.fromisoformat(due) - day).days == BOX_DAYS[expected - 1]
        day = date.fromisoformat(due)
