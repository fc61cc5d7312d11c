// Which column plays which role: by its head, or as the reader says. As in roles.py.

import { noColumn } from "./refusals.js";
import { fold, keys, vocabulary } from "./vocabulary.js";

// A table in which more than one event in five is a deal's second or later is a history.
const REPEATED = 0.2;
const DIGIT = /\d/;

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {Record<string, string | null>} Named roles with the heads that were named */
/**
 * @typedef {object} Roles
 * @property {Map<string, number>} columns where each role's column stands
 * @property {Map<string, number[]>} entered for each stage the columns of days into it
 * @property {boolean} history whether each row is an event and not a deal
 */

/**
 * The cells of a column, "" where there is nothing.
 * @param {Sheet} sheet @param {number | undefined} place
 */
export function cellsOf(sheet, place) {
  if (place === undefined) return Array(sheet.rows.length).fill("");
  return sheet.rows.map((row) => told(row[place]));
}

/** A cell, "" where it is a word for nothing. @param {string} cell */
export const told = (cell) =>
  cell === "" || hasDigit(cell) || !vocabulary().words.empty.has(fold(cell)) ? cell : "";

/** No word for nothing has a digit, and most cells do. @param {string} cell */
function hasDigit(cell) {
  const last = cell.charCodeAt(cell.length - 1);
  return (last >= 48 && last <= 57) || DIGIT.test(cell);
}

/**
 * @param {Sheet} sheet @param {Named} given @param {Named} inHistory
 * @returns {Roles}
 */
export function findRoles(sheet, given, inHistory) {
  const { roles, history } = vocabulary();
  if (isHistory(sheet, inHistory)) {
    return { columns: byHead(sheet.header, history, inHistory), entered: new Map(), history: true };
  }
  let columns = byHead(sheet.header, roles, given);
  const flag = flagCalledClosed(sheet, columns, given);
  if (flag !== null) columns = byHead(sheet.header, roles, { ...given, closed_flag: flag });
  return { columns, entered: stageColumns(sheet.header, "entered_columns"), history: false };
}

/** @param {string[]} header @param {Record<string, string[]>} names @param {Named} given */
function byHead(header, names, given) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [role, wanted] of Object.entries(given)) {
    if (role in names && wanted !== null) found.set(role, placeOf(header, role, wanted));
  }
  const taken = new Set(found.values());
  /** @type {Map<string, number>} */
  const places = new Map();
  for (const [place, head] of header.entries()) {
    if (taken.has(place)) continue;
    for (const key of keys(head)) if (!places.has(key)) places.set(key, place);
  }
  for (const [role, known] of Object.entries(names)) {
    if (role in given) continue;
    const first = known
      .map((key) => places.get(key))
      .find((one) => one !== undefined && !taken.has(one));
    if (first === undefined) continue;
    found.set(role, first);
    taken.add(first);
  }
  return found;
}

/** @param {string[]} header @param {string} role @param {string} wanted */
function placeOf(header, role, wanted) {
  if (header.includes(wanted)) return header.indexOf(wanted);
  const alike = header.flatMap((head, place) => (fold(head) === fold(wanted) ? [place] : []));
  if (alike.length !== 1) throw noColumn(role, wanted, header);
  return alike[0];
}

/** The head of a column called Closed that says yes and no and is no day.
 * @param {Sheet} sheet @param {Map<string, number>} columns @param {Named} given */
function flagCalledClosed(sheet, columns, given) {
  const place = columns.get("closed");
  if (place === undefined || "closed" in given || columns.has("closed_flag")) return null;
  const { empty, yes, no } = vocabulary().words;
  let some = false;
  for (const row of sheet.rows) {
    const cell = fold(row[place]);
    if (empty.has(cell)) continue;
    if (!yes.has(cell) && !no.has(cell)) return null;
    some = true;
  }
  return some ? sheet.header[place] : null;
}

/** Tell whether each row is an event: by its heads, or by ids there many times.
 * @param {Sheet} sheet @param {Named} given */
function isHistory(sheet, given) {
  const { history, lists } = vocabulary();
  const named = Object.values(given).filter((head) => head !== null);
  if (named.length && !named.every((head) => sheet.header.includes(head))) return false;
  const at = byHead(sheet.header, history, given);
  const [deal, stage, day] = ["deal", "new", "at"].map((role) => at.get(role));
  if (deal === undefined || stage === undefined || day === undefined) return false;
  const seen = new Set(sheet.header.flatMap(keys));
  if (named.length || lists.history_signs.some((sign) => seen.has(sign))) return true;
  // Rows that are alike (a deal beside each of its contacts, say) are no events.
  const ids = new Set();
  const events = new Set();
  for (const row of sheet.rows) {
    ids.add(row[deal]);
    events.add(JSON.stringify([row[deal], row[stage], row[day]]));
  }
  return events.size - ids.size > REPEATED * events.size;
}

/** The columns of a day per stage, by the stage. @param {string[]} header @param {string} kind */
function stageColumns(header, kind) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  const starts = [...vocabulary().lists[kind]].sort((a, b) => b.length - a.length);
  for (const [place, head] of header.entries()) {
    const stage = stageIn(head, starts);
    if (stage) found.set(stage, [...(found.get(stage) ?? []), place]);
  }
  return found;
}

/** @param {string} head @param {string[]} starts */
function stageIn(head, starts) {
  let start = starts.find((one) => fold(head).startsWith(one));
  if (start === undefined) return "";
  const words = head.split(/[\s_]+/);
  while (words.length && start) {
    const word = fold(String(words.shift()));
    if (start.startsWith(word)) start = start.slice(word.length);
  }
  const name = words.join(" ").replace(/^["'“”„«» ]+|["'“”„«» ]+$/g, "");
  const stage = bareStage(name);
  return ["", "currentstage"].includes(fold(stage)) ? "" : stage;
}

/** A stage without the pipeline that HubSpot writes behind it. @param {string} stage */
export const bareStage = (stage) =>
  stage.includes("(") ? stage.replace(/\s*\([^()]*pipeline[^()]*\)$/i, "") : stage;
