// The week as one plays it: deals as faces, warm or cold, in a ring of steps.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { capital, faceIn } from "./faces.js";
import { isForced } from "./hand.js";
import { weeksOf } from "./weeks.js";

const [SIGNED, LOST] = [-1, -2];

// What became of a deal in a week, as the name of a sentence; "" if nothing did.
function changeOf([step, warm], [later, stays], slot) {
  if (step < 0) return "";
  if (later === SIGNED) return "signs";
  if (later === LOST) return "goes";
  if (slot) return later > step ? "stepDone" : "noStep";
  return warm && !stays ? "cools" : "";
}

function tellOf({ labels, names, rules }, { state: [week, deals], move, what }) {
  const order = [move, ...deals.keys()].filter((at, n, all) => all.indexOf(at) === n);
  const over = week + 1 === rules.weeks && what.some(([step]) => step >= 0);
  const said = order.map((at) => {
    const says = changeOf(deals[at], what[at], at === move);
    // Warm or cold, it makes no difference after the last week.
    if (over && (says === "noStep" || says === "cools")) return "";
    const step = labels.steps[deals[at][0]];
    return says && fill(labels[says], { Who: capital(names[at]), step });
  });
  return [...said, over && labels.weeksOver].filter((one) => one).join(" ");
}

// Whether the weeks that are left hold all steps of these deals, if they stay warm.
const suffice = ({ advance, weeks }, [week, deals], those) =>
  those
    .flatMap((at) => advance[at].slice(deals[at][0]))
    .reduce((sum, chance) => sum + 1 / chance, 0) <=
  weeks - week;

// The chance that a deal takes its next step, with the week.
const chanceOf = ({ advance, ifCold }, [step, warm], at) => advance[at][step] * (warm ? 1 : ifCold);

// Why another deal should have had the week.
function becauseOf({ labels, names, rules, number, percent }, { state, move, best }) {
  const [[done, warm], [doneOther, warmOther]] = [best, move].map((at) => state[1][at]);
  const larger = rules.sizes[best] > rules.sizes[move];
  const further = done > doneOther;
  const few = !warmOther && !suffice(rules, state, [best, move]);
  const cold = larger ? "becauseColdLarger" : further ? "becauseColdFurther" : "becauseColdBoth";
  const large = few ? "becauseShort" : "becauseLarger";
  const [p, q] = [best, move].map((at) => chanceOf(rules, state[1][at], at));
  const small = further ? "becauseFurther" : p > q ? "becauseSurer" : "becauseWarm";
  const last = further && done + 1 === rules.advance[best].length;
  const says = !warm
    ? warmOther
      ? "becauseCold"
      : cold
    : last
      ? "becauseLast"
      : larger
        ? large
        : small;
  const [size, less] = [best, move].map((deal) => number(rules.sizes[deal]));
  const words = { who: names[best], other: names[move], size, less };
  const steps = { n: done, m: doneOther, all: rules.advance[best].length };
  return fill(labels[says], { ...words, ...steps, p: percent(p), q: percent(q) });
}

function shortOf({ labels, names }, { state: [, deals], move, what }) {
  const step = deals[move][0];
  const later = what[move][0];
  const says = later === SIGNED ? "signed" : later > step ? "step" : "none";
  return fill(labels.short[says], { who: names[move], step: labels.steps[step] });
}

function cardOf({ labels, names, rules, percent, number }, [step, warm], at, alone) {
  const all = rules.advance[at].length;
  const title = capital(names[at]);
  const size = number(rules.sizes[at]);
  const picture = (done, mood, look) =>
    h(
      "span",
      { class: "sc-face-of" },
      faceIn(done / all, mood, look),
      h("span", {}, fill(labels.done, { n: done, all })),
    );
  if (step < 0) {
    const signed = step === SIGNED;
    const shown = signed ? picture(all, 1, "met") : picture(0, 0, "unmet");
    return {
      move: null,
      title,
      picture: shown,
      lines: [fill(labels[signed ? "wasSigned" : "wasLost"], { size })],
    };
  }
  const chance = chanceOf(rules, [step, warm], at);
  return {
    move: at,
    name: fill(labels.give, { who: names[at] }),
    title,
    picture: picture(step, warm ? 0.9 : 0.1, warm ? "met" : "cold"),
    spoken: [fill(labels.spoken, { n: step, all })],
    lines: [
      fill(labels[warm ? "warm" : "cold"], { size }),
      !warm && !alone && fill(labels.waits, { n: percent(rules.lost) }),
      fill(labels.moves, { step: capital(labels.steps[step]), n: percent(chance) }),
      alone && labels.alone,
    ].filter((one) => one),
  };
}

export function scene(view) {
  const { labels, names, rules, percent } = view;
  const facts = {
    ...Object.fromEntries(["ifCold", "cool", "lost"].map((name) => [name, percent(rules[name])])),
  };
  return {
    rules: () => labels.rules.map((one) => fill(one, facts)),
    place: ({ turns }) => weeksOf(labels, turns.length, rules.weeks),
    choices: (state) => {
      const alone = isForced(view.game, state);
      return state[1].map((deal, at) => cardOf(view, deal, at, alone));
    },
    moveName: (move) => fill(labels.give, { who: names[move] }),
    tell: (turn) => tellOf(view, turn),
    because: (turn) => becauseOf(view, turn),
    inShort: (turn) => shortOf(view, turn),
  };
}
