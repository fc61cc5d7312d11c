// Your own road: of all that begins how much is won, how long a win takes and what it
// costs, and what one point more at a stage would save. Stages follow one another.

/**
 * @typedef {object} Stage
 * @property {number} days how long it takes
 * @property {number} onward the share that goes on to the next stage
 * @property {number} cost in euros, for each deal that comes here
 */

/** How many of one deal come to each stage, and to the end. @param {Stage[]} stages */
function reachOf(stages) {
  const reach = [1];
  for (const { onward } of stages) reach.push(reach[reach.length - 1] * onward);
  return reach;
}

/** @param {number[]} reach @param {number[]} amounts */
const weighed = (reach, amounts) => amounts.reduce((sum, one, n) => sum + one * reach[n], 0);

/** What is spent for one win; null where nothing is won. @param {Stage[]} stages */
function costOf(stages) {
  const reach = reachOf(stages);
  const wins = reach[stages.length];
  const spent = weighed(
    reach,
    stages.map(({ cost }) => cost),
  );
  return wins > 0 ? spent / wins : null;
}

/** @param {Stage[]} stages @param {number} at */
function savedBy(stages, at) {
  const more = Math.min(1, stages[at].onward + 0.01);
  const [now, then] = [
    costOf(stages),
    costOf(stages.map((one, n) => (n === at ? { ...one, onward: more } : one))),
  ];
  return now === null || then === null ? null : now - then;
}

/**
 * @param {{ stages: Stage[] }} numbers
 * @returns {{ wins: number, win_days: number, all_days: number, win_cost: number | null,
 *   point: (number | null)[] }} point: what a win costs less with one point more here
 */
export function compute({ stages }) {
  const reach = reachOf(stages);
  const days = stages.map((one) => one.days);
  return {
    wins: reach[stages.length],
    win_days: days.reduce((sum, one) => sum + one, 0),
    all_days: weighed(reach, days),
    win_cost: costOf(stages),
    point: stages.map((_, at) => savedBy(stages, at)),
  };
}
