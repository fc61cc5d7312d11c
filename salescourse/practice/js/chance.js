// Different numbers for different learners, the same ones for the same learner.

/** @param {string} seed @returns {() => number} a source of numbers from 0 to below 1 */
export function source(seed) {
  let state = 2166136261;
  for (const sign of seed) state = Math.imul(state ^ Number(sign.codePointAt(0)), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The places of options in an order of their own; those that are fixed stay.
 * @param {{ fixed?: boolean }[]} options
 * @param {string} seed
 */
export function shuffled(options, seed) {
  const random = source(seed);
  const mixed = options.map((_, at) => at).filter((at) => !options[at].fixed);
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
  }
  return options.map((option, at) => (option.fixed ? at : Number(mixed.shift())));
}
