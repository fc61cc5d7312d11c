// Bytes of a file as rows of text: encoding, delimiter, header, and what is refused. The
// rules are those of files.py.

import { noTable, oneOf, tooManyColumns } from "./refusals.js";
import { readWorkbook } from "./sheets.js";
import { DELIMITERS, decode, findDelimiter, parse, refuseMarkup, sepLine } from "./text.js";
import { largest } from "./tools.js";

const MOST_COLUMNS = 2000;

/**
 * A file as rows of text, and how it was read.
 * @typedef {object} Sheet
 * @property {string} name
 * @property {string} encoding
 * @property {string} delimiter "" where there is none
 * @property {string[]} header none empty, none twice
 * @property {string[][]} rows as wide as the header
 * @property {number[]} lines in which row of the file each is, from 1
 * @property {{ plain: Set<number>, mixed: Set<number> }} numbers columns of numbers
 * @property {boolean} sure whether the encoding is known and not guessed
 * @property {Record<string, number>} leftOut
 * @property {string} note
 * @property {string[]} sheets of a workbook, all
 */

/**
 * @typedef {object} Given what the reader says of a file
 * @property {string | null} [encoding]
 * @property {string | null} [delimiter]
 * @property {string | null} [sheet]
 */

/**
 * @param {Uint8Array} raw @param {string} name @param {Given} given
 * @returns {Promise<Sheet>}
 */
export async function readFile(raw, name, given = {}) {
  if (raw[0] === 0x50 && raw[1] === 0x4b && raw[2] === 3 && raw[3] === 4) {
    const { cells, ...rest } = await readWorkbook(raw, name, given.sheet ?? null);
    const lines = cells.map((_, n) => n + 1);
    return { ...headed(cells, lines, name), ...rest, encoding: "XLSX" };
  }
  const { text: all, encoding, sure } = decode(raw, name, given.encoding);
  refuseMarkup(all, name);
  if (given.delimiter) oneOf("delimiter", given.delimiter, Object.keys(DELIMITERS));
  const { text, mark } = sepLine(all);
  const delimiter = given.delimiter || mark || findDelimiter(text, name);
  const { rows, lines } = parse(text, delimiter, name);
  return { ...headed(rows, lines, name), encoding, delimiter, sure };
}

/** @param {string[]} row */
function filledIn(row) {
  let n = 0;
  for (const cell of row) if (cell !== "") n++;
  return n;
}

/**
 * Find the header, and leave out what is no row of its table.
 * @param {string[][]} all @param {number[]} allLines @param {string} name
 * @returns {Sheet}
 */
function headed(all, allLines, name) {
  const filled = all.map(filledIn);
  const widest = largest(filled);
  const longest = largest(all.map((row) => row.length));
  if (widest > MOST_COLUMNS || longest > 5 * MOST_COLUMNS) {
    throw tooManyColumns(name, longest, MOST_COLUMNS, all[0]);
  }
  const at = filled.findIndex((n) => n >= Math.max(2, widest / 2));
  if (at < 0) throw noTable(name, "has one column, or none");
  const header = headsOf(all[at]);
  /** @type {string[][]} */
  const rows = [];
  /** @type {number[]} */
  const lines = [];
  /** @type {Record<string, number>} */
  const leftOut = {};
  for (let n = at + 1; n < all.length; n++) {
    const why = whyOut(all[n], filled[n], header.length);
    if (why === null) {
      rows.push(fitted(all[n], header.length));
      lines.push(allLines[n]);
    } else if (why) leftOut[why] = (leftOut[why] ?? 0) + 1;
  }
  if (!rows.length) throw noTable(name, "has a header and no deals below it", header);
  const numbers = { plain: new Set(), mixed: new Set() };
  const known = { name, header, rows, lines, leftOut, numbers };
  return { ...known, encoding: "", delimiter: "", sure: true, note: "", sheets: [] };
}

/** @param {string[]} row @param {number} width */
function fitted(row, width) {
  if (row.length === width) return row;
  if (row.length > width) return row.slice(0, width);
  return [...row, ...Array(width - row.length).fill("")];
}

/** Why a row is left out: "" for an empty one, null where it is kept.
 * @param {string[]} row @param {number} filled @param {number} width */
function whyOut(row, filled, width) {
  if (filled === 0) return "";
  for (let n = width; n < row.length; n++) if (row[n]) return "more cells than heads";
  return filled === 1 && width >= 3 ? "a note or a total, not a deal" : null;
}

/** Heads of which none is empty and none is there twice. @param {string[]} row */
function headsOf(row) {
  let width = row.length;
  while (width && row[width - 1] === "") width--;
  /** @type {string[]} */
  const heads = [];
  /** @type {Set<string>} */
  const seen = new Set();
  for (const [n, cell] of row.slice(0, width).entries()) {
    const head = cell.split(/\s+/).filter(Boolean).join(" ") || `column ${n + 1}`;
    if (!seen.has(head)) heads.push(head);
    else {
      const again = heads.filter((one) => one === head || one.startsWith(`${head} (`)).length;
      heads.push(`${head} (${again + 1})`);
    }
    seen.add(heads[heads.length - 1]);
  }
  return heads;
}
