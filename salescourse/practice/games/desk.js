// The desk at which a hand is played: who stands how, the moves, and what each gave away.

import { h, put } from "../js/elements.js";
import { fill } from "../js/words.js";
import { isForced, ranked } from "./hand.js";
import { patch } from "./patch.js";

const LITTLE = 0.05;

/** What a move gave away, in words of the story. */
export function costOf({ labels, scene, game, amount }, turn) {
  if (isForced(game, turn.state)) return labels.forced;
  if (turn.givenAway === 0) return labels.nothing;
  if (turn.givenAway < LITTLE) return labels.hardly;
  return fill(labels.cost, { cost: amount(-turn.givenAway), why: scene.because(turn) });
}

// The two best moves of a state beside each other, and the one that was made.
function whyOf({ labels, game, scene, amount }, { state, move }) {
  const all = ranked(game, state);
  const shown = all.slice(0, 2);
  const own = all.find((one) => one.move === move);
  if (!shown.includes(own)) shown.push(own);
  const lines = shown.map((one) =>
    h(
      "li",
      { class: one === own ? "sc-own" : "" },
      fill(one === own ? labels.didThat : labels.worthThen, {
        move: scene.moveName(one.move, state),
        worth: amount(one.worth),
      }),
    ),
  );
  return [h("ul", {}, ...lines), h("p", { class: "sc-notice" }, labels.whyNote)];
}

// A move as a card to press, or what cannot be chosen now as one that lies there.
function cardOf({ move, name, title, picture, lines, spoken = [], primary }) {
  const text = h(
    "span",
    { class: "sc-card-text" },
    h("b", {}, title),
    ...lines.map((line) => h("span", {}, line)),
  );
  const look = `sc-move${primary ? " sc-ask" : ""}`;
  if (move === null) return h("div", { class: `${look} sc-done` }, picture, text);
  const about = { type: "button", class: look, "data-move": move };
  const said = name === title ? null : [name, ...spoken, ...lines].join(". ");
  return h("button", { ...about, "aria-label": said }, picture, text);
}

function makeAnswer(view) {
  const { labels } = view;
  const said = h("p", { class: "sc-said", role: "status" });
  const why = h("div");
  const fold = h("details", { class: "sc-why" }, h("summary", {}, labels.why), why);
  const node = h("div", { class: "sc-answer" }, said, fold);
  return {
    node,
    draw() {
      const turn = view.hand.turns.at(-1);
      put(fold, { inert: !turn, open: false });
      const cost = turn && (turn.givenAway < LITTLE ? "none" : "some");
      put(node, { "data-cost": cost, "data-over": view.hand.state === null });
      if (!turn) {
        said.textContent = labels.firstMove;
        return;
      }
      // New nodes even where the words are the same: else nobody would hear them again.
      const told = h("span", {}, view.scene.tell(turn));
      said.replaceChildren(told, " ", h("b", {}, costOf(view, turn)));
      why.replaceChildren(...whyOf(view, turn));
    },
  };
}

function rulesFold(labels) {
  const list = h("ul");
  const node = h("details", { class: "sc-rules-fold" }, h("summary", {}, labels.rulesHead), list);
  return {
    node,
    // Open for who has never played.
    draw(sentences, fresh) {
      list.replaceChildren(...sentences.map((one) => h("li", {}, one)));
      if (fresh) node.open = true;
    },
  };
}

export function makeDesk(view) {
  const { labels } = view;
  const thinking = h("p", { class: "sc-thinking", role: "status" }, labels.thinking);
  const rules = rulesFold(labels);
  const place = h("div", { class: "sc-place" });
  const sofar = h("p", { class: "sc-sofar" });
  const cards = h("div", { class: "sc-moves" });
  const past = h("div", { class: "sc-past" });
  const answer = makeAnswer(view);
  const parts = [rules.node, place, sofar, answer.node, cards, past];
  const board = h("div", { class: "sc-board" }, ...parts);
  let focus = null;
  cards.addEventListener("click", ({ target }) => {
    const chosen = target.closest("button[data-move]");
    if (!chosen) return;
    focus = Number(chosen.dataset.move);
    view.move(focus);
  });
  function score() {
    const { givenAway, luck, earned } = view.hand;
    const pairs = [
      [labels.sofar, view.amount(givenAway)],
      [labels.luck, view.signed(luck)],
      [labels.earned, view.amount(earned)],
    ];
    patch(
      sofar,
      pairs.map(([word, n]) => h("span", {}, `${word} `, h("b", {}, n))),
    );
  }
  return {
    node: h("div", { class: "sc-desk" }, thinking, board),
    think() {
      thinking.hidden = false;
      board.hidden = true;
      focus = null;
    },
    draw() {
      const { state, turns } = view.hand;
      thinking.hidden = true;
      board.hidden = false;
      rules.draw(view.scene.rules(), turns.length === 0 && view.record.last() === null);
      place.hidden = sofar.hidden = past.hidden = state === null;
      patch(place, [view.scene.place(view.hand)]);
      const choices = state === null ? [] : view.scene.choices(state, turns);
      patch(cards, choices.map(cardOf));
      answer.draw();
      score();
      patch(past, [view.scene.past?.(view.hand)].filter(Boolean));
    },
    // The focus stays with the move that was made, or goes to the first there is.
    tell() {
      if (cards.contains(document.activeElement)) return;
      const to = cards.querySelector(`[data-move="${focus}"]`) ?? cards.querySelector("button");
      to?.focus({ preventScroll: true });
    },
  };
}
