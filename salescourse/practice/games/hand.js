// A hand of a game: what chance has in store is fixed by its seed, so that all who play
// the same hand, rules of thumb among them, meet the same people on the same days.
//
// A hand's skill is what its moves gave away, in expectation; the rest is luck. So
// earned = worth of the start - given away + luck.

import { source } from "../js/chance.js";
import { dayOf } from "../js/time.js";

/**
 * @template S
 * @typedef {object} Drawn what came of a move
 * @property {number} gain
 * @property {S | null} next the state that follows; null: the hand is over
 * @property {unknown} what what happened, in the game's own words
 */

/**
 * @template S
 * @typedef {object} Game
 * @property {S} start
 * @property {(state: S) => number[]} moves
 * @property {(state: S) => number} worth
 * @property {(state: S, move: number) => number} worthOf
 * @property {(state: S, move: number, roll: Roll) => Drawn<S>} draw
 * @property {Record<string, (state: S) => number>} thumbs
 */

/**
 * A number from 0 to below 1, always the same for the same step and thing.
 * @typedef {(step: number, thing: string | number) => number} Roll
 */

/**
 * @template S
 * @typedef {object} Turn one move
 * @property {S} state
 * @property {number} move
 * @property {number} best the first of the best moves
 * @property {number} givenAway
 * @property {number} luck
 * @property {number} gain
 * @property {unknown} what
 */

/**
 * @template S
 * @typedef {object} Hand
 * @property {string} seed
 * @property {S | null} state
 * @property {Turn<S>[]} turns
 * @property {number} earned
 * @property {number} givenAway
 * @property {number} luck
 */

/** Two moves whose worths differ by no more are equally good. */
const TIE = 1e-9;

/** @param {string} seed @returns {Roll} */
export const rollOf = (seed) => (step, thing) => source(`${seed}/${step}/${thing}`)();

/**
 * Today's hand of a game: the same for everybody on that day, wherever they are.
 * @param {string} name of the game
 * @param {string | number | Date} at
 * @param {number} offset minutes by which the reader's clock is ahead of UTC
 */
export const seedOfDay = (name, at, offset) => `${name}/${dayOf(at, offset)}`;

/**
 * All moves with their worths, the best first.
 * @template S
 * @param {Game<S>} game
 * @param {S} state
 */
export const ranked = (game, state) =>
  game
    .moves(state)
    .map((move) => ({ move, worth: game.worthOf(state, move) }))
    .sort((one, other) => other.worth - one.worth);

/**
 * The best moves, more than one where they are equally good.
 * @template S
 * @param {Game<S>} game
 * @param {S} state
 */
export function bestMoves(game, state) {
  const all = ranked(game, state);
  const best = all.filter(({ worth }) => worth >= all[0].worth - TIE);
  return best.map(({ move }) => move).sort((one, other) => one - other);
}

/**
 * @template S
 * @param {Game<S>} game
 * @param {string} seed
 * @returns {Hand<S>}
 */
export const newHand = (game, seed) => ({
  seed,
  state: game.start,
  turns: [],
  earned: 0,
  givenAway: 0,
  luck: 0,
});

/**
 * The hand after a move; the one before stays as it was.
 * @template S
 * @param {Game<S>} game
 * @param {Hand<S>} hand
 * @param {number} move
 * @returns {Hand<S>}
 */
export function moved(game, hand, move) {
  const { state, seed } = hand;
  if (state === null) throw new RangeError("over");
  if (!game.moves(state).includes(move)) throw new RangeError(`move:${move}`);
  const { gain, next, what } = game.draw(state, move, rollOf(seed));
  const worth = game.worthOf(state, move);
  const [best] = bestMoves(game, state);
  const gap = game.worth(state) - worth;
  const givenAway = gap > TIE ? gap : 0;
  const luck = gain + (next === null ? 0 : game.worth(next)) - worth;
  return {
    seed,
    state: next,
    turns: [...hand.turns, { state, move, best, givenAway, luck, gain, what }],
    earned: hand.earned + gain,
    givenAway: hand.givenAway + givenAway,
    luck: hand.luck + luck,
  };
}

/**
 * Whether there is nothing to decide.
 * @template S
 * @param {Game<S>} game
 * @param {S} state
 */
export const isForced = (game, state) => game.moves(state).length === 1;

/**
 * The hand after a move and, where there was nothing to decide, after all that follow
 * until there is.
 * @template S
 * @param {Game<S>} game
 * @param {Hand<S>} hand
 * @param {number} move
 */
export function movedOn(game, hand, move) {
  const alone = hand.state !== null && isForced(game, hand.state);
  let later = moved(game, hand, move);
  while (alone && later.state !== null && isForced(game, later.state))
    later = moved(game, later, game.moves(later.state)[0]);
  return later;
}

/**
 * A hand played to its end by a rule.
 * @template S
 * @param {Game<S>} game
 * @param {string} seed
 * @param {(state: S) => number} rule
 */
export function playedBy(game, seed, rule) {
  let hand = newHand(game, seed);
  while (hand.state !== null) hand = moved(game, hand, rule(hand.state));
  return hand;
}

/**
 * The same hand, played by the best moves and by each rule of thumb.
 * @template S
 * @param {Game<S>} game
 * @param {string} seed
 */
export function compared(game, seed) {
  /** @param {S} state */
  const best = (state) => bestMoves(game, state)[0];
  const thumbs = Object.entries(game.thumbs);
  return {
    best: playedBy(game, seed, best),
    thumbs: Object.fromEntries(thumbs.map(([name, rule]) => [name, playedBy(game, seed, rule)])),
  };
}
