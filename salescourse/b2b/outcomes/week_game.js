// The week as a game: deals that cool while they wait, and one free slot a week. A deal
// is its step and whether it is warm (1) or cold (0); [-1, 0] is signed, [-2, 0] lost.

/**
 * @typedef {object} Rules
 * @property {number[]} sizes
 * @property {number[][]} advance of each deal, the chance of each step, if warm
 * @property {number[]} warm whether each deal is warm at first, 1 or 0
 * @property {number} ifCold what a chance is multiplied by for a cold deal
 * @property {number} lost chance that a cold deal is lost while it waits
 * @property {number} cool chance that a warm one turns cold while it waits
 * @property {number} weeks
 *
 * @typedef {[number, number]} Deal
 * @typedef {[number, Deal[]]} State weeks gone, and how each deal stands
 * @typedef {{ chance: number, gain: number, next: State | null }} Outcome
 * @typedef {{ chance: number, gain: number, deal: Deal }} Way
 * @typedef {(step: number, thing: string | number) => number} Roll from 0 to below 1
 */

/** @type {Rules} */
export const RULES = {
  sizes: [35, 60, 80],
  advance: [
    [0.45, 0.75, 0.65],
    [0.95, 0.75, 0.75],
    [0.75, 0.75, 0.75],
  ],
  warm: [0, 1, 1],
  ifCold: 0.6,
  lost: 0.35,
  cool: 0.7,
  weeks: 12,
};

/**
 * What may become of one deal in a week.
 * @param {Rules} rules
 * @param {number} at
 * @param {Deal} deal
 * @param {boolean} slot
 * @returns {Way[]}
 */
function waysOf(rules, at, deal, slot) {
  const [step, warm] = deal;
  if (step < 0) return [{ chance: 1, gain: 0, deal }];
  const last = step + 1 === rules.advance[at].length;
  const chance = slot
    ? rules.advance[at][step] * (warm ? 1 : rules.ifCold)
    : warm
      ? rules.cool
      : rules.lost;
  /** @type {Deal} */
  const moved = slot ? (last ? [-1, 0] : [step + 1, 1]) : warm ? [step, 0] : [-2, 0];
  /** @type {Way[]} */
  const ways = [
    { chance, gain: slot && last ? rules.sizes[at] : 0, deal: moved },
    { chance: 1 - chance, gain: 0, deal: [step, slot ? 1 : warm] },
  ];
  return ways.filter((way) => way.chance > 0);
}

/** @param {Rules} rules @param {State} state @param {number} move @returns {Outcome[]} */
function outcomesOf(rules, [week, deals], move) {
  /** @type {{ chance: number, gain: number, deals: Deal[] }[]} */
  let found = [{ chance: 1, gain: 0, deals: [] }];
  for (const [at, deal] of deals.entries()) {
    const ways = waysOf(rules, at, deal, at === move);
    found = found.flatMap((before) =>
      ways.map((way) => ({
        chance: before.chance * way.chance,
        gain: before.gain + way.gain,
        deals: [...before.deals, way.deal],
      })),
    );
  }
  return found.map(({ chance, gain, deals: later }) => {
    const goesOn = week + 1 < rules.weeks && later.some(([step]) => step >= 0);
    return { chance, gain, next: goesOn ? [week + 1, later] : null };
  });
}

/** @param {State} state */
const open = ([, deals]) => [...deals.keys()].filter((at) => deals[at][0] >= 0);

/**
 * The place of each way in which a deal with so many steps may stand.
 * @param {number} steps
 * @param {Deal} deal
 */
const placeOf = (steps, [step, warm]) => (step < 0 ? 2 * steps - 1 - step : 2 * step + warm);

/**
 * What may become of a deal, by its place: the places it may come to, with and without the
 * slot.
 * @param {Rules} rules
 * @param {number} at
 */
function tableOf(rules, at) {
  const steps = rules.advance[at].length;
  return Array.from({ length: 2 * steps + 2 }, (_, place) => {
    const step = place < 2 * steps ? Math.floor(place / 2) : 2 * steps - 1 - place;
    /** @type {Deal} */
    const deal = [step, step < 0 ? 0 : place % 2];
    return [false, true].map((slot) =>
      waysOf(rules, at, deal, slot).map((way) => ({ ...way, place: placeOf(steps, way.deal) })),
    );
  });
}

/**
 * What the best play is worth, by week, in all ways in which deals may stand.
 * @param {Rules} rules
 */
function solved(rules) {
  const tables = rules.advance.map((_, at) => tableOf(rules, at));
  const states = tables.reduce((product, { length }) => product * length, 1);
  const places = tables.map(() => 0);
  let [later, slot] = [new Float64Array(states), 0];
  /**
   * What is to come on average, once the deals before one have moved.
   * @param {number} at
   * @param {number} sum the places of those before
   * @returns {number}
   */
  const onAverage = (at, sum) => {
    if (at === tables.length) return later[sum];
    let worth = 0;
    for (const { chance, gain, place } of tables[at][places[at]][Number(at === slot)]) {
      worth += chance * (gain + onAverage(at + 1, sum * tables[at].length + place));
    }
    return worth;
  };
  const weeks = [later];
  for (let left = 1; left <= rules.weeks; left++) {
    const best = new Float64Array(states);
    for (let state = 0; state < states; state++) {
      let rest = state;
      for (let at = tables.length - 1; at >= 0; at--) {
        places[at] = rest % tables[at].length;
        rest = (rest - places[at]) / tables[at].length;
      }
      // A slot for what is signed or lost is worth no more than one for what is open.
      for (slot = 0; slot < tables.length; slot++)
        best[state] = Math.max(best[state], onAverage(0, 0));
    }
    weeks.unshift(best);
    later = best;
  }
  /** @param {State} state */
  const worth = ([week, deals]) => {
    let place = 0;
    for (const [at, deal] of deals.entries()) {
      place = place * tables[at].length + placeOf(rules.advance[at].length, deal);
    }
    return weeks[week][place];
  };
  /** @param {State} state @param {number} move */
  const worthOf = (state, move) =>
    outcomesOf(rules, state, move).reduce(
      (sum, { chance, gain, next }) => sum + chance * (gain + (next ? worth(next) : 0)),
      0,
    );
  return { worth, worthOf };
}

/**
 * How many slots a deal needs, on average, if it gets them all from now on.
 * @param {Rules} rules
 * @param {number} at
 * @param {Deal} deal
 */
function slotsFor(rules, at, [step, warm]) {
  const [now, ...later] = rules.advance[at].slice(step);
  const missed = 1 - now * (warm ? 1 : rules.ifCold);
  return 1 + missed / now + later.reduce((sum, chance) => sum + 1 / chance, 0);
}

/**
 * Rules of thumb, by the names that the model in Python gives them.
 * @param {Rules} rules
 * @returns {Record<string, (state: State) => number>}
 */
function thumbs(rules) {
  const { sizes } = rules;
  /**
   * The first of the open deals that no other comes before.
   * @param {(at: number, deal: Deal) => number[]} key
   */
  const most = (key) => (/** @type {State} */ state) => {
    const keyed = open(state).map((at) => ({ at, by: key(at, state[1][at]) }));
    return keyed.reduce((best, one) => {
      const differs = one.by.findIndex((value, n) => value !== best.by[n]);
      return differs >= 0 && one.by[differs] > best.by[differs] ? one : best;
    }).at;
  };
  const smallest = sizes.indexOf(Math.min(...sizes));
  return {
    "Biggest first": most((at) => [sizes[at]]),
    "Warmest first": most((at, [, warm]) => [warm, sizes[at]]),
    "Size times stage": most((at, [step]) => [
      (sizes[at] * step) / rules.advance[at].length,
      sizes[at],
    ]),
    "Whittle's index": most((at, deal) => [sizes[at] / slotsFor(rules, at, deal), sizes[at]]),
    "Coldest first": most((at, [, warm]) => [-warm, sizes[at]]),
    "Nearest to closing": most((at, [step, warm]) => [step, warm, -sizes[at]]),
    "In turn": (state) => {
      const order = sizes.map((_, more) => (state[0] + more) % sizes.length);
      return Number(order.find((at) => state[1][at][0] >= 0));
    },
    "The colder of the large": most((at, [, warm]) => [Number(at !== smallest), -warm, sizes[at]]),
  };
}

/**
 * What comes of a week in one hand; every deal rolls.
 * @param {Rules} rules
 * @param {State} state
 * @param {number} move
 * @param {Roll} roll
 */
function drawn(rules, [week, deals], move, roll) {
  const ways = deals.map((deal, at) => {
    const [first, other] = waysOf(rules, at, deal, at === move);
    return other && roll(week, at) >= first.chance ? other : first;
  });
  const later = ways.map(({ deal }) => deal);
  const goesOn = week + 1 < rules.weeks && later.some(([step]) => step >= 0);
  return {
    gain: ways.reduce((sum, { gain }) => sum + gain, 0),
    next: goesOn ? /** @type {State} */ ([week + 1, later]) : null,
    what: later,
  };
}

/** The game: what may be done, what may come of it, what it is worth. */
export function game(rules = RULES) {
  /** @type {State} */
  const start = [0, rules.warm.map((warm) => [0, warm])];
  return {
    start,
    thumbs: thumbs(rules),
    moves: open,
    /** @param {State} state @param {number} move */
    outcomes: (state, move) => outcomesOf(rules, state, move),
    /** @param {State} state @param {number} move @param {Roll} roll */
    draw: (state, move, roll) => drawn(rules, state, move, roll),
    ...solved(rules),
  };
}
