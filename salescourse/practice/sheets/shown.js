// What a sheet holds, in words: numbers, names, choices, and what was computed.

import { standing } from "../js/events.js";
import { unitsOf } from "../js/units.js";
import { fill } from "../js/words.js";
import { fittingAll } from "./numbers.js";

/** @typedef {import("./numbers.js").Asked} Asked */
/** @typedef {import("./numbers.js").Spec} Spec */
/**
 * A sheet with its numbers, and what was computed of them.
 * @typedef {object} View
 * @property {Spec} spec
 * @property {Record<string, any>} labels
 * @property {() => Record<string, any>[]} rows
 * @property {Record<string, any> | null} found
 */

/** What a row is called: its own name, or its number.
 * @param {Spec} spec @param {Record<string, any>} row @param {number} n */
export function rowName({ rows }, row, n) {
  const named = rows?.columns.find(({ format }) => format === "text");
  return (named && row[named.name].trim()) || fill(rows?.one ?? "", { n: n + 1 });
}

/** What was put in last; null if nothing was, or if it was taken back.
 * @param {{ store: { log: (item: string) => any[] }, spec: Spec }} place */
export function lastOf({ store, spec }) {
  const last = standing(store.log(`${spec.name}-sheet`), "numbers");
  return last && fittingAll(spec, last.answer);
}

/** A number, a name or a choice as words.
 * @param {Pick<View, "spec" | "labels" | "rows">} view @param {Asked} asked @param {any} value */
export function inWords({ spec, labels, rows }, asked, value) {
  if (asked.format === "text") return value;
  if (asked.format === "choice") return asked.options?.[value];
  if (value === null) return asked.otherwise ?? asked.none ?? "";
  if (asked.format === "row") return rowName(spec, rows()[value], value);
  return unitsOf({ ...asked, values: [value] }, labels).text(value);
}

/** What was computed, to as many digits as it deserves.
 * @param {View} view @param {Asked} asked @param {number} [at] */
export function resultInWords(view, asked, at = 0) {
  if (!view.found) return "–";
  const value = asked.each ? view.found[asked.name][at] : view.found[asked.name];
  const number = typeof value === "number" && asked.format !== "row";
  return inWords(view, asked, number ? rounded(asked, value) : value);
}

/** @param {Asked} asked @param {number} value */
const rounded = ({ format }, value) => {
  if (format === "percent") return Math.round(value * 100) / 100;
  return Math.abs(value) < 100 ? Math.round(value * 10) / 10 : Math.round(value);
};
