// The end of a hand: its score, luck apart, and how others played the same hand.

import { button, h } from "../js/elements.js";
import { digits, fill, plural } from "../js/words.js";
import { capital } from "./faces.js";
import { bestMoves, compared } from "./hand.js";
import { packed } from "./link.js";
import { hasWorth, losses } from "./table.js";

const LITTLE = 0.05;
const SHOWN = 5;

const table = (look, label, head, rows) =>
  h(
    "div",
    { class: "sc-scroll", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      { class: look },
      h("thead", {}, h("tr", {}, ...head.map((word) => h("th", { scope: "col" }, word)))),
      h("tbody", {}, ...rows),
    ),
  );

// The score, and how it makes up what was earned: worth - given away + luck.
function verdict({ labels, hand, game, amount, signed }) {
  const { givenAway, luck, earned } = hand;
  const score = fill(labels.score, { cost: amount(givenAway) });
  const sums = [
    [labels.worthAll, amount(game.worth(game.start))],
    [labels.youGave, signed(-givenAway)],
    [labels.chance, signed(luck)],
    [labels.youEarned, amount(earned)],
  ];
  const rows = sums.map(([word, n]) =>
    h("tr", {}, h("th", { scope: "row" }, word), h("td", {}, n)),
  );
  return [
    h("p", { class: "sc-score" }, givenAway < LITTLE ? labels.perfect : score),
    h("table", { class: "sc-sum", "aria-label": labels.adds }, h("tbody", {}, ...rows)),
  ];
}

// You, the best play and the rules of thumb, on the same hand.
function opponents(view, played) {
  const { labels, amount, hand, game } = view;
  const lost = losses(game);
  // Of nothing there is no share.
  const percent = hasWorth(game) ? view.percent : () => "–";
  const row = (who, one, share, own = false) =>
    h(
      "tr",
      { class: own ? "sc-own" : "" },
      h("th", { scope: "row" }, who),
      h("td", {}, amount(one.earned)),
      h("td", {}, amount(one.givenAway)),
      h("td", {}, share),
    );
  // What the large hand teaches is none of a first hand's rules.
  const known = view.deal.level === "first" ? view.play.lessons : [];
  const rules = Object.entries(played.thumbs)
    .filter(([name]) => !known.includes(name))
    .sort(([one], [other]) => lost[one] - lost[other])
    .map(([name, one]) => row(labels.thumbs[name], one, percent(lost[name])));
  const rows = [
    row(labels.you, hand, "", true),
    row(labels.best, played.best, percent(0)),
    ...rules,
  ];
  return table(
    "sc-counted",
    labels.opponents,
    [labels.who, labels.earns, labels.gives, labels.loses],
    rows,
  );
}

// The learner's moves and the best ones, week by week.
function byMove({ labels, amount, hand, scene }, { best }) {
  const all = Math.max(hand.turns.length, best.turns.length);
  const cell = (turn) => (turn ? capital(scene.inShort(turn)) : "–");
  const rows = Array.from({ length: all }, (_, n) => {
    const [own, other] = [hand.turns[n], best.turns[n]];
    const cost = own && own.givenAway >= LITTLE && h("b", {}, ` ${amount(-own.givenAway)}`);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, String(n + 1)),
      h("td", {}, cell(own), cost),
      h("td", {}, cell(other)),
    );
  });
  return table("sc-by-move", labels.byMove, [labels.step, labels.yours, labels.best], rows);
}

// How a hand goes to others: as a link, or in a notebook as a call.
function sharing(view) {
  const { labels, play } = view;
  const said = h("p", { class: "sc-notice sc-shared", role: "status" });
  if (view.kernel) {
    const { level, seed } = view.deal;
    if (level !== "hand" || seed.includes("/")) return [];
    const call = `play("${play.name}", hand="${seed}")`;
    return [h("p", { class: "sc-notice" }, fill(labels.inKernel, { call }))];
  }
  async function copy() {
    const link = location.href.split("#")[0] + packed(play.name, view.deal);
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = labels.copied;
    } catch {
      said.replaceChildren(labels.uncopied, h("code", {}, link));
    }
  }
  return [button(labels.link, copy), said];
}

function past({ labels, record, amount }) {
  const scores = record.scores();
  if (scores.length < 2) return null;
  const n = digits(scores.length, labels.locale, {});
  const hands = fill(plural(labels.handsSay, scores.length), { n });
  const list = scores.slice(-SHOWN).map(amount).join(" · ");
  return h("p", { class: "sc-notice" }, fill(labels.handsMean, { hands, list }));
}

// A lesson holds for the numbers it was learned from; of others it is said what they give.
function homeOf({ labels, deal, game, percent, scene }) {
  if (deal.level === "first") return labels.takeHomeFirst || labels.takeHome;
  if (deal.level === "hand") return labels.takeHome;
  const begins = bestMoves(game, game.start).map((move) =>
    fill(labels.quoted, { move: scene.moveName(move, game.start) }),
  );
  const first = fill(labels.homeBegins, { move: begins.join(labels.or) });
  if (!hasWorth(game)) return labels.noWorth;
  const [rule, loss] = Object.entries(losses(game)).sort(([, one], [, other]) => one - other)[0];
  const best = fill(labels.homeRule, {
    rule: labels.thumbs[rule],
    loss: percent(Math.max(loss, 0)),
  });
  return `${best} ${first}`;
}

export function makeEnding(view) {
  const { labels } = view;
  const title = h("h3", { tabindex: "-1" }, labels.over);
  const node = h("div", { class: "sc-ending", hidden: true });
  return {
    node,
    hide: () => (node.hidden = true),
    focus: () => title.focus(),
    show() {
      const played = compared(view.game, view.deal.seed);
      const [share, said] = sharing(view);
      const again = button(labels.again, () => view.goOn(view.deal));
      const next = view.levels.next();
      node.replaceChildren(
        title,
        ...verdict(view),
        h("p", { class: "sc-home" }, h("b", {}, labels.home), " ", homeOf(view)),
        h("h4", {}, labels.opponents),
        opponents(view, played),
        h("h4", {}, labels.byMove),
        byMove(view, played),
        h("div", { class: "sc-row" }, next, again, ...(share ? [share] : [])),
        ...[said, past(view)].filter((one) => one),
      );
      node.hidden = false;
    },
  };
}
