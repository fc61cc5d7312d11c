// What an LMS is told, and telling it: again and again, where it refuses.

import { timespan } from "./lms.js";
import { logs, more, packed, tally } from "./memory.js";

const SETTLES = 400;
const AGAIN = 5000;
const DONE = ["completed", "passed"];

/**
 * The values of SCORM 1.2 for what a learner has done.
 * @param {import("./memory.js").Item[]} items
 * @param {import("./shelf.js").Kept} kept
 * @param {import("./memory.js").Entry[]} left
 * @param {string} before the status that the LMS has
 * @returns {Record<string, string | number>}
 */
export function values(items, kept, left, before) {
  const found = logs(kept);
  const now = tally(items, more(items, left, found));
  const ended = now.items > 0 && now.done === now.items;
  const status = ended ? "completed" : "incomplete";
  return {
    "cmi.suspend_data": packed(items, found, left),
    "cmi.core.score.min": 0,
    "cmi.core.score.max": 100,
    "cmi.core.score.raw": now.percent,
    "cmi.core.lesson_status": DONE.includes(before) ? before : status,
    "cmi.core.exit": "suspend",
  };
}

/**
 * Tells an LMS what has changed, some time after it did.
 * @param {any} lms
 * @param {() => Record<string, string | number>} current
 * @param {(refused: boolean) => void} say
 */
export function reporter(lms, current, say) {
  const began = Date.now();
  /** @type {Record<string, string | number>} */
  const taken = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  function now() {
    clearTimeout(waiting);
    const all = { ...current(), "cmi.core.session_time": timespan(Date.now() - began) };
    let well = true;
    for (const [name, value] of Object.entries(all)) {
      if (taken[name] === value) continue;
      if (lms.set(name, value)) taken[name] = value;
      else well = false;
    }
    well = lms.commit() && well;
    say(!well);
    if (!well) waiting = setTimeout(now, AGAIN);
  }

  return {
    now,
    later() {
      clearTimeout(waiting);
      waiting = setTimeout(now, SETTLES);
    },
    end() {
      now();
      clearTimeout(waiting);
      lms.finish();
    },
  };
}
