// The event log of deals: the stages each was in, day by day, and how it ended.

import { DAY, dayOf } from "./iso.js";
import { kindOf } from "./ends.js";
import { byMean, isStaying } from "./history.js";
import { count, ENDED } from "./settle.js";
import { byText, grouped } from "./tools.js";

export const ONE_STAGE = "open";

/** @typedef {import("./settle.js").Deal} Deal */
/** @typedef {import("./settle.js").Mended} Mended */
/** @typedef {import("./history.js").Event} Event */
/**
 * A stage that a deal came into, or its end.
 * @typedef {object} Visit
 * @property {number} deal its place among the deals
 * @property {string} case
 * @property {string} stage
 * @property {number} at the moment
 * @property {number} entered its day
 * @property {number | null} left
 * @property {string | null} next
 * @property {boolean} over whether the row ends the case
 */
/**
 * @typedef {object} Log
 * @property {Visit[]} rows
 * @property {string[]} stages in the order in which deals come to them
 * @property {Map<string, Visit[]>} visits by stage, without the ends
 */

/**
 * @param {Deal[]} deals @param {import("./history.js").Events} events
 * @param {import("./ends.js").Ends} ends @param {number} census @param {Mended} mended
 * @returns {Log}
 */
export function buildLog(deals, events, ends, census, mended) {
  const moments = events.kind
    ? fromEvents(deals, events, ends, census, mended)
    : deals.map((deal) => ({ case: deal.deal, stage: ONE_STAGE, at: deal.created, place: 0 }));
  const byDeal = grouped(moments, (one) => one.case);
  /** @type {Visit[]} */
  const rows = [];
  for (const [place, deal] of deals.entries()) {
    const own = byDeal.get(deal.deal) ?? [];
    const start = rows.length;
    for (const { stage, at } of own) rows.push(visitOf(place, deal.deal, stage, at, false));
    if (own.length && deal.ended !== null) {
      rows.push(visitOf(place, deal.deal, deal.outcome, deal.ended, true));
    }
    for (let n = start; n + 1 < rows.length; n++) {
      rows[n].left = rows[n + 1].entered;
      rows[n].next = rows[n + 1].stage;
    }
  }
  const visits = rows.filter((row) => !row.over);
  const stages = inOrder(visits, mended);
  return { rows, stages, visits: grouped(visits, (row) => row.stage) };
}

/**
 * @param {number} deal @param {string} name @param {string} stage @param {number} at
 * @param {boolean} over
 * @returns {Visit}
 */
const visitOf = (deal, name, stage, at, over) => ({
  deal,
  case: name,
  stage,
  at,
  entered: dayOf(at),
  left: null,
  next: null,
  over,
});

/**
 * The events that lead a deal on, before its end and the census day's.
 * @param {Event[]} rows @param {Map<string, Deal>} known @param {number} census
 * @param {Mended} mended
 */
function inTime(rows, known, census, mended) {
  /** @type {Event[]} */
  const kept = [];
  let evening = 0;
  let late = 0;
  /** @type {Event | undefined} */
  let before;
  for (const row of rows) {
    if (row.case !== before?.case) {
      const ended = known.get(row.case)?.ended ?? null;
      evening = ended === null ? Number.POSITIVE_INFINITY : dayOf(ended) + DAY;
    }
    const stays = isStaying(before, row);
    before = row;
    if (stays) continue;
    if (row.at >= evening) late++;
    else if (row.at < census + DAY && !isStaying(kept.at(-1), row)) kept.push(row);
  }
  count(mended, "events after the end", late);
  return kept;
}

/**
 * @param {Deal[]} deals @param {import("./history.js").Events} events
 * @param {import("./ends.js").Ends} ends @param {number} census @param {Mended} mended
 */
function fromEvents(deals, events, ends, census, mended) {
  const known = new Map(deals.map((deal) => [deal.deal, deal]));
  /** @type {Event[]} */
  const open = [];
  const strangers = new Set();
  let back = 0;
  let closed = false;
  let last = "";
  let mine = known.has("");
  for (const row of events.rows) {
    if (row.case !== last) {
      last = row.case;
      mine = known.has(last);
      closed = false;
    }
    if (!mine) strangers.add(last);
    else if (ENDED.includes(kindOf(ends, row.stage))) closed = true;
    else {
      if (closed) back++;
      closed = false;
      open.push(row);
    }
  }
  count(mended, "strangers", strangers.size);
  count(mended, "came back", back);
  const kept = inTime(withFirst(open, deals, events.first), known, census, mended);
  const seen = new Set(kept.map((row) => row.case));
  count(mended, "no history", deals.filter((deal) => !seen.has(deal.deal)).length);
  return kept;
}

/** Put before a deal's first event the stage it was in since it was created.
 * @param {Event[]} rows @param {Deal[]} deals @param {Map<string, string>} first */
function withFirst(rows, deals, first) {
  const added = deals
    .filter((deal) => first.has(deal.deal))
    .map(({ deal, created }) => ({
      case: deal,
      stage: first.get(deal) ?? "",
      at: created,
      place: -1,
    }));
  if (!added.length) return rows;
  return [...added, ...rows].sort(
    (a, b) => byText(a.case, b.case) || a.at - b.at || a.place - b.place,
  );
}

/**
 * Stages by their mean place in the way of deals; steps back are counted.
 * @param {Visit[]} visits @param {Mended} mended
 */
function inOrder(visits, mended) {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  let [step, again] = [0, 0];
  for (const [n, { deal, stage }] of visits.entries()) {
    step = visits[n - 1]?.deal === deal ? step + 1 : 0;
    for (let k = 1; k <= step; k++) {
      if (visits[n - k].stage !== stage) continue;
      again++;
      break;
    }
    const known = places.get(stage);
    if (known) known.push(step);
    else places.set(stage, [step]);
  }
  const rank = byMean(places);
  const at = visits.map(({ stage }) => rank.get(stage) ?? 0);
  const back = visits.filter((row, n) => visits[n - 1]?.deal === row.deal && at[n] < at[n - 1]);
  count(mended, "steps back", back.length);
  count(mended, "entered again", again);
  return [...rank.keys()];
}
