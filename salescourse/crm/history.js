// Events: which deal came into which stage, and when, from columns or from a file.

import { Question } from "./refusals.js";
import { cellsOf } from "./roles.js";
import { dayColumn, oneSpelling } from "./table.js";
import { byText, grouped, quoted } from "./tools.js";
import { fold, vocabulary } from "./vocabulary.js";

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {import("./roles.js").Roles} Roles */
/**
 * What is known of the way of deals, in columns: event by event, deal by deal, in time.
 * @typedef {object} Events
 * @property {string[]} cases the deals that have events
 * @property {number[]} starts where the events of each deal begin, and where the last ends
 * @property {string[]} stages all that were found
 * @property {number[]} stage of each event, its place among the stages
 * @property {number[]} at of each event, its moment
 * @property {string} kind "columns", "file", or "" where there is none
 * @property {Map<string, number>} first the stage of a deal before its first event
 * @property {Map<string, import("./dates.js").Dates>} dates
 * @property {number} repeated how many events were there twice
 * @property {number} unread how many rows lack a deal, a stage or a day
 * @property {number} strangers how many deals are not in the table of deals
 */
/** @typedef {{ case: string, stage: string, old: string, at: number, place: number }} Event */

/** @returns {Events} */
export const noEvents = () => ({
  cases: [],
  starts: [0],
  stages: [],
  stage: [],
  at: [],
  kind: "",
  first: new Map(),
  dates: new Map(),
  repeated: 0,
  unread: 0,
  strangers: 0,
});

/**
 * @param {Sheet} sheet @param {Roles} roles @param {string[]} deals
 * @param {string | null} dateOrder
 * @returns {Events}
 */
export function fromColumns(sheet, roles, deals, dateOrder) {
  const events = { ...noEvents(), kind: "columns", stages: [...roles.entered.keys()] };
  const { cases, starts, stage, at, dates } = events;
  const entered = [...roles.entered.values()].map((columns) =>
    columns.map((column) => dayColumn(sheet, column, dateOrder, dates) ?? new Float64Array()),
  );
  for (const places of placesOf(deals)) {
    for (let code = 0; code < entered.length; code++) {
      for (const n of places) {
        const days = entered[code].find((column) => !Number.isNaN(column[n]));
        if (!days) continue;
        stage.push(code);
        at.push(days[n]);
      }
    }
    if (at.length === starts[cases.length]) continue;
    cases.push(deals[places[0]]);
    starts.push(at.length);
  }
  const inTime = (/** @type {number} */ a, /** @type {number} */ b) => at[a] - at[b];
  for (let way = 0; way < cases.length; way++) arrange(events, way, inTime);
  // Stages entered at one moment are put in the order in which deals usually come to them.
  const rank = usualPlaces(events);
  const usual = (/** @type {number} */ a, /** @type {number} */ b) =>
    at[a] - at[b] || rank[stage[a]] - rank[stage[b]];
  for (let way = 0; way < cases.length; way++) arrange(events, way, usual);
  return events;
}

/** Where each deal stands; most stand in one row. @param {string[]} deals */
const placesOf = (deals) =>
  new Set(deals).size === deals.length
    ? deals.map((_, n) => [n])
    : [...grouped(deals.keys(), (n) => deals[n]).values()];

/**
 * Put the events of a deal in order; most are.
 * @param {Events} events @param {number} way
 * @param {(one: number, other: number) => number} by
 */
function arrange({ starts, stage, at }, way, by) {
  const [from, to] = [starts[way], starts[way + 1]];
  let n = from + 1;
  while (n < to && by(n - 1, n) <= 0) n++;
  if (n >= to) return;
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort(by);
  const sorted = order.map((k) => [stage[k], at[k]]);
  for (const [k, one] of sorted.entries()) [stage[from + k], at[from + k]] = one;
}

/** For each stage its place in the usual way. @param {Events} events */
function usualPlaces({ cases, starts, stages, stage, at }) {
  const [total, many] = [stages.map(() => 0), stages.map(() => 0)];
  for (let way = 0; way < cases.length; way++) {
    const to = starts[way + 1];
    for (let from = starts[way], next = from; from < to; from = next) {
      while (next < to && at[next] === at[from]) next++;
      // Events of one moment share their places.
      for (let n = from; n < next; n++) {
        total[stage[n]] += (from + next + 1) / 2 - starts[way];
        many[stage[n]]++;
      }
    }
  }
  return ranks(byMean(stages, total, many));
}

/**
 * Places of names by the mean of some numbers, of equals by the name; without those that
 * have none.
 * @param {string[]} names @param {number[]} total @param {number[]} many
 */
export const byMean = (names, total, many) =>
  [...names.keys()]
    .filter((n) => many[n])
    .sort((a, b) => total[a] / many[a] - total[b] / many[b] || byText(names[a], names[b]));

/** Where each stands in an order. @param {number[]} order */
export function ranks(order) {
  /** @type {number[]} */
  const rank = [];
  for (const [n, one] of order.entries()) rank[one] = n;
  return rank;
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
  /** @type {Event[]} */
  const rows = [];
  let unread = 0;
  for (const [place, deal] of cases.entries()) {
    if (some && !some[place]) continue;
    const moment = at[place];
    if (deal === "" || stages[place] === "" || Number.isNaN(moment)) unread++;
    else rows.push({ case: deal, stage: stages[place], at: moment, place, old: olds[place] });
  }
  rows.sort((a, b) => byText(a.case, b.case) || a.at - b.at || a.place - b.place);
  const head = sheet.header[columns.get("at") ?? 0];
  const once = withoutTwice(rows, dates.get(head).whole);
  const repeated = rows.length - once.length;
  return { ...inColumns(once), kind: "file", dates, repeated, unread };
}

/** @param {Event[]} rows deal by deal in time */
function inColumns(rows) {
  const events = noEvents();
  const { cases, starts, stages, stage, at, first } = events;
  /** @type {Map<string, number>} */
  const codes = new Map();
  const codeOf = (/** @type {string} */ name) => {
    const code = codes.get(name) ?? stages.length;
    if (code === stages.length) {
      codes.set(name, code);
      stages.push(name);
    }
    return code;
  };
  for (const row of rows) {
    if (row.case !== cases.at(-1)) {
      cases.push(row.case);
      if (row.old && row.old !== row.stage) first.set(row.case, codeOf(row.old));
    }
    stage.push(codeOf(row.stage));
    at.push(row.at);
    starts[cases.length] = at.length;
  }
  return events;
}

/**
 * Where only days are known, a deal may come into a stage twice on one, so there only rows
 * that follow each other are one event.
 * @param {Event[]} rows @param {boolean} whole
 */
function withoutTwice(rows, whole) {
  /** @type {Set<string>} */
  let seen = new Set();
  return rows.filter((row, n) => {
    const before = rows[n - 1];
    if (before?.case !== row.case) seen = new Set();
    const key = `${row.at} ${row.stage}`;
    const again = seen.has(key) && (!whole || before.stage === row.stage);
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
  const strangers = events.cases.filter((deal) => !known.has(deal)).length;
  if (strangers < events.cases.length) return { ...events, strangers };
  const long = (/** @type {string} */ deal) => deal.length === 15 || deal.length === 18;
  const short = new Map([...known].filter(long).map((deal) => [deal.slice(0, 15), deal]));
  const called = (/** @type {string} */ deal) =>
    (long(deal) && short.get(deal.slice(0, 15))) || undefined;
  if (!events.cases.some(called)) {
    throw new Question(
      `No deal of ${name} is in the table of deals: ids there are such as ` +
        `${quoted(deals[0])}, and in the history ${quoted(events.cases[0] ?? "")}. Name ` +
        'the columns that hold the same ids: deal="...", history_deal="...".',
      "history_deal",
    );
  }
  const names = events.cases.map((deal) => called(deal) ?? deal);
  const other = (/** @type {any} */ _, /** @type {number} */ n) => names[n] !== names[n - 1];
  const cases = names.filter(other);
  const left = cases.filter((deal) => !known.has(deal)).length;
  return { ...events, cases, starts: events.starts.filter(other), strangers: left };
}
