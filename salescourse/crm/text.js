// Bytes as text, and text as rows: encoding, delimiter, quotation marks.

import { brokenQuotes, noTable, notATable, Refusal, tooManyRows } from "./refusals.js";
import { bare, counted, sum } from "./tools.js";

/** @type {Record<string, string>} */
export const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
const MOST_ROWS = 500_000;
const LONGEST_CELL = 1_000_000;
const LOOK = 50;
const START = 4000;
/** @type {[number[], string][]} */
const FILES = [
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0xd0, 0xcf, 0x11, 0xe0], "a workbook of the old kind (.xls)"],
  [[0x1f, 0x8b], "a packed file (.gz)"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a packed file (.7z)"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
];
/** @type {[number[], string, string][]} */
const MARKS = [
  [[0xef, 0xbb, 0xbf], "utf-8", "UTF-8 with a mark"],
  [[0xff, 0xfe], "utf-16le", "UTF-16"],
  [[0xfe, 0xff], "utf-16be", "UTF-16"],
];
const UNUSED = "\u0081\u008d\u008f\u0090\u009d\u0098";

/** @typedef {{ text: string, encoding: string, sure: boolean }} Decoded */

/** @param {Uint8Array} raw @param {number[]} sign */
const begins = (raw, sign) => sign.every((byte, n) => raw[n] === byte);

/** @param {number} byte */
const isSpace = (byte) => byte === 32 || (byte >= 9 && byte <= 13);

/**
 * A file's text, what its encoding is called, and whether that is sure.
 * @param {Uint8Array} raw @param {string} name @param {string | null} [asked]
 * @returns {Decoded}
 */
export function decode(raw, name, asked) {
  if (raw.every(isSpace)) throw noTable(name, "is empty");
  for (const [sign, kind] of FILES) if (begins(raw, sign)) throw notATable(name, kind);
  if (asked) return { text: asAsked(raw, asked), encoding: asked, sure: true };
  for (const [mark, codec, called] of MARKS) {
    if (begins(raw, mark)) return sure(raw, codec, called, name);
  }
  const start = raw.subarray(0, START);
  if (start.includes(0)) {
    for (const [from, codec] of /** @type {[number, string][]} */ ([
      [1, "utf-16le"],
      [0, "utf-16be"],
    ])) {
      const part = start.filter((_, n) => n % 2 === from);
      const zeros = part.filter((byte) => byte === 0).length;
      if (zeros > 0.6 * part.length) return sure(raw, codec, "UTF-16", name);
    }
    throw notATable(name, "not text");
  }
  try {
    return { text: decoded(raw, "utf-8"), encoding: "UTF-8", sure: true };
  } catch {
    return guessed(raw, name);
  }
}

/** @param {Uint8Array} raw @param {string} codec */
const decoded = (raw, codec) => new TextDecoder(codec, { fatal: true }).decode(raw);

/**
 * @param {Uint8Array} raw @param {string} codec @param {string} encoding @param {string} name
 * @returns {Decoded}
 */
function sure(raw, codec, encoding, name) {
  try {
    return { text: decoded(raw, codec), encoding, sure: true };
  } catch {
    throw notATable(name, "text that breaks off, or not text");
  }
}

/** @param {Uint8Array} raw @param {string} encoding */
function asAsked(raw, encoding) {
  try {
    return decoded(raw, encoding);
  } catch {
    throw new Refusal(
      `The file is not written in encoding="${encoding}". Leave it out, or try ` +
        '"utf-8", "utf-16", "windows-1252" or "windows-1251".',
    );
  }
}

/** @param {number} byte */
const isLetter = (byte) => byte >= 128 || ((byte | 32) >= 97 && (byte | 32) <= 122);

/** Words of three letters and more: how many, and how many of high bytes alone.
 * @param {Uint8Array} raw */
function wordsOf(raw) {
  let [words, high, length, low] = [0, 0, 0, 0];
  for (let n = 0; n <= raw.length; n++) {
    if (n < raw.length && isLetter(raw[n])) {
      length++;
      if (raw[n] < 0xc0) low++;
      continue;
    }
    if (length >= 3) {
      words++;
      if (!low) high++;
    }
    [length, low] = [0, 0];
  }
  return { words, high };
}

/** @param {Uint8Array} raw @param {string} name @returns {Decoded} */
function guessed(raw, name) {
  const start = raw.subarray(0, START);
  const controls = start.filter((byte) => byte < 32 && ![9, 10, 13].includes(byte)).length;
  if (controls > 0.01 * start.length) throw notATable(name, "not text");
  // Cyrillic has whole words of bytes above 191; Latin has single letters there.
  const { words, high } = wordsOf(raw);
  const codec = high > 0.3 * words ? "1251" : "1252";
  const text = new TextDecoder(`windows-${codec}`).decode(raw);
  const shown = text.replace(/[\u0080-\u009f]/g, (sign) =>
    UNUSED.includes(sign) ? "\ufffd" : sign,
  );
  return { text: shown, encoding: `Windows-${codec}`, sure: false };
}

/** Refuse a web page or JSON. @param {string} text @param {string} name */
export function refuseMarkup(text, name) {
  const start = text
    .slice(0, 5000)
    .replace(/^[\ufeff \t\r\n]+/, "")
    .slice(0, 200)
    .toLowerCase();
  if (/^<(?:html|!doctype|table|\?xml|div)/.test(start)) {
    throw notATable(name, "a web page, whatever its name ends in");
  }
  if (/^(?:\{|\[\{)/.test(start)) throw notATable(name, "JSON");
}

/** Take off the line by which Excel is told the delimiter. @param {string} text */
export function sepLine(text) {
  const found = /^"?sep=([,;|\t])"?\r?\n/.exec(text);
  return { text: found ? text.slice(found[0].length) : text, mark: found?.[1] ?? null };
}

/** In tenths, as Python rounds. @param {number} share */
const tenths = (share) => (share === 0.25 ? 0.2 : Number(share.toFixed(1)));

/** The delimiter with which rows are alike and wide. @param {string} text @param {string} name */
export function findDelimiter(text, name) {
  let best = { share: 0, width: 0, mark: "" };
  for (const mark of Object.keys(DELIMITERS)) {
    const widths = widthsWith(text, mark, name);
    if (!widths.length) continue;
    const [width, alike] = widths.reduce((one, other) =>
      other[1] > one[1] || (other[1] === one[1] && other[0] > one[0]) ? other : one,
    );
    if (width < 2) continue;
    const share = tenths(alike / sum(widths.map(([, many]) => many)));
    if (share > best.share || (share === best.share && width > best.width)) {
      best = { share, width, mark };
    }
  }
  if (!best.mark) {
    parse(text, ",", name); // says so where a quotation mark is the reason
    throw noTable(name, "has one column, or none");
  }
  return best.mark;
}

/** @param {string} text @param {string} mark @param {string} name */
function widthsWith(text, mark, name) {
  try {
    const { rows } = parse(text, mark, name, LOOK);
    return counted(rows.filter((row) => row.some(Boolean)).map((row) => row.length));
  } catch {
    return [];
  }
}

/**
 * The rows of a text and the lines on which they begin.
 * @param {string} text @param {string} delimiter @param {string} name @param {number} [most]
 * @returns {{ rows: string[][], lines: number[] }}
 */
export function parse(text, delimiter, name, most = Number.POSITIVE_INFINITY) {
  const reader = new Reader(text, delimiter.charCodeAt(0), name);
  /** @type {string[][]} */
  const rows = [];
  /** @type {number[]} */
  const lines = [];
  while (reader.at < text.length && rows.length < most) {
    lines.push(reader.line);
    rows.push(reader.row());
    if (rows.length > MOST_ROWS) throw tooManyRows(name, MOST_ROWS);
  }
  return { rows, lines };
}

const [QUOTE, LF, CR] = [34, 10, 13];

class Reader {
  /** @param {string} text @param {number} mark @param {string} name */
  constructor(text, mark, name) {
    this.text = text;
    this.mark = mark;
    this.name = name;
    this.at = 0;
    this.line = 1;
    this.begun = 1;
  }

  /** @returns {string[]} */
  row() {
    /** @type {string[]} */
    const cells = [];
    this.begun = this.line;
    if (this.lineEnds()) return cells;
    for (;;) {
      cells.push(bare(this.cell()));
      if (this.at < this.text.length && this.text.charCodeAt(this.at) === this.mark) this.at++;
      else if (this.at >= this.text.length || this.lineEnds()) return cells;
    }
  }

  // Step over the end of a line, if there is one.
  lineEnds() {
    const code = this.text.charCodeAt(this.at);
    if (code !== LF && code !== CR) return false;
    this.at += code === CR && this.text.charCodeAt(this.at + 1) === LF ? 2 : 1;
    this.line++;
    return true;
  }

  cell() {
    const { text, mark } = this;
    if (text.charCodeAt(this.at) === QUOTE) return this.quoted();
    let end = this.at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === mark || code === LF || code === CR) break;
    }
    const cell = text.slice(this.at, end);
    this.at = end;
    return this.checked(cell);
  }

  quoted() {
    const { text, mark } = this;
    let from = this.at + 1;
    let cell = "";
    for (;;) {
      const end = text.indexOf('"', from);
      if (end < 0) throw brokenQuotes(this.name, this.begun);
      cell += text.slice(from, end);
      from = end + 1;
      if (text.charCodeAt(from) !== QUOTE) break;
      cell += '"';
      from++;
    }
    const next = from < text.length ? text.charCodeAt(from) : mark;
    if (next !== mark && next !== LF && next !== CR) throw brokenQuotes(this.name, this.begun);
    this.at = from;
    this.line += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
    return this.checked(cell);
  }

  /** @param {string} cell */
  checked(cell) {
    if (cell.length > LONGEST_CELL) throw brokenQuotes(this.name, this.begun);
    return cell;
  }
}
