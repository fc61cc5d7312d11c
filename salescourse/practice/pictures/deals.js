// A hundred deals and what each person says to each: counted, and put in order.

/**
 * What each person says to a deal.
 * @param {string[]} answers for each person a digit for each deal
 * @param {number[]} places the place of each person's certainty
 * @param {number} deal
 */
const said = (answers, places, deal) =>
  answers.map((row, person) => parseInt(row[deal], 36) <= places[person]);

/**
 * The deals in the order in which they are shown: the signed first, then by yeses.
 * @param {string[]} answers
 * @param {number[]} places
 * @param {number} needed
 * @param {number} shown how many deals
 */
export function sorted(answers, places, needed, shown) {
  const deals = Array.from({ length: shown }, (_, deal) => {
    const says = said(answers, places, deal);
    const yeses = says.filter(Boolean).length;
    return { deal, says, yeses, first: says.indexOf(false), signed: yeses >= needed };
  });
  return deals.sort(
    (a, b) =>
      Number(b.signed) - Number(a.signed) ||
      b.yeses - a.yeses ||
      b.first - a.first ||
      a.deal - b.deal,
  );
}

/** @param {ReturnType<typeof sorted>} deals */
export const counted = (deals) => ({
  all: deals.length,
  signed: deals.filter((deal) => deal.signed).length,
  hit: deals.filter((deal) => deal.first >= 0).length,
  saved: deals.filter((deal) => deal.signed && deal.first >= 0).length,
  noes: deals.reduce((sum, { says, yeses }) => sum + says.length - yeses, 0),
});

/**
 * How likely it is that enough people say yes: in each mood people decide alone.
 * @param {number[][]} moods for each certainty how likely a yes is in each mood
 * @param {number[]} weights of the moods
 * @param {number[]} places
 * @param {number} needed
 */
export function odds(moods, weights, places, needed) {
  return weights.reduce((sum, weight, mood) => {
    // The probability of each number of yeses, person by person.
    let chance = [1];
    for (const place of places) {
      const yes = moods[place][mood];
      const [more, same] = [
        [0, ...chance],
        [...chance, 0],
      ];
      chance = same.map((p, n) => p * (1 - yes) + more[n] * yes);
    }
    return sum + weight * chance.slice(needed).reduce((a, b) => a + b);
  }, 0);
}
