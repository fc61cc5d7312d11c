// How far a guess lies from the model where it was asked.

/** @typedef {ReturnType<typeof import("../js/units.js").unitsOf>} Units */
/**
 * @typedef {object} View
 * @property {{ predict: number[] }} spec
 * @property {{ y: Units }} units
 * @property {{ guesses: number[] }} state
 * @property {import("./scales.js").Scales} scales
 */

/**
 * What was guessed, what the model says there, and what lies between: between the
 * numbers as they are shown, so that whoever subtracts them agrees.
 * @param {View} view @param {number} n which guess
 */
export function missOf({ spec, units, state, scales }, n) {
  const said = state.guesses[n];
  const truth = scales.valueAt(0, spec.predict[n], scales.started);
  const [guess, answer] = [units.y.text(said), units.y.text(truth)];
  if (truth === null) return { truth, guess, answer, off: "", which: "gap" };
  const off = units.y.off(Math.abs(units.y.round(said) - units.y.round(truth)));
  const side = said > truth ? "high" : "low";
  return { truth, guess, answer, off, which: guess === answer ? "right" : side };
}
