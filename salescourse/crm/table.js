// A table of deals by its roles: texts, days and amounts, each with how it was read.

import { readAmounts } from "./amounts.js";
import { readDates } from "./dates.js";
import { noFirstDay } from "./refusals.js";
import { bareStage, cellsOf } from "./roles.js";
import { counted } from "./tools.js";
import { fold } from "./vocabulary.js";

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {import("./roles.js").Roles} Roles */
/** @typedef {import("./dates.js").Dates} Dates */
/**
 * A row of the file by its roles. Moments are in seconds since 1970, null where there is none.
 * @typedef {object} Row
 * @property {number} line
 * @property {string} deal
 * @property {string} name
 * @property {string} stage
 * @property {string} status
 * @property {string} closedFlag
 * @property {string} wonFlag
 * @property {string} currency
 * @property {string} reason
 * @property {string} probability
 * @property {number | null} created
 * @property {number | null} wonOn
 * @property {number | null} lostOn
 * @property {number | null} closed
 * @property {number | null} changed
 * @property {number | null} amount
 * @property {string} outcome won, lost, open or deleted, once that is settled
 * @property {number | null} ended
 * @property {number} days to its end, or to the census day
 * @property {number} way its place among the deals of the history, -1 where it is none of them
 */
/**
 * @typedef {object} Read
 * @property {Row[]} rows
 * @property {Map<string, Dates>} dates by the head of each column of days
 * @property {import("./amounts.js").Amounts | null} amounts
 * @property {number} spellings how many cells were another spelling of a stage or a status
 * @property {string} namedBy "deal", "name" or "row"
 */

/** @param {number} line @returns {Row} */
export const emptyRow = (line) => ({
  line,
  deal: "",
  name: "",
  stage: "",
  status: "",
  closedFlag: "",
  wonFlag: "",
  currency: "",
  reason: "",
  probability: "",
  created: null,
  wonOn: null,
  lostOn: null,
  closed: null,
  changed: null,
  amount: null,
  outcome: "",
  ended: null,
  days: 0,
  way: -1,
});

/**
 * @param {Sheet} sheet @param {Roles} roles @param {string | null} dateOrder
 * @param {string | null} decimal
 * @returns {Read}
 */
export function readTable(sheet, roles, dateOrder, decimal) {
  /** @type {Map<string, Dates>} */
  const dates = new Map();
  const text = (/** @type {string} */ role) => cellsOf(sheet, roles.columns.get(role));
  const days = (/** @type {string} */ role) =>
    dayColumn(sheet, roles.columns.get(role), dateOrder, dates);
  const texts = {
    name: text("name"),
    closedFlag: text("closed_flag"),
    wonFlag: text("won_flag"),
    currency: text("currency"),
    reason: text("reason"),
    probability: text("probability"),
  };
  const [created, wonOn, lostOn, closed, changed] = [
    ...["created", "won_on", "lost_on", "closed", "changed"].map(days),
  ];
  const [stage, status] = ["stage", "status"].map((role) => oneSpelling(text(role).map(bareStage)));
  const { deals, namedBy } = namesOf(text("deal"), texts.name, sheet.lines);
  const amounts = amountsOf(sheet, roles, decimal);
  const rows = sheet.lines.map((line, n) => ({
    line,
    deal: deals[n],
    name: texts.name[n],
    stage: stage.texts[n],
    status: status.texts[n],
    closedFlag: texts.closedFlag[n],
    wonFlag: texts.wonFlag[n],
    currency: amounts
      ? texts.currency[n].toUpperCase() || amounts.currencies[n]
      : texts.currency[n],
    reason: texts.reason[n],
    probability: texts.probability[n],
    created: momentIn(created, n),
    wonOn: momentIn(wonOn, n),
    lostOn: momentIn(lostOn, n),
    closed: momentIn(closed, n),
    changed: momentIn(changed, n),
    amount: amounts?.values[n] ?? null,
    outcome: "",
    ended: null,
    days: 0,
    way: -1,
  }));
  return { rows, dates, amounts, spellings: stage.changed + status.changed, namedBy };
}

/** @param {Float64Array | null} column @param {number} n */
const momentIn = (column, n) => (column && !Number.isNaN(column[n]) ? column[n] : null);

/** @param {Sheet} sheet @param {Roles} roles @param {string | null} decimal */
function amountsOf(sheet, roles, decimal) {
  const place = roles.columns.get("amount");
  if (place === undefined) return null;
  const plain = sheet.numbers.plain.has(place);
  const read = readAmounts(cellsOf(sheet, place), sheet.header[place], decimal, plain);
  if (!sheet.numbers.mixed.has(place) || decimal !== null) return read;
  const why = `${read.why}; but some cells are numbers and some are text`;
  return { ...read, why, sure: false };
}

/**
 * A column of days; how it was read is noted under its head.
 * @param {Sheet} sheet @param {number | undefined} place @param {string | null} dateOrder
 * @param {Map<string, Dates>} read
 */
export function dayColumn(sheet, place, dateOrder, read) {
  if (place === undefined) return null;
  const cells = sheet.rows.map((row) => row[place]);
  const found = readDates(cells, sheet.header[place], dateOrder);
  read.set(sheet.header[place], found);
  return found.values;
}

/** Texts with one spelling for each, the usual one. @param {string[]} texts */
export function oneSpelling(texts) {
  /** @type {Map<string, string>} */
  const usual = new Map();
  for (const [text] of counted(texts)) {
    const key = fold(text) || text;
    if (!usual.has(key)) usual.set(key, text);
  }
  const alike = texts.map((text) => usual.get(fold(text) || text) ?? text);
  return { texts: alike, changed: alike.filter((text, n) => text !== texts[n]).length };
}

/** What deals are called: by id, else by a name that none shares, else row.
 * @param {string[]} ids @param {string[]} names @param {number[]} lines */
function namesOf(ids, names, lines) {
  const rows = lines.map((line) => `row ${line}`);
  if (ids.some(Boolean)) return { deals: ids.map((own, n) => own || rows[n]), namedBy: "deal" };
  const own = names.every(Boolean) && new Set(names).size === names.length;
  return own ? { deals: names, namedBy: "name" } : { deals: rows, namedBy: "row" };
}

/**
 * Refuse a table in which nothing says when deals began.
 * @param {Roles} roles @param {Sheet} sheet
 */
export function needFirstDays(roles, sheet) {
  if (!roles.columns.has("created") && !roles.entered.size) {
    throw noFirstDay(sheet.name, sheet.header);
  }
}
