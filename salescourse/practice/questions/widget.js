// The quiz in a page and in a notebook: one question at a time, or all of them.
//
// Python sends items as plain data with safe HTML, and all words in `labels`. What a
// learner does is an append-only list of events: in a notebook they go to Python through
// the trait `events`, in a page they stay in this browser.

import { button, calm, h } from "../js/elements.js";
import { newEvent, uuid } from "../js/events.js";
import { openStore } from "../js/store.js";
import { digits, fill } from "../js/words.js";
import { makeCard } from "./card.js";
import { learnerSeed, openDrafts } from "./own.js";
import { after, counted, makeStrip, unfinished } from "./strip.js";

const scrollTo = (node) =>
  node.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });

// "Start over", which asks first.
function makeReset(labels, startOver) {
  const again = button(labels.startOver, ask);
  const sure = h(
    "div",
    { class: "sc-sure", hidden: true },
    h("span", {}, labels.sure),
    " ",
    button(labels.yes, reset),
    " ",
    button(labels.no, ask),
  );
  function ask() {
    sure.hidden = !sure.hidden;
    again.hidden = !sure.hidden;
    (sure.hidden ? again : sure.querySelector("button")).focus();
  }
  function reset() {
    startOver();
    ask();
  }
  return {
    nodes: [again, sure],
    offer(begun) {
      again.hidden = !sure.hidden || !begun;
    },
  };
}

function scoreText(cards, states, labels) {
  const graded = cards.filter((card) => card.item.type !== "reflect");
  const points = cards.reduce((sum, card) => sum + card.history().best * card.item.points, 0);
  return fill(labels.score, {
    answered: states.filter((state) => state !== "open").length,
    right: states.filter((state) => state === "right").length,
    of: cards.length,
    total: graded.reduce((sum, card) => sum + card.item.points, 0),
    points: digits(points, labels.locale, { maximumFractionDigits: 1 }),
  });
}

// Which question is shown, and whether all are. Styles hide the others on a screen only.
function makeStage(root, cards, top, labels) {
  const strip = makeStrip(cards.length, labels, open);
  const flip = () => all(root.classList.contains("sc-one"));
  const toggle = button("", flip, "sc-button sc-all");
  function go(at) {
    for (const [n, card] of cards.entries()) card.node.classList.toggle("sc-now", n === at);
    strip.go(at);
  }
  function open(at, into) {
    go(at);
    const one = root.classList.contains("sc-one");
    const { top: y } = top.getBoundingClientRect();
    if (!one) scrollTo(cards[at].node);
    else if (y < 0 || y > innerHeight) scrollTo(top);
    if (into) cards[at].enter();
  }
  function all(show) {
    root.classList.toggle("sc-one", !show);
    toggle.textContent = show ? labels.showOne : labels.showAll;
  }
  toggle.hidden = cards.length < 2;
  all(false);
  // The browser looked for the card that a link names before there was one to be seen.
  function linked() {
    const at = cards.findIndex(({ node }) => node.id === location.hash.slice(1));
    if (at < 0) return false;
    go(at);
    cards[at].node.scrollIntoView();
    return true;
  }
  return { strip, toggle, open, go, linked };
}

function frame(root, stage, cards, line, notice, reset) {
  const end = h("div", { class: "sc-end" }, stage.toggle, ...reset.nodes, line);
  root.append(notice, ...cards.map((card) => card.node), end);
}

function render({ model, el }) {
  const labels = model.get("labels");
  const items = model.get("items");
  const store = openStore(model);
  const line = h("p", { class: "sc-score", "aria-live": "polite" });
  const notice = h("p", { class: "sc-notice", role: "status", hidden: true });
  const cards = [];
  const drafts = openDrafts();
  const context = {
    labels,
    store,
    refresh,
    drafts,
    open: (at, into) => stage.open(at, into),
    seed: learnerSeed(),
    page: uuid().slice(0, 8), // another view, also of the same quiz, has its own
    // In a page, links lead to a question by its id: to the first, where there are two.
    linked: !model.get("kernel"),
  };
  for (const [at, item] of items.entries()) cards.push(makeCard(item, at + 1, context));
  const top = h("nav", { class: "sc-top", "aria-label": labels.quiz, hidden: items.length < 2 });
  const root = h("div", { class: "sc-quiz" }, top);
  const stage = makeStage(root, cards, top, labels);
  top.append(stage.strip.node);
  const begun = () => items.filter((item) => store.log(item.id).length);
  const reset = makeReset(labels, () => {
    store.add(begun().map((item) => newEvent("reset", item.id, item.hash)));
    follow();
    stage.go(0);
  });
  const tell = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
  };
  const states = () => cards.map((card) => card.state());

  function refresh() {
    const now = states();
    const words = model.get("notice") || labels[store.trouble()] || "";
    tell(line, scoreText(cards, now, labels));
    stage.strip.show(now);
    const sum = counted(now);
    const last = fill(sum.open ? labels.stands : labels.standsAll, sum);
    for (const [at, card] of cards.entries()) {
      card.lead(after(now, at), at + 1 < now.length ? "" : last);
    }
    reset.offer(begun().length > 0);
    notice.hidden = !words;
    tell(notice, words);
  }
  function follow() {
    for (const card of cards) card.restore();
    refresh();
  }

  const leave = store.follow(follow);
  refresh();
  frame(root, stage, cards, line, notice, reset);
  el.replaceChildren(root);
  stage.go(Math.max(unfinished(states()), 0));
  if (stage.linked()) location.replace(location.hash);
  addEventListener("hashchange", stage.linked);
  return () => {
    leave();
    removeEventListener("hashchange", stage.linked);
    drafts.close();
  };
}

export default { render };
