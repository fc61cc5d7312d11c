// The open pipeline: each deal's chance, the wins by the end of the quarter, the old. The
// chance of an open deal is what became of deals like it; the rules are those of pipeline.py.

import { FEWEST, horizon } from "./cycle.js";
import { DAY, dayOf, isoDay } from "./iso.js";
import { grouped, sum } from "./tools.js";

const [STEPS, MANY, FEW_STEPS] = [4000, 100, 4];
const DUST = 1e-12;
// Chances so small are left out of a law, or it would be as wide as there are deals.
const NEVER = 1e-22;

/** @typedef {import("./settle.js").Deal} Deal */
/** @typedef {import("./log.js").Log} Log */
/** @typedef {{ chance: number, byQuarterEnd: number, like: string }} Chance */
/** @typedef {{ all: Int32Array, ended: Int32Array, won: Int32Array }} Counts by days */
/**
 * @typedef {object} OpenDeal
 * @property {string} deal
 * @property {string} name
 * @property {string} stage
 * @property {number} age
 * @property {number | null} amount
 * @property {string} currency
 * @property {number} chance
 * @property {number} byQuarterEnd
 * @property {string} like which deals the chance was learned from
 */

/** @param {number} longest @returns {Counts} */
const noCounts = (longest) => ({
  all: new Int32Array(longest + 1),
  ended: new Int32Array(longest + 1),
  won: new Int32Array(longest + 1),
});

/** @param {Counts} counts @param {Deal} deal @param {number} by */
function tally(counts, { days, outcome }, by) {
  counts.all[days] += by;
  if (outcome !== "open") counts.ended[days] += by;
  if (outcome === "won") counts.won[days] += by;
}

/** How many are watched beyond an age. @param {Counts} counts @param {number} age */
function beyond({ all }, age) {
  let many = 0;
  for (let day = age + 1; day < all.length; day++) many += all[day];
  return many;
}

/**
 * The share won within some days from an age (Aalen-Johansen).
 * @param {Counts} counts @param {number} age @param {number} within
 */
function wonWithin(counts, age, within) {
  let [total, still, risk] = [0, 1, beyond(counts, age)];
  const last = Math.min(counts.all.length - 1, age + within);
  for (let day = age + 1; day <= last; day++) {
    const ended = counts.ended[day];
    if (ended) {
      total += (still * counts.won[day]) / risk;
      still *= 1 - ended / risk;
    }
    risk -= counts.all[day];
  }
  return total;
}

/** The last day of the calendar quarter that goes on after a day. @param {number} day */
export function quarterEnd(day) {
  const date = new Date((day + DAY) * 1000);
  const month = Math.floor(date.getUTCMonth() / 3) * 3 + 3;
  return Date.UTC(date.getUTCFullYear(), month, 0) / 1000;
}

/**
 * The open deals with their chances: ever, and by the end of the quarter.
 * @param {Deal[]} deals @param {Log} log @param {number} daysLeft
 * @param {boolean} history
 * @returns {OpenDeal[]}
 */
export function openDeals(deals, log, daysLeft, history) {
  // The stage in which each deal is, by its place among the names.
  const now = Array(deals.length).fill(-1);
  for (let n = 0; history && n < log.deal.length; n++) now[log.deal[n]] = log.stage[n];
  const open = [...deals.keys()].filter((n) => deals[n].outcome === "open");
  const everybody = noCounts(deals.reduce((most, { days }) => Math.max(most, days), 0));
  for (const deal of deals) tally(everybody, deal, 1);
  const oldest = horizon(deals);
  const byAge = (/** @type {number} */ age) => atAge(everybody, age, oldest, daysLeft);
  /** @type {Chance[]} */
  const found = [];
  for (const [stage, some] of grouped(open, (n) => now[n])) {
    const ages = [...grouped(some, (n) => deals[n].days)].sort(([one], [other]) => one - other);
    const inStage = watchStage(deals, log, log.visits[stage] ?? [], everybody.all.length);
    for (const [age, alike] of ages) {
      const chance = inStage(age, daysLeft) ?? byAge(age);
      for (const n of alike) found[n] = chance;
    }
  }
  return open.map((n) => ({
    deal: deals[n].deal,
    name: deals[n].name,
    stage: log.names[now[n]] ?? deals[n].stage,
    age: deals[n].days,
    amount: deals[n].amount,
    currency: deals[n].currency,
    ...found[n],
  }));
}

/**
 * What becomes of deals that are in a stage at an age; ages must be asked in rising order.
 * @param {Deal[]} deals @param {Log} log @param {number[]} visits @param {number} longest
 */
function watchStage(deals, log, visits, longest) {
  // Who comes and who goes at each age; they are fewer than the events are.
  /** @type {Deal[][]} */
  const came = Array(longest);
  /** @type {Deal[][]} */
  const went = Array(longest);
  const note = (
    /** @type {Deal[][]} */ at,
    /** @type {number} */ age,
    /** @type {Deal} */ deal,
  ) => {
    if (at[age]) at[age].push(deal);
    else at[age] = [deal];
  };
  for (const n of visits) {
    const deal = deals[log.deal[n]];
    const begun = dayOf(deal.created);
    const left = log.deal[n + 1] === log.deal[n] ? log.entered[n + 1] : null;
    if (left === log.entered[n]) continue;
    note(came, (log.entered[n] - begun) / DAY, deal);
    if (left !== null) note(went, (left - begun) / DAY, deal);
  }
  const counts = noCounts(longest - 1);
  let next = 0;
  return (/** @type {number} */ age, /** @type {number} */ daysLeft) => {
    for (; next <= age; next++) {
      for (const deal of came[next] ?? []) tally(counts, deal, 1);
      for (const deal of went[next] ?? []) tally(counts, deal, -1);
    }
    return beyond(counts, age) < FEWEST
      ? null
      : chanceOf(counts, age, daysLeft, "its stage and age");
  };
}

/**
 * @param {Counts} counts @param {number} age @param {number} daysLeft @param {string} like
 * @returns {Chance}
 */
const chanceOf = (counts, age, daysLeft, like) => ({
  chance: wonWithin(counts, age, Number.POSITIVE_INFINITY),
  byQuarterEnd: wonWithin(counts, age, daysLeft),
  like,
});

/** @param {Counts} counts @param {number} age @param {number} oldest @param {number} daysLeft */
function atAge(counts, age, oldest, daysLeft) {
  if (beyond(counts, age) >= FEWEST) return chanceOf(counts, age, daysLeft, "its age");
  const last = Math.max(oldest - 1, 0);
  const few = beyond(counts, last) < FEWEST;
  const like = few ? "fewer than ten deals: too few" : `age ${last}, the last with ten deals`;
  return chanceOf(counts, last, daysLeft, like);
}

/**
 * The wins among open deals by the end of the quarter.
 * @param {OpenDeal[]} open @param {number} census
 */
export function quarterForecast(open, census) {
  const until = quarterEnd(census);
  const chances = open.map((deal) => deal.byQuarterEnd);
  const { low, high } = winsBetween(chances);
  const amounts = [...grouped(open, (deal) => deal.currency)]
    .sort(([one], [other]) => Number(one > other) - Number(one < other))
    .map(([currency, some]) => amountOf(currency, some));
  return {
    until: isoDay(until),
    daysLeft: (until - census) / DAY,
    deals: open.length,
    mean: sum(chances),
    low,
    high,
    amounts,
  };
}

/** @typedef {{ start: number, law: Float64Array }} Law chances of numbers from a start */

/** The number of wins that holds with 80 %, from its exact law. @param {number[]} chances */
function winsBetween(chances) {
  if (!chances.length) return { low: 0, high: 0 };
  /** @type {Law[]} */
  let laws = chances.map((chance) => ({ start: 0, law: Float64Array.of(1 - chance, chance) }));
  while (laws.length > 1) {
    const joined = [];
    for (let n = 0; n + 1 < laws.length; n += 2) joined.push(sumOf(laws[n], laws[n + 1]));
    laws = laws.length % 2 ? [...joined, laws[laws.length - 1]] : joined;
  }
  const [{ start, law }] = laws;
  const { low, high } = ends(law);
  return { low: start + low, high: Math.min(start + high, chances.length) };
}

/** @param {Law} one @param {Law} other @returns {Law} */
function sumOf(one, other) {
  const all = new Float64Array(one.law.length + other.law.length - 1);
  for (let n = 0; n < one.law.length; n++) {
    for (let k = 0; k < other.law.length; k++) all[n + k] += one.law[n] * other.law[k];
  }
  let [from, to] = [0, all.length];
  while (all[from] < NEVER) from++;
  while (all[to - 1] < NEVER) to--;
  return { start: one.start + other.start + from, law: all.subarray(from, to) };
}

/** Where a law's middle eight in ten begin and end. @param {Float64Array} law */
function ends(law) {
  const tail = (1 - 0.8) / 2;
  let [low, high, below] = [-1, law.length - 1, 0];
  for (let n = 0; n < law.length; n++) {
    below += law[n];
    if (low < 0 && below >= tail + DUST) low = n;
    if (below >= 1 - tail - DUST) {
      high = n;
      break;
    }
  }
  return { low: Math.max(low, 0), high };
}

/** @param {string} currency @param {OpenDeal[]} some */
function amountOf(currency, some) {
  const known = some.filter(({ amount }) => amount !== null);
  const sizes = known.map(({ amount }) => Number(amount));
  const chances = known.map(({ byQuarterEnd }) => byQuarterEnd);
  const range = amountBetween(
    chances,
    sizes.map((size) => Math.max(size, 0)),
  );
  const mean = sum(chances.map((chance, n) => chance * sizes[n]));
  return { currency, mean, ...range, deals: known.length, without: some.length - known.length };
}

/** @param {number} number */
function toEven(number) {
  const whole = Math.floor(number);
  if (number - whole !== 0.5) return Math.round(number);
  return whole % 2 ? whole + 1 : whole;
}

/**
 * Of many sizes each alone would be rounded up or down.
 * @param {number[]} sizes @param {number} step @param {boolean} many
 */
function placesOf(sizes, step, many) {
  if (!many) return sizes.map((size) => toEven(size / step));
  let [all, before] = [0, 0];
  return sizes.map((size) => {
    all += size;
    const from = before;
    before = toEven(all / step);
    return before - from;
  });
}

/**
 * Where eight in ten sums lie: from the exact law on a grid of steps, where sizes that are
 * many and small beside a step are taken as one normal sum.
 * @param {number[]} chances @param {number[]} sizes
 */
function amountBetween(chances, sizes) {
  const total = sum(sizes);
  if (total <= 0) return { low: 0, high: 0 };
  const [step, many] = [total / STEPS, sizes.length > MANY];
  const large = [...sizes.keys()].filter((n) => !many || sizes[n] >= FEW_STEPS * step);
  const places = placesOf(
    large.map((n) => sizes[n]),
    step,
    many,
  );
  const law = new Float64Array(sum(places) + 1);
  law[0] = 1;
  let reach = 0;
  for (const [k, place] of places.entries()) {
    const chance = chances[large[k]];
    reach += place;
    for (let n = reach; n >= 0; n--) {
      law[n] = (1 - chance) * law[n] + (n >= place ? chance * law[n - place] : 0);
    }
  }
  let [shift, variance] = [0, 0];
  for (let n = 0; many && n < sizes.length; n++) {
    if (sizes[n] >= FEW_STEPS * step) continue;
    shift += chances[n] * sizes[n];
    variance += chances[n] * (1 - chances[n]) * sizes[n] ** 2;
  }
  if (variance === 0) {
    const { low, high } = ends(law);
    return { low: low * step + shift, high: high * step + shift };
  }
  const at = (/** @type {number} */ share) => sumAt(share, law, step, shift, Math.sqrt(variance));
  return { low: Math.max(at(0.1), 0), high: Math.min(at(0.9), total) };
}

/**
 * Below which sum a share lies of normal humps, one around each place of a law.
 * @param {number} share @param {Float64Array} law @param {number} step @param {number} shift
 * @param {number} spread
 */
function sumAt(share, law, step, shift, spread) {
  let [low, high] = [shift - 9 * spread, (law.length - 1) * step + shift + 9 * spread];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    let below = 0;
    for (const [n, one] of law.entries()) {
      if (one > 0) below += one * normal((middle - shift - n * step) / spread);
    }
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The normal law below a value, by the series of Marsaglia (2004). @param {number} z */
function normal(z) {
  if (Math.abs(z) > 9) return Number(z > 0);
  let [all, part, odd] = [z, z, 1];
  while (Math.abs(part) > 1e-17 * Math.abs(all)) {
    odd += 2;
    part *= (z * z) / odd;
    all += part;
  }
  return 0.5 + (all * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
