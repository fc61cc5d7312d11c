// What share of deals has ended, and how, by each day: Kaplan-Meier and Aalen-Johansen, with
// 95 % intervals, as chapter 4's model has them.

import { counted } from "./tools.js";

const Z = 1.959963984540054;
const TAIL = 0.025;
const DUST = 1e-12;

/**
 * @typedef {object} Curves
 * @property {number[]} days distinct, from 0; each row holds until the next
 * @property {string[]} outcomes the win first, then by how many
 * @property {Record<string, Float64Array>} shares of each outcome, and of "open"
 * @property {Record<string, Float64Array>} low
 * @property {Record<string, Float64Array>} high
 */
/** @typedef {{ days: number, outcome: string }} Ended */

/** @param {Ended[]} deals @returns {Curves} */
export function curvesOf(deals) {
  const order = deals
    .map(({ days, outcome }, n) => ({ days, outcome, open: Number(outcome === "open"), n }))
    .sort((a, b) => a.days - b.days || a.open - b.open || a.n - b.n);
  const ends = counted(order.filter(({ open }) => !open).map(({ outcome }) => outcome));
  const outcomes = ends.map(([name]) => name).sort((a, b) => +(b === "won") - +(a === "won"));
  const open = stillOpen(order.map((deal) => deal.open));
  const { days, rows } = byDay(order.map((deal) => deal.days));
  /** @type {Curves} */
  const curves = { days, outcomes, shares: {}, low: {}, high: {} };
  for (const name of [...outcomes, "open"]) {
    const so = Uint8Array.from(order, (deal) =>
      Number(name === "open" ? !deal.open : deal.outcome === name),
    );
    const incidence = name === "open" ? open.map((share) => 1 - share) : incidenceOf(so, open);
    const share = name === "open" ? open : incidence;
    const errors = standardErrors(incidence, open, so);
    const { low, high } = intervals(share, errors);
    curves.shares[name] = rows.map((row) => share[row]);
    curves.low[name] = rows.map((row) => low[row]);
    curves.high[name] = rows.map((row) => high[row]);
  }
  return curves;
}

/** Before the first deal and after each one. @param {number[]} open */
function stillOpen(open) {
  const shares = new Float64Array(open.length + 1);
  shares[0] = 1;
  for (const [n, one] of open.entries()) {
    shares[n + 1] = one ? shares[n] : shares[n] * (1 - 1 / (open.length - n));
  }
  return shares;
}

/** @param {Uint8Array} so whether each deal ended so @param {Float64Array} open */
function incidenceOf(so, open) {
  const shares = new Float64Array(so.length + 1);
  for (let n = 0; n < so.length; n++)
    shares[n + 1] = shares[n] + (so[n] * open[n]) / (so.length - n);
  return shares;
}

/** @param {number[]} sorted */
function byDay(sorted) {
  const days = sorted[0] > 0 ? [0] : [];
  const rows = sorted[0] > 0 ? [0] : [];
  for (const [n, day] of sorted.entries()) {
    if (sorted[n + 1] === day) continue;
    days.push(day);
    rows.push(n + 1);
  }
  return { days, rows: Float64Array.from(rows) };
}

/**
 * By the delta method; see interval.py.
 * @param {Float64Array} incidence @param {Float64Array} open @param {Uint8Array} so
 */
function standardErrors(incidence, open, so) {
  const errors = new Float64Array(so.length + 1);
  let [hazards, first, second, own, mixes, mixed] = [0, 0, 0, 0, 0, 0];
  for (let n = 0; n < so.length; n++) {
    const risk = so.length - n;
    const [before, now] = [open[n], incidence[n + 1]];
    const hazard = open[n + 1] < before ? 1 / Math.max(risk * (risk - 1), 1) : 0;
    hazards += hazard;
    first += now * hazard;
    second += now * now * hazard;
    own += (before * before * so[n] * (risk - 1)) / risk ** 3;
    const mix = (before * so[n]) / risk ** 2;
    mixes += mix;
    mixed += now * mix;
    const squares = now * now * hazards - 2 * now * first + second;
    const variance = squares + own - 2 * (now * mixes - mixed);
    errors[n + 1] = Math.sqrt(Math.max(variance, 0));
  }
  return errors;
}

/**
 * Symmetric in log(-log(share)); see interval.py.
 * @param {Float64Array} share @param {Float64Array} errors
 */
function intervals(share, errors) {
  const low = new Float64Array(share.length);
  const high = new Float64Array(share.length);
  const rising = share[0] < 0.5;
  let last = 0;
  for (let n = 0; n < share.length; n++) {
    const one = share[n];
    if (one > DUST && one < 1 - DUST) {
      const half = (Z * errors[n]) / (one * Math.abs(Math.log(one)));
      low[n] = one ** Math.exp(half);
      high[n] = one ** Math.exp(-half);
      last = n;
    } else if (one !== share[0]) {
      low[n] = rising ? low[last] : 0;
      high[n] = rising ? 1 : high[last];
    } else {
      const bound = TAIL ** (1 / Math.max(share.length - 1 - n, 1));
      low[n] = rising ? 0 : bound;
      high[n] = rising ? 1 - bound : 1;
    }
  }
  return { low, high };
}

/** The row that holds on a day. @param {Curves} curves @param {number} day */
export function rowAt({ days }, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** By which day half have ended; infinite where fewer have. @param {Curves} curves */
export function medianDays({ days, shares }) {
  const at = shares.open.findIndex((share) => share <= 0.5 + DUST);
  return at < 0 ? Number.POSITIVE_INFINITY : days[at];
}

/** The day by which a share of all that end so by some day has done so; NaN where none has.
 * @param {Curves} curves @param {string} outcome @param {number} share @param {number} by */
export function quantile(curves, outcome, share, by) {
  if (!curves.outcomes.includes(outcome)) return Number.NaN;
  const curve = curves.shares[outcome];
  const last = curve[rowAt(curves, by)];
  if (last <= 0) return Number.NaN;
  return curves.days[curve.findIndex((one) => one >= share * last - DUST)];
}

/** Wilson's interval for a share that was counted. @param {number} count @param {number} of */
export function counted95(count, of) {
  const rate = count / of;
  const middle = rate + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((rate * (1 - rate)) / of + (Z / (2 * of)) ** 2);
  const spread = 1 + Z ** 2 / of;
  const low = rate === 0 ? 0 : (middle - half) / spread;
  return { share: rate, low, high: rate === 1 ? 1 : (middle + half) / spread };
}
