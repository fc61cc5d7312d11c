// A live picture: a scene that shows each stop of its way, and what moves it along.
// Python drew every unit and its fate; here they are counted and shown.
// Text only ever enters the page as text, never as markup.

import { button, calm, foldedTable, followWidth, h, put } from "../js/elements.js";
import { uuid } from "../js/events.js";
import { makeClock, nextStep } from "./clock.js";

const STEP_MS = 1600; // between two steps, for whom nothing shall glide
const REST_MS = 500;

// Call back when the colors of the page change.
function followColors(act) {
  const watcher = new MutationObserver(act);
  const attributeFilter = ["data-theme", "data-jp-theme-light"];
  for (const node of [document.documentElement, document.body]) {
    watcher.observe(node, { attributeFilter });
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", act);
  return () => {
    watcher.disconnect();
    dark.removeEventListener("change", act);
  };
}

// What is told: at once where something new begins, else once all is at rest.
function makeTeller() {
  const node = h("p", { class: "sc-live", "aria-live": "polite" });
  let waiting, phase;
  return {
    node,
    tell(said, running) {
      clearTimeout(waiting);
      const now = () => (node.textContent = said.words);
      if (!running) waiting = setTimeout(now, REST_MS);
      else if (said.phase !== phase) now();
      phase = said.phase;
    },
    stop: () => clearTimeout(waiting),
  };
}

// The whole course in numbers, made once it is opened.
function makeTable(labels, scene) {
  const { node, table } = foldedTable(labels.table, fillTable);
  const row = (cells, scope = "row") =>
    h(
      "tr",
      {},
      ...cells.map((cell, n) =>
        n && scope === "row" ? h("td", {}, cell) : h("th", { scope }, cell),
      ),
    );
  function fillTable() {
    if (!node.open) return table.replaceChildren();
    const { caption, head, rows } = scene.table();
    table.replaceChildren(
      h("caption", {}, caption),
      h("thead", {}, row(head, "col")),
      h("tbody", {}, ...rows.map((cells) => row(cells))),
    );
  }
  return { node, fill: fillTable };
}

function makeControls(labels, scene, act) {
  const play = button(labels.play, act.play, "sc-button sc-primary");
  const now = h("output", { "aria-live": "off" });
  const slider = h("input", {
    type: "range",
    min: 0,
    max: scene.last,
    step: 1,
    "aria-label": scene.way,
    oninput: () => act.scrub(Number(slider.value)),
  });
  const ticks = scene.ticks.map(({ at, text }) =>
    h("span", { style: `left:${(100 * at) / scene.last}%` }, text),
  );
  return {
    node: h(
      "div",
      { class: "sc-clock" },
      h("div", { class: "sc-buttons" }, play, button(labels.step, act.step)),
      h(
        "div",
        { class: "sc-scrub" },
        h("p", { class: "sc-where" }, scene.way, now),
        slider,
        h("div", { class: "sc-ticks", "aria-hidden": "true" }, ...ticks),
      ),
    ),
    show({ stop, running, ended }) {
      slider.value = stop;
      now.textContent = scene.now(stop);
      put(slider, { "aria-valuetext": scene.now(stop) });
      play.textContent = running ? labels.pause : ended ? labels.again : labels.play;
    },
  };
}

// Frames as long as something moves, and none after that.
function makeLoop(frame) {
  let asked = 0,
    before = 0;
  function run(time) {
    const ms = Math.min(Math.max(time - before, 0), 100);
    before = time;
    asked = frame(ms) ? requestAnimationFrame(run) : 0;
  }
  return {
    start() {
      if (asked) return;
      before = performance.now();
      asked = requestAnimationFrame(run);
    },
    stop: () => cancelAnimationFrame(asked),
  };
}

// What moves a scene along: frame by frame, or step by step where nothing shall glide.
function makeMover(scene, shown) {
  const clock = makeClock(scene.last, scene.seconds);
  let timer, last;
  const loop = makeLoop((ms) => {
    const gliding = clock.running && !calm();
    if (gliding) clock.pass(ms);
    if (gliding && (clock.stop !== last || !clock.running)) settle();
    const moving = scene.fields.map((field) => field.step(calm() ? Infinity : ms));
    return moving.includes(true) || (clock.running && !calm());
  });
  function settle() {
    last = clock.stop;
    shown(clock);
    loop.start();
  }
  function go(stop, running) {
    clearTimeout(timer);
    clock.set(stop);
    clock.running = running && !clock.ended;
    if (clock.running && calm()) timer = setTimeout(() => go(next(), true), STEP_MS);
    settle();
  }
  const next = () => nextStep(scene.steps, clock.stop);
  return {
    clock,
    settle,
    play: () => go(clock.ended ? 0 : clock.stop, !clock.running),
    step: () => go(next(), false),
    scrub: (stop) => go(stop, false),
    stop() {
      clearTimeout(timer);
      loop.stop();
    },
  };
}

/**
 * Show a kind of picture.
 * @param {(view: any) => any} makeScene
 */
export const showing = (makeScene) =>
  function render({ model, el }) {
    const picture = model.get("picture");
    const labels = model.get("labels");
    const uid = `sc-${uuid().slice(0, 8)}`;
    const scene = makeScene({ picture, labels, uid, changed: () => mover.settle() });
    const teller = makeTeller();
    const table = makeTable(labels, scene);
    const say = h("p", { class: "sc-say" });
    const mover = makeMover(scene, (clock) => {
      scene.show(clock.stop);
      controls.show(clock);
      const said = scene.say(clock.stop);
      say.textContent = said.words;
      teller.tell(said, clock.running);
      table.fill();
    });
    const controls = makeControls(labels, scene, mover);
    const line = (as, text) => text && h("p", { class: as }, text);
    const title = h("p", { class: "sc-question", id: `${uid}-title` }, picture.title);
    const named = { role: "group", "aria-labelledby": title.id };
    el.replaceChildren(
      h(
        "div",
        { class: "sc-watch", ...named },
        title,
        line("sc-how", picture.note),
        scene.node,
        say,
        scene.more,
        controls.node,
        table.node,
        line("sc-how sc-source", picture.source),
        teller.node,
      ),
    );
    const ignore = followWidth(scene.node, 320, (width) => {
      scene.resize(width);
      mover.settle();
      for (const field of scene.fields) field.step(Infinity);
    });
    const leave = followColors(() => {
      for (const field of scene.fields) field.color();
    });
    return () => {
      ignore();
      leave();
      mover.stop();
      teller.stop();
    };
  };
