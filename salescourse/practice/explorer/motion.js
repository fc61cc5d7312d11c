// Things that move for a moment, and stand at once for those who want calm.

import { clamp } from "../js/chart.js";
import { calm } from "../js/elements.js";

/** Runs a step with shares from 0 to 1; the next run ends the one before. */
export function motion() {
  let current = 0;
  return (/** @type {number} */ ms, /** @type {(share: number) => void} */ step) => {
    const own = ++current;
    if (calm() || !ms) return step(1);
    const begun = performance.now();
    const frame = (/** @type {number} */ now) => {
      if (own !== current) return;
      const share = clamp((now - begun) / ms, 0, 1);
      step(share);
      if (share < 1) requestAnimationFrame(frame);
    };
    frame(begun);
  };
}

/** @typedef {import("./scales.js").Point} Point */

/**
 * On the way from one set of curves to another.
 * @param {Point[][]} from @param {Point[][]} to @param {number} share
 */
export const between = (from, to, share) =>
  to.map((points, line) =>
    points.map(([px, py], i) => {
      const was = from[line]?.[i]?.[1] ?? null;
      const there = py === null || was === null ? py : was + (py - was) * share;
      return /** @type {Point} */ ([px, there]);
    }),
  );
