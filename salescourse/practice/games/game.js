// A game against the best possible play: which hand is dealt, its moves, what is kept.

import { button, h, put } from "../js/elements.js";
import { newEvent, uuid } from "../js/events.js";
import { keptLine } from "../js/kept.js";
import { openStore } from "../js/store.js";
import { dateText, dayOf, offsetHere } from "../js/time.js";
import { digits, fill } from "../js/words.js";
import { makeDesk } from "./desk.js";
import { makeEnding } from "./ending.js";
import { moved, movedOn, newHand, seedOfDay } from "./hand.js";
import { sound, unpacked } from "./link.js";
import { makeSolver } from "./solving.js";
import { hasWorth, losses, withNumbers } from "./table.js";
import { makeOwnTable } from "./own_table.js";

const freshSeed = () => uuid().slice(0, 6);
const sameDeal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// A hand as it was kept: its deal, and the moves so far.
const keptIn = ({ answer }, fields) => {
  const deal = sound(answer, fields);
  const moves = Array.isArray(answer?.moves) ? answer.moves.filter(Number.isInteger) : [];
  return deal && { deal, moves: moves.slice(0, 99) };
};

function makeRecord(view) {
  const { store, play } = view;
  const item = `${play.name}-game`;
  const all = () => store.log(item).filter(({ kind }) => kind === "numbers");
  return {
    last() {
      const event = all().at(-1);
      return event ? keptIn(event, play.fields) : null;
    },
    // What each hand that was played to its end gave away, the latest last.
    scores: () =>
      all().flatMap(({ answer, score }) =>
        score !== null && Number.isFinite(answer?.gave) ? [answer.gave] : [],
      ),
    keep() {
      const { hand, game, deal } = view;
      const over = hand.state === null;
      const moves = hand.turns.map(({ move }) => move);
      const gave = over ? { gave: Math.round(hand.givenAway * 1000) / 1000 } : {};
      const share = Math.max(0, 1 - hand.givenAway / game.worth(game.start));
      const score = over && hasWorth(game) ? Math.min(1, share) : null;
      store.add([newEvent("numbers", item, "", { ...deal, moves, ...gave }, score)]);
    },
  };
}

/** @returns {any} */
function viewOf(model, { game, RULES, scene, source }) {
  const [play, labels] = [model.get("play"), model.get("labels")];
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return {
    model,
    play,
    labels,
    RULES,
    kernel: model.get("kernel"),
    uid: `sc-${uuid().slice(0, 8)}`,
    store: openStore(model),
    solver: makeSolver({ game, source }),
    makeScene: scene,
    calls: 0,
    amount: (n) => digits(n, labels.locale, options).replace(/^\u2212(0\D0)$/, "$1"),
    signed: (n) =>
      digits(Math.abs(n) < 0.05 ? 0 : n, labels.locale, { ...options, signDisplay: "exceptZero" }),
    number: (n) => digits(n, labels.locale, { maximumFractionDigits: 2 }),
    percent: (n) =>
      fill(labels.percent, { n: digits(100 * n, labels.locale, { maximumFractionDigits: 0 }) }),
  };
}

// The rules at which a hand is played.
function rulesOf({ RULES, play }, { level, numbers }) {
  if (level === "free") return withNumbers(RULES, play.fields, numbers);
  return { ...RULES, ...play.levels[level].rules };
}

// Deal a hand and play the moves that were made before.
async function deal(view, chosen, moves = []) {
  const call = ++view.calls;
  view.deal = chosen;
  view.rules = rulesOf(view, chosen);
  view.choose();
  view.desk.think();
  view.ending.hide();
  const game = await view.solver(view.rules);
  if (call !== view.calls) return;
  view.game = game;
  const { names } = view.play.levels[chosen.level] ?? view.play.levels.hand;
  view.scene = view.makeScene({ ...view, names });
  view.hand = newHand(game, chosen.seed);
  for (const move of moves) {
    if (view.hand.state === null || !game.moves(view.hand.state).includes(move)) break;
    view.hand = moved(game, view.hand, move);
  }
  view.draw();
  // What the end will ask for, while the player thinks.
  setTimeout(losses, 300, game);
}

function makeLevels(view) {
  const { labels, play } = view;
  const today = () => ({
    level: "hand",
    seed: seedOfDay(play.name, Date.now(), offsetHere()),
    numbers: null,
  });
  const hands = {
    first: () => ({ level: "first", seed: freshSeed(), numbers: null }),
    today,
    another: () => ({ level: "hand", seed: freshSeed(), numbers: null }),
  };
  const buttons = Object.entries(hands).map(([name, made]) =>
    button(labels[name], () => {
      view.own.hide();
      deal(view, made());
    }),
  );
  const own = button(labels.free, () => view.own.toggle());
  put(own, { "aria-expanded": "false" });
  const note = h("p", { class: "sc-notice" });
  const node = h("div", { class: "sc-levels", role: "group", "aria-label": labels.levels });
  node.append(...buttons, own);
  return {
    node,
    note,
    first: hands.first,
    // Where a hand leads: from a first one to today's, from today's to others.
    next() {
      const { level } = view.deal;
      const name = level === "first" ? "today" : "another";
      const made = level === "free" ? () => ({ ...view.deal, seed: freshSeed() }) : hands[name];
      const label = level === "first" ? labels.onToToday : labels.another;
      return button(label, () => view.goOn(made()), "sc-button sc-primary");
    },
    expanded(open) {
      put(own, { "aria-expanded": String(open) });
      this.show(open);
    },
    show(setting = false) {
      const { level } = view.deal;
      const isToday = sameDeal(view.deal, today());
      const words = level === "hand" ? (isToday ? "day" : "new") : level;
      const day = dateText(dayOf(Date.now(), offsetHere()), labels.locale);
      const says = setting ? "ownTable" : view.sent ? "sentHand" : `${words}Hand`;
      note.textContent = fill(labels[says], { day });
      const at = setting ? 3 : { first: 0, hand: isToday ? 1 : 2, free: 3 }[level];
      for (const [n, one] of [...buttons, own].entries())
        put(one, { "aria-pressed": n < 3 ? String(n === at) : null });
      own.classList.toggle("sc-chosen", at === 3);
    },
  };
}

// The hand that a link or a call of `play` names; null if there is none.
const sentTo = ({ kernel, play }) =>
  kernel
    ? sound({ level: "hand", seed: play.hand, numbers: null }, play.fields)
    : unpacked(play.name, play.fields, location.hash);

function actions(view) {
  Object.assign(view, {
    choose() {
      view.sent = sameDeal(view.deal, sentTo(view));
      view.levels.show();
    },
    draw() {
      view.desk.draw();
      if (view.hand.state === null) view.ending.show();
      else view.ending.hide();
    },
    move(move) {
      view.hand = movedOn(view.game, view.hand, move);
      view.record.keep();
      view.draw();
      view.desk.tell();
      if (view.hand.state === null) view.ending.focus();
    },
    // From the end of a hand or from a table to the next, with the focus on its first move.
    async goOn(chosen) {
      view.own.hide();
      await deal(view, chosen);
      view.desk.tell();
      view.desk.node.scrollIntoView({ block: "start" });
    },
  });
}

function render(of, { model, el }) {
  const view = viewOf(model, of);
  const { labels, play } = view;
  actions(view);
  view.record = makeRecord(view);
  view.levels = makeLevels(view);
  view.own = makeOwnTable(view);
  view.desk = makeDesk(view);
  view.ending = makeEnding(view);
  const kept = keptLine(model, view.store, labels);
  el.replaceChildren(
    h(
      "section",
      { class: `sc-fields sc-game sc-of-${play.name}`, "aria-label": play.title },
      h("p", { class: "sc-story" }, h("strong", {}, play.title), " ", play.intro),
      view.levels.node,
      view.levels.note,
      view.own.node,
      view.desk.node,
      view.ending.node,
      kept.node,
    ),
  );
  const [sent, last] = [sentTo(view), view.record.last()];
  const goesOn = last && (!sent || sameDeal(last.deal, sent));
  if (goesOn) deal(view, last.deal, last.moves);
  else deal(view, sent ?? view.levels.first());
  kept.tell();
  const leave = view.store.follow(kept.tell);
  const another = () => {
    const now = sentTo(view);
    if (now && !sameDeal(now, view.deal)) deal(view, now);
  };
  addEventListener("hashchange", another);
  return () => {
    removeEventListener("hashchange", another);
    view.calls++;
    leave();
  };
}

/** The widget of a game with its solution and its scene. */
export const gameOf = (of) => ({ render: (place) => render(of, place) });
