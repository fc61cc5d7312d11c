// Words with places, numbers as they are written, days as a learner counts them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shuffled, source } from "../../salescourse/practice/js/chance.js";
import { DAYS, dateText, dayOf } from "../../salescourse/practice/js/time.js";
import { digits, fill, plural } from "../../salescourse/practice/js/words.js";

test("places are filled, and those without a value stay as they are", () => {
  assert.equal(fill("{n} of {of} {more}", { n: 0, of: 3 }), "0 of 3 {more}");
});

test("what is filled in is text, also where it looks like a place", () => {
  assert.equal(fill("{a} {b}", { a: "{b}", b: "$&" }), "{b} $&");
});

test("one and many", () => {
  assert.deepEqual(
    [0, 1, 2].map((n) => plural("person|people", n)),
    ["people", "person", "people"],
  );
  assert.equal(plural("%", 2), "%");
});

test("numbers are written as the language writes them", () => {
  assert.equal(digits(1234.5, "en-US", { maximumFractionDigits: 1 }), "1,234.5");
  assert.equal(digits(1234.5, "de-DE", { maximumFractionDigits: 1 }), "1.234,5");
  assert.equal(digits(-3, "en-US", {}), "\u22123");
});

test("a day begins where the learner is", () => {
  // 1970-01-02T23:30Z is still the first day after the epoch in UTC, and the second in Berlin.
  assert.equal(dayOf("1970-01-02T23:30:00Z", 0), 1);
  assert.equal(dayOf("1970-01-02T23:30:00Z", 60), 2);
  assert.equal(dateText(1, "en-US"), "January 2");
  assert.equal(DAYS.hour, 1 / 24);
});

test("a learner's numbers are the same each time, and others for another learner", () => {
  const three = (seed) => Array.from({ length: 3 }, source(seed));
  assert.deepEqual(three("a"), three("a"));
  assert.notDeepEqual(three("a"), three("b"));
  assert.ok(three("a").every((value) => value >= 0 && value < 1));
});

test("options are shuffled, all of them, and a fixed one keeps its place", () => {
  const options = [{}, {}, { fixed: true }, {}, {}];
  const orders = Array.from({ length: 50 }, (_, n) => shuffled(options, `seed ${n}`));
  for (const order of orders) {
    assert.equal(order[2], 2);
    assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
  }
  assert.ok(new Set(orders.map(String)).size > 10);
});
