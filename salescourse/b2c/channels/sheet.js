// Your holdout plan: what switching a channel off in some regions can show, and what it
// costs.

const TWO_SIDED = 1.959964;
const EIGHT_IN_TEN = 0.841621;

/**
 * @param {{ regions: number, hidden: number, weeks: number, before: number, swing: number,
 *   hoped: number, sales: number, margin: number, spend: number }} plan
 * @returns {{ give: number | null, finds: number | null, breakeven: number,
 *   forgone: number, needed: number | null }} give and finds in points; null
 *   where the channel is off nowhere or everywhere; needed: null, too, where no number of
 *   weeks will do
 */
export function compute({ regions, hidden, weeks, before, swing, hoped, sales, margin, spend }) {
  const groups = 1 / hidden + 1 / (regions - hidden);
  const both = hidden < regions;
  const error = swing * Math.sqrt(groups * (1 / weeks + 1 / before));
  const breakeven = spend / (sales * margin);
  const errors = TWO_SIDED + EIGHT_IN_TEN;
  const seen = (Math.abs(hoped - breakeven) / (errors * swing)) ** 2 / groups - 1 / before;
  return {
    give: both ? 100 * TWO_SIDED * error : null,
    finds: both ? 100 * errors * error : null,
    breakeven,
    forgone: hidden * weeks * (hoped * sales * margin - spend),
    needed: both && seen > 0 ? 1 / seen : null,
  };
}
