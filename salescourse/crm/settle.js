// Deals from rows: when each began and ended, which rows are left out, and the census. The
// rules are those of settle.py.

import { DAY, dayOf, isoDay } from "./iso.js";
import { kindOf } from "./ends.js";

export const ENDED = ["won", "lost"];
export const NO_END = "closed, with no last day";

/** @typedef {import("./table.js").Row} Row */
/** @typedef {import("./history.js").Events} Events */
/** @typedef {import("./ends.js").Ends} Ends */
/** @typedef {Row} Settled a row with its end */
/** @typedef {Row & { created: number }} Deal */
/** @typedef {{ leftOut: Record<string, number>, counts: Record<string, number> }} Mended */
/** @typedef {{ leaveOut: Set<string>, importDays: Set<number>, since: number | null }} Choice */

/** @param {Mended} mended @param {string} name @param {number} n */
export function count(mended, name, n) {
  if (n) mended.counts[name] = (mended.counts[name] ?? 0) + n;
}

/**
 * Leave rows out and count them.
 * @template T
 * @param {Mended} mended @param {T[]} rows @param {(row: T) => boolean} wrong @param {string} why
 */
function drop(mended, rows, wrong, why) {
  const kept = rows.filter((row) => !wrong(row));
  const out = rows.length - kept.length;
  if (out) mended.leftOut[why] = (mended.leftOut[why] ?? 0) + out;
  return kept;
}

/**
 * @param {Row[]} all @param {string[]} outcome @param {Events} events @param {Ends} ends
 * @param {Choice} choice
 */
export function settle(all, outcome, events, ends, { leaveOut, importDays, since }) {
  /** @type {Mended} */
  const mended = { leftOut: {}, counts: {} };
  /** @type {Settled[]} */
  let rows = all;
  for (const [n, row] of rows.entries()) row.outcome = outcome[n];
  rows = drop(mended, rows, (row) => row.outcome === "deleted", "deleted");
  const named = (/** @type {Settled} */ row) => leaveOut.has(row.deal) || leaveOut.has(row.name);
  rows = drop(mended, rows, named, "named in leave_out");
  rows = drop(mended, rows, seenAgain(rows), "the same deal again");
  nameApart(rows, mended);
  const ways = new Map(events.cases.map((deal, n) => [deal, n]));
  for (const row of rows) row.way = ways.get(row.deal) ?? -1;
  begin(rows, events, mended);
  rows = drop(mended, rows, (row) => row.created === null, "no first day: never begun");
  end(rows, events, ends, mended);
  const over = (/** @type {Settled} */ row) => ENDED.includes(row.outcome) && row.ended === null;
  rows = drop(mended, rows, over, NO_END);
  const first = (/** @type {Settled} */ row) => dayOf(Number(row.created));
  const early = (/** @type {Settled} */ row) => row.ended !== null && dayOf(row.ended) < first(row);
  rows = drop(mended, rows, early, "closed before created");
  rows = drop(mended, rows, (row) => importDays.has(first(row)), "created on an import day");
  if (since !== null) {
    const before = (/** @type {Settled} */ row) => Number(row.created) < since;
    rows = drop(mended, rows, before, `created before ${isoDay(since)}`);
  }
  return { rows, mended };
}

/** Rows of a deal that is there already, where the closed row counts. @param {Settled[]} rows */
function seenAgain(rows) {
  /** @type {Set<Settled>} */
  const again = new Set();
  if (new Set(rows.map((row) => row.deal)).size === rows.length) return () => false;
  const seen = new Set();
  const closedFirst = [
    ...rows.filter((row) => row.outcome !== "open"),
    ...rows.filter((row) => row.outcome === "open"),
  ];
  for (const row of closedFirst) {
    const key = `${row.created === null ? "" : dayOf(row.created)} ${row.deal}`;
    if (seen.has(key)) again.add(row);
    seen.add(key);
  }
  return (/** @type {Settled} */ row) => again.has(row);
}

/**
 * Let rows with one name and other first days be deals of their own.
 * @param {Settled[]} rows @param {Mended} mended
 */
function nameApart(rows, mended) {
  const seen = new Set();
  for (const row of rows) {
    if (seen.has(row.deal)) {
      count(mended, "one name", 1);
      row.deal = `${row.deal} (row ${row.line})`;
    } else seen.add(row.deal);
  }
}

/** @param {Settled[]} rows @param {Events} events @param {Mended} mended */
function begin(rows, events, mended) {
  for (const row of rows) {
    if (row.way < 0) continue;
    const first = events.at[events.starts[row.way]];
    if (row.created === null) {
      count(mended, "begun by history", 1);
      row.created = first;
      continue;
    }
    const apart = dayOf(first) - dayOf(row.created);
    if (apart > 0) count(mended, "history after", 1);
    if (apart < 0) {
      count(mended, "history before", 1);
      row.created = first;
    }
  }
}

/** @param {Settled[]} rows @param {Events} events @param {Ends} ends @param {Mended} mended */
function end(rows, events, ends, mended) {
  const kinds = events.stages.map((stage) => kindOf(ends, stage));
  const stampOf = (/** @type {Settled} */ { way }, /** @type {string[]} */ some) => {
    for (let n = events.starts[way + 1] - 1; way >= 0 && n >= events.starts[way]; n--) {
      if (some.includes(kinds[events.stage[n]])) return events.at[n];
    }
    return null;
  };
  for (const row of rows) {
    if (row.outcome === "open") {
      if (row.closed !== null) count(mended, "hopes", 1);
      if (stampOf(row, ENDED) !== null) count(mended, "closed in history only", 1);
      continue;
    }
    const stamp = stampOf(row, [row.outcome]);
    const written = (row.outcome === "won" ? row.wonOn : row.lostOn) ?? row.closed;
    if (stamp !== null && written !== null && Math.abs(dayOf(stamp) - dayOf(written)) > DAY) {
      count(mended, "stamped elsewhere", 1);
    }
    row.ended = stamp ?? written;
    if (row.ended === null && row.changed !== null) {
      count(mended, "ended by change", 1);
      row.ended = row.changed;
    }
  }
}

/** The latest day that is no hope, and how many days it is after the next.
 * @param {Settled[]} rows @param {Events} events */
export function findCensus(rows, events) {
  let [latest, next] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const look = (/** @type {number | null} */ at) => {
    if (at === null || at < next) return;
    const day = dayOf(at);
    if (day > latest) [latest, next] = [day, latest];
    else if (day < latest && day > next) next = day;
  };
  for (const { created, ended, changed, way } of rows) {
    look(created);
    look(ended);
    look(changed);
    for (let n = events.starts[way]; n < events.starts[way + 1]; n++) look(events.at[n]);
  }
  return { census: latest, gap: Number.isFinite(next) ? (latest - next) / DAY : 0 };
}

/**
 * The deals as they stood on the census day.
 * @param {Settled[]} rows @param {number} census @param {Mended} mended
 * @returns {Deal[]}
 */
export function asOf(rows, census, mended) {
  const evening = census + DAY;
  const late = (/** @type {Settled} */ row) => Number(row.created) >= evening;
  const kept = drop(mended, rows, late, "began after the census day");
  for (const row of kept) {
    const later = row.ended !== null && row.ended >= evening;
    count(mended, "ended after the census day", Number(later));
    if (later) [row.ended, row.outcome] = [null, "open"];
    row.days = (dayOf(row.ended ?? census) - dayOf(Number(row.created))) / DAY;
  }
  return /** @type {Deal[]} */ (kept);
}
