// The offer as a game: a few days with one customer whose wish, 0 to 3, is hidden. What
// happened so far is, for each day, the move and whether the customer looked (1 or 0).

/**
 * @typedef {object} Rules
 * @property {number[]} prior chance of each wish
 * @property {number[][]} buys by wish: without an offer, at 10 %, at 30 %
 * @property {number[]} margin after each of the four moves
 * @property {number[]} look chance to look at the page, by wish
 * @property {number} fade chance that a wish falls by one in a day
 * @property {number} lift chance that a reminder raises a wish of 1 or 2
 * @property {number} unsub chance that a reminder ends all
 * @property {number} wait times the chance to buy without an offer, once there was one
 * @property {number} tired times the chance to buy with an offer, once there was one
 * @property {number} reminderCost
 * @property {number} days
 *
 * @typedef {[number, number][]} State
 * @typedef {{ chance: number, gain: number, next: State | null }} Outcome
 *
 * @typedef {(step: number, thing: string | number) => number} Roll from 0 to below 1
 * @typedef {{ gain: number, next: State | null, what: string }} Drawn
 *
 * @typedef {object} Day
 * @property {number} bought chance that the customer buys, if still there
 * @property {number[]} seen chance of not looking and of looking
 * @property {Float64Array[]} wishes what the wishes then are, a day later
 */

const [LEAVE, REMIND, TEN, THIRTY] = [0, 1, 2, 3];
const MOVES = [LEAVE, REMIND, TEN, THIRTY];
const WISHES = [0, 1, 2, 3];

/** @type {Rules} */
export const RULES = {
  prior: [0.35, 0.4, 0.15, 0.1],
  buys: [
    [0, 0.01, 0.06, 0.2],
    [0, 0.03, 0.2, 0.4],
    [0, 0.12, 0.35, 0.8],
  ],
  margin: [40, 40, 30, 15],
  look: [0.05, 0.2, 0.45, 0.75],
  fade: 0.1,
  lift: 0.5,
  unsub: 0.16,
  wait: 0.7,
  tired: 0.6,
  reminderCost: 0.6,
  days: 7,
};

/** @returns {Day} */
const newDay = () => ({
  bought: 0,
  seen: [0, 0],
  wishes: [new Float64Array(4), new Float64Array(4)],
});

/**
 * What makes a day of what is known of the wish. All is written into `day`, for nothing
 * may be made afresh three hundred thousand times.
 * @param {Rules} rules
 */
function makeDays(rules) {
  const { buys, fade, lift, look, tired, wait } = rules;
  const chances = [false, true].map((before) =>
    MOVES.map((move) => {
      const times = before ? (move < TEN ? wait : tired) : 1;
      return buys[Math.max(0, move - 1)].map((chance) => chance * times);
    }),
  );
  const raised = new Float64Array(4);
  /** @param {Float64Array} known @param {number} move @param {number} before @param {Day} day */
  const buying = (known, move, before, day) => {
    const up = move === REMIND ? lift : 0;
    raised[0] = known[0];
    raised[1] = known[1] * (1 - up);
    raised[2] = known[2] * (1 - up) + known[1] * up;
    raised[3] = known[3] + known[2] * up;
    day.bought = 0;
    for (const wish of WISHES) day.bought += raised[wish] * chances[before][move][wish];
  };
  /** @param {number} move @param {number} before @param {Day} day */
  const looking = (move, before, day) => {
    const [not, yes] = day.wishes;
    for (const wish of WISHES) {
      const stays = raised[wish] * (1 - chances[before][move][wish]);
      yes[wish] = stays * look[wish];
      not[wish] = stays - yes[wish];
    }
    for (const [looked, wishes] of day.wishes.entries()) {
      const sum = wishes[0] + wishes[1] + wishes[2] + wishes[3];
      day.seen[looked] = sum;
      for (const wish of sum > 0 ? WISHES : []) wishes[wish] /= sum;
      for (const wish of [0, 1, 2]) {
        const falls = wishes[wish + 1] * fade;
        wishes[wish] += falls;
        wishes[wish + 1] -= falls;
      }
    }
  };
  return { buying, looking };
}

/** Whether there is an offer behind somebody. @param {number} before @param {number} move */
const offeredBy = (before, move) => (before || move >= TEN ? 1 : 0);

/**
 * What each move is worth in every history: those of a day stand one after another, four
 * numbers each, in the order of their moves and looks.
 * @param {Rules} rules
 */
export function table(rules) {
  const { buying, looking } = makeDays(rules);
  const { days, margin } = rules;
  const worths = Array.from({ length: days }, (_, day) => new Float64Array(4 * 8 ** day));
  const pads = Array.from({ length: days }, newDay);
  const stays = MOVES.map((move) => (move === REMIND ? 1 - rules.unsub : 1));
  const costs = MOVES.map((move) => (move === REMIND ? rules.reminderCost : 0));
  /** @param {number} n @param {number} at @param {Float64Array} known @param {number} before */
  const fill = (n, at, known, before) => {
    const day = pads[n];
    let best = -Infinity;
    for (const move of MOVES) {
      buying(known, move, before, day);
      let later = margin[move] * day.bought;
      if (n + 1 < days) {
        looking(move, before, day);
        const place = 8 * at + 2 * move;
        const offered = offeredBy(before, move);
        const [not, yes] = day.seen;
        if (not > 0) later += not * fill(n + 1, place, day.wishes[0], offered);
        if (yes > 0) later += yes * fill(n + 1, place + 1, day.wishes[1], offered);
      }
      const worth = stays[move] * later - costs[move];
      worths[n][4 * at + move] = worth;
      if (worth > best) best = worth;
    }
    return best;
  };
  fill(0, 0, Float64Array.from(rules.prior), 0);
  return worths;
}

/** @param {...number} moves day by day; the last ever after */
const always =
  (...moves) =>
  (/** @type {State} */ state) =>
    moves[Math.min(state.length, moves.length - 1)];

/** @param {number} looked @param {number} not */
const afterALook = (looked, not) => (/** @type {State} */ state) => {
  if (!state.length) return LEAVE;
  return state[state.length - 1][1] ? looked : not;
};

/** Rules of thumb, by the names that the model in Python gives them. */
const THUMBS = {
  "Remind who did not look": afterALook(LEAVE, REMIND),
  "Remind daily": always(REMIND),
  "Nothing, then 10 %, then 30 %": always(LEAVE, LEAVE, TEN, TEN, THIRTY),
  "10 % daily": always(TEN),
  Never: always(LEAVE),
  "30 % to who looked": afterALook(THIRTY, LEAVE),
  "30 % on the first day": always(THIRTY, LEAVE),
};

/**
 * What comes of a day in one hand. The wish is hidden, and follows from the rolls and
 * moves of the days before.
 * @param {Rules} rules
 * @returns {(state: State, move: number, roll: Roll) => Drawn}
 */
function drawing(rules) {
  /** @param {number} wish @param {number} move @param {number} day @param {Roll} roll */
  const raised = (wish, move, day, roll) =>
    move === REMIND && (wish === 1 || wish === 2) && roll(day, "lift") < rules.lift
      ? wish + 1
      : wish;
  /** @param {State} state @param {Roll} roll */
  const wishAfter = (state, roll) => {
    let [wish, left] = [0, roll(0, "wish") - rules.prior[0]];
    while (left >= 0 && wish < 3) left -= rules.prior[++wish];
    for (const [day, [move]] of state.entries()) {
      wish = raised(wish, move, day, roll);
      if (wish && roll(day, "fade") < rules.fade) wish--;
    }
    return wish;
  };
  return (state, move, roll) => {
    const day = state.length;
    const paid = move === REMIND ? -rules.reminderCost : 0;
    if (move === REMIND && roll(day, "unsub") < rules.unsub) {
      return { gain: paid, next: null, what: "unsubscribed" };
    }
    const wish = raised(wishAfter(state, roll), move, day, roll);
    const before = state.some(([made]) => made >= TEN);
    const times = before ? (move < TEN ? rules.wait : rules.tired) : 1;
    if (roll(day, "buy") < times * rules.buys[Math.max(0, move - 1)][wish]) {
      return { gain: paid + rules.margin[move], next: null, what: "bought" };
    }
    const looked = roll(day, "look") < rules.look[wish] ? 1 : 0;
    /** @type {State} */
    const next = [...state, [move, looked]];
    const what = looked ? "looked" : "not looked";
    return { gain: paid, next: next.length < rules.days ? next : null, what };
  };
}

/** The game: what may be done, what may come of it, what it is worth. */
export function game(rules = RULES, solved = table(rules)) {
  const { buying, looking } = makeDays(rules);
  /** @param {State} state */
  const worths = (state) => {
    const at = state.reduce((sum, [move, looked]) => 8 * sum + 2 * move + looked, 0);
    return [...solved[state.length].subarray(4 * at, 4 * at + 4)];
  };
  /** @param {State} state @param {number} move @returns {Day} */
  const dayOf = (state, move) => {
    const day = newDay();
    let known = Float64Array.from(rules.prior);
    let before = 0;
    for (const [made, looked] of [...state, [move, 0]]) {
      buying(known, made, before, day);
      looking(made, before, day);
      known = Float64Array.from(day.wishes[looked]);
      before = offeredBy(before, made);
    }
    return day;
  };
  /** @param {State} state @param {number} move @returns {Outcome[]} */
  const outcomes = (state, move) => {
    const { bought, seen } = dayOf(state, move);
    const gone = move === REMIND ? rules.unsub : 0;
    const paid = move === REMIND ? -rules.reminderCost : 0;
    /** @type {Outcome[]} */
    const found = [
      { chance: gone, gain: paid, next: null },
      { chance: (1 - gone) * bought, gain: paid + rules.margin[move], next: null },
    ];
    for (const looked of [0, 1]) {
      /** @type {State} */
      const next = [...state, [move, looked]];
      const goesOn = next.length < rules.days;
      found.push({
        chance: (1 - gone) * seen[looked],
        gain: paid,
        next: goesOn ? next : null,
      });
    }
    return found.filter(({ chance }) => chance > 0);
  };
  return {
    /** @type {State} */
    start: [],
    thumbs: THUMBS,
    outcomes,
    draw: drawing(rules),
    /** How likely each wish is after all that was seen. @param {State} state */
    known: (state) => {
      const last = state.at(-1);
      return last ? [...dayOf(state.slice(0, -1), last[0]).wishes[last[1]]] : rules.prior;
    },
    moves: () => MOVES,
    /** @param {State} state */
    worth: (state) => Math.max(...worths(state)),
    /** @param {State} state @param {number} move */
    worthOf: (state, move) => worths(state)[move],
  };
}
