// The event log of deals: the stages each was in, day by day, and how it ended.

import { kindOf } from "./ends.js";
import { byMean, ranks } from "./history.js";
import { DAY, dayOf } from "./iso.js";
import { count, ENDED } from "./settle.js";

export const ONE_STAGE = "open";

/** @typedef {import("./settle.js").Deal} Deal */
/** @typedef {import("./settle.js").Mended} Mended */
/**
 * What deals came into, in columns: row by row, deal by deal, in time. A row's stage is left
 * on the day of the next row, if that is the same deal's.
 * @typedef {object} Log
 * @property {string[]} names of stages, and last the ends
 * @property {number[]} deal of each row, its place among the deals
 * @property {number[]} stage of each row, its place among the names
 * @property {number[]} at of each row, its moment
 * @property {number[]} entered of each row, its day
 * @property {number[]} order the stages in the order in which deals come to them
 * @property {number[][]} visits for each stage its rows
 */

/**
 * @param {Deal[]} deals @param {import("./history.js").Events} events
 * @param {import("./ends.js").Ends} ends @param {number} census @param {Mended} mended
 * @returns {Log}
 */
export function buildLog(deals, events, ends, census, mended) {
  const names = [...(events.kind ? events.stages : [ONE_STAGE]), ...ENDED];
  /** @type {Log} */
  const log = { names, deal: [], stage: [], at: [], entered: [], order: [], visits: [] };
  const come = events.kind ? comesBy(log, events, ends, census, mended) : null;
  let none = 0;
  for (const [place, deal] of deals.entries()) {
    const before = log.at.length;
    if (come) come(place, deal);
    else enter(log, place, 0, deal.created);
    if (log.at.length === before) none++;
    else if (deal.ended !== null) enter(log, place, names.lastIndexOf(deal.outcome), deal.ended);
  }
  count(mended, "no history", none);
  count(mended, "strangers", events.strangers);
  putInOrder(log, mended);
  return log;
}

/** @param {Log} log @param {number} deal @param {number} stage @param {number} at */
function enter(log, deal, stage, at) {
  log.deal.push(deal);
  log.stage.push(stage);
  log.at.push(at);
  log.entered.push(dayOf(at));
}

/**
 * Takes up the events that lead a deal on, before its end and the census day's.
 * @param {Log} log @param {import("./history.js").Events} events
 * @param {import("./ends.js").Ends} ends @param {number} census @param {Mended} mended
 */
function comesBy(log, { starts, stages, stage, at, first }, ends, census, mended) {
  const closing = stages.map((name) => ENDED.includes(kindOf(ends, name)));
  return (/** @type {number} */ place, /** @type {Deal} */ { deal, created, ended, way }) => {
    const evening = ended === null ? Number.POSITIVE_INFINITY : dayOf(ended) + DAY;
    let [said, kept, closed] = [-1, -1, false];
    const lead = (/** @type {number} */ to, /** @type {number} */ moment) => {
      const stays = to === said;
      said = to;
      if (stays) return;
      if (moment >= evening) count(mended, "events after the end", 1);
      else if (moment < census + DAY && to !== kept) {
        enter(log, place, to, moment);
        kept = to;
      }
    };
    // The stage in which it was since it was created, if its history tells.
    let since = first.get(deal);
    for (let n = starts[way]; n < starts[way + 1]; n++) {
      if (closing[stage[n]]) {
        closed = true;
        continue;
      }
      if (closed) count(mended, "came back", 1);
      closed = false;
      if (since !== undefined && created <= at[n]) {
        lead(since, created);
        since = undefined;
      }
      lead(stage[n], at[n]);
    }
    if (since !== undefined) lead(since, created);
  };
}

/**
 * Stages by their mean place in the way of deals; steps back are counted.
 * @param {Log} log @param {Mended} mended
 */
function putInOrder(log, mended) {
  const { names, deal, stage, visits } = log;
  const stages = names.slice(0, -ENDED.length);
  const [total, many] = [stages.map(() => 0), stages.map(() => 0)];
  const last = stages.map(() => -1);
  for (const _ of stages) visits.push([]);
  let [start, again, back] = [0, 0, 0];
  for (let n = 0; n < deal.length; n++) {
    const code = stage[n];
    if (deal[n] !== deal[n - 1]) start = n;
    if (code >= stages.length) continue;
    if (last[code] === deal[n]) again++;
    last[code] = deal[n];
    total[code] += n - start;
    many[code]++;
    visits[code].push(n);
  }
  log.order = byMean(stages, total, many);
  const rank = ranks(log.order);
  for (let n = 1; n < deal.length; n++) {
    if (deal[n] === deal[n - 1] && rank[stage[n]] < rank[stage[n - 1]]) back++;
  }
  count(mended, "steps back", back);
  count(mended, "entered again", again);
}
