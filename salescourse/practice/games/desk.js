// The desk at which a hand is played: who stands how, the moves, and what each gave away.

import { h, put } from "../js/elements.js";
import { fill } from "../js/words.js";
import { ranked } from "./hand.js";

const LITTLE = 0.05;

/** What a move gave away, in words of the story. */
export function costOf({ labels, scene, amount }, turn) {
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
function cardOf({ move, name, title, picture, lines, spoken = [], primary }, choose) {
  const text = h(
    "span",
    { class: "sc-card-text" },
    h("b", {}, title),
    ...lines.map((line) => h("span", {}, line)),
  );
  const look = `sc-move${primary ? " sc-ask" : ""}`;
  if (move === null) return h("div", { class: `${look} sc-done` }, picture, text);
  const about = { type: "button", class: look, "data-move": move, onclick: () => choose(move) };
  const said = name === title ? null : [name, ...spoken, ...lines].join(". ");
  return h("button", { ...about, "aria-label": said }, picture, text);
}

function makeAnswer(view) {
  const { labels } = view;
  const said = h("p", { class: "sc-said", role: "status" });
  const cost = h("p", { class: "sc-cost" });
  const why = h("div");
  const fold = h("details", { class: "sc-why" }, h("summary", {}, labels.why), why);
  return {
    node: h("div", { class: "sc-answer" }, said, fold),
    draw() {
      const turn = view.hand.turns.at(-1);
      fold.hidden = !turn;
      fold.open = false;
      put(said, { "data-cost": turn ? (turn.givenAway < LITTLE ? "none" : "some") : null });
      if (!turn) {
        said.textContent = labels.firstMove;
        return;
      }
      cost.textContent = costOf(view, turn);
      said.replaceChildren(h("span", {}, view.scene.tell(turn)), " ", h("b", {}, cost.textContent));
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
  const sofar = h("p", { class: "sc-sofar" });
  const place = h("div", { class: "sc-place" });
  const cards = h("div", { class: "sc-moves" });
  const answer = makeAnswer(view);
  const board = h("div", { class: "sc-board" }, rules.node, place, answer.node, cards, sofar);
  let focus = null;
  const choose = (move) => {
    focus = move;
    view.move(move);
  };
  function score() {
    const { givenAway, earned } = view.hand;
    const pairs = [
      [labels.sofar, view.amount(givenAway)],
      [labels.earned, view.amount(earned)],
    ];
    sofar.replaceChildren(...pairs.map(([word, n]) => h("span", {}, `${word} `, h("b", {}, n))));
  }
  return {
    node: h("div", { class: "sc-desk" }, thinking, board),
    think() {
      thinking.hidden = false;
      board.hidden = true;
    },
    draw() {
      const { state, turns } = view.hand;
      thinking.hidden = true;
      board.hidden = false;
      rules.draw(view.scene.rules(), turns.length === 0 && view.record.last() === null);
      place.hidden = state === null;
      place.replaceChildren(view.scene.place(view.hand));
      const choices = state === null ? [] : view.scene.choices(state, turns);
      cards.replaceChildren(...choices.map((one) => cardOf(one, choose)));
      answer.draw();
      score();
    },
    // The focus stays with the move that was made, or goes to the first there is.
    tell() {
      const to = cards.querySelector(`[data-move="${focus}"]`) ?? cards.querySelector("button");
      to?.focus({ preventScroll: true });
    },
  };
}
