// A mail test: from what uplift a mail pays, what it earns, what leaving some alone costs,
// how closely the test will know the uplift, and how many customers it takes.

const TWO_SIDED = 1.959964;
const EIGHT_IN_TEN = 0.841621;

/**
 * @typedef {object} Plan
 * @property {number} customers how many there are, mailed or not
 * @property {number} left_alone the share whom chance leaves alone
 * @property {number} without the share that buys without a mail
 * @property {number} uplift what a mail is hoped to add to that share
 * @property {number} margin_eur what a purchase earns
 * @property {number} cost_eur what a mail costs
 */

/**
 * @param {Plan} plan
 * @returns {{ breakeven: number, earns: number, alone: number, give: number,
 *   needed: number | null }} breakeven and give: buyers in a thousand; needed: null if what
 *   is hoped does not pay for the mail
 */
export function compute({ customers, left_alone, without, uplift, margin_eur, cost_eur }) {
  const after = Math.min(1, without + uplift);
  const spread = (after * (1 - after)) / (1 - left_alone) + (without * (1 - without)) / left_alone;
  const one = uplift * margin_eur - cost_eur;
  const beyond = uplift - cost_eur / margin_eur;
  return {
    breakeven: (1000 * cost_eur) / margin_eur,
    earns: customers * (1 - left_alone) * one,
    alone: customers * left_alone * one,
    give: 1000 * TWO_SIDED * Math.sqrt(spread / customers),
    needed: beyond > 0 ? ((TWO_SIDED + EIGHT_IN_TEN) / beyond) ** 2 * spread : null,
  };
}
