// The review rule. Cases are in leitner.json, worked by hand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { boxes, dueItems } from "../../salescourse/practice/js/leitner.js";
import { DAY_MS, dayOf } from "../../salescourse/practice/js/time.js";

const FILE = new URL("../vectors/leitner.json", import.meta.url);
const dateOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

// Minutes ahead of UTC, as the end of an ISO time says them: +05:30 is 330.
function offsetOf(time) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(time);
  return Number(`${sign}1`) * (60 * Number(hours) + Number(minutes));
}

for (const one of JSON.parse(readFileSync(FILE, "utf8"))) {
  test(one.case, () => {
    const offset = offsetOf(one.now);
    const events = one.events.map(([item, at, score, kind = "attempt"]) => {
      return { item, at, score, kind };
    });
    const places = boxes(events, offset);
    const found = [...places].map(([item, { box, due }]) => [item, [box, dateOf(due)]]);
    assert.deepEqual(Object.fromEntries(found), one.boxes);
    assert.deepEqual(dueItems(places, dayOf(one.now, offset)), one.due);
  });
}

test("whoever answers right when due moves through all boxes", () => {
  const waits = [1, 3, 7, 21, 60, 60];
  const events = [];
  let day = dayOf("2026-11-23T00:00:00Z", 0);
  for (const [n, wait] of waits.entries()) {
    const at = `${dateOf(day)}T12:00:00.000Z`;
    events.push({ item: "a", at, score: 1, kind: "attempt" });
    const { box, due } = boxes(events, 0).get("a");
    assert.deepEqual([box, due - day], [Math.min(n + 1, 5), wait]);
    day = due;
  }
});
