// How good an answer is. Python sends the key of each item with it.

import { readNumber } from "../js/numbers.js";
import { foldText } from "./folding.js";

/**
 * @typedef {object} Grade
 * @property {string} state right, partly, wrong, kept, unread or unanswered
 * @property {number | null} score
 * @property {number | null} says which misconception was met
 * @property {string} why what kept it from being read
 * @property {number | null} value the number as read
 * @property {boolean[]} marks
 */
/** @typedef {Partial<Grade> & { state: string }} Found */
/** @typedef {{ low: number, high: number }} Span */

/** @param {number} score @param {boolean[]} [marks] @returns {Found} */
const byScore = (score, marks = []) => ({
  state: score >= 1 ? "right" : score > 0 ? "partly" : "wrong",
  score,
  marks,
});
/** @type {Found} */
const UNANSWERED = { state: "unanswered" };

/** @param {number} value @param {Span} span */
const inside = (value, { low, high }) => {
  const slop = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  return low - slop <= value && value <= high + slop;
};

/** @param {unknown} at @param {number} below */
const isPlace = (at, below) => Number.isInteger(at) && Number(at) >= 0 && Number(at) < below;

/** @param {unknown} answer @param {number} below */
const arePlaces = (answer, below) =>
  Array.isArray(answer) &&
  answer.every((at) => isPlace(at, below)) &&
  new Set(answer).size === answer.length;

/** @param {number} value @param {number} answer @param {number} digits */
function coarse(value, answer, digits) {
  const step = 10 ** (Math.floor(Math.log10(Math.abs(answer)) + 1e-9) - digits + 1);
  return Math.abs(value - answer) <= 0.5 * step * (1 + 1e-9);
}

/** @type {Record<string, (key: any, answer: any) => Found>} */
const GRADERS = {
  choice(key, answer) {
    if (!arePlaces(answer, key.count) || !answer.length) return UNANSWERED;
    if (answer.length > 1 && !key.many) return UNANSWERED;
    const hits = answer.filter((/** @type {number} */ at) => key.right.includes(at)).length;
    const marks = Array.from(
      { length: key.count },
      (_, at) => answer.includes(at) === key.right.includes(at),
    );
    return byScore(Math.max(0, hits - (answer.length - hits)) / key.right.length, marks);
  },

  numeric(key, answer) {
    const read = readNumber(typeof answer === "string" ? answer : "", key);
    if (read.why) return read.why === "empty" ? UNANSWERED : { state: "unread", why: read.why };
    const { value, high, digits } = read;
    const wrong = { state: "wrong", score: 0, value };
    if (inside(value, key) && inside(high, key)) return { state: "right", score: 1, value };
    if (high > value) {
      const touches = value <= key.high && high >= key.low;
      return touches ? { state: "unread", why: "range", value } : wrong;
    }
    if (digits < key.digits && key.answer !== 0 && coarse(value, key.answer, digits)) {
      return { state: "unread", why: "digits", value };
    }
    const says = key.near.findIndex((/** @type {Span} */ near) => inside(value, near));
    return says < 0 ? wrong : { ...wrong, says };
  },

  text(key, answer) {
    const text = typeof answer === "string" ? foldText(answer.slice(0, 200)) : "";
    if (!text) return UNANSWERED;
    /** @param {{ accept: string[], patterns: string[] }} form */
    const fits = ({ accept, patterns }) =>
      accept.includes(text.replaceAll(" ", "")) ||
      patterns.some((pattern) => new RegExp(`^(?:${pattern})$`, "u").test(text));
    if (fits(key)) return { state: "right", score: 1 };
    const says = key.near.findIndex(fits);
    return { state: "wrong", score: 0, says: says < 0 ? null : says };
  },

  order(key, answer) {
    if (!arePlaces(answer, key.count) || answer.length !== key.count) return UNANSWERED;
    /** @type {number[]} */
    const steps = answer;
    const pairs = steps.flatMap((one, at) => steps.slice(at + 1).map((two) => one < two));
    const right = pairs.filter(Boolean).length;
    const score = Math.max(0, 2 * right - pairs.length) / pairs.length;
    return byScore(
      score,
      steps.map((step, at) => step === at),
    );
  },

  match(key, answer) {
    const whole = Array.isArray(answer) && answer.length === key.right.length;
    if (!whole || !answer.every((at) => isPlace(at, key.count))) return UNANSWERED;
    const marks = answer.map((partner, at) => partner === key.right[at]);
    return byScore(marks.filter(Boolean).length / marks.length, marks);
  },

  scenario(key, answer) {
    if (!Array.isArray(answer)) return UNANSWERED;
    let step = key.start;
    let points = 0;
    for (const at of answer) {
      const choice = Number.isInteger(at) ? key.steps[step][at] : null;
      if (!choice) return UNANSWERED;
      step = choice[0];
      points += choice[1];
    }
    return key.steps[step].length ? UNANSWERED : byScore(Math.max(0, points) / key.best);
  },

  reflect(_key, answer) {
    return typeof answer === "string" && answer.trim() ? { state: "kept" } : UNANSWERED;
  },
};

/**
 * Grade an answer by a key.
 * @param {any} key
 * @param {any} answer
 * @returns {Grade}
 */
export function grade(key, answer) {
  const found = Object.hasOwn(GRADERS, key.type) ? GRADERS[key.type](key, answer) : UNANSWERED;
  return { score: null, says: null, why: "", value: null, marks: [], ...found };
}
