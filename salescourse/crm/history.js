// Events: which deal came into which stage, and when, from columns or from a file.

import { Question } from "./refusals.js";
import { cellsOf } from "./roles.js";
import { dayColumn, oneSpelling } from "./table.js";
import { byText, grouped, quoted, sum } from "./tools.js";
import { fold, vocabulary } from "./vocabulary.js";

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {import("./roles.js").Roles} Roles */
/** @typedef {{ case: string, stage: string, at: number, place: number }} Event */
/**
 * What is known of the way of deals.
 * @typedef {object} Events
 * @property {Event[]} rows deal by deal in time
 * @property {string} kind "columns", "file", or "" where there is none
 * @property {Map<string, string>} first the stage of a deal before its first event
 * @property {Map<string, import("./dates.js").Dates>} dates
 * @property {number} repeated how many events were there twice
 * @property {number} unread how many rows lack a deal, a stage or a day
 */

/** @returns {Events} */
export const noEvents = () => ({
  rows: [],
  kind: "",
  first: new Map(),
  dates: new Map(),
  repeated: 0,
  unread: 0,
});

/**
 * Events deal by deal in time; at one moment as they stand in the file.
 * @template {Event} E
 * @param {E[]} rows
 */
export const inTime = (rows) =>
  rows.sort((a, b) => byText(a.case, b.case) || a.at - b.at || a.place - b.place);

/** Whether a deal is said to come into the stage in which it is.
 * @param {Event | undefined} before @param {Event} row */
export const isStaying = (before, row) => before?.case === row.case && before.stage === row.stage;

/**
 * @param {Sheet} sheet @param {Roles} roles @param {string[]} deals
 * @param {string | null} dateOrder
 * @returns {Events}
 */
export function fromColumns(sheet, roles, deals, dateOrder) {
  const dates = new Map();
  const entered = [...roles.entered].map(([stage, columns]) => ({
    stage,
    read: columns.map((column) => dayColumn(sheet, column, dateOrder, dates) ?? []),
  }));
  const cases = placesOf(deals).map((places) => {
    /** @type {Event[]} */
    const own = [];
    for (const { stage, read } of entered) {
      for (const n of places) {
        const days = read.find((column) => column[n] !== null);
        if (days) own.push({ case: deals[n], stage, at: Number(days[n]), place: 0 });
      }
    }
    return own;
  });
  const usual = usualPlaces(cases);
  for (const own of cases) {
    for (const row of own) row.place = usual.get(row.stage) ?? 0;
    own.sort((a, b) => a.at - b.at || a.place - b.place);
  }
  return { ...noEvents(), rows: cases.flat(), kind: "columns", dates };
}

/** Where each deal stands; most stand in one row. @param {string[]} deals */
const placesOf = (deals) =>
  new Set(deals).size === deals.length
    ? deals.map((_, n) => [n])
    : [...grouped(deals.keys(), (n) => deals[n]).values()];

/** Stages entered at one moment are put in the order in which deals usually come to them.
 * @param {Event[][]} cases the events of each deal */
function usualPlaces(cases) {
  /** @type {Map<string, number[]>} */
  const ranks = new Map();
  for (const own of cases) {
    for (const { stage, at } of own) {
      let twice = 1;
      for (const other of own) twice += other.at < at ? 2 : Number(other.at === at);
      const known = ranks.get(stage);
      if (known) known.push(twice / 2);
      else ranks.set(stage, [twice / 2]);
    }
  }
  return byMean(ranks);
}

/**
 * Names by the mean of their numbers, of equals by the name.
 * @param {Map<string, number[]>} numbers
 */
export function byMean(numbers) {
  const mean = (/** @type {number[]} */ some) => sum(some) / some.length;
  const order = [...numbers]
    .sort(([one], [other]) => byText(one, other))
    .sort(([, one], [, other]) => mean(one) - mean(other));
  return new Map(order.map(([name], n) => [name, n]));
}

/**
 * The events of a history. Rows of other fields than the stage are left out, and so are
 * events that are there twice.
 * @param {Sheet} sheet @param {Roles} roles @param {string | null} dateOrder
 * @returns {Events}
 */
export function fromFile(sheet, roles, dateOrder) {
  const { columns } = roles;
  const dates = new Map();
  const at = dayColumn(sheet, columns.get("at"), dateOrder, dates) ?? [];
  const text = (/** @type {string} */ role) => cellsOf(sheet, columns.get(role));
  const [cases, fields] = [text("deal"), text("field")];
  const stages = oneSpelling(text("new")).texts;
  const olds = oneSpelling(text("old")).texts;
  const { stage_fields: known } = vocabulary().lists;
  const some = columns.has("field") ? fields.map((one) => known.includes(fold(one))) : null;
  /** @type {(Event & { old: string })[]} */
  const rows = [];
  let unread = 0;
  for (const [place, deal] of cases.entries()) {
    if (some && !some[place]) continue;
    const moment = at[place];
    if (deal === "" || stages[place] === "" || moment === null) unread++;
    else rows.push({ case: deal, stage: stages[place], at: moment, place, old: olds[place] });
  }
  const head = sheet.header[columns.get("at") ?? 0];
  const once = withoutTwice(inTime(rows), dates.get(head).whole);
  /** @type {Map<string, string>} */
  const first = new Map();
  for (const [n, { case: deal, stage, old }] of once.entries()) {
    if (once[n - 1]?.case !== deal && old && old !== stage) first.set(deal, old);
  }
  const repeated = rows.length - once.length;
  return { rows: once, kind: "file", first, dates, repeated, unread };
}

/**
 * Where only days are known, a deal may come into a stage twice on one, so there only rows
 * that follow each other are one event.
 * @template {Event} E
 * @param {E[]} rows @param {boolean} whole
 */
function withoutTwice(rows, whole) {
  /** @type {Set<string>} */
  let seen = new Set();
  return rows.filter((row, n) => {
    if (rows[n - 1]?.case !== row.case) seen = new Set();
    const key = `${row.at} ${row.stage}`;
    const again = seen.has(key) && (!whole || isStaying(rows[n - 1], row));
    seen.add(key);
    return !again;
  });
}

/**
 * Events whose deals are called as in the table. Salesforce writes ids of 18 signs by API
 * and of 15 in reports; the last three only check the others.
 * @param {Events} events @param {string[]} deals @param {string} name
 * @returns {Events}
 */
export function matched(events, deals, name) {
  const known = new Set(deals);
  if (events.rows.some((row) => known.has(row.case))) return events;
  const long = (/** @type {string} */ deal) => deal.length === 15 || deal.length === 18;
  const short = new Map([...known].filter(long).map((deal) => [deal.slice(0, 15), deal]));
  const called = (/** @type {string} */ deal) =>
    (long(deal) && short.get(deal.slice(0, 15))) || undefined;
  if (!events.rows.some((row) => called(row.case))) {
    throw new Question(
      `No deal of ${name} is in the table of deals: ids there are such as ` +
        `${quoted(deals[0])}, and in the history ${quoted(events.rows[0]?.case ?? "")}. Name ` +
        'the columns that hold the same ids: deal="...", history_deal="...".',
      "history_deal",
    );
  }
  const rows = events.rows.map((row) => ({ ...row, case: called(row.case) ?? row.case }));
  return { ...events, rows };
}
