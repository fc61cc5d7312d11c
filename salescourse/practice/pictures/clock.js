// Where a picture stands on its way from the first stop to the last.

/**
 * The step after a stop: the next one, or the first again after the last.
 * @param {number[]} steps rising stops
 * @param {number} at
 */
export const nextStep = (steps, at) => steps.find((step) => step > at) ?? steps[0];

/**
 * @param {number} last the last stop; the first is 0
 * @param {number} seconds how long it takes to play from the first to the last
 */
export function makeClock(last, seconds) {
  let place = 0;
  return {
    running: false,
    get stop() {
      return Math.floor(place);
    },
    get ended() {
      return place >= last;
    },
    /** @param {number} stop */
    set(stop) {
      place = Math.min(Math.max(stop, 0), last);
    },
    /** @param {number} ms that have passed while it ran */
    pass(ms) {
      this.set(place + (ms * last) / (1000 * seconds));
      if (this.ended) this.running = false;
    },
  };
}
