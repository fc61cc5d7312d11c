// Numbers as people type them. The right values are in numbers.json, worked by hand, each
// with its reason.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readNumber } from "../../salescourse/practice/js/numbers.js";

const FILE = new URL("../vectors/numbers.json", import.meta.url);
const { fields, cases } = JSON.parse(readFileSync(FILE, "utf8"));

function read({ field, typed }) {
  const { range: [least, most] = [-Infinity, Infinity], ...about } = fields[field];
  return readNumber(typed, about, (low, high) => low >= least && high <= most);
}

const near = (one, other) => Math.abs(one - other) <= 1e-9 * Math.abs(other);

test("every way of typing a number is read as written", () => {
  for (const one of cases) {
    const { value, high, guess, why } = read(one);
    const about = `${one.field}: ${one.typed} (${one.because})`;
    assert.equal(why, one.why, about);
    if (one.why) continue;
    assert.ok(near(value, one.value), `${about} was read as ${value}`);
    assert.ok(near(high, one.high ?? one.value), `${about} was read up to ${high}`);
    assert.equal(guess, one.guess ?? false, about);
  }
});

test("digits count from the first that is not zero", () => {
  const digits = ["0.0590", "12", "1,200", "1e3"].map(
    (typed) => readNumber(typed, { unit: "" }).digits,
  );
  assert.deepEqual(digits, [3, 2, 4, 1]);
});
