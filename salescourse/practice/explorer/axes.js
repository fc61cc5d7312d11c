// The axes: which values are marked, and where.

import { clamp, decimals, gap, range, roomy, ticks } from "../js/chart.js";
import { h } from "../js/elements.js";
import { DAYS } from "../js/time.js";
import { lasting } from "../js/units.js";

// What is written on an axis of time between one of each.
const BETWEEN = [
  [10, "second"],
  [10, "minute"],
  [6, "hour"],
  [10, "year"],
];

export const label = (text, attributes) => h("text", attributes, text);

// Where the axis begins and what is asked, then round units, then what lies between.
function logTicks({ spec, units, labels }, mark) {
  const { x, predict } = spec;
  const [first, last] = [x.values[0], x.values[x.values.length - 1]];
  const inside = ([value]) => value >= first * (1 - 1e-9) && value <= last * (1 + 1e-9);
  const marks = (pairs) => pairs.filter(inside).map((pair) => mark(...pair));
  const own = (value) => [value, units.x.tick(value, decimals([value], units.x.factor))];
  const times = ([n, unit]) => [n * DAYS[unit], lasting(n, unit, labels.locale)];
  const power = (n, exponent) => {
    const places = Math.max(0, -Math.round(exponent + Math.log10(units.x.factor)));
    return [n * 10 ** exponent, units.x.tick(n * 10 ** exponent, places)];
  };
  const powers = range(25).map((n) => n - 12);
  const [round, between] =
    x.format === "duration"
      ? [Object.keys(DAYS).map((unit) => times([1, unit])), BETWEEN.map(times)]
      : [powers.map((n) => power(1, n)), powers.flatMap((n) => [power(2, n), power(5, n)])];
  return roomy([[own(first)], predict.map((i) => own(x.values[i])), round, between].map(marks), 10);
}

export function xTicks(chart) {
  const { spec, units, scales, textWidth } = chart;
  const { x } = spec;
  const { box, count } = scales;
  const mark = (value, text) => {
    const at = scales.xAt(value);
    const half = textWidth(text) / 2;
    return { at, text, half, mid: clamp(at, half, box.width - half) };
  };
  const every = x.values.map((value, i) => mark(value, x.texts?.[i] ?? units.x.tick(value)));
  if (x.texts) return every;
  const whole = x.values.every(Number.isInteger);
  const roomForAll = every.every((own, i) => !i || gap(every[i - 1], own) >= 10);
  if (whole && count <= 24 && roomForAll) return every;
  if (spec.log) return logTicks(chart, mark);
  const widest = 2 * Math.max(...every.map((own) => own.half));
  const fit = Math.floor((box.right - box.left) / (30 + widest));
  const values = ticks(x.values[0], x.values[count - 1], fit).filter(
    (value) => !whole || Number.isInteger(value),
  );
  const places = decimals(values, units.x.factor);
  return values.map((value) => mark(value, units.x.tick(value, places)));
}

// Rules and marks of both axes, for the frame as it now is.
export function drawAxes(chart, yTicks, yTexts) {
  const { scales } = chart;
  const { left, right, bottom } = scales.box;
  const rules = yTicks.flatMap((value, n) => {
    const at = scales.yOf(value);
    const base = value === Math.max(scales.low, 0);
    return [
      h("line", { class: base ? "sc-base" : "sc-rule", x1: left, x2: right, y1: at, y2: at }),
      label(yTexts[n], { x: left - 9, y: at, dy: "0.33em", "text-anchor": "end" }),
    ];
  });
  const marks = xTicks(chart).flatMap(({ at, mid, text }) => [
    h("line", { class: "sc-base", x1: at, x2: at, y1: bottom, y2: bottom + 5 }),
    label(text, { x: mid, y: bottom + 20, "text-anchor": "middle" }),
  ]);
  chart.grid.replaceChildren(...rules, ...marks);
}
