// The explorer's pure parts: places in pixels, paths, numbers with their units.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bars, spots, trace } from "../../salescourse/practice/explorer/marks.js";
import { scalesOf } from "../../salescourse/practice/explorer/scales.js";
import { unitsOf } from "../../salescourse/practice/js/units.js";

const LABELS = {
  locale: "en-US",
  percent: "{n} %",
  percentSpoken: "{n} percent",
  days: "days",
  points: "{n} point|{n} points",
  none: "none",
};

function made(changes = {}) {
  const spec = {
    x: { values: [1, 10, 100] },
    y: { range: [0, 1] },
    lines: [{}],
    kind: "line",
    log: false,
    sliders: [
      { values: [1, 2], start: 1 },
      { values: [1, 2, 3], start: 0 },
    ],
    // Two by three settings with three numbers each: 0 to 17.
    grid: Array.from({ length: 18 }, (_, n) => n),
    ...changes,
  };
  const state = { at: spec.sliders.map((slider) => slider.start) };
  const scales = scalesOf(spec, state);
  scales.box = { left: 0, right: 200, top: 0, bottom: 100, width: 200, pad: 0, wide: true };
  return { scales, state };
}

test("a number is found by where the sliders stand", () => {
  const { scales, state } = made();
  // The second of two and the first of three: the fourth group of three.
  assert.deepEqual(
    [0, 1, 2].map((i) => scales.valueAt(0, i)),
    [9, 10, 11],
  );
  assert.equal(scales.moved(), false);
  state.at = [0, 2];
  assert.deepEqual(
    [0, 1, 2].map((i) => scales.valueAt(0, i)),
    [6, 7, 8],
  );
  assert.equal(scales.moved(), true);
});

test("a plain axis is even in values, a logarithmic one in factors", () => {
  assert.equal(made().scales.xAt(50.5), 100);
  assert.equal(made({ log: true }).scales.xAt(10), 100);
  assert.equal(made().scales.yOf(0.25), 75);
});

test("the nearest column is the one a finger means", () => {
  assert.equal(made({ log: true }).scales.nearest(60, [0, 1, 2]), 1);
  assert.equal(made().scales.nearest(60, [0, 1, 2]), 1);
});

test("a line breaks where there is no value", () => {
  assert.equal(
    trace([
      [0, 1],
      [1, null],
      [2, 3],
      [4, 5],
    ]),
    "M0.0 1.0M2.0 3.0L4.0 5.0",
  );
  assert.equal(
    spots([
      [0, 1],
      [1, null],
    ]),
    "M0.0 1.0h0",
  );
});

test("bars begin at zero and stand side by side", () => {
  const { scales } = made({ kind: "bar" });
  // Three columns of 200/3, of which 70 % are bar: 46.7 wide, so 23.3 to the left.
  assert.equal(bars([[100, 40]], 0, 1, scales), "M76.7 100.0V40.0h45.7V100.0z");
});

test("numbers are written with the unit people use", () => {
  const text = (format, value, values = [value]) =>
    unitsOf({ format, label: "", values }, LABELS).text(value);
  assert.equal(text("percent", 0.59), "59 %");
  assert.equal(text("eur", 1234), "€1,234");
  assert.equal(text("person|people", 1), "1 person");
  assert.equal(text("duration", 1 / 24), "1 hour");
  assert.equal(text("duration", 90 / 1440), "90 minutes");
  assert.equal(text("duration", 800), "2.2 years");
  assert.equal(text("number", null), "none");
});

test("points apart are counted between what is shown", () => {
  const units = unitsOf({ format: "percent", label: "", range: [0, 1] }, LABELS);
  assert.equal(units.off(0.31), "31 points");
  assert.equal(units.off(0.01), "1 point");
  assert.equal(units.spoken(0.31), "31 percent");
});
