// The committee as one plays it: faces with what is known of each.

import { h } from "../js/elements.js";
import { fill, plural } from "../js/words.js";
import { capital, faceIn } from "./faces.js";
import { weeksOf } from "./weeks.js";

const ASK = -1;
const [NEVER, AGAINST] = [-2, -1];
// A difference that is seen in whole percent.
const CLEAR = 0.02;

// The mouth of a stranger says nothing.
const faceOf = (chance, known) =>
  known === NEVER
    ? faceIn(chance, 0.5, "unmet")
    : known === AGAINST
      ? faceIn(chance, 0, "cold")
      : faceIn(chance, chance, "met");

const countOf = (pattern, n) => fill(plural(pattern, n), { n });

function knownOf({ labels, rules }, known) {
  if (known === NEVER) return labels.never;
  if (known === AGAINST) return labels.against;
  if (known === 0) return labels.now;
  if (known >= rules.memoryWeeks) return fill(labels.longAgo, { n: known });
  return countOf(labels.ago, known);
}

function tellOf({ labels, names }, { state, move, what }) {
  if (move === ASK && what !== "signed") return fill(labels.refused, { Who: capital(names[what]) });
  if (move === ASK || what === "dead") return labels[what];
  const before = state[0][move];
  const met = before === NEVER ? "new" : before === AGAINST ? "no" : "yes";
  const says = {
    yes: { new: "yes", no: "cameRound", yes: "stillYes" },
    no: { new: "no", no: "stillNo", yes: "cooled" },
  }[what][met];
  return fill(labels[says], { Who: capital(names[move]) });
}

// Why another move was better: by what a meeting would have done, where that tells it.
function becauseOf({ labels, names, game, percent }, { state: [known], move, best }) {
  const asked = best === ASK ? "becauseAsk" : move === ASK && "becauseEarly";
  if (asked) return fill(labels[asked], { n: percent(game.odds(known)) });
  const [now, later] = [move, best].map((who) => [
    game.chance(who, known[who]),
    game.yes(who, known),
  ]);
  const words = { who: names[best], other: names[move] };
  if (later[1] - later[0] > now[1] - now[0] + CLEAR) {
    const [from, to] = later.map(percent);
    const [low, high] = now.map(percent);
    return fill(labels.becauseMore, { ...words, from, to, low, high });
  }
  if (known[best] === NEVER && known[move] === NEVER) {
    const easier = later[1] > now[1];
    const [to, high] = [later[1], now[1]].map(percent);
    return fill(labels[easier ? "becauseEasier" : "becauseHarder"], { ...words, to, high });
  }
  const says =
    known[best] === NEVER
      ? "becauseNever"
      : known[best] === AGAINST
        ? "becauseAgainst"
        : known[best] === 0
          ? "becauseNow"
          : "becauseCooled";
  return fill(labels[says], words);
}

export function scene(view) {
  const { labels, names, rules, game, percent, number } = view;
  const ask = (state) => ({
    move: ASK,
    primary: true,
    name: labels.ask,
    title: labels.ask,
    picture: null,
    lines: [fill(labels.askAbout, { n: percent(game.odds(state[0])) })],
  });
  const person = ([known, week], who) => {
    const chance = game.chance(who, known[who]);
    const inTime = week < rules.weeks;
    return {
      move: inTime ? who : null,
      name: fill(labels.meet, { who: names[who] }),
      title: capital(names[who]),
      picture: h(
        "span",
        { class: "sc-face-of" },
        faceOf(chance, known[who]),
        h("span", {}, percent(chance)),
      ),
      spoken: [fill(labels.isFor, { n: percent(chance) })],
      lines: [
        knownOf(view, known[who]),
        inTime && fill(labels.willBe, { n: percent(game.yes(who, known)) }),
      ].filter((one) => one),
    };
  };
  const facts = {
    ...Object.fromEntries(
      ["fade", "lift", "lostPerWeek"].map((name) => [name, percent(rules[name])]),
    ),
    value: number(rules.value),
    meetingCost: number(rules.meetingCost),
  };
  return {
    rules: () => labels.rules.map((one) => fill(one, facts)),
    place: ({ turns }) => weeksOf(labels, turns.length, rules.weeks),
    choices: (state) => [...names.map((_, who) => person(state, who)), ask(state)],
    moveName: (move) => (move === ASK ? labels.ask : fill(labels.meet, { who: names[move] })),
    tell: (turn) => tellOf(view, turn),
    because: (turn) => becauseOf(view, turn),
    inShort: ({ move, what }) =>
      fill(labels.short[what] ?? labels.short.refused, { who: names[move] }),
  };
}
