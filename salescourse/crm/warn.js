// Warnings: what in an export may make its numbers wrong, as far as it shows. As in warn.py.

import { DAY, dayOf, isoDay } from "./iso.js";
import { counted, largest, quoted } from "./tools.js";

// A day on which so many deals were created at once was an import, not a day of work.
const [IMPORT_DEALS, IMPORT_SHARE] = [5, 0.1];
const [IMPORT_DAY_DEALS, IMPORT_DAY_SHARE] = [20, 0.3];
const GAP_DAYS = 60;
const [FEW_OPEN, TEN] = [2, 10];
const [TOO_MUCH, SURE] = [0.15, 3];
export const TEST = /(?<![\p{L}\p{N}_])(?:test|demo deal|dummy)(?![\p{L}\p{N}_])/iu;

/** @typedef {import("./settle.js").Deal} Deal */
/** @typedef {{ about: string, text: string, change: string, warning: boolean }} Sentence */

/** @param {string} about @param {string} text @param {string} change @returns {Sentence} */
const warn = (about, text, change) => ({ about, text, change, warning: true });

/** To whole numbers, as Python rounds. @param {number} number */
const whole = (number) =>
  number % 1 === 0.5 && Math.floor(number) % 2 === 0 ? Math.floor(number) : Math.round(number);

/**
 * @param {Deal[]} deals @param {number} census @param {number} gap
 * @param {boolean} asked whether the census day was given
 */
export function warningsOf(deals, census, gap, asked) {
  const found = [];
  if (gap > GAP_DAYS && !asked) {
    found.push(
      warn(
        "Census day",
        `${isoDay(census)} is ${gap} days after the day before it in the file. If ` +
          "it is a slip, open deals look that much older than they are.",
        'census="YYYY-MM-DD"',
      ),
    );
  }
  if (deals.length < TEN) {
    const text = `${deals.length} in all: too few for a chance or a forecast to be worth much.`;
    found.push(warn("Deals", text, "export more years"));
  }
  const more = [fewOpen(deals, census), imported(deals), truncated(deals), currencies(deals)];
  return [...found, ...more, tests(deals)].filter((one) => one !== null);
}

/** Closed deals are the quick ones, so what is counted is the least that should be open.
 * @param {Deal[]} deals @param {number} census */
function fewOpen(deals, census) {
  // How many of the closed ones took up to so many days.
  const upTo = new Uint32Array(largest(deals.map(({ days }) => days)) + 1);
  for (const { days, outcome } of deals) if (outcome !== "open") upTo[days]++;
  for (let n = 1; n < upTo.length; n++) upTo[n] += upTo[n - 1];
  const closed = upTo[upTo.length - 1];
  const still = deals.length - closed;
  let least = 0;
  for (const { created } of deals) {
    const age = (census - dayOf(created)) / DAY;
    least += 1 - upTo[Math.min(age, upTo.length - 1)] / closed;
  }
  const few = still < least / 2 && least - still > FEW_OPEN * Math.sqrt(least);
  if (still && !few) return null;
  const many = still
    ? `${still} deals are open, where ${whole(least)} would be if all took as long as ` +
      "the closed ones"
    : "No deal is open";
  return warn(
    "Open deals",
    `${many}. If open deals were left out of the export or deleted, days to a win ` +
      "are those of the quick ones, and the win rate is that of closed deals.",
    "export open deals too",
  );
}

/** @param {Deal[]} deals */
function imported(deals) {
  const created = deals.map((deal) => deal.created);
  const clocked = created.filter((at) => at !== dayOf(at));
  for (const { times, fewest, least, what } of [
    { times: clocked, fewest: IMPORT_DEALS, least: IMPORT_SHARE, what: "in one second" },
    {
      times: created.map(dayOf),
      fewest: IMPORT_DAY_DEALS,
      least: IMPORT_DAY_SHARE,
      what: "on one day",
    },
  ]) {
    const [at, many] = commonest(times);
    if (many < Math.max(fewest, least * deals.length)) continue;
    const day = isoDay(at);
    return warn(
      "Import",
      `${many} of ${deals.length} deals were created ${what}, ` +
        `${day}: an import. That day says nothing of when they began.`,
      `import_days=["${day}"] leaves them out`,
    );
  }
  return null;
}

/** The commonest, of equals the first, and how often it is there. @param {number[]} values */
function commonest(values) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [most, many] = [0, 0];
  for (const [value, n] of counts) if (n > many) [most, many] = [value, n];
  return [most, many];
}

/** Quarters counted on from the year 0. @param {number} at */
function quarterOf(at) {
  const date = new Date(at * 1000);
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
}

/** Of all moments the first quarter, and which are in it. @param {number[]} moments */
function firstQuarter(moments) {
  const first = quarterOf(moments.reduce((one, other) => Math.min(one, other), moments[0]));
  const end = Date.UTC(Math.floor(first / 4), (first % 4) * 3 + 3, 1) / 1000;
  return { first, end, early: moments.map((at) => at < end) };
}

/**
 * Where the first quarter wins far more, its losses may not be in the file.
 * @param {Deal[]} deals
 */
function truncated(deals) {
  const closed = deals.filter(({ outcome }) => outcome !== "open");
  const wonIn = (/** @type {Deal[]} */ some) =>
    some.filter(({ outcome }) => outcome === "won").length / some.length;
  for (const [day, what] of /** @type {["created" | "ended", string][]} */ ([
    ["created", "created"],
    ["ended", "closed"],
  ])) {
    const quarter = firstQuarter(closed.map((deal) => Number(deal[day])));
    const { first, end } = quarter;
    const early = closed.filter((_, n) => quarter.early[n]);
    const later = closed.filter((_, n) => !quarter.early[n]);
    if (early.length < TEN || later.length < TEN) continue;
    const all = wonIn(closed);
    const error = Math.sqrt(all * (1 - all) * (1 / early.length + 1 / later.length));
    if (wonIn(early) - wonIn(later) <= Math.max(TOO_MUCH, SURE * error)) continue;
    const after = isoDay(end);
    return warn(
      "First quarter",
      `Of the ${early.length} deals ${what} in ${Math.floor(first / 4)}Q${(first % 4) + 1}, ` +
        `${whole(100 * wonIn(early))}% were won; ` +
        `later ${whole(100 * wonIn(later))}%. Older losses were perhaps never entered.`,
      `since="${after}" leaves out what was created before`,
    );
  }
  return null;
}

/** @param {Deal[]} deals */
function currencies(deals) {
  const names = counted(
    deals
      .filter(({ amount, currency }) => amount !== null && currency)
      .map(({ currency }) => currency),
  );
  if (names.length < 2) return null;
  const counts = names.map(([name, n]) => `${n} in ${name}`).join(", ");
  return warn(
    "Currencies",
    `Amounts are in ${names.length} currencies (${counts}). They are never added ` +
      "up across currencies.",
    'currency="..."',
  );
}

/** @param {Deal[]} deals */
function tests(deals) {
  const named = deals.filter(({ name }) => TEST.test(name));
  if (!named.length) return null;
  return warn(
    "Test deals",
    `${named.length} deals are perhaps tests, such as "${named[0].name}".`,
    `leave_out=[${quoted(named[0].name)}, ...]`,
  );
}
