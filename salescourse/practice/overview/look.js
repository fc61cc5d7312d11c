// How each chapter and each of its items stands.

import { boxes, sinceReset } from "../js/leitner.js";

/** @typedef {import("../js/events.js").LearnerEvent} LearnerEvent */
/** @typedef {import("../js/leitner.js").Place} Place */
/**
 * @typedef {object} Item
 * @property {string} id
 * @property {boolean} exercise
 * @property {boolean} page whether a page without a kernel can ask it
 * @property {string} short
 * @property {string[]} hashes
 */
/** @typedef {{ name: string, items: Item[], [more: string]: any }} Chapter */

/**
 * A reflection has no score: writing it is enough. An answer to an earlier wording does
 * not count for the present one.
 * @param {LearnerEvent[]} history
 * @param {string[]} hashes
 */
function standing(history, hashes) {
  const tries = history.filter((event) => event.kind === "attempt");
  const fresh = tries.filter((event) => !event.hash || hashes.includes(event.hash));
  if (!fresh.length) return tries.length ? "changed" : "open";
  if (fresh.some((event) => event.score === 1)) return "right";
  return fresh.some((event) => event.score === null) ? "written" : "tried";
}

/** @param {{ state: string }} item */
export const isDone = ({ state }) => state === "right" || state === "written";

/**
 * @param {Chapter} chapter
 * @param {Map<string, LearnerEvent[]>} histories
 */
const guessesIn = (chapter, histories) =>
  [...histories.values()].filter((history) =>
    history.some(({ kind, item }) => kind === "prediction" && item.startsWith(`${chapter.name}-`)),
  ).length;

/**
 * The chapters, with how each of their items stands: of those that can be done here.
 * @param {Chapter[]} chapters
 * @param {LearnerEvent[]} events
 * @param {{ today: number, offset: number, kernel: boolean }} now
 * @param {(kind: string, n: number) => string} nameOf
 */
export function look(chapters, events, { today, offset, kernel }, nameOf) {
  const histories = sinceReset(events);
  const places = boxes(events, offset);

  /** @param {Item} item @param {Chapter} chapter @param {number} n */
  function itemNow(item, chapter, n) {
    const history = histories.get(item.id) ?? [];
    /** @type {Place | null | undefined} */
    const place = item.exercise ? null : places.get(item.id);
    return {
      ...item,
      chapter,
      place,
      name: nameOf(item.exercise ? "exercise" : "question", n),
      state: standing(history, item.hashes),
      last: history.length ? history[history.length - 1].at : "",
      due: Boolean(place && place.due <= today),
    };
  }

  return chapters.map((given) => {
    /** @type {any} */
    const chapter = { ...given };
    const number = { question: 0, exercise: 0 };
    chapter.items = given.items
      .map((item) => itemNow(item, chapter, ++number[item.exercise ? "exercise" : "question"]))
      .filter((item) => kernel || item.page);
    chapter.done = chapter.items.filter(isDone).length;
    /** @type {string[]} */
    const moments = chapter.items.map((/** @type {{ last: string }} */ item) => item.last);
    chapter.last = moments.sort()[moments.length - 1];
    chapter.guesses = guessesIn(chapter, histories);
    return chapter;
  });
}

/**
 * What comes next: what was begun last and is not finished, then the order of the book.
 * @param {any[]} chapters
 */
export const nextItem = (chapters) =>
  chapters
    .filter((chapter) => chapter.done < chapter.items.length)
    .sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0))[0]
    ?.items.find((/** @type {{ state: string }} */ item) => !isDone(item));
