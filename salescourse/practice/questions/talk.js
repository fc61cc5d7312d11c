// How a conversation stands after what was said: the moods of the people, and the day.

import { clamp } from "../js/chart.js";

const CALM = 2; // of cross, worried, calm and glad

/** @typedef {number[][]} Changes for each who it is, and what becomes of them */

/**
 * The step to which a path of replies has led.
 * @param {any} key @param {number[]} path
 * @returns {string}
 */
export const stepAfter = (key, path) =>
  path.reduce((name, at) => key.steps[name][at][0], key.start);

/**
 * What was said, line by line: who spoke, and the moods at that time. A reply of one's own
 * has `at`, its place among those of its step.
 * @param {any} face @param {any} key @param {number[]} path
 */
export function lines(face, key, path) {
  /** @type {number[]} */
  let moods = face.people.map(() => CALM);
  let when = "";
  /** @type {any[]} */
  const said = [];
  /** @param {Changes} changes */
  const set = (changes) => {
    moods = [...moods];
    for (const [who, mood] of changes) moods[who] = mood;
  };
  /** @param {string} html @param {number} who */
  const hear = (html, who) => said.push({ html, who, moods, when });
  /** @param {any} step */
  function enter(step) {
    set(step.moods);
    when = step.when === "" ? when : step.when;
    hear(step.html, step.who);
  }
  for (const [n, at] of path.entries()) {
    const name = stepAfter(key, path.slice(0, n));
    const { choices } = face.steps[name];
    const { html, reply, who, sway, moods: after, when: later } = choices[at];
    enter(face.steps[name]);
    said.push({ html, name, at, moods, when });
    set(sway.map((/** @type {number[]} */ [one, by]) => [one, clamp(moods[one] + by, 0, 3)]));
    set(after);
    when = later === "" ? when : later;
    if (reply) hear(reply, who);
  }
  enter(face.steps[stepAfter(key, path)]);
  return said;
}
