// What cannot be read, and what is asked: each says what to do, and where in the CRM.

import { grouping, listed, quoted } from "./tools.js";
import { findCrm, vocabulary } from "./vocabulary.js";

/** What is said to the reader of a file. */
export class Refusal extends Error {}

/** Something that the file does not say, and that must not be guessed. */
export class Question extends Refusal {
  /** @param {string} text @param {string} argument @param {string[]} [choices] */
  constructor(text, argument, choices = []) {
    super(text);
    this.argument = argument;
    this.choices = choices;
  }
}

/** @param {string[]} [header] */
function menus(header = []) {
  const { crms } = vocabulary();
  const found = findCrm(header);
  const named = found ? [crms[found]] : Object.values(crms);
  return named.map(({ name, menu }) => `${name}: ${menu}.`).join(" ");
}

/** @param {string} [what] @param {string[]} [header] */
const instead = (what = "Export the deals as CSV (UTF-8) or XLSX", header = []) =>
  `${what}, one row per deal, with its id, stage and dates. ${menus(header)}`;

/** @param {string} name @param {string} kind */
export const notATable = (name, kind) =>
  new Refusal(`${name} is ${kind}, and no table of deals. ${instead()}`);

/** @param {string} name @param {string} why @param {string[]} [header] */
export const noTable = (name, why, header = []) =>
  new Refusal(`${name} ${why}. ${instead(undefined, header)}`);

/** @param {string} name @param {string[]} header */
export function noFirstDay(name, header) {
  const menu = findCrm(header) ? `. ${menus(header)}` : ".";
  return new Question(
    `Which column says when a deal began? ${name} has: ${listed(header.slice(0, 30))}. Say ` +
      `created="..."; or export that column too${menu}`,
    "created",
    header,
  );
}

/** @param {string} name @param {string} why */
export const brokenWorkbook = (name, why) =>
  new Refusal(
    `${name} looks like a workbook (XLSX), but ${why}. Open it in a spreadsheet and ` +
      `save it as CSV (UTF-8), or export it again. ${instead()}`,
  );

/** @param {string} name @param {number} line */
export const brokenQuotes = (name, line) =>
  new Refusal(
    `${name}: a quotation mark in the row that begins on line ${line} is not closed, ` +
      "or text follows a closed one, so nothing tells where its cells end. Correct " +
      `that row, or export again. ${instead("XLSX has no such marks; or export CSV")}`,
  );

/** @param {number} deals */
export const noLastDay = (deals) =>
  new Question(
    `Which column says when a deal ended? ${deals} deals are closed and none has a ` +
      'last day. Say closed="..."; or export that column too.',
    "closed",
  );

/** @param {string} name @param {number} columns @param {number} most @param {string[]} header */
export const tooManyColumns = (name, columns, most, header) =>
  new Refusal(
    `${name} has ${grouping(columns)} columns; at most ${grouping(most)} are read. ` +
      instead("Export only the columns that are needed", header),
  );

/** @param {string} name @param {number} most */
export const tooManyRows = (name, most) =>
  new Refusal(
    `${name} has more than ${grouping(most)} rows. ` +
      instead("Export the deals of the last years only"),
  );

/** @param {string} argument @param {string} value @param {string[]} choices */
export function oneOf(argument, value, choices) {
  if (choices.includes(value)) return;
  const given = choices.map(quoted).join(", ");
  throw new Refusal(`${argument} must be one of ${given}, got ${quoted(value)}.`);
}

/** @param {string} role @param {string} wanted @param {string[]} header */
export const noColumn = (role, wanted, header) =>
  new Refusal(`${role}="${wanted}" names no column. There are: ${listed(header)}.`);
