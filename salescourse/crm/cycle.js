// The cycle of an export: how many deals are won, when, and by stage. Numbers are given as
// far as at least ten deals are still watched; beyond, one deal moves a curve by a tenth.

import { counted95, medianDays, quantile, rowAt } from "./curves.js";
import { DAY } from "./iso.js";
import { largest } from "./tools.js";

const BY_DAYS = [30, 60, 90, 180, 365];
export const FEWEST = 10;

/** @typedef {import("./settle.js").Deal} Deal */
/** @typedef {import("./curves.js").Curves} Curves */
/** @typedef {{ share: number, low: number, high: number }} Share */

/** The last day on which ten deals were still watched. @param {Deal[]} deals */
export function horizon(deals) {
  const watched = new Uint32Array(largest(deals.map(({ days }) => days)) + 1);
  for (const { days } of deals) watched[days]++;
  let day = watched.length - 1;
  if (deals.length < FEWEST) return day;
  for (let many = watched[day]; many < FEWEST; many += watched[day]) day--;
  return day;
}

/** @param {Curves} curves @param {string} outcome @param {number} day @returns {Share} */
function shareAt(curves, outcome, day) {
  const row = rowAt(curves, day);
  const [share, low, high] = [curves.shares, curves.low, curves.high].map(
    (one) => one[outcome][row],
  );
  return { share, low, high };
}

/** The win rate with open deals counted as open, and of closed deals alone.
 * @param {Deal[]} deals @param {Curves} curves */
export function winRate(deals, curves) {
  const closed = deals.filter(({ outcome }) => outcome !== "open");
  const by = horizon(deals);
  const none = { share: 0, low: Number.NaN, high: Number.NaN };
  if (!curves.outcomes.includes("won")) {
    return {
      all: { ...none, deals: deals.length, by },
      closed: { ...none, deals: closed.length },
    };
  }
  const won = closed.filter(({ outcome }) => outcome === "won").length;
  return {
    all: { ...shareAt(curves, "won", by), deals: deals.length, by },
    closed: { ...counted95(won, closed.length), deals: closed.length },
  };
}

/** The share won by 30, 60, 90, 180 and 365 days, as far as ten are watched.
 * @param {Deal[]} deals @param {Curves} curves */
export function wonBy(deals, curves) {
  if (!curves.outcomes.includes("won")) return [];
  const closed = deals.filter(({ outcome }) => outcome !== "open");
  return BY_DAYS.flatMap((day) => {
    const watched = deals.filter(({ days }) => days >= day).length;
    if (watched < FEWEST) return [];
    const won = closed.filter(({ outcome, days }) => outcome === "won" && days <= day).length;
    const closedOnly = won / closed.length;
    return [{ day, ...shareAt(curves, "won", day), watched, closedOnly, closed: closed.length }];
  });
}

/** The days to a win and to a loss: quartiles of the curves, and the median of closed deals.
 * @param {Deal[]} deals @param {Curves} curves */
export function daysTo(deals, curves) {
  const by = horizon(deals);
  return ["won", "lost"].map((outcome) => {
    const ended = deals.filter((deal) => deal.outcome === outcome).map(({ days }) => days);
    const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((share) =>
      quantile(curves, outcome, share, by),
    );
    const closedMedian = middleOf(ended);
    return { outcome, quarter, median, threeQuarters, closedMedian, deals: ended.length };
  });
}

/** @param {number[]} numbers */
function middleOf(numbers) {
  const rising = numbers.toSorted((a, b) => a - b);
  const half = rising.length / 2;
  return rising.length ? (rising[Math.ceil(half) - 1] + rising[Math.floor(half)]) / 2 : Number.NaN;
}

/** For each stage its visits, where they led, their days, and who is there.
 * @param {import("./log.js").Log} log @param {number} census */
export function byStage({ names, deal, stage, entered, order, visits }, census) {
  return order.map((code) => {
    const here = visits[code];
    const over = here.map((n) => deal[n + 1] === deal[n]);
    const days = here.map((n, k) => ((over[k] ? entered[n + 1] : census) - entered[n]) / DAY);
    const done = over.filter(Boolean).length;
    const lost = here.filter((n, k) => over[k] && names[stage[n + 1]] === "lost").length;
    return {
      stage: names[code],
      visits: here.length,
      over: done,
      lost,
      conversion: done ? (done - lost) / done : Number.NaN,
      medianDays: medianDays(days, over),
      now: here.length - done,
    };
  });
}
