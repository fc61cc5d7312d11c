// A number that was typed into a field: what it is, or what is said of it.

import { readNumber } from "./numbers.js";
import { fill } from "./words.js";

/** @typedef {ReturnType<typeof import("./units.js").unitsOf>} Units */

/**
 * @param {string} text
 * @param {Units} units
 * @param {[number, number]} range what may be typed, ends included
 * @param {Record<string, string>} labels
 * @returns {{ value: number | null, guess: boolean, says: string }} guess: of two readings
 */
export function readField(text, units, [low, top], labels) {
  /** @param {number} from @param {number} to */
  const inRange = (from, to) => from >= low && to <= top;
  const found = readNumber(text, units.field, inRange);
  if (found.why === "empty") return { value: null, guess: false, says: "" };
  const single = !found.why && found.value === found.high;
  if (single && inRange(found.value, found.high)) {
    return { value: found.value, guess: found.guess, says: "" };
  }
  const unit = units.hint ? "otherUnit" : "noUnit";
  const read = found.why || single ? "outside" : "oneNumber";
  const says = fill(labels[found.why === "number" ? "unreadable" : found.why ? unit : read], {
    text: text.trim(),
    unit: units.hint,
    low: units.text(low),
    high: units.text(top),
    example: units.text((low + top) / 2),
  });
  return { value: null, guess: false, says };
}
