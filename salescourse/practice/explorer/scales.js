// Where things are on the chart: values in the grid, places in pixels.

import { clamp, range } from "../js/chart.js";

/**
 * @typedef {object} Box the frame of the chart, in pixels
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {number} width
 * @property {number} pad
 * @property {boolean} wide whether names stand beside their lines
 */
/**
 * What Python sends.
 * @typedef {object} Spec
 * @property {{ values: number[], texts?: string[] }} x
 * @property {{ range: [number, number] }} y
 * @property {{ values: number[], start: number }[]} sliders
 * @property {object[]} lines
 * @property {(number | null)[]} grid
 * @property {string} kind
 * @property {boolean} log
 */
/** @typedef {[number, number | null]} Point */

/**
 * Values in the grid, by where the sliders stand.
 * @param {Spec} spec
 * @param {{ at: number[] }} state
 */
function gridOf({ x, sliders, grid }, state) {
  const combinations = sliders.reduce((product, { values }) => product * values.length, 1);
  /** @param {number[]} at */
  const combination = (at) =>
    sliders.reduce((sum, { values }, i) => sum * values.length + at[i], 0);
  return {
    started: sliders.map((slider) => slider.start),
    /** @param {number} line @param {number} i @param {number[]} [at] */
    valueAt: (line, i, at = state.at) =>
      grid[(line * combinations + combination(at)) * x.values.length + i],
    moved: () => state.at.some((at, i) => at !== sliders[i].start),
  };
}

/**
 * @param {Spec} spec
 * @param {{ at: number[] }} state
 */
export function scalesOf(spec, state) {
  const { x, y, kind } = spec;
  const { started, valueAt, moved } = gridOf(spec, state);
  const count = x.values.length;
  const [low, high] = y.range;
  const banded = kind === "bar" || Boolean(x.texts);
  const place = spec.log ? Math.log : (/** @type {number} */ value) => value;
  /** @type {Box} */
  let box = { left: 0, right: 1, top: 0, bottom: 1, width: 0, pad: 0, wide: true };

  /** @param {number} value */
  const yOf = (value) => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  /** @param {number} t from 0 to 1 */
  const spot = (t) => box.left + box.pad + t * (box.right - box.left - 2 * box.pad);
  /** @param {number} i @returns {number} */
  const xOf = (i) => (banded ? spot((i + 0.5) / count) : xAt(x.values[i]));
  /** @param {any} value @returns {number} */
  function xAt(value) {
    if (x.texts) return xOf(x.values.indexOf(value));
    if (banded) {
      const after = Math.max(
        1,
        x.values.findIndex((own) => own >= value),
      );
      const share = (value - x.values[after - 1]) / (x.values[after] - x.values[after - 1]);
      return xOf(after - 1) + share * (xOf(after) - xOf(after - 1));
    }
    const first = place(x.values[0]);
    const last = place(x.values[count - 1]);
    return spot(last > first ? (place(value) - first) / (last - first) : 0.5);
  }
  const band = () => ((spot(1) - spot(0)) / count) * 0.7;
  const shift = () => (band() * (spec.lines.length - 1)) / spec.lines.length / 2;

  return {
    count,
    low,
    high,
    banded,
    started,
    valueAt,
    yOf,
    xOf,
    xAt,
    band,
    get box() {
      return box;
    },
    set box(now) {
      box = now;
    },
    moved,
    // Guesses are about the first line: on bars, its bar.
    guessX: (/** @type {number} */ i) => xOf(i) - (kind === "bar" ? shift() : 0),
    /** @param {number} px @param {number[]} among */
    nearest: (px, among) =>
      among.reduce((best, i) => (Math.abs(xOf(i) - px) < Math.abs(xOf(best) - px) ? i : best)),
    /** @param {number} line @param {number[]} [at] @returns {Point[]} */
    across: (line, at) =>
      range(count).map((i) => {
        const value = valueAt(line, i, at);
        return [xOf(i), value === null ? null : yOf(value)];
      }),
    /** @param {number} value */
    held: (value) => yOf(clamp(value, low, high)),
  };
}

/** @typedef {ReturnType<typeof scalesOf>} Scales */
