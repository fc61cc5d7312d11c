// Amounts in exports: which sign is the decimal one is decided by a whole column. The rules
// are those of amounts.py.

import { oneOf, Question } from "./refusals.js";
import { quoted } from "./tools.js";

export const MARKS = [".", ","];
// Longer signs first, so that A$ is not taken for $.
const SIGNS = Object.entries({
  US$: "USD",
  R$: "BRL",
  A$: "AUD",
  C$: "CAD",
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₽": "RUB",
  "₹": "INR",
  zł: "PLN",
  Kč: "CZK",
  "руб.": "RUB",
  руб: "RUB",
  "Fr.": "CHF",
});
const PLAIN = /^\d+(?:\.\d+)?$/;
const CODE = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/;

/**
 * @typedef {object} Amounts
 * @property {(number | null)[]} values
 * @property {string[]} currencies what each cell says of its currency
 * @property {string} decimal "" where there is none
 * @property {string} why
 * @property {boolean} sure
 * @property {number} unread
 * @property {string} example the first that could not be read
 */
/** @typedef {{ core: string, sign: number, code: string }} Parts */

/**
 * @param {string[]} texts @param {string} name @param {string | null} given
 * @param {boolean} plain whether the cells were numbers and not text
 * @returns {Amounts}
 */
export function readAmounts(texts, name, given, plain) {
  if (given !== null) oneOf("decimal", given, MARKS);
  // What is written alike is read once.
  /** @type {Map<string, number>} */
  const places = new Map();
  const codes = texts.map((text) => {
    const code = places.get(text);
    if (code === undefined) places.set(text, places.size);
    return code ?? places.size - 1;
  });
  const known = new Map([...places.keys()].map((text) => [text, partsOf(text)]));
  const { decimal, why, sure } =
    plain && given === null
      ? { decimal: ".", why: "numbers of a spreadsheet or a table", sure: true }
      : decimalOf(known, name, given);
  const parts = [...known.values()];
  const read = parts.map((one) => numberIn(one, decimal || "."));
  const values = codes.map((code) => read[code]);
  const unread = texts.filter((text, n) => text && values[n] === null);
  const currencies = codes.map((code) => parts[code].code);
  const example = unread[0] ?? "";
  return { values, currencies, decimal, why, sure, unread: unread.length, example };
}

/**
 * The digits and marks of a cell, its sign, and its currency.
 * @param {string} text
 * @returns {Parts}
 */
function partsOf(text) {
  if (PLAIN.test(text)) return { core: text, sign: 1, code: "" };
  let [rest, code] = [text, ""];
  const named = SIGNS.find(([sign]) => rest.includes(sign));
  if (named) [rest, code] = [rest.replaceAll(named[0], ""), named[1]];
  const found = code ? null : CODE.exec(rest);
  if (found) [rest, code] = [rest.replaceAll(found[0], ""), found[0]];
  rest = rest
    .replace(/[\s'’_]/g, "")
    .replace(/,-$/, "")
    .replace(/\.-$/, "");
  const negative = /^(?:\((.*)\)|[-−](.*)|(.*)[-−])$/s.exec(rest);
  if (negative) rest = negative[1] ?? negative[2] ?? negative[3];
  const core = /^[\d.,]*\d[\d.,]*$/.test(rest) ? rest : text && "?";
  return { core, sign: negative ? -1 : 1, code };
}

/** The decimal sign that a cell shows, "" for none, null where it is open. @param {string} core */
function shownBy(core) {
  if (core.startsWith("?")) return "";
  const [points, commas] = [core.split(".").length - 1, core.split(",").length - 1];
  if (!points && !commas) return "";
  if (points && commas) return core.lastIndexOf(".") > core.lastIndexOf(",") ? "." : ",";
  const mark = points ? "." : ",";
  if (points + commas > 1) return points ? "," : ".";
  const [before, after] = core.split(mark);
  const grouped =
    after.length === 3 && before.length >= 1 && before.length <= 3 && before[0] !== "0";
  return grouped ? null : mark;
}

/** @param {Map<string, Parts>} known @param {string} name @param {string | null} given */
function decimalOf(known, name, given) {
  if (given !== null) return { decimal: given, why: "as you say", sure: true };
  /** @type {Map<string, string>} */
  const shown = new Map();
  let undecided = "";
  for (const [text, { core }] of known) {
    const mark = shownBy(core);
    if (mark && !shown.has(mark)) shown.set(mark, text);
    else if (mark === null) undecided ||= text;
  }
  if (shown.size === 2) {
    throw new Question(
      `Which is the decimal sign in "${name}"? ${quoted(shown.get(".") ?? "")} has a point, ` +
        `${quoted(shown.get(",") ?? "")} a comma. Say decimal="." or decimal=",": cells that do ` +
        "not fit are left empty and counted.",
      "decimal",
      MARKS,
    );
  }
  for (const [mark, text] of shown)
    return { decimal: mark, why: `as ${quoted(text)} shows`, sure: true };
  if (undecided) {
    const decimal = undecided.includes(".") ? "," : ".";
    return { decimal, why: `${quoted(undecided)} is taken for thousands`, sure: false };
  }
  return { decimal: "", why: "", sure: true };
}

/**
 * A cell's number, or null where its marks do not fit.
 * @param {Parts} parts @param {string} decimal
 */
function numberIn({ core, sign }, decimal) {
  if (core === "" || core === "?") return null;
  const group = decimal === "." ? "," : ".";
  const at = core.indexOf(decimal);
  const whole = at < 0 ? core : core.slice(0, at);
  const fraction = at < 0 ? "" : core.slice(at + 1);
  if (/[.,]/.test(fraction)) return null;
  const groups = whole.split(group);
  const inner = groups.slice(1);
  const fits = inner.every((one) => one.length === 2 || one.length === 3);
  if (inner.length && (!fits || groups[0].length < 1 || groups[0].length > 3)) return null;
  return sign * Number(`${groups.join("") || "0"}.${fraction || "0"}`);
}
