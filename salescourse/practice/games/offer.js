// The offer as one plays it: a customer whose wish is hidden, and what they let one see.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { faceIn } from "./faces.js";
import { weeksOf } from "./weeks.js";

const REMIND = 1;
// Where the wish is likelier gone than not.
const LITTLE = 0.5;
const MOST_WISH = 3;

// The days so far, each with what was done and whether they looked.
function historyOf({ labels }, state) {
  if (!state?.length) return null;
  const days = state.map(([move, looked]) =>
    h(
      "li",
      { class: looked ? "sc-saw" : "" },
      h("b", {}, labels.made[move]),
      h("span", {}, labels.saw[looked]),
    ),
  );
  return h(
    "div",
    {},
    h("p", {}, labels.history),
    h("ol", { class: "sc-history", "aria-label": labels.history }, ...days),
  );
}

// What can be known of the wish: a face, and how likely each wish is.
function wishOf({ labels, game, percent }, state) {
  const known = game.known(state);
  const mean = known.reduce((sum, chance, wish) => sum + chance * wish, 0) / MOST_WISH;
  const rows = known.map((chance, wish) => {
    const bar = h("i");
    bar.style.width = `${100 * chance}%`;
    return h(
      "li",
      {},
      h("span", {}, labels.wishes[wish]),
      h("span", { class: "sc-likely", "aria-hidden": "true" }, bar),
      h("span", {}, percent(chance)),
    );
  });
  return h(
    "div",
    { class: "sc-wish" },
    h("span", { class: "sc-face-of" }, faceIn(mean, mean, "met")),
    h("div", {}, h("p", {}, labels.know), h("ul", {}, ...rows)),
  );
}

// The chance that they buy.
const buysOf = (game, state, move) =>
  game
    .outcomes(state, move)
    .filter(({ next, gain }) => next === null && gain > 0)
    .reduce((most, { chance }) => Math.max(most, chance), 0);

function cardOf(view, state, move) {
  const { labels, game, rules, percent, number } = view;
  const words = { n: percent(buysOf(game, state, move)), margin: number(rules.margin[move]) };
  const ends = move === REMIND && fill(labels.ends, { n: percent(rules.unsub) });
  const title = labels.moves[move];
  return {
    move,
    name: title,
    title,
    picture: null,
    lines: [fill(labels.buys, words), ends].filter((one) => one),
  };
}

// Why another move was better, by what was done before and what is known of the wish.
function becauseOf({ labels, game, percent }, facts, { state, best, move }) {
  const reminded = state.some(([done]) => done === REMIND);
  if (best === REMIND && move > REMIND && reminded) return labels.becauseMore;
  if (best > REMIND && move <= REMIND && game.known(state)[0] > LITTLE) return labels.becauseLittle;
  const [chance, own] = [best, move].map((one) => percent(buysOf(game, state, one)));
  return fill(labels.because[best][move], { ...facts, best: chance, own });
}

function tellOf({ labels, rules }, { state, what }) {
  const over = state.length + 1 === rules.days && /looked/.test(what);
  return over ? `${labels[what]} ${labels.daysOver}` : labels[what];
}

export function scene(view) {
  const { labels, rules, percent, number, game } = view;
  const [full, , ten, thirty] = rules.margin.map(number);
  const shares = ["fade", "lift", "unsub", "wait", "tired"];
  const facts = {
    ...Object.fromEntries(shares.map((name) => [name, percent(rules[name])])),
    ...{ full, ten, thirty },
    reminderCost: number(rules.reminderCost),
  };
  const place = ({ state, turns }) =>
    h("div", {}, weeksOf(labels, turns.length, rules.days), state && wishOf(view, state));
  return {
    rules: () => labels.rules.map((one) => fill(one, facts)),
    place,
    past: ({ state }) => historyOf(view, state),
    choices: (state) => game.moves(state).map((move) => cardOf(view, state, move)),
    moveName: (move) => labels.moves[move],
    tell: (turn) => tellOf(view, turn),
    because: (turn) => becauseOf(view, facts, turn),
    inShort: ({ move, what }) => fill(labels.short[what], { made: labels.made[move] }),
  };
}
