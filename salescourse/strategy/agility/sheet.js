// A test plan: how many customers each idea takes, how many months, and how likely it is
// that a test sees it in the months there are.

const TWO_SIDED = 1.959963984540054;
const EIGHT_IN_TEN = 0.8416212335729143;

/**
 * @typedef {object} Idea
 * @property {number} customers who can take part in a month
 * @property {number} today the share of them that says yes today
 * @property {number} hoped the share that is hoped for
 */

/**
 * How likely a standard normal number is below z: Marsaglia's series, good to 14 digits.
 * @param {number} z
 */
function below(z) {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The spread of a pair if nothing differs, times the edge of a verdict; and if it does.
 * @param {Idea} idea
 */
function spreads({ today, hoped }) {
  const mean = (today + hoped) / 2;
  return {
    edge: TWO_SIDED * Math.sqrt(2 * mean * (1 - mean)),
    apart: Math.sqrt(today * (1 - today) + hoped * (1 - hoped)),
  };
}

/**
 * Customers on both sides together; null where nothing is hoped for.
 * @param {Idea} idea
 */
function neededFor(idea) {
  const { edge, apart } = spreads(idea);
  const difference = Math.abs(idea.hoped - idea.today);
  return difference > 0 ? 2 * ((edge + EIGHT_IN_TEN * apart) / difference) ** 2 : null;
}

/**
 * The chance to see what is hoped for with so many customers, shared half and half.
 * @param {Idea} idea
 * @param {number} customers
 */
function chanceToSee(idea, customers) {
  const { edge, apart } = spreads(idea);
  const side = Math.floor(customers / 2);
  if (side < 1) return 0;
  return below((Math.sqrt(side) * Math.abs(idea.hoped - idea.today) - edge) / apart);
}

/**
 * @param {{ ideas: Idea[], months: number }} plan
 * @returns {{ first: number | null, seen: number, needed: (number | null)[],
 *   takes: (number | null)[], chance: number[] }} first: the row of the idea that takes the
 *   fewest months, null if none is seen more often than not; chance: 0 where nothing is
 *   hoped for or nobody comes, since there is nothing to see
 */
export function compute({ ideas, months }) {
  const needed = ideas.map(neededFor);
  const takes = needed.map((both, n) => (both === null ? null : both / ideas[n].customers));
  const chance = ideas.map((idea, n) =>
    needed[n] === null ? 0 : chanceToSee(idea, idea.customers * months),
  );
  const likely = ideas.map((_, n) => n).filter((n) => chance[n] > 0.5);
  likely.sort((a, b) => (takes[a] ?? 0) - (takes[b] ?? 0));
  return { first: likely.length ? likely[0] : null, seen: likely.length, needed, takes, chance };
}
