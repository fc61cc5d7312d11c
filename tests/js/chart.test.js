// What charts share. Expected numbers are worked by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decimals, gap, niceStep, roomy, ticks } from "../../salescourse/practice/js/chart.js";

test("a step is 1, 2, 2.5 or 5 times a power of ten, and never below what is asked", () => {
  assert.deepEqual([0.7, 1.1, 2.2, 3, 7, 30].map(niceStep), [1, 2, 2.5, 5, 10, 50]);
  assert.equal(niceStep(0.0021), 0.0025);
});

test("marks stand on round numbers within the axis", () => {
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(3, 27, 5), [5, 10, 15, 20, 25]);
});

test("decimals are as many as tell the numbers apart", () => {
  assert.equal(decimals([1, 2, 3]), 0);
  assert.equal(decimals([0.5, 0.25]), 2);
  assert.equal(decimals([0.85, 0.9], 100), 0);
});

test("of labels that crowd, the more important ones stay", () => {
  const label = (mid) => ({ mid, half: 10 });
  const [first, asked] = [label(0), label(100)];
  const round = [label(15), label(50)];
  // The one at 15 overlaps the first by 5; the one at 50 has 30 on both sides.
  assert.deepEqual(roomy([[first], [asked], round], 10), [first, round[1], asked]);
  assert.equal(gap(first, round[0]), -5);
});
