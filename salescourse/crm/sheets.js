// Workbooks (XLSX) as rows of text, with a reader of their own that also runs in a worker,
// where there is no DOMParser. Of a formula only the value is read that was kept with it.

import { brokenWorkbook, Refusal } from "./refusals.js";
import { bare, listed } from "./tools.js";
import { entriesOf, textOf } from "./zip.js";

const MOST_BYTES = 400_000_000;
const MARKED = /\d[.,]\d/;
const DAY = 86_400;
const [MOST_LINES, MOST_PLACES] = [1_048_576, 16_384];

/** @typedef {import("./zip.js").Entry} Entry */
/** @typedef {{ cells: string[][], plain: Set<number>, mixed: Set<number> }} Table */
/**
 * @typedef {{ shared: string[], styles: string[], later: boolean,
 *   days: Map<string, string> }} Book */

/**
 * @param {Uint8Array} raw @param {string} name @param {string | null} wanted
 */
export async function readWorkbook(raw, name, wanted) {
  const entries = checkedEntries(raw, name);
  /** @type {Map<string, Table>} */
  let tables;
  try {
    tables = await tablesOf(raw, entries);
  } catch {
    throw brokenWorkbook(name, "it is damaged");
  }
  if (!tables.size) throw brokenWorkbook(name, "it has no sheet");
  const sheets = [...tables.keys()];
  if (wanted !== null && !tables.has(wanted)) {
    throw new Refusal(`There is no sheet "${wanted}". There are: ${listed(sheets)}.`);
  }
  const rows = (/** @type {string} */ title) => tables.get(title)?.cells.length ?? 0;
  const taken = wanted ?? sheets.reduce((one, other) => (rows(other) > rows(one) ? other : one));
  const others = sheets.filter((title) => title !== taken && rows(title));
  const { cells, plain, mixed } = /** @type {Table} */ (tables.get(taken));
  const note = others.length ? `sheet "${taken}" was read, not ${listed(others)}` : "";
  return { cells, numbers: { plain, mixed }, note, sheets };
}

/** @param {Uint8Array} raw @param {string} name */
function checkedEntries(raw, name) {
  /** @type {Map<string, Entry>} */
  let entries;
  try {
    entries = entriesOf(raw);
  } catch {
    throw brokenWorkbook(name, "it is damaged or breaks off");
  }
  if (![...entries.keys()].some((part) => part.startsWith("xl/"))) {
    throw brokenWorkbook(name, "it is a packed folder of other files; unpack it first");
  }
  let size = 0;
  for (const entry of entries.values()) size += entry.size;
  if (size > MOST_BYTES) throw brokenWorkbook(name, "it unpacks to more than 400 MB");
  return entries;
}

/** @param {Uint8Array} raw @param {Map<string, Entry>} entries */
async function tablesOf(raw, entries) {
  const text = async (/** @type {string} */ path) => {
    const entry = entries.get(path);
    return entry ? textOf(raw, entry) : "";
  };
  const workbook = await text("xl/workbook.xml");
  const links = linksOf(await text("xl/_rels/workbook.xml.rels"));
  if (!workbook.includes("</") || !links.size) throw new Error("no workbook");
  const shared = sharedOf(await text("xl/sharedStrings.xml"));
  const styles = stylesOf(await text("xl/styles.xml"));
  const days = new Map();
  const later = /<workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(workbook);
  const book = { shared, styles, later, days };
  /** @type {Map<string, Table>} */
  const tables = new Map();
  for (const [, attributes] of workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)) {
    const path = links.get(attribute(attributes, "r:id") || attribute(attributes, "\\w+:id"));
    if (!path || !entries.has(path)) continue;
    tables.set(attribute(attributes, "name"), tableOf(await text(path), book));
  }
  return tables;
}

/** @param {string} text @param {string} name */
const attribute = (text, name) =>
  plain(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1] ?? "");

/** @type {Record<string, string>} */
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Text of XML without its entities. @param {string} text */
function plain(text) {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (all, code) => {
    if (code[0] !== "#") return ENTITIES[code] ?? all;
    const number = code[1].toLowerCase() === "x" ? parseInt(code.slice(2), 16) : +code.slice(1);
    return number <= 0x10ffff ? String.fromCodePoint(number) : all;
  });
}

/** @param {string} text @returns {Map<string, string>} */
function linksOf(text) {
  /** @type {Map<string, string>} */
  const links = new Map();
  for (const [, attributes] of text.matchAll(/<Relationship\b([^>]*)>/g)) {
    const target = attribute(attributes, "Target");
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`;
    links.set(attribute(attributes, "Id"), path);
  }
  return links;
}

/** All runs of a text, without how it is pronounced. @param {string} item */
const runsOf = (item) =>
  [...item.replace(/<rPh\b.*?<\/rPh>/gs, "").matchAll(/<t\b[^>]*?(?:\/>|>(.*?)<\/t>)/gs)]
    .map((run) => plain(run[1] ?? ""))
    .join("");

/** @param {string} text */
const sharedOf = (text) =>
  [...text.matchAll(/<si\b[^>]*?(?:\/>|>(.*?)<\/si>)/gs)].map((item) => runsOf(item[1] ?? ""));

/** For each style "day", "span" or "". @param {string} text */
function stylesOf(text) {
  /** @type {Map<number, string>} */
  const own = new Map();
  for (const [, attributes] of text.matchAll(/<numFmt\b([^>]*)>/g)) {
    const code = attribute(attributes, "formatCode");
    own.set(Number(attribute(attributes, "numFmtId")), kindOf(code));
  }
  const cells = /<cellXfs\b[^>]*>(.*?)<\/cellXfs>/s.exec(text)?.[1] ?? "";
  return [...cells.matchAll(/<xf\b([^>]*)>/g)].map(([, attributes]) => {
    const id = Number(attribute(attributes, "numFmtId"));
    const known = id === 46 ? "span" : usualDays(id) ? "day" : "";
    return own.get(id) ?? known;
  });
}

/** @param {number} id */
const usualDays = (id) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  id === 45 ||
  id === 47 ||
  (id >= 50 && id <= 58);

/** @param {string} format */
function kindOf(format) {
  const [first] = format.split(";");
  if (/\[(?:hh?|mm?|ss?)\]/i.test(first)) return "span";
  const signs = format.replace(/"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|_.|\\./gi, "");
  return /[dmhys]/i.test(signs) ? "day" : "";
}

const CELL = /<(?:row\b([^>]*)>|c\b([^>]*?)(?:\/>|>(.*?)<\/c>))/gs;

/** @param {string} text @param {Book} book @returns {Table} */
function tableOf(text, book) {
  /** @type {string[][]} */
  const cells = [];
  /** @type {Set<number>} */
  const numbers = new Set();
  /** @type {Set<number>} */
  const texts = new Set();
  /** @type {string[]} */
  let row = [];
  for (const [, line, about, inner = ""] of text.matchAll(CELL)) {
    if (about === undefined) {
      row = rowAt(cells, Number(attribute(line, "r")) || cells.length + 1);
      continue;
    }
    const place = placeOf(/(?:^|\s)r="([A-Z]+)/.exec(about)?.[1]) ?? row.length;
    if (place > MOST_PLACES) throw new Error("no such column");
    while (row.length < place) row.push("");
    const { shown, number } = cellIn(about, inner, book);
    row[place] = shown;
    if (number) numbers.add(place);
    else if (MARKED.test(shown)) texts.add(place);
  }
  const [mixed, plain] = [true, false].map(
    (also) => new Set([...numbers].filter((place) => texts.has(place) === also)),
  );
  return { cells, plain, mixed };
}

/** The row on a line, with empty ones before it. @param {string[][]} cells @param {number} line */
function rowAt(cells, line) {
  if (line > MOST_LINES) throw new Error("no such row");
  while (cells.length < line) cells.push([]);
  return cells[line - 1];
}

/** @param {string | undefined} letters */
function placeOf(letters) {
  if (!letters) return null;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}

/**
 * A cell as text, and whether it is a number.
 * @param {string} about @param {string} inner @param {Book} book
 */
function cellIn(about, inner, book) {
  const type = /(?:^|\s)t="(\w+)"/.exec(about)?.[1] ?? "n";
  if (type === "inlineStr") return { shown: bare(runsOf(inner)), number: false };
  const value = plain(/<v\b[^>]*>(.*?)<\/v>/s.exec(inner)?.[1] ?? "");
  if (value === "") return { shown: "", number: false };
  if (type === "s") return { shown: bare(book.shared[Number(value)]), number: false };
  if (type === "b") return { shown: value === "1" ? "true" : "false", number: false };
  if (type === "d")
    return { shown: value.replace("T", " ").replace(/ 00:00:00.*$/, ""), number: false };
  if (type !== "n") return { shown: bare(value), number: false };
  const style = book.styles[Number(/(?:^|\s)s="(\d+)"/.exec(about)?.[1] ?? 0)];
  if (style) return { shown: knownDay(value, style, book), number: false };
  return { shown: /^-?\d+$/.test(value) ? value : String(Number(value)), number: true };
}

/**
 * Days are there often, so each is written once.
 * @param {string} value @param {string} style @param {Book} book
 */
function knownDay(value, style, { days, later }) {
  const key = style + value;
  const known = days.get(key);
  if (known !== undefined) return known;
  const shown = dayIn(Number(value), style, later);
  days.set(key, shown);
  return shown;
}

/**
 * A spreadsheet's day as text.
 * @param {number} value @param {string} style @param {boolean} later
 */
function dayIn(value, style, later) {
  const seconds = Math.round(value * DAY * 1000) / 1000;
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const clock = (/** @type {number} */ all) =>
    [all / 3600, (all % 3600) / 60, all % 60].map((one) => two(Math.floor(one))).join(":");
  if (style === "span") return clock(seconds);
  if (value >= 0 && value < 1) return clock(seconds % DAY);
  const whole = value > 0 && value < 60 && !later ? seconds + DAY : seconds;
  const time = new Date((whole - DAY * (later ? 24_107 : 25_569)) * 1000);
  return time.toISOString().slice(0, 19).replace("T", " ").replace(" 00:00:00", "");
}
