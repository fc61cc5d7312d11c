// What charts share: round steps, marks that have room, decimals that tell numbers apart.

/** @typedef {{ mid: number, half: number }} Label a text around its middle, on one line */

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** @param {number} length */
export const range = (length) => Array.from({ length }, (_, i) => i);

/** @param {number} rough */
export function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((m) => m * power);
  return steps.find((step) => step >= rough * 0.999) ?? 10 * power;
}

/** @param {number} low @param {number} high @param {number} count about how many */
export function ticks(low, high, count) {
  const step = niceStep((high - low) / Math.max(count, 1));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return range(last - first + 1).map((i) => +((first + i) * step).toPrecision(10));
}

/** @param {Label} one @param {Label} other */
export const gap = (one, other) => Math.abs(other.mid - one.mid) - one.half - other.half;

/**
 * Of labels in groups of falling importance, those that have room: in each group first the
 * one farthest from all that stand, so that they stand evenly.
 * @template {Label} T
 * @param {T[][]} groups
 * @param {number} apart
 */
export function roomy(groups, apart) {
  /** @type {T[]} */
  const standing = [];
  /** @param {T} label */
  const room = (label) => Math.min(...standing.map((other) => gap(other, label)));
  for (const group of groups) {
    for (let left = group.length; left > 0; left--) {
      const best = group.reduce((one, other) => (room(other) > room(one) ? other : one));
      if (room(best) < apart) break;
      standing.push(best);
    }
  }
  return standing.sort((one, other) => one.mid - other.mid);
}

/**
 * The fewest decimals that tell these numbers apart.
 * @param {number[]} values
 * @param {number} [factor]
 */
export function decimals(values, factor = 1) {
  /** @param {number} places */
  const exact = (places) =>
    values.every((value) => {
      const scaled = value * factor * 10 ** places;
      return Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled));
    });
  return range(5).find(exact) ?? 4;
}
