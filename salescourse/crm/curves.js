// What share of deals has ended, and how, by each day: Kaplan-Meier and Aalen-Johansen, with
// 95 % intervals, as chapter 4's model has them.

import { counted, largest } from "./tools.js";

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
  const order = inOrder(deals, ({ outcome }) => outcome === "open");
  const ends = counted(order.map(({ outcome }) => outcome).filter((outcome) => outcome !== "open"));
  const outcomes = ends.map(([name]) => name).sort((a, b) => +(b === "won") - +(a === "won"));
  const open = stillOpen(marked(order, ({ outcome }) => outcome === "open"));
  const { days, rows } = byDay(order.map((deal) => deal.days));
  /** @type {Curves} */
  const curves = { days, outcomes, shares: {}, low: {}, high: {} };
  for (const name of [...outcomes, "open"]) {
    const so = marked(order, ({ outcome }) =>
      name === "open" ? outcome !== "open" : outcome === name,
    );
    const incidence = name === "open" ? open.map((share) => 1 - share) : incidenceOf(so, open);
    const share = name === "open" ? open : incidence;
    const errors = standardErrors(incidence, open, so);
    curves.shares[name] = rows.map((row) => share[row]);
    Object.assign(curves.low, { [name]: new Float64Array(rows.length) });
    Object.assign(curves.high, { [name]: new Float64Array(rows.length) });
    for (const [n, { low, high }] of intervals(share, errors, rows).entries()) {
      curves.low[name][n] = low;
      curves.high[name][n] = high;
    }
  }
  return curves;
}

/**
 * By days, what goes on after what has ended, and otherwise as they come.
 * @template {{ days: number }} D
 * @param {D[]} deals @param {(deal: D) => boolean} goesOn
 */
function inOrder(deals, goesOn) {
  const place = (/** @type {D} */ deal) => 2 * deal.days + Number(goesOn(deal));
  const places = deals.map(place);
  const starts = new Uint32Array(largest(places, -1) + 2);
  for (const at of places) starts[at + 1]++;
  for (let n = 1; n < starts.length; n++) starts[n] += starts[n - 1];
  /** @type {D[]} */
  const order = Array(deals.length);
  for (let n = 0; n < deals.length; n++) order[starts[places[n]]++] = deals[n];
  return order;
}

/**
 * 1 for each that is so.
 * @template D
 * @param {D[]} deals @param {(deal: D) => boolean} so
 */
function marked(deals, so) {
  const marks = new Uint8Array(deals.length);
  for (let n = 0; n < deals.length; n++) marks[n] = Number(so(deals[n]));
  return marks;
}

/** Before the first deal and after each one. @param {Uint8Array} open */
function stillOpen(open) {
  const shares = new Float64Array(open.length + 1);
  shares[0] = 1;
  for (let n = 0; n < open.length; n++) {
    shares[n + 1] = open[n] ? shares[n] : shares[n] * (1 - 1 / (open.length - n));
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
  for (let n = 0; n < sorted.length; n++) {
    if (sorted[n + 1] === sorted[n]) continue;
    days.push(sorted[n]);
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
 * Symmetric in log(-log(share)), after some of the deals; see interval.py.
 * @param {Float64Array} share @param {Float64Array} errors @param {Float64Array} rows
 */
function intervals(share, errors, rows) {
  const rising = share[0] < 0.5;
  const inside = (/** @type {number} */ n) => share[n] > DUST && share[n] < 1 - DUST;
  let [last, seen] = [0, 0];
  return Array.from(rows, (n) => {
    for (; seen <= n; seen++) if (inside(seen)) last = seen;
    if (inside(n)) return intervalOf(share[n], errors[n]);
    if (share[n] !== share[0]) {
      const before = inside(last) ? intervalOf(share[last], errors[last]) : atStart(share, last);
      return { low: rising ? before.low : 0, high: rising ? 1 : before.high };
    }
    return atStart(share, n);
  });
}

/** @param {number} share @param {number} error */
function intervalOf(share, error) {
  const half = (Z * error) / (share * Math.abs(Math.log(share)));
  return { low: share ** Math.exp(half), high: share ** Math.exp(-half) };
}

/** Where nothing has happened yet. @param {Float64Array} share @param {number} n */
function atStart(share, n) {
  const bound = TAIL ** (1 / Math.max(share.length - 1 - n, 1));
  return share[0] < 0.5 ? { low: 0, high: 1 - bound } : { low: bound, high: 1 };
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

/** By which day half are over; infinite where fewer are.
 * @param {number[]} days of each stay @param {boolean[]} over */
export function medianDays(days, over) {
  const [ends, all] = [0, 1].map(() => new Uint32Array(largest(days) + 1));
  for (const [n, day] of days.entries()) {
    all[day]++;
    if (over[n]) ends[day]++;
  }
  let [share, watched] = [1, days.length];
  for (let day = 0; day < all.length; day++) {
    for (let n = 0; n < ends[day]; n++) share *= 1 - 1 / (watched - n);
    if (share <= 0.5 + DUST) return day;
    watched -= all[day];
  }
  return Number.POSITIVE_INFINITY;
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
