// The names of lines: where each ends, beside it or, on a telephone, where there is room.

import { clamp, range } from "../js/chart.js";
import { put } from "../js/elements.js";
import { label } from "./axes.js";
import { missOf } from "./miss.js";

const LINE = 17;

function endingOf({ scales }, line, at, text, style) {
  const i = range(scales.count).findLast((n) => scales.valueAt(line, n, at) !== null);
  if (i === undefined) return null;
  const y = scales.held(scales.valueAt(line, i, at));
  const { wide, right } = scales.box;
  return wide
    ? { x: scales.xOf(i) + 12, y, text, style, anchor: "start" }
    : { x: right, y, text, style, anchor: "end" };
}

// Push names apart that would stand on one another, and back into the frame.
export function spread(ends, floor) {
  for (let n = 1; n < ends.length; n++) ends[n].y = Math.max(ends[n].y, ends[n - 1].y + LINE);
  for (let n = ends.length - 1, lid = floor; n >= 0; n--, lid -= LINE) {
    ends[n].y = Math.min(ends[n].y, lid);
  }
}

// A stroke, as points a few pixels apart.
const dotted = (points) =>
  points.flatMap(([px, py], n) => {
    const [qx, qy] = points[n + 1] ?? [px, py];
    if (py === null || qy === null) return [];
    const steps = Math.ceil(Math.hypot(qx - px, qy - py) / 6) || 1;
    return range(steps).map((s) => [px + ((qx - px) * s) / steps, py + ((qy - py) * s) / steps]);
  });

// Everything drawn.
function inked({ scales, spec, state }) {
  const moved = scales.moved();
  const drawn = spec.lines.flatMap((_, line) =>
    moved ? [scales.across(line), scales.across(line, scales.started)] : [scales.across(line)],
  );
  const guesses = spec.predict.map((i, n) => [scales.guessX(i), scales.yOf(state.guesses[n])]);
  const misses = guesses.map(([px, py], n) => {
    const value = scales.valueAt(0, spec.predict[n]) ?? state.guesses[n];
    return [
      [px, py],
      [px, scales.yOf(value)],
    ];
  });
  return [...drawn, guesses, ...(moved ? [] : misses)].flatMap(dotted);
}

// Put a name where it covers least among the places it may take, and tell how much.
function settle(name, places, { scales, textWidth }, ink, taken) {
  const { box } = scales;
  const wide = textWidth(name.text) * 1.06 + 6;
  const before = { start: 0, middle: wide / 2, end: wide };
  const leftOf = ({ x, anchor }) => clamp(x - before[anchor], box.left, box.right - wide);
  const covers = (left, y) =>
    ink.filter(([px, py]) => px > left - 4 && px < left + wide && Math.abs(py - y) < 11).length;
  const meets = (left, y) =>
    taken.filter((other) => {
      const beside = other.left >= left + wide || left >= other.left + other.wide;
      return !beside && Math.abs(other.y - y) < LINE;
    }).length;
  const cost = (place) =>
    covers(leftOf(place), place.y) +
    100 * meets(leftOf(place), place.y) +
    (place.y < box.top - 12 || place.y > box.bottom - 9 ? 400 : 0) +
    Math.abs(place.y - name.y) / 30;
  const best = places.reduce((one, other) => (cost(other) < cost(one) ? other : one));
  const price = cost(best);
  const left = leftOf(best);
  taken.push({ left, wide, y: best.y });
  Object.assign(name, best, { x: left + before[best.anchor] });
  return price;
}

// Above and below where a name belongs.
const around = (name) =>
  [-17, 19, -34, 36, -52, 54, -70, 72, -88, 90, -106, 108].map((by) => ({
    ...name,
    y: name.y + by,
  }));

// How far each guess is off, beside the stroke that shows it; unsaid where there is no room.
function missesOf(chart, ink, taken) {
  const { spec, scales, state } = chart;
  if (scales.moved()) return [];
  return spec.predict.flatMap((i, n) => {
    const { truth, off, which } = missOf(chart, n);
    if (which === "gap" || which === "right") return [];
    const y = (scales.yOf(state.guesses[n]) + scales.yOf(truth)) / 2;
    const name = { x: scales.xOf(i), y, text: off, style: "sc-miss" };
    const places = [0, -17, 17, -34, 34].flatMap((by) => [
      { x: name.x + 8, y: y + by, anchor: "start" },
      { x: name.x - 8, y: y + by, anchor: "end" },
    ]);
    return settle(name, places, chart, ink, taken) < 20 ? [name] : [];
  });
}

export function drawNames(chart) {
  const { spec, scales, state, labels } = chart;
  put(chart.key, { hidden: !state.revealed });
  if (!state.revealed || spec.kind !== "line") return chart.names.replaceChildren();
  const ends = spec.lines.map((line, n) =>
    endingOf(chart, n, state.at, line.label || labels.modelLine, `sc-is-${line.color}`),
  );
  if (scales.moved()) ends.push(endingOf(chart, 0, scales.started, labels.startLine, "sc-soft"));
  const crowded = (end, n) =>
    n === spec.lines.length && ends[0] && Math.abs(end.y - ends[0].y) < 12;
  const known = ends.filter((end, n) => end && !crowded(end, n));
  const last = spec.predict.length - 1;
  const guess = {
    x: scales.guessX(spec.predict[last]),
    y: scales.yOf(state.guesses[last]),
    text: labels.guessLine,
    style: "sc-soft",
    anchor: "middle",
  };
  const ink = inked(chart);
  const taken = [];
  if (scales.box.wide)
    spread(
      known.sort((a, b) => a.y - b.y),
      scales.box.bottom,
    );
  else for (const name of known) settle(name, around(name), chart, ink, taken);
  settle(guess, around(guess), chart, ink, taken);
  const misses = missesOf(chart, ink, taken);
  return chart.names.replaceChildren(
    ...[...known, guess, ...misses].map((name) =>
      label(name.text, {
        x: name.x,
        y: name.y,
        dy: "0.33em",
        class: name.style,
        "text-anchor": name.anchor,
      }),
    ),
  );
}
