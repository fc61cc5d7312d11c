// An explorer: guess first, then see the model's answer and move it.
// Python worked out every number beforehand; here they are looked up and drawn.
// Text only ever enters the page as text, never as markup.

import { button, followWidth, h } from "../js/elements.js";
import { newEvent, standing, uuid } from "../js/events.js";
import { openStore } from "../js/store.js";
import { unitsOf } from "../js/units.js";
import { fill } from "../js/words.js";
import { chartOf } from "./chart.js";
import { makeGuessing } from "./guessing.js";
import { makeSliders } from "./sliders.js";
import { makeTable } from "./table.js";
import { makeVerdict } from "./verdict.js";

// The guesses that an event holds, in the order in which they are asked; or null.
function guessesOf(event, { hashes, predict, x }) {
  if (!hashes.includes(event?.hash) || !Array.isArray(event.answer)) return null;
  const found = predict.map((i) => event.answer.find((pair) => pair?.[0] === x.values[i])?.[1]);
  return found.every((guess) => Number.isFinite(guess)) ? found : null;
}

// What all parts of a view know; the parts themselves are put into it as they are made.
/** @returns {any} */
function viewOf(model) {
  const spec = model.get("spec");
  const labels = model.get("labels");
  const of = (axis) => unitsOf(axis, labels);
  return {
    model,
    spec,
    labels,
    units: { x: of(spec.x), y: of(spec.y), sliders: spec.sliders.map(of) },
    uid: `sc-${uuid().slice(0, 8)}`,
    state: {
      guesses: spec.predict.map(() => null),
      revealed: false,
      at: spec.sliders.map((slider) => slider.start),
      points: false,
      here: null,
    },
  };
}

// A switch for the points that were observed.
function makeSwitch({ state, spec, labels }, changed) {
  const seen = h("input", {
    type: "checkbox",
    onchange() {
      state.points = seen.checked;
      changed();
    },
  });
  const words = fill(labels.showPoints, { points: spec.pointsLabel });
  return h("label", { class: "sc-switch" }, seen, h("span", {}, words));
}

// What is told after a while of rest, so that a slider on its way does not chatter.
function makeTeller(view) {
  const { spec, labels, units, scales } = view;
  const node = h("div", { class: "sc-live", "aria-live": "polite" });
  let waiting;
  function now() {
    const [first, last] = [0, scales.count - 1].map((i) => ({
      at: units.x.phrase(spec.x.values[i], i),
      value: units.y.spoken(scales.valueAt(0, i)),
    }));
    node.textContent = fill(labels.now, {
      settings: view.settings(),
      y: spec.y.label,
      first: first.value,
      last: last.value,
      x0: first.at,
      x1: last.at,
    });
  }
  return {
    node,
    later() {
      clearTimeout(waiting);
      waiting = setTimeout(now, 500);
    },
    stop: () => clearTimeout(waiting),
  };
}

// Put the parts under each other.
function layOut(view) {
  const { spec, labels, units, uid, chart } = view;
  const question = h(
    "p",
    { class: "sc-question", id: `${uid}-question` },
    h("span", { class: "sc-kicker" }, labels.guessFirst),
    h("span", {}, spec.question),
  );
  const figure = h(
    "figure",
    { "aria-labelledby": question.id },
    h("p", { class: "sc-axis" }, units.y.title),
    chart.key,
    chart.svg,
    chart.title,
  );
  const { guessing, verdict, sliders, table, after, live } = view;
  return h(
    "div",
    { class: "sc-explorer" },
    view.changed,
    question,
    figure,
    guessing.node,
    verdict.node,
    sliders.node,
    view.points,
    table.node,
    after.node,
    live.node,
  );
}

const keep = ({ store, spec }, kind, answer) =>
  store.add([newEvent(kind, spec.name, spec.hash, answer)]);

// Under its earlier id a question may have kept something too; the hash tells.
const lastOf = ({ store, spec }) =>
  standing(
    [
      ...store.log(spec.earlier).filter(({ hash }) => spec.hashes.includes(hash)),
      ...store.log(spec.name),
    ],
    "prediction",
  );

function settle({ sliders, chart, table }, ms = 0) {
  sliders.settle();
  chart.draw(ms);
  table.fill();
}

function tellKept(view) {
  const { model, store, labels, state } = view;
  const saved = model.get("kernel") ? ["unsaved", "saved"] : ["", "kept"];
  const kept = labels[saved[Number(store.saved(view.shown))]];
  const words = [kept, labels[store.trouble()], model.get("notice")];
  view.note.textContent = state.revealed ? words.filter(Boolean).join(" ") : "";
}

// Take everything from the store: at first, after each event, and when Python sends more.
function refresh(view) {
  const { spec, state, chart, guessing, verdict, sliders, points, table } = view;
  const event = lastOf(view);
  view.shown = event?.id;
  const found = guessesOf(event, spec);
  const whole = found !== null;
  if (whole || state.revealed) state.guesses = found ?? spec.predict.map(() => null);
  if (!whole) state.at = [...chart.scales.started];
  state.revealed = whole;
  state.here = null;
  view.root.classList.toggle("sc-revealed", whole);
  view.changed.hidden = !event || whole;
  guessing.node.hidden = whole;
  for (const { node } of [verdict, table, view.after]) node.hidden = !whole;
  points.hidden = !whole || !spec.points.length;
  sliders.live(whole);
  guessing.restore();
  if (whole) verdict.judge();
  table.empty();
  settle(view);
  guessing.count();
  tellKept(view);
}

function reveal(view) {
  const { spec, state, chart, verdict, live } = view;
  keep(
    view,
    "prediction",
    spec.predict.map((i, n) => [spec.x.values[i], state.guesses[n]]),
  );
  refresh(view);
  chart.unveil();
  verdict.title.focus({ preventScroll: true });
  live.node.textContent = verdict.words();
}

function startOver(view) {
  keep(view, "reset", null);
  refresh(view);
  view.guessing.inputs[0].focus();
}

function guessed(view, n, value, fromField) {
  view.state.guesses[n] = value;
  if (!fromField) view.guessing.write(n, value);
  view.chart.draw();
  view.guessing.count();
}

function render({ model, el }) {
  const view = viewOf(model);
  const { spec, labels, state, units, uid } = view;
  view.store = openStore(model);
  view.guessed = (n, value, fromField) => guessed(view, n, value, fromField);
  const chart = chartOf(spec, labels, units, state, view.guessed, uid);
  view.chart = chart;
  view.scales = chart.scales;
  view.guessing = makeGuessing(view, () => reveal(view));
  view.verdict = makeVerdict(view);
  view.sliders = makeSliders(view, (byHand) => {
    settle(view, 200);
    if (byHand) view.live.later();
  });
  view.settings = view.sliders.settings;
  view.table = makeTable(view);
  view.live = makeTeller(view);
  view.points = makeSwitch(view, () => settle(view));
  view.note = h("p", { class: "sc-note", "aria-live": "polite" });
  const again = button(labels.again, () => startOver(view));
  view.after = { node: h("div", { class: "sc-row" }, again, view.note) };
  view.changed = h("p", { class: "sc-changed" }, labels.changed);
  view.root = layOut(view);
  el.replaceChildren(view.root);

  const ignore = followWidth(chart.svg.parentNode, 640, chart.resize);
  refresh(view);
  const leave = view.store.follow(() =>
    lastOf(view)?.id === view.shown ? tellKept(view) : refresh(view),
  );
  return () => {
    ignore();
    view.live.stop();
    leave();
  };
}

export default { render };
