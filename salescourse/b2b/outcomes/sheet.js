// Your forecast: what the open deals come to, by what became of others like them, with a
// range, and how many such deals a target takes.

const [SURE, MOST] = [0.8, 20_000];
const DUST = 1e-12;

/**
 * @typedef {object} Group open deals of one stage and age
 * @property {number} open how many there are
 * @property {number} had earlier deals that were once at the same point
 * @property {number} won how many of those were won
 */

/** The law of the number of wins. @param {Group[]} groups */
function lawOf(groups) {
  let law = [1];
  for (const { open, had, won } of groups) {
    const chance = won / had;
    for (let deal = 0; deal < Math.round(open); deal++) {
      const next = new Array(law.length + 1).fill(0);
      for (const [wins, p] of law.entries()) {
        next[wins] += p * (1 - chance);
        next[wins + 1] += p * chance;
      }
      law = next;
    }
  }
  return law;
}

/**
 * The first number of wins at which so much of the law has passed.
 * @param {number[]} law
 * @param {number} share
 */
function quantile(law, share) {
  let below = 0;
  for (const [wins, p] of law.entries()) {
    below += p;
    if (below >= share) return wins;
  }
  return law.length - 1;
}

/**
 * The fewest deals that bring the wins so surely; null where it takes too many.
 * @param {number} wins
 * @param {number} chance
 */
function fewest(wins, chance) {
  // The law of wins among the deals so far, with all from the wanted number on as one.
  const law = [1, ...new Array(wins).fill(0)];
  for (let deals = 0; deals <= MOST; deals++) {
    if (law[wins] >= SURE - DUST) return deals;
    for (let n = wins; n > 0; n--) {
      law[n] = (n === wins ? law[n] : law[n] * (1 - chance)) + law[n - 1] * chance;
    }
    law[0] *= 1 - chance;
  }
  return null;
}

/**
 * @param {{ groups: Group[], target: number }} numbers
 * @returns {{ wins: number | null, low: number | null, high: number | null,
 *   reached: number | null, needed: number | null, chance: (number | null)[] }} needed:
 *   deals of the mean chance with which the target is reached four times in five
 */
export function compute({ groups, target }) {
  const chance = groups.map(({ had, won }) => (won > had ? null : won / had));
  if (chance.includes(null)) {
    return { wins: null, low: null, high: null, reached: null, needed: null, chance };
  }
  const wanted = Math.round(target);
  const law = lawOf(groups);
  const wins = groups.reduce((sum, { open, had, won }) => sum + (Math.round(open) * won) / had, 0);
  const deals = law.length - 1;
  return {
    wins,
    low: quantile(law, (1 - SURE) / 2 + DUST),
    high: quantile(law, 1 - (1 - SURE) / 2 - DUST),
    reached: Math.min(
      law.slice(wanted).reduce((sum, p) => sum + p, 0),
      1,
    ),
    needed: deals && wins ? fewest(wanted, Math.min(wins / deals, 1)) : null,
    chance,
  };
}
