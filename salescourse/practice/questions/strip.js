// The numbered steps above the questions: where one is, and how each of them stands.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { SIGNS } from "./badge.js";

const MANY = 12; // from here on the steps stand in one row that scrolls

/**
 * Where the keys lead along a strip.
 * @param {string} key @param {number} at @param {number} count
 * @returns {number | undefined}
 */
export function along(key, at, count) {
  const last = count - 1;
  /** @type {Record<string, number>} */
  const places = {
    ArrowRight: Math.min(at + 1, last),
    ArrowDown: Math.min(at + 1, last),
    ArrowLeft: Math.max(at - 1, 0),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: last,
  };
  return places[key];
}

const done = (/** @type {string} */ state) => state === "right" || state === "kept";

/**
 * The first question that is still open; if there is none, the first that is not right;
 * if there is none either, -1.
 * @param {string[]} states @param {number} [but] one that does not count
 */
export function unfinished(states, but = -1) {
  const open = states.findIndex((state, at) => at !== but && state === "open");
  return open < 0 ? states.findIndex((state, at) => at !== but && !done(state)) : open;
}

/**
 * Where "Next" leads from a question: the one after it, or back to what is unfinished.
 * @param {string[]} states @param {number} at
 */
export const after = (states, at) => (at + 1 < states.length ? at + 1 : unfinished(states, at));

/** How many are done and how many still open. @param {string[]} states */
export const counted = (states) => ({
  done: states.filter(done).length,
  open: states.filter((state) => state === "open").length,
  of: states.length,
});

/**
 * @param {number} count @param {Record<string, string>} labels
 * @param {(at: number, into: boolean) => void} open
 */
export function makeStrip(count, labels, open) {
  const make = (_, at) => h("button", { type: "button", onclick: () => open(at, true) });
  const steps = Array.from({ length: count }, make);
  let now = 0;
  const keyed = (press) => {
    const to = along(press.key, now, count);
    if (to === undefined) return;
    press.preventDefault();
    open(to, false);
    steps[to].focus();
  };
  const many = count > MANY ? "sc-dots sc-many" : "sc-dots";
  const node = h("ol", { class: many, onkeydown: keyed }, ...steps.map((one) => h("li", {}, one)));
  return {
    node,
    go(at) {
      now = at;
      for (const [n, step] of steps.entries()) {
        step.tabIndex = n === at ? 0 : -1;
        step.ariaCurrent = n === at ? "step" : null;
      }
      node.scrollLeft = steps[at].offsetLeft - node.clientWidth / 2;
    },
    show(states) {
      for (const [at, step] of steps.entries()) {
        const state = states[at];
        step.className = `sc-dot sc-is-${state}`;
        step.replaceChildren(`${at + 1}`, h("span", { "aria-hidden": "true" }, SIGNS[state]));
        step.ariaLabel = `${fill(labels.question, { n: at + 1 })}: ${labels[state]}`;
      }
    },
  };
}
