// What counts of an item's events: those after the last reset, and of attempts those at
// the question as it now stands.

/** @typedef {import("../js/events.js").LearnerEvent} LearnerEvent */

/**
 * @param {{ hashes: string[] }} item
 * @param {LearnerEvent[]} log oldest first
 */
export function standing(item, log) {
  const resets = log.filter((event) => event.kind === "reset").length;
  const last = log.map((event) => event.kind).lastIndexOf("reset");
  const since = log.slice(last + 1);
  const all = since.filter((event) => event.kind === "attempt");
  const attempts = all.filter((event) => item.hashes.includes(event.hash));
  const hints = since.filter((event) => event.kind === "hint");
  return {
    resets,
    attempts,
    best: Math.max(0, ...attempts.map((event) => event.score ?? 0)),
    last: attempts[attempts.length - 1],
    changed: all.length > 0 && attempts.length === 0,
    hints: hints.filter((event) => event.answer !== "explanation").length,
    explained: hints.some((event) => event.answer === "explanation"),
  };
}
