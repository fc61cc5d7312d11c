// What a learner has done, in at most 4096 characters, which is all that an LMS of
// SCORM 1.2 keeps of it: for each item the best attempt, by a code of four signs.

import { isLater, sound } from "../../practice/js/events.js";
import { standing } from "../../practice/questions/standing.js";

/** @typedef {import("../../practice/js/events.js").LearnerEvent} LearnerEvent */
/** @typedef {{ code: string, id: string, hashes: string[], points: number }} Item */
/**
 * [code or id, kind, score in percent, day, answer, hash where there is no code]
 * @typedef {[string, string, number | null, number, any, string?]} Entry
 */

export const LIMIT = 4096;
const VERSION = 1;
const DAY = 86400000;
// In 2243; what is later is no day.
const LAST_DAY = 100000;
const KEY = "salescourse:";
// How an entry calls a kind; others are of one browser only.
const KINDS = /** @type {const} */ ({ attempt: "a", prediction: "p", numbers: "n" });
/** @type {Record<string, keyof typeof KINDS>} */
const NAMES = { a: "attempt", p: "prediction", n: "numbers" };

/**
 * The sound events of each item in a learner's storage, oldest first.
 * @param {{ keys: () => string[], getItem: (key: string) => string | null }} kept
 */
export function logs(kept) {
  /** @type {Map<string, LearnerEvent[]>} */
  const found = new Map();
  for (const key of kept.keys().filter((name) => name.startsWith(KEY))) {
    let list = [];
    try {
      list = JSON.parse(kept.getItem(key) ?? "[]");
    } catch {
      // damaged: the page sets it aside
    }
    const events = (Array.isArray(list) ? list : []).map(sound);
    const known = events.filter((event) => event !== null && !isLater(event));
    found.set(key.slice(KEY.length), /** @type {LearnerEvent[]} */ (known));
  }
  return found;
}

/**
 * Points, and how much is done, of the items that count.
 * @param {Item[]} items
 * @param {Map<string, LearnerEvent[]>} found
 */
export function tally(items, found) {
  const all = items.map((item) => ({ item, now: standing(item, found.get(item.id) ?? []) }));
  const of = items.reduce((sum, item) => sum + item.points, 0);
  const points = all.reduce((sum, { item, now }) => sum + item.points * now.best, 0);
  const done = all.filter(({ now }) => now.attempts.length > 0).length;
  return { percent: of ? Math.round((1000 * points) / of) / 10 : 0, done, items: items.length };
}

/**
 * @param {Item | undefined} item
 * @param {string} id
 * @param {LearnerEvent[]} log
 * @returns {Entry[]}
 */
function entriesOf(item, id, log) {
  const now = standing(item ?? { hashes: [] }, log);
  const best = now.attempts.findLast((event) => (event.score ?? 0) === now.best) ?? now.last;
  const others = Object.keys(KINDS).slice(1);
  const last = others.map((kind) => {
    const at = log.findLastIndex((event) => event.kind === kind);
    return at > log.findLastIndex((event) => event.kind === "reset") ? log[at] : undefined;
  });
  return [best, ...last]
    .filter((event) => event !== undefined)
    .map((event) => {
      const score = event.score === null ? null : Math.round(100 * event.score);
      const day = Math.floor(Date.parse(event.at) / DAY);
      const kind = KINDS[/** @type {keyof typeof KINDS} */ (event.kind)];
      /** @type {Entry} */
      const entry = item
        ? [item.code, kind, score, day, event.answer]
        : [id, kind, score, day, event.answer, event.hash];
      return entry;
    });
}

/** ASCII alone: some of them count bytes. @param {unknown} value */
const written = (value) =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/**
 * What goes first where there is no room, the longest of them first.
 * @type {((e: Entry) => boolean)[]}
 */
const DROPPED = [(e) => e[1] === "n", (e) => e[1] === "p", () => true];

/**
 * @param {Item[]} items
 * @param {Map<string, LearnerEvent[]>} found
 * @param {Entry[]} unknown what an earlier opening could not read, and carries along
 * @param {number} limit
 */
export function packed(items, found, unknown = [], limit = LIMIT) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const entries = [...found].flatMap(([id, log]) => entriesOf(byId.get(id), id, log));
  const codes = new Set(entries.map((entry) => entry[0]));
  const all = [...entries, ...unknown.filter((entry) => !codes.has(entry[0]))];
  const parts = all.map((entry) => ({ entry, text: written(entry) }));
  let size = 4 + parts.reduce((sum, part) => sum + part.text.length + 1, 0);
  parts.sort((a, b) => a.text.length - b.text.length);
  for (const goes of DROPPED) {
    for (let at = parts.length - 1; at >= 0 && size > limit; at--) {
      const { entry, text } = parts[at];
      if (!goes(entry)) continue;
      // Of an attempt the score stays; where even that is too much, it goes.
      const bare = entry[1] === "a" && byId.size ? written([...entry.slice(0, 4), null]) : "";
      if (bare && bare.length < text.length) {
        parts[at] = { entry, text: bare };
        size -= text.length - bare.length;
      } else if (entry[1] !== "a") {
        parts.splice(at, 1);
        size -= text.length + 1;
      }
    }
  }
  const texts = parts.map((part) => part.text);
  while (texts.join().length + 5 > limit) texts.pop();
  return `[${[VERSION, ...texts].join()}]`;
}

/** Entries of what an LMS gave back; whatever it is. @param {string} text @returns {Entry[]} */
export function unpacked(text) {
  try {
    const [version, ...entries] = JSON.parse(text);
    if (version !== VERSION) return [];
    return entries.filter(
      (/** @type {any} */ e) =>
        Array.isArray(e) &&
        typeof e[0] === "string" &&
        e[1] in NAMES &&
        Number.isInteger(e[3]) &&
        e[3] > 0 &&
        e[3] < LAST_DAY,
    );
  } catch {
    return [];
  }
}

/**
 * Put into a learner's storage what the LMS knows and it does not.
 * @param {import("./shelf.js").Kept} kept
 * @param {Item[]} items
 * @param {Entry[]} entries
 * @returns {Entry[]} what could not be put anywhere
 */
export function restore(kept, items, entries) {
  const byCode = new Map(items.map((item) => [item.code, item]));
  const found = logs(kept);
  const left = [];
  for (const entry of entries) {
    const [code, kind, score, day, answer, hash] = entry;
    const item = byCode.get(code);
    const id = item?.id ?? code;
    const log = found.get(id) ?? [];
    const event = sound({
      id: `scorm-${kind}-${day}-${code}`.replace(/[^\w-]|_/g, "-").slice(0, 64),
      kind: NAMES[kind],
      item: id,
      hash: item ? item.hashes[0] : hash,
      at: new Date(day * DAY).toISOString(),
      answer,
      score: score === null ? null : score / 100,
    });
    const blank = kind === "a" && answer === null;
    if (!event || blank || (!item && hash === undefined)) {
      left.push(entry);
    } else if (isNews(item, kind, event, log)) {
      const list = [...log, event].sort((a, b) => (a.at < b.at ? -1 : 1));
      kept.setItem(KEY + id, JSON.stringify(list));
      found.set(id, list);
    }
  }
  return left;
}

/**
 * @param {Item | undefined} item
 * @param {string} kind
 * @param {LearnerEvent} event
 * @param {LearnerEvent[]} log
 */
function isNews(item, kind, event, log) {
  if (kind !== "a") return !log.some((one) => one.kind === event.kind);
  const now = standing(item ?? { hashes: [event.hash] }, log);
  return now.attempts.length === 0 || now.best < (event.score ?? 0);
}

/**
 * Points that the LMS has and no answer here: of those it had no room for.
 * @param {Item[]} items @param {Entry[]} left @param {Map<string, LearnerEvent[]>} found
 */
export function more(items, left, found) {
  const byCode = new Map(items.map((item) => [item.code, item]));
  /** @type {Map<string, LearnerEvent[]>} */
  const all = new Map(found);
  for (const [code, kind, score] of left) {
    const item = byCode.get(code);
    if (!item || kind !== "a" || standing(item, all.get(item.id) ?? []).attempts.length) continue;
    const event = {
      id: "",
      kind: "attempt",
      item: item.id,
      hash: item.hashes[0],
      at: "",
      answer: null,
    };
    all.set(item.id, [{ ...event, score: (score ?? 0) / 100 }]);
  }
  return all;
}
