// From files to an export: the steps in their order, as in reading.py.

import { ORDERS } from "./dates.js";
import { dayOf, isoDay } from "./iso.js";
import { endsOf, withFlagged } from "./ends.js";
import { fromColumns, fromFile, matched, noEvents } from "./history.js";
import { buildLog } from "./log.js";
import { noLastDay, oneOf, Refusal } from "./refusals.js";
import { findRoles } from "./roles.js";
import { asOf, findCensus, NO_END, settle } from "./settle.js";
import { readStates } from "./states.js";
import { emptyRow, needFirstDays, readTable } from "./table.js";
import { largest, quoted } from "./tools.js";
import { findCrm, vocabulary } from "./vocabulary.js";

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {import("./roles.js").Roles} Roles */
/** @typedef {import("./table.js").Read} Read */
/** @typedef {import("./history.js").Events} Events */
/** @typedef {Record<string, any>} Given what the reader says, as the arguments of read_crm */
/** @typedef {{ sheet: Sheet, roles: Roles }} Part */
/**
 * @typedef {object} Parts the files by what they hold
 * @property {Part | null} deals
 * @property {Part | null} history
 */

const HISTORY = "history_";

/** @param {Sheet[]} sheets @param {Given} given */
export function settled(sheets, given) {
  if (given.date_order != null) oneOf("date_order", given.date_order, ORDERS);
  const parts = partsOf(sheets, given);
  const { table, states, events, ends } = readDeals(parts, given);
  const { rows, mended } = settle(table.rows, states.outcome, events, ends, {
    leaveOut: new Set(given.leave_out ?? []),
    importDays: new Set((given.import_days ?? []).map(dayGiven("import_days"))),
    since: given.since == null ? null : dayGiven("since")(given.since),
  });
  const over = (/** @type {{ outcome: string }[]} */ some) =>
    some.some(({ outcome }) => outcome !== "open");
  if (!over(rows) && mended.leftOut[NO_END]) throw noLastDay(mended.leftOut[NO_END]);
  if (!rows.length) {
    const why = Object.entries(mended.leftOut).map(([reason, n]) => `${n} ${reason}`);
    throw new Refusal(`No deal is left to count: ${why.join(", ")}.`);
  }
  const { census: latest, gap } = findCensus(rows, events);
  const census = given.census == null ? latest : dayGiven("census")(given.census);
  const deals = asOf(rows, census, mended);
  if (!over(deals)) {
    throw new Refusal(`No deal had ended by ${isoDay(census)}, the census day.`);
  }
  const log = buildLog(deals, events, ends, census, mended);
  const crm = findCrm(sheets.flatMap(({ header }) => header));
  const dates = new Map([...table.dates, ...events.dates]);
  return {
    sheets,
    parts,
    table,
    states,
    events,
    mended,
    deals,
    census,
    gap,
    crm,
    log,
    dates,
    given,
  };
}

/** @param {string} name */
const dayGiven = (name) => (/** @type {string} */ value) => {
  const at = /^\d{4}-\d\d-\d\d/.test(value)
    ? Date.parse(`${value.slice(0, 10)}T00:00:00Z`)
    : Number.NaN;
  if (Number.isNaN(at)) {
    throw new Refusal(`${name} must be a day such as 2026-06-30, got ${quoted(value)}.`);
  }
  return dayOf(at / 1000);
};

/** @param {Sheet[]} sheets @param {Given} given @returns {Parts} */
function partsOf(sheets, given) {
  const { roles: known, history } = vocabulary();
  const own = Object.fromEntries(Object.entries(given).filter(([role]) => role in known));
  const other = Object.fromEntries(
    Object.entries(given)
      .filter(([role]) => role.startsWith(HISTORY))
      .map(([role, head]) => [role.slice(HISTORY.length), head])
      .filter(([role]) => role in history),
  );
  /** @type {Parts} */
  const parts = { deals: null, history: null };
  for (const sheet of sheets) {
    const roles = findRoles(sheet, own, other);
    const kind = roles.history ? "history" : "deals";
    parts[kind] = { sheet: joined(parts[kind], sheet), roles };
  }
  return parts;
}

/**
 * Two files of one kind as one, if their heads are the same.
 * @param {Part | null} before @param {Sheet} sheet
 */
function joined(before, sheet) {
  if (!before) return sheet;
  const first = before.sheet;
  if (JSON.stringify(first.header) !== JSON.stringify(sheet.header)) {
    throw new Refusal(
      `${first.name} and ${sheet.name} are both tables of the same kind, with ` +
        "different columns. Give one table of deals and its history, or files with " +
        "the same columns.",
    );
  }
  const last = largest(first.lines);
  const lines = [...first.lines, ...sheet.lines.map((line) => line + last)];
  return { ...first, rows: [...first.rows, ...sheet.rows], lines };
}

/** @param {Parts} parts @param {Given} given */
function readDeals(parts, given) {
  const order = given.date_order ?? null;
  let events = noEvents();
  let ends = endsOf(given);
  if (parts.history) events = fromFile(parts.history.sheet, parts.history.roles, order);
  if (!parts.deals) {
    const table = fromEvents(events);
    return { table, states: readStates(table.rows, ends), events, ends };
  }
  const { sheet, roles } = parts.deals;
  if (!parts.history) needFirstDays(roles, sheet);
  const table = readTable(sheet, roles, order, given.decimal ?? null);
  const names = table.rows.map(({ deal }) => deal);
  if (parts.history) events = matched(events, names, parts.history.sheet.name);
  else if (roles.entered.size) events = fromColumns(sheet, roles, names, order);
  const states = readStates(table.rows, ends);
  if (states.staged && !table.rows.some(({ stage }) => stage !== "")) {
    for (const row of table.rows) row.stage = row.status;
  }
  ends = withFlagged(ends, table.rows, states.outcome, events);
  return { table, states, events, ends };
}

/**
 * The deals of a history that came without a table of deals.
 * @param {Events} events
 * @returns {Read}
 */
function fromEvents({ cases, starts, stages, stage }) {
  const rows = cases.map((deal, n) => {
    const last = stages[stage[starts[n + 1] - 1]];
    return { ...emptyRow(n + 1), deal, stage: last };
  });
  return { rows, dates: new Map(), amounts: null, spellings: 0, namedBy: "deal" };
}
