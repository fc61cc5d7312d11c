// The committee as a game: a yes does not keep, a week has room for one meeting, and in
// the end all must be for it. Of each person one knows: not met (-2), against (-1), or
// for it so many weeks ago.

/**
 * @typedef {object} Rules
 * @property {number[]} agree chance of each to be for it before anybody called
 * @property {number[]} persuade chance of each to come round at a meeting
 * @property {number} fade share of yeses gone a week later
 * @property {number} weeks
 * @property {number} meetingCost
 * @property {number} lostPerWeek chance that the deal dies after a meeting
 * @property {number} value
 * @property {number} lift what each other person for it adds to the chance to come round
 * @property {number} returns chance that somebody seen to be against is for it now
 * @property {number} memoryWeeks
 *
 * @typedef {[number[], number]} State what is known of each, and the meetings so far
 * @typedef {{ chance: number, gain: number, next: State | null }} Outcome
 * @typedef {(step: number, thing: string | number) => number} Roll from 0 to below 1
 * @typedef {{ gain: number, next: State | null, what: string | number }} Drawn with the
 * first person who was against it, where one asked in vain
 */

export const ASK = -1;
const MOST_SWAYED = 0.95;

/** @type {Rules} */
export const RULES = {
  agree: [0.9, 0.6, 0.35, 0.3],
  persuade: [0.1, 0.5, 0.3, 0.05],
  fade: 0.12,
  weeks: 10,
  meetingCost: 1,
  lostPerWeek: 0.02,
  value: 100,
  lift: 0.12,
  returns: 0.03,
  memoryWeeks: 5,
};

/** @param {Outcome[]} outcomes */
const possible = (outcomes) => outcomes.filter(({ chance }) => chance > 0);

/** @param {Rules} rules */
function meetings(rules) {
  const everybody = rules.agree.map((_, person) => person);
  /** @param {number} person @param {number} known of this one */
  const chance = (person, known) => {
    if (known === -2) return rules.agree[person];
    return known === -1 ? rules.returns : (1 - rules.fade) ** known;
  };
  /** @param {number} person @param {number} likely @param {number} friends */
  const swayed = (person, likely, friends) =>
    1 - (1 - likely) * (1 - Math.min(MOST_SWAYED, rules.persuade[person] + rules.lift * friends));
  /** @param {number[]} known */
  const odds = (known) => everybody.reduce((all, person) => all * chance(person, known[person]), 1);
  /** @param {number} person @param {number[]} known */
  const yes = (person, known) => {
    const friends = known.filter((one, other) => one >= 0 && other !== person).length;
    return swayed(person, chance(person, known[person]), friends);
  };
  /** @param {number} person @param {number[]} known @param {boolean} said */
  const after = (person, known, said) => {
    const older = known.map((one) => (one < 0 ? one : Math.min(one + 1, rules.memoryWeeks)));
    older[person] = said ? 0 : -1;
    return older;
  };
  return { chance, swayed, odds, yes, after };
}

/**
 * What the best play is worth, by week: states are numbers to the base of what may be
 * known of one person.
 * @param {Rules} rules
 * @param {ReturnType<typeof meetings>} meet
 */
function solved(rules, { chance, swayed }) {
  const base = rules.memoryWeeks + 3;
  const sizes = rules.agree.map((_, person) => base ** person);
  const states = base ** sizes.length;
  /** @param {number[]} known */
  const place = (known) => known.reduce((sum, one, person) => sum + (one + 2) * sizes[person], 0);
  const ways = sizes.map(() => ({
    chances: new Float64Array(states),
    said: new Uint32Array(states),
    unsaid: new Uint32Array(states),
  }));
  const asked = new Float64Array(states);
  // What is known of one, as a number from 0, how likely it is a yes, and a week later.
  const likely = sizes.map((_, person) =>
    Float64Array.from({ length: base }, (_, one) => chance(person, one - 2)),
  );
  const aged = Array.from({ length: base }, (_, one) =>
    one < 2 ? one : Math.min(one + 1, base - 1),
  );
  for (let at = 0; at < states; at++) {
    let [older, friends, odds] = [0, 0, 1];
    for (const [person, size] of sizes.entries()) {
      const one = Math.floor(at / size) % base;
      older += aged[one] * size;
      friends += Number(one >= 2);
      odds *= likely[person][one];
    }
    asked[at] = rules.value * odds;
    for (const [person, { chances, said, unsaid }] of ways.entries()) {
      const size = sizes[person];
      const one = Math.floor(at / size) % base;
      const others = older - aged[one] * size;
      chances[at] = swayed(person, likely[person][one], friends - Number(one >= 2));
      said[at] = others + 2 * size;
      unsaid[at] = others + size;
    }
  }
  const worths = [asked];
  for (let week = rules.weeks - 1; week >= 0; week--) {
    const later = worths[0];
    const best = Float64Array.from(asked);
    for (const { chances, said, unsaid } of ways) {
      for (let at = 0; at < states; at++) {
        const goesOn = later[unsaid[at]] + chances[at] * (later[said[at]] - later[unsaid[at]]);
        best[at] = Math.max(best[at], (1 - rules.lostPerWeek) * goesOn - rules.meetingCost);
      }
    }
    worths.unshift(best);
  }
  /** @param {State} state */
  return ([known, week]) => worths[week][place(known)];
}

/**
 * Rules of thumb, by the names that the model in Python gives them.
 * @param {Rules} rules
 * @param {ReturnType<typeof meetings>} meet
 * @returns {Record<string, (state: State) => number>}
 */
function thumbs(rules, { chance, odds, yes, after }) {
  const { agree, value, weeks } = rules;
  const keenest = [...agree.keys()].sort((one, other) => agree[other] - agree[one]);
  const coolest = [...agree.keys()].sort((one, other) => agree[one] - agree[other]);
  /** @param {number[]} order @param {(known: number) => boolean} open */
  const along =
    (order, open) =>
    (/** @type {State} */ [known]) =>
      order.find((person) => open(known[person])) ?? ASK;
  /** @param {State} state */
  const weakest = ([known]) => {
    if (odds(known) >= 0.5) return ASK;
    const chances = known.map((one, person) => chance(person, one));
    return chances.indexOf(Math.min(...chances));
  };
  /** @param {State} state */
  const ahead = ([known]) => {
    const met = known.map((_, person) => {
      const sure = yes(person, known);
      const said = sure * odds(after(person, known, true));
      const all = said + (1 - sure) * odds(after(person, known, false));
      return (1 - rules.lostPerWeek) * value * all - rules.meetingCost;
    });
    const best = Math.max(...met);
    return value * odds(known) >= best ? ASK : met.indexOf(best);
  };
  const found = {
    "Weakest link": weakest,
    "Easiest first": along(keenest, (known) => known < 0),
    "Hardest first": along(coolest, (known) => known < 0),
    "Everyone once": along(keenest, (known) => known === -2),
    "One week ahead": ahead,
  };
  return Object.fromEntries(
    Object.entries(found).map(([name, rule]) => [
      name,
      (/** @type {State} */ state) => (state[1] < weeks ? rule(state) : ASK),
    ]),
  );
}

/**
 * What comes of a move in one hand. In a week a person who is met rolls, and so does the
 * deal; when one asks, a single roll says who, of all in their order, was the first no.
 * @param {Rules} rules
 * @param {ReturnType<typeof meetings>} meet
 * @returns {(state: State, move: number, roll: Roll) => Drawn}
 */
function drawing(rules, { chance, yes, after }) {
  return ([known, week], move, roll) => {
    if (move === ASK) {
      const asked = roll(week, "asked");
      let odds = 1;
      for (const [person, one] of known.entries()) {
        odds *= chance(person, one);
        if (asked >= odds) return { gain: 0, next: null, what: person };
      }
      return { gain: rules.value, next: null, what: "signed" };
    }
    const said = roll(week, move) < yes(move, known);
    const dead = roll(week, "deal") < rules.lostPerWeek;
    return {
      gain: -rules.meetingCost,
      next: dead ? null : [after(move, known, said), week + 1],
      what: dead ? "dead" : said ? "yes" : "no",
    };
  };
}

/** The game: what may be done, what may come of it, what it is worth. */
export function game(rules = RULES) {
  const meet = meetings(rules);
  const worth = solved(rules, meet);
  /** @type {State} */
  const start = [rules.agree.map(() => -2), 0];
  /** @param {State} state @param {number} move @returns {Outcome[]} */
  const outcomes = ([known, week], move) => {
    const paid = -rules.meetingCost;
    /** @param {boolean} said @param {number} chance @returns {Outcome} */
    const later = (said, chance) => ({
      chance: (1 - rules.lostPerWeek) * chance,
      gain: paid,
      next: [meet.after(move, known, said), week + 1],
    });
    /** @param {number} chance @param {number} gain @returns {Outcome} */
    const over = (chance, gain) => ({ chance, gain, next: null });
    if (move === ASK) {
      const odds = meet.odds(known);
      return possible([over(odds, rules.value), over(1 - odds, 0)]);
    }
    const yes = meet.yes(move, known);
    return possible([over(rules.lostPerWeek, paid), later(true, yes), later(false, 1 - yes)]);
  };
  return {
    start,
    thumbs: thumbs(rules, meet),
    outcomes,
    ...meet,
    draw: drawing(rules, meet),
    /** @param {State} state */
    moves: ([, week]) => [ASK, ...(week < rules.weeks ? rules.agree.keys() : [])],
    worth,
    /** @param {State} state @param {number} move */
    worthOf: (state, move) =>
      outcomes(state, move).reduce(
        (sum, { chance, gain, next }) => sum + chance * (gain + (next ? worth(next) : 0)),
        0,
      ),
  };
}
