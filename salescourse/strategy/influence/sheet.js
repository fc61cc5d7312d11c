// A brief for voices: how many each sets talking, what that earns after the fee, and which
// of them to begin with. Word dies out by itself: each who hears tells fewer than one other.

/**
 * @typedef {object} Voice
 * @property {number} fee_eur what the voice costs
 * @property {number} ears how many in your market hear it
 * @property {number} takes the share of them who take it up
 */

/**
 * @param {{ voices: Voice[], passed_on: number, buys: number, margin_eur: number }} numbers
 * @returns {{ people: number, buyers: number, needed: number, earned: number[],
 *   best: number | null }} needed: buyers that bring all fees back; best: the voice that earns
 *   most, null if none brings back its fee
 */
export function compute({ voices, passed_on, buys, margin_eur }) {
  const people = voices.map(({ ears, takes }) => (ears * takes) / (1 - passed_on));
  const earned = voices.map(({ fee_eur }, at) => people[at] * buys * margin_eur - fee_eur);
  const most = Math.max(...earned);
  /** @param {number[]} numbers */
  const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);
  return {
    people: total(people),
    buyers: total(people) * buys,
    needed: total(voices.map(({ fee_eur }) => fee_eur)) / margin_eur,
    earned,
    best: most > 0 ? earned.indexOf(most) : null,
  };
}
