// A table of one's own: its numbers, and whether there is a game in them.

/**
 * @typedef {object} Field
 * @property {string} name such as `fade`, or `agree.2` for one of several
 * @property {string} label
 * @property {string} format
 * @property {[number, number]} range
 * @property {string} [group]
 * @property {boolean} [whole]
 */

/** A rule that loses less than this leaves nothing to decide. */
const NO_GAME = 0.05;

/**
 * Numbers that fit their fields; null if they are not as many numbers.
 * @param {Field[]} fields
 * @param {unknown} raw
 */
export function clamped(fields, raw) {
  if (!Array.isArray(raw) || raw.length !== fields.length) return null;
  if (!raw.every(Number.isFinite)) return null;
  return fields.map(({ range: [low, top], whole }, at) => {
    const held = Math.min(Math.max(raw[at], low), top);
    return whole ? Math.round(held) : held;
  });
}

/** @param {any} rules @param {string[]} keys */
const valueAt = (rules, keys) => keys.reduce((part, key) => part[key], rules);

/**
 * The fields' numbers in a game's rules.
 * @param {Field[]} fields
 * @param {any} rules
 * @returns {number[]}
 */
export const numbersOf = (fields, rules) =>
  fields.map(({ name }) => valueAt(rules, name.split(".")));

/**
 * A game's rules with other numbers.
 * @template R
 * @param {R} rules
 * @param {Field[]} fields
 * @param {number[]} numbers
 */
export function withNumbers(rules, fields, numbers) {
  /** @type {any} */
  const made = JSON.parse(JSON.stringify(rules));
  for (const [at, { name }] of fields.entries()) {
    const keys = name.split(".");
    const last = String(keys.pop());
    valueAt(made, keys)[last] = numbers[at];
  }
  return /** @type {R} */ (made);
}

/**
 * What a rule of thumb is worth, exactly.
 * @template S
 * @param {{ start: S, outcomes: (state: S, move: number) =>
 *   { chance: number, gain: number, next: S | null }[] }} game
 * @param {(state: S) => number} rule
 */
export function worthBy(game, rule) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @param {S} state @returns {number} */
  const worth = (state) => {
    const name = JSON.stringify(state);
    const known = seen.get(name);
    if (known !== undefined) return known;
    let sum = 0;
    for (const { chance, gain, next } of game.outcomes(state, rule(state)))
      sum += chance * (gain + (next === null ? 0 : worth(next)));
    seen.set(name, sum);
    return sum;
  };
  return worth(game.start);
}

/**
 * Whether anything can be earned, and so lost.
 * @param {any} game
 */
export const hasWorth = (game) => game.worth(game.start) > 1e-9;

/** @type {WeakMap<object, Record<string, number>>} */
const known = new WeakMap();

/**
 * What each rule of thumb loses against the best play, as a share of it.
 * @param {any} game
 * @returns {Record<string, number>}
 */
export function losses(game) {
  const found = known.get(game) ?? counted(game);
  known.set(game, found);
  return found;
}

/** @param {any} game @returns {Record<string, number>} */
function counted(game) {
  const best = game.worth(game.start);
  /** @type {[string, (state: any) => number][]} */
  const thumbs = Object.entries(game.thumbs);
  return Object.fromEntries(thumbs.map(([name, rule]) => [name, 1 - worthBy(game, rule) / best]));
}

/**
 * Whether there is a game: the rule that loses least, and whether that is enough.
 * @param {any} game
 * @param {string[]} lessons rules that a player is to find, and nobody follows before
 */
export function isGame(game, lessons) {
  const worth = game.worth(game.start);
  if (!hasWorth(game)) return { worth, rule: "", loss: 0, game: false };
  const trusted = Object.entries(losses(game)).filter(([name]) => !lessons.includes(name));
  const [rule, loss] = trusted.reduce((least, one) => (one[1] < least[1] ? one : least));
  return { worth, rule, loss, game: loss >= NO_GAME };
}
