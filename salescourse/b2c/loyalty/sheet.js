// Your silence list: how many orders each customer has missed at their own pace, how often
// so long a silence is luck, and whom to ask first.

/**
 * @typedef {object} Customer
 * @property {number} orders in all, the first included
 * @property {number} between days from the first order to the last
 * @property {number} silent days since the last order
 * @property {number} worth what one order brings, in euros
 */

/** @param {Customer} one */
const missedBy = ({ orders, between, silent }) => (silent * (orders - 1)) / between;

/** @param {Customer} one */
const luckOf = ({ orders, between, silent }) => (between / (between + silent)) ** (orders - 1);

/**
 * @param {{ customers: Customer[], limit: number }} numbers
 * @returns {{ listed: number, missing: number, ask: number | null, missed: number[],
 *   luck: number[] }} ask: of those on the list the one whose missed orders are worth most
 */
export function compute({ customers, limit }) {
  const missed = customers.map(missedBy);
  const euros = customers.map(({ worth }, at) => (missed[at] < limit ? -1 : missed[at] * worth));
  const listed = euros.filter((value) => value >= 0);
  return {
    listed: listed.length,
    missing: listed.reduce((sum, value) => sum + value, 0),
    ask: listed.length ? euros.indexOf(Math.max(...euros)) : null,
    missed,
    luck: customers.map(luckOf),
  };
}
