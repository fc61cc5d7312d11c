// Your committee: how likely a yes is, how long it takes until all have looked, and whom
// to see next. Everybody decides alone; whoever has a veto must agree, and of those who
// only vote more than half.

/**
 * @typedef {object} Person
 * @property {string} role "veto" or "vote"
 * @property {number} agree the chance that they say yes
 * @property {number} days how long they need to look at it
 * @property {number | null} after the place of whoever looks before them; null: nobody
 */

/** The chance that at least `needed` agree. @param {number[]} chances @param {number} needed */
function atLeast(chances, needed) {
  let yeses = [1];
  for (const chance of chances) {
    yeses = [...yeses, 0].map((same, n) => same * (1 - chance) + (yeses[n - 1] ?? 0) * chance);
  }
  return Math.min(
    1,
    yeses.slice(needed).reduce((sum, one) => sum + one, 0),
  );
}

/** @param {Person[]} people */
function oddsOf(people) {
  /** @param {string} role */
  const chances = (role) => people.filter((one) => one.role === role).map(({ agree }) => agree);
  const [vetoes, votes] = [chances("veto"), chances("vote")];
  const voted = votes.length ? atLeast(votes, Math.floor(votes.length / 2) + 1) : 1;
  return atLeast(vetoes, vetoes.length) * voted;
}

/** When a person has looked; null in a circle. @param {Person[]} people @param {number} at */
function doneAfter(people, at) {
  let days = 0;
  /** @type {number | null} */
  let next = at;
  for (let steps = 0; next !== null; steps++) {
    if (steps === people.length) return null;
    days += people[next].days;
    next = people[next].after;
  }
  return days;
}

/**
 * @param {{ people: Person[] }} numbers
 * @returns {{ odds: number, days: number | null, sure: number[], next: number | null }} sure:
 *   the odds if this one person were certain; next: whose certainty would help most
 */
export function compute({ people }) {
  const odds = oddsOf(people);
  const done = people.map((_, at) => doneAfter(people, at));
  const sure = people.map((_, at) =>
    oddsOf(people.map((one, n) => (n === at ? { ...one, agree: 1 } : one))),
  );
  const best = sure.indexOf(Math.max(...sure));
  return {
    odds,
    days: done.includes(null) ? null : Math.max(...done.map(Number)),
    sure,
    next: sure[best] > odds ? best : null,
  };
}
