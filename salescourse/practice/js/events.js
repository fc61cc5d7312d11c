// What an event must look like: the rule of events.py, for the browser.

/**
 * @typedef {object} LearnerEvent
 * @property {string} id
 * @property {string} kind
 * @property {string} item
 * @property {string} hash
 * @property {string} at
 * @property {any} answer
 * @property {number | null} score
 */

const FIELDS = ["id", "kind", "item", "hash", "at", "answer", "score"];
const KINDS = ["attempt", "hint", "numbers", "prediction", "reset"];
const WORD = /^[a-z][a-z0-9_-]{0,39}$/;
/** @type {Record<string, RegExp>} */
const FORMS = {
  id: /^[A-Za-z0-9-]{8,64}$/,
  kind: WORD,
  item: /^[\w.:/#?=~+@-]{1,200}$/,
  hash: /^[\w:+/=-]{0,128}$/,
  at: new RegExp(
    "^(?:19|2\\d)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])" +
      "T(?:[01]\\d|2[0-3])(?::[0-5]\\d){2}(?:\\.\\d{1,6})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)$",
  ),
};

/** @param {LearnerEvent} a @param {LearnerEvent} b */
export const byTime = (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/**
 * The last event of a kind in a log, unless it was taken back since; or null.
 * @param {LearnerEvent[]} log @param {string} kind
 */
export function standing(log, kind) {
  const last = log.findLast((event) => event.kind === kind || event.kind === "reset");
  return last?.kind === kind ? last : null;
}

// JSON that UTF-8 can hold: the half of a sign becomes U+FFFD.
/** @param {unknown} value */
const jsonOf = (value) =>
  JSON.stringify(value).replace(/\\(ud[89a-f]..|.)/g, (same, sign) => (sign[1] ? "\\ufffd" : same));

// What may be kept: an event in its one form, also one of a later version; or null.
/** @param {unknown} raw @returns {LearnerEvent | null} */
export const sound = (raw) => {
  try {
    /** @type {any} */
    const event = { hash: "", answer: null, score: null, ...JSON.parse(jsonOf(raw)) };
    event.hash ??= "";
    const { at, score } = event;
    const more = Object.keys(event).filter((name) => !FIELDS.includes(name));
    const fits = Object.entries(FORMS).every(
      ([name, form]) => typeof event[name] === "string" && form.test(event[name]),
    );
    const [year, month, day] = at.slice(0, 10).split("-").map(Number);
    const real = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
    const scored = score === null || (typeof score === "number" && score >= 0 && score <= 1);
    const short = Object.values(event).every((value) => JSON.stringify(value).length <= 1e6);
    const named = more.every((name) => WORD.test(name));
    if (!fits || !real || !scored || !short || !named) return null;
    return { ...event, at: new Date(at).toISOString() };
  } catch {
    return null; // no object, or nested too deeply
  }
};

// Of a later version are kinds and fields that are not known here.
/** @param {LearnerEvent} event */
export const isLater = (event) =>
  !KINDS.includes(event.kind) || Object.keys(event).length > FIELDS.length;

// An event of this version in its one form, or null.
/** @param {unknown} raw */
export const checked = (raw) => {
  const event = sound(raw);
  return event && !isLater(event) ? event : null;
};

export const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (sign) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0];
    return (Number(sign) ^ (random & (15 >> (Number(sign) / 4)))).toString(16);
  });

/**
 * A new event, now.
 * @param {string} kind @param {string} item @param {string} hash
 * @param {any} [answer] @param {number | null} [score]
 */
export const newEvent = (kind, item, hash, answer = null, score = null) =>
  checked({ id: uuid(), kind, item, hash, at: new Date().toISOString(), answer, score });
