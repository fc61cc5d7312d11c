// Your promotion: the bump, the orders that are missing afterwards, and what is left.

const TWO_SIDED = 1.96;

/**
 * @typedef {object} Numbers
 * @property {number} offered customers with the offer
 * @property {number} left_alone customers without
 * @property {number} during orders of the former while it ran
 * @property {number} during_alone orders of the latter
 * @property {number} after orders of the former in the weeks after it
 * @property {number} after_alone orders of the latter
 * @property {number} margin what an order earns at the full price, in euros
 * @property {number} margin_off and with the offer
 * @property {number} returned share of orders that come back
 * @property {number} returned_off and with the offer
 * @property {number} return_cost what an order that comes back costs, in euros
 */

/**
 * @param {Numbers} numbers
 * @returns {{ bump: number, dip: number, fresh: number, give: number, euros: number,
 *   needed: number | null, share: number | null }} share: of the bump, new
 */
export function compute(numbers) {
  const { offered, left_alone, during, after, return_cost } = numbers;
  const times = offered / left_alone;
  const [then, later] = [times * numbers.during_alone, times * numbers.after_alone];
  /** @param {number} margin @param {number} back */
  const earning = (margin, back) => (1 - back) * margin - back * return_cost;
  const earns = earning(numbers.margin_off, numbers.returned_off);
  const usual = earning(numbers.margin, numbers.returned);
  const [bump, dip] = [during - then, later - after];
  const mayBeEarly = (during * earns) / usual - then;
  const pays = bump > 0 && usual > 0 && mayBeEarly >= 0;
  return {
    bump,
    dip,
    fresh: bump - dip,
    give: TWO_SIDED * Math.sqrt(during + after + times * (then + later)),
    euros: during * earns + (after - then - later) * usual,
    needed: pays ? Math.max(1 - mayBeEarly / bump, 0) : null,
    share: bump > 0 ? (bump - dip) / bump : null,
  };
}
