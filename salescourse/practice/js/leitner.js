// When does an answered question come back?
//
// Five Leitner boxes. A question enters the first when it is first answered, and comes
// back after 1 day; answered right on or after the day it is due, it moves one box on and
// comes back after 3, 7, 21 and 60 days; a mistake, at any time, puts it back into the
// first.
//
// 1. Only a wholly right answer is right; a partly right one is a mistake.
// 2. A right answer before the question is due changes nothing: answering twice in one
//    evening shows that one remembers the evening.
// 3. Days are the learner's own calendar days, so that what was answered on Monday at
//    eight in the evening is due on Tuesday at breakfast.
// 4. Starting over takes a question out of its box. Answers without a score (a
//    reflection) put it into none.
//
// Leitner (1972), So lernt man lernen. A file of cases holds this.

import { byTime } from "./events.js";
import { dayOf } from "./time.js";

/** @typedef {import("./events.js").LearnerEvent} LearnerEvent */
/** @typedef {{ box: number, due: number }} Place */

const BOX_DAYS = [1, 3, 7, 21, 60];

/**
 * Events of each item since its last reset, oldest first.
 * @param {LearnerEvent[]} events
 */
export const sinceReset = (events) => {
  /** @type {Map<string, LearnerEvent[]>} */
  const byItem = new Map();
  for (const event of [...events].sort(byTime)) {
    if (event.kind === "reset" || !byItem.has(event.item)) byItem.set(event.item, []);
    if (event.kind !== "reset") byItem.get(event.item)?.push(event);
  }
  return byItem;
};

/**
 * In which box each answered item lies, and on which day it is due.
 * @param {LearnerEvent[]} events
 * @param {number} offset
 */
export const boxes = (events, offset) => {
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const [item, history] of sinceReset(events))
    for (const { kind, score, at } of history) {
      if (kind !== "attempt" || score == null) continue;
      const place = places.get(item);
      const day = dayOf(at, offset);
      const right = score >= 1;
      if (place && right && day < place.due) continue;
      const box = place && right ? Math.min(place.box + 1, 5) : 1;
      places.set(item, { box, due: day + BOX_DAYS[box - 1] });
    }
  return places;
};

/**
 * What is due, longest overdue first, then the lowest box.
 * @param {Map<string, Place>} places
 * @param {number} today
 */
export const dueItems = (places, today) =>
  [...places]
    .filter(([, place]) => place.due <= today)
    .sort(([, a], [, b]) => a.due - b.due || a.box - b.box)
    .map(([item]) => item);
