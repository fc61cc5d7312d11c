// Your discovery card: what each question is worth before it is asked, and whether its
// answers lead to different offers.

/**
 * @typedef {object} Question
 * @property {number} hit the chance that it points to the other offer, where that fits
 * @property {number} alarm the chance that it does so where the usual offer fits
 * @property {number} cost what asking costs, in euros
 */
/**
 * @typedef {object} Numbers
 * @property {number} share of customers for whom the other offer fits better
 * @property {number} usual_fits
 * @property {number} usual_misfits
 * @property {number} other_fits
 * @property {number} other_misfits
 * @property {Question[]} questions
 */

/** By how much the other offer brings more, over some share of either kind of customer.
 * @param {Numbers} numbers @param {number} usualKind @param {number} otherKind */
const lead = (numbers, usualKind, otherKind) =>
  usualKind * (numbers.other_misfits - numbers.usual_fits) +
  otherKind * (numbers.other_fits - numbers.usual_misfits);

/** What knowing gains, if these are the leads of the other offer after each answer: the
 * better offer after each, less the better offer for all of them. @param {number[]} leads */
const gained = (leads) => {
  const all = leads.reduce((sum, one) => sum + one, 0);
  const better = leads.reduce((sum, one) => sum + Math.max(one, 0), 0);
  return Math.max(better - Math.max(all, 0), 0);
};

/** Where both offers bring the same, the usual one is made. @param {number[]} leads */
function turned([yes, no]) {
  if (yes > 0 !== no > 0) return "both";
  return yes > 0 ? "other" : "usual";
}

/**
 * @param {Numbers} numbers
 * @returns {{ unasked: number, perfect: number, ask: number | null, worth: number[],
 *   turns: string[] }} ask: the question worth most after its cost; null if none is
 */
export function compute(numbers) {
  const { share, questions } = numbers;
  const usual = (1 - share) * numbers.usual_fits + share * numbers.usual_misfits;
  const leads = questions.map(({ hit, alarm }) => [
    lead(numbers, (1 - share) * alarm, share * hit),
    lead(numbers, (1 - share) * (1 - alarm), share * (1 - hit)),
  ]);
  const worth = leads.map(gained);
  const net = worth.map((euros, at) => euros - questions[at].cost);
  const best = net.indexOf(Math.max(...net));
  return {
    unasked: usual + Math.max(lead(numbers, 1 - share, share), 0),
    perfect: gained([lead(numbers, 1 - share, 0), lead(numbers, 0, share)]),
    ask: net[best] > 0 ? best : null,
    worth,
    turns: leads.map(turned),
  };
}
