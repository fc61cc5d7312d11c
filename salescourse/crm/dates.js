// Days in exports: the order of day and month is decided by a whole column, or asked. The
// rules are those of dates.py. A moment is in seconds since 1970, null where there is none.

import { atDay, DAY, FIRST_YEAR, isoAt, LAST_YEAR } from "./iso.js";
import { oneOf, Question, Refusal } from "./refusals.js";
import { told } from "./roles.js";
import { quoted, sum } from "./tools.js";
import { fold, vocabulary } from "./vocabulary.js";

export const ORDERS = ["day first", "month first"];
const TIME =
  "(?:[T ,]\\s*(?<h>\\d{1,2}):(?<min>\\d\\d)(?::(?<s>\\d\\d)(?:[.,]\\d+)?)?" +
  "\\s*(?<half>[ap]\\.?\\s?m\\.?)?\\s*(?<zone>Z|UTC|GMT|[+-]\\d\\d:?\\d\\d|[+-]\\d\\d)?" +
  "(?:\\s+[A-Z]{2,5})?)?";
const FORMS = {
  "year first": "(?<y>\\d{4})([-/.])(?<m>\\d{1,2})\\2(?<d>\\d{1,2})",
  numbers: "(?<a>\\d{1,2})(?<mark>[-/.])(?<b>\\d{1,2})\\k<mark>(?<y>\\d{4}|\\d\\d)",
  "day, name":
    "(?<d>\\d{1,2})[. \\-]*(?:de )?(?<name>\\p{L}{3,})[.,]?(?: de)?[ ,\\-]+(?<y>\\d{4}|\\d\\d)",
  "name, day": "(?<name>\\p{L}{3,})\\.?[ \\-](?<d>\\d{1,2})(?:st|nd|rd|th)?,?[ \\-](?<y>\\d{4})",
};
/** @type {[string, RegExp][]} */
const READERS = Object.entries(FORMS).map(([kind, form]) => [
  kind,
  new RegExp(`^(?:${form}${TIME})$`, "iu"),
]);
const NUMBER = /^\d+(?:[.,]\d+)?$/;

/**
 * A column of days, and how it was read.
 * @typedef {object} Dates
 * @property {Float64Array} values NaN where there is none
 * @property {string} order "" where there was nothing to decide
 * @property {string} why
 * @property {boolean} whole whether no cell has a time of the day
 * @property {number} never how many cells say "never"
 * @property {number} unread
 * @property {string} example the first cell that could not be read
 * @property {boolean} mixed whether days in text stand beside days of a spreadsheet
 */
/** @typedef {{ kind: string, parts: Record<string, string>, text: string }} Cell */
/** @typedef {{ at: number, ahead: number | null, clock: boolean, year: number }} Time */

/**
 * @param {string[]} texts @param {string} name @param {string | null} [given]
 * @returns {Dates}
 */
export function readDates(texts, name, given = null) {
  const { codes, distinct, counts, values, clock } = distinctIn(texts);
  const cells = distinct.map(cellOf);
  const many = (/** @type {number[]} */ some) => sum(some.map((n) => counts[n]));
  const places = [...distinct.keys()];
  const filled = texts.length - many(places.filter((n) => distinct[n] === ""));
  const unread = places.filter((n) => cells[n] === null && distinct[n] !== "");
  let lost = many(unread);
  if (lost > 0.2 * filled) {
    throw new Refusal(
      `The column "${name}" must hold days, got ${quoted(distinct[unread[0]])}. Name another ` +
        "column, or correct its cells.",
    );
  }
  const { order, why } = orderOf(
    cells.filter((cell) => cell !== null),
    name,
    given,
  );
  const times = cells.map((cell) => cell && timeOf(cell, order));
  const wrong = places.filter((n) => cells[n] !== null && times[n] === null);
  lost += many(wrong);
  const never = many(places.filter((n) => isAway(times[n])));
  const kept = times.map((time) => (isAway(time) ? null : time));
  const kinds = new Set(cells.map((cell) => cell?.kind));
  const clocks = clocksOf(kept);
  return {
    values: values.map((at, n) => (codes[n] < 0 ? at : (clocks[codes[n]] ?? Number.NaN))),
    order,
    why,
    whole: !clock && !kept.some((time) => time?.clock),
    never,
    unread: lost,
    example: distinct[unread[0] ?? wrong[0]] ?? "",
    mixed: kinds.has("spreadsheet") && kinds.has("numbers"),
  };
}

/** @param {Time | null} time */
const isAway = (time) => time !== null && !(time.year >= FIRST_YEAR && time.year <= LAST_YEAR);

/**
 * What most cells of most files say is read at once; of all others each is read once.
 * @param {string[]} texts
 */
function distinctIn(texts) {
  /** @type {Map<string, number>} */
  const places = new Map();
  const codes = new Int32Array(texts.length).fill(-1);
  /** @type {string[]} */
  const distinct = [];
  /** @type {number[]} */
  const counts = [];
  let clock = false;
  const values = new Float64Array(texts.length);
  for (let n = 0; n < texts.length; n++) {
    const text = texts[n];
    const at = isoAt(text);
    if (at !== null) {
      clock ||= text.length > 10;
      values[n] = at;
      continue;
    }
    const code = places.get(text) ?? distinct.length;
    if (code === distinct.length) {
      places.set(text, code);
      distinct.push(told(text));
      counts.push(0);
    }
    codes[n] = code;
    counts[code]++;
  }
  return { codes, distinct, counts, values, clock };
}

/** What kind of day a text is. @param {string} text @returns {Cell | null} */
function cellOf(text) {
  if (text === "") return null;
  if (NUMBER.test(text)) {
    const kind = numberKind(text);
    return kind ? { kind, parts: {}, text: text.replace(",", ".") } : null;
  }
  for (const [kind, reader] of READERS) {
    const parts = reader.exec(text)?.groups;
    if (!parts) continue;
    if (parts.name !== undefined && !vocabulary().months.has(fold(parts.name))) return null;
    return { kind, parts, text };
  }
  return null;
}

/** @param {string} text */
function numberKind(text) {
  const [whole] = text.split(/[.,]/);
  if (whole.length === 12 || whole.length === 13) return "milliseconds";
  if (whole.length === 9 || whole.length === 10) return "seconds";
  if (text.length === 8 && /^(?:19|20)/.test(text)) return "eight digits";
  return Number(whole) >= 20_000 && Number(whole) <= 80_000 ? "spreadsheet" : "";
}

/**
 * Whether the day comes first, and what shows it.
 * @param {Cell[]} cells @param {string} name @param {string | null} given
 */
function orderOf(cells, name, given) {
  if (given !== null) oneOf("date_order", given, ORDERS);
  const numbers = cells.filter(({ kind }) => kind === "numbers");
  if (!numbers.length) return { order: "", why: "" };
  refuseYearInFront(numbers, name);
  const first = numbers.find(({ parts }) => Number(parts.a) > 12);
  const second = numbers.find(({ parts }) => Number(parts.b) > 12);
  const dayFirst = first ?? numbers.find(({ parts }) => parts.mark === ".");
  if (dayFirst && second) {
    throw new Refusal(
      `The column "${name}" holds ${quoted(dayFirst.text)}, where the day comes first, ` +
        `and ${quoted(second.text)}, where the month does. No order fits both: a ` +
        "spreadsheet may have turned some of them around. Export again, with dates " +
        "as YYYY-MM-DD, or say which other column to take.",
    );
  }
  if (dayFirst) return { order: ORDERS[0], why: `as ${quoted(dayFirst.text)} shows` };
  if (second) return { order: ORDERS[1], why: `as ${quoted(second.text)} shows` };
  const example = numbers.find(({ parts }) => Number(parts.a) !== Number(parts.b));
  if (!example) return { order: ORDERS[0], why: "either way, since day and month are the same" };
  if (given !== null) return { order: given, why: "as you say" };
  throw new Question(
    `Does the day come first in "${name}", or the month? Nothing in the column ` +
      `tells: ${quoted(example.text)} fits both, and so does every other cell. Say ` +
      'date_order="day first" or date_order="month first".',
    "date_order",
    ORDERS,
  );
}

/** @param {Cell[]} cells @param {string} name */
function refuseYearInFront(cells, name) {
  const front = new Set(cells.map(({ parts }) => parts.a));
  const back = new Set(cells.map(({ parts }) => parts.y));
  const short = [...back].every((year) => year.length === 2);
  const years = [...front].every((one) => Number(one) >= 13 && Number(one) <= 40);
  if (short && front.size <= back.size && years) {
    throw new Refusal(
      `In "${name}" nothing tells which number of ${quoted(cells[0].text)} is the year. ` +
        "Export again, with years of four digits.",
    );
  }
}

/** What the clock showed; null where there is no such day.
 * @param {Cell} cell @param {string} order @returns {Time | null} */
function timeOf(cell, order) {
  if (["milliseconds", "seconds", "spreadsheet"].includes(cell.kind)) return countedOff(cell);
  if (cell.kind === "eight digits") {
    const [, y, m, d] = /^(\d{4})(\d\d)(\d\d)$/.exec(cell.text) ?? [];
    const at = atDay(Number(y), Number(m), Number(d));
    return at === null ? null : { at, ahead: null, clock: false, year: Number(y) };
  }
  const { parts } = cell;
  const [year, month, day] = dayIn(cell, order);
  const half = parts.half?.[0].toLowerCase();
  const written = Number(parts.h ?? 0);
  const hour = half ? (written % 12) + (half === "p" ? 12 : 0) : written;
  const [minute, second] = [Number(parts.min ?? 0), Number(parts.s ?? 0)];
  const start = atDay(year, month, day);
  if (start === null || hour > 23 || minute > 59 || second > 59) return null;
  const ahead = parts.zone ? aheadBy(parts.zone) : null;
  const at = start + hour * 3600 + minute * 60 + second;
  return { at, ahead, clock: parts.h !== undefined, year };
}

/** @param {Cell} cell @param {string} order */
function dayIn({ kind, parts }, order) {
  let year = Number(parts.y);
  if (parts.y.length === 2) year += year < 70 ? 2000 : 1900;
  if (kind === "numbers") {
    const [one, two] = [Number(parts.a), Number(parts.b)];
    return order === ORDERS[0] ? [year, two, one] : [year, one, two];
  }
  if (kind === "year first") return [year, Number(parts.m), Number(parts.d)];
  return [year, vocabulary().months.get(fold(parts.name)) ?? 0, Number(parts.d)];
}

/** @param {Cell} cell @returns {Time} */
function countedOff({ kind, text }) {
  const spreadsheet = kind === "spreadsheet";
  const seconds = spreadsheet
    ? Math.round(Number(text) * DAY)
    : Math.trunc(Number(text) / (kind === "milliseconds" ? 1000 : 1));
  const at = spreadsheet ? seconds - 25_569 * DAY : seconds;
  const year = new Date(at * 1000).getUTCFullYear();
  return { at, ahead: spreadsheet ? null : 0, clock: !spreadsheet || seconds % DAY !== 0, year };
}

/** How far +02:00, +0200, +02, Z, UTC or GMT is ahead of UTC. @param {string} zone */
function aheadBy(zone) {
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  if (!/^\d+$/.test(digits)) return 0;
  const size = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone[0] === "-" ? -size : size;
}

/**
 * Clocks as they were written, or in UTC where zones are far apart.
 * @param {(Time | null)[]} times
 */
function clocksOf(times) {
  const zones = times.map((time) => time?.ahead ?? null).filter((ahead) => ahead !== null);
  const apart =
    zones.length > 0 && Math.max(...new Set(zones)) - Math.min(...new Set(zones)) > 3600;
  return times.map((time) => time && (apart ? time.at - (time.ahead ?? 0) : time.at));
}
