// Callers in a house: who waits in which line, who is being served, and what that comes to.

/** @typedef {[number, number, number, number]} Caller came, served, left, and by whom */

/**
 * Where everybody is at a time. A line of -1 is nobody's; slots count from the front.
 * @param {Caller[]} callers in the order in which they came
 * @param {number} people
 * @param {boolean} apart whether each of the people has a line of their own
 * @param {number} time in minutes
 */
export function houseAt(callers, people, apart, time) {
  const lines = new Array(people).fill(0);
  let sum = 0,
    waiting = 0,
    here = 0,
    serving = 0;
  const spots = callers.map(([came, served, left, by]) => {
    if (came > time) return { line: -1, slot: 0, waited: 0, at: "out" };
    here += 1;
    const waited = Math.min(served, time) - came;
    sum += waited;
    if (left <= time) return { line: by, slot: 0, waited, at: "gone" };
    if (served <= time) {
      serving += 1;
      return { line: by, slot: 0, waited, at: "desk" };
    }
    waiting += 1;
    const line = apart ? by : 0;
    return { line, slot: lines[line]++, waited, at: "line" };
  });
  return { spots, came: here, waiting, free: people - serving, mean: here ? sum / here : 0 };
}

/**
 * The longest that any line gets.
 * @param {Caller[]} callers
 * @param {boolean} apart
 */
export function longest(callers, apart) {
  const lines = callers.map(([now, , , own]) => {
    const waits = callers.filter(
      ([came, served, , by]) => came <= now && served > now && (!apart || by === own),
    );
    return waits.length;
  });
  return Math.max(0, ...lines);
}

/**
 * Which sentence fits.
 * @param {{came: number, waiting: number, free: number}} each
 * @param {boolean} ended
 */
export function wordsFor(each, ended) {
  if (ended) return "end";
  if (!each.came) return "start";
  return each.waiting && each.free ? "idle" : "busy";
}
