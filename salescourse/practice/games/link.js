// One hand for many: as a link that carries a level, a seed and, for a table of one's
// own, its numbers. What comes back is data alone, held to what the game can be.

import { clamped } from "./table.js";

/** @typedef {import("./table.js").Field} Field */
/**
 * @typedef {object} Deal which hand, and at which table
 * @property {string} level
 * @property {string} seed
 * @property {number[] | null} numbers of a table of one's own
 */

const FORM = /^#play=([a-z]{1,20}):(first|hand|free):([\w/-]{1,40})(?::([\d.,]{1,300}))?$/;

/** @param {string} name @param {Deal} deal */
export const packed = (name, { level, seed, numbers }) =>
  `#play=${[name, level, seed, ...(numbers ? [numbers.join(",")] : [])].join(":")}`;

/**
 * The hand in a page's address; null if there is none of this game.
 * @param {string} name
 * @param {Field[]} fields
 * @param {string} hash
 * @returns {Deal | null}
 */
export function unpacked(name, fields, hash) {
  const [, game, level, seed, list] = FORM.exec(hash) ?? [];
  if (game !== name) return null;
  return sound({ level, seed, numbers: list ? list.split(",").map(Number) : null }, fields);
}

/**
 * A deal out of anything; null where it is none.
 * @param {any} raw
 * @param {Field[]} fields
 * @returns {Deal | null}
 */
export function sound(raw, fields) {
  if (!["first", "hand", "free"].includes(raw?.level)) return null;
  if (typeof raw.seed !== "string" || !/^[\w/-]{1,40}$/.test(raw.seed)) return null;
  const numbers = raw.level === "free" ? clamped(fields, raw.numbers) : null;
  if (raw.level === "free" && !numbers) return null;
  return { level: raw.level, seed: raw.seed, numbers };
}
