// Your cohort table: at which rate customers renew, how many are still there, and what each
// renewal is worth.

/**
 * @typedef {object} Renewal
 * @property {number} up how many customers could renew
 * @property {number} renewed how many of them did
 */

/** What an account is worth after each signature, in the fee it then pays.
 * @param {number[]} rates @param {number} step what a renewed fee counts a year earlier */
function feesAfter(rates, step) {
  const worth = [1];
  for (const rate of [...rates].reverse()) worth.unshift(1 + rate * step * worth[0]);
  return worth;
}

/**
 * @param {{ renewals: Renewal[], fee: number, growth: number, discount: number }} numbers
 * @returns {{ here: number, signed: number, call: number | null, rate: number[],
 *   saved: number[], left: number[] }} call: the renewal at which most money leaves
 */
export function compute({ renewals, fee, growth, discount }) {
  const rate = renewals.map(({ up, renewed }) => Math.min(renewed / up, 1));
  const fees = feesAfter(rate, (1 + growth) / (1 + discount));
  const saved = rate.map((_rate, at) => fee * (1 + growth) ** (at + 1) * fees[at + 1]);
  const left = renewals.map(({ up }, at) => up * (1 - rate[at]) * saved[at]);
  const most = Math.max(...left);
  return {
    here: rate.reduce((share, one) => share * one, 1),
    signed: fee * fees[0],
    call: most > 0 ? left.indexOf(most) : null,
    rate,
    saved,
    left,
  };
}
