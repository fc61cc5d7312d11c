// A sheet: the reader's own numbers, and what follows from them at once.

import { button, h } from "../js/elements.js";
import { newEvent, uuid } from "../js/events.js";
import { keptLine } from "../js/kept.js";
import { openStore } from "../js/store.js";
import { whole, without } from "./numbers.js";
import { makeFields, makeRow } from "./rows.js";
import { makeSharing, sentWith } from "./sharing.js";
import { inWords, lastOf, resultInWords, rowName } from "./shown.js";

const PAUSE_MS = 800;
const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

function makeResults(view) {
  const { spec, labels } = view;
  const shown = spec.results.filter((result) => !result.each);
  const values = shown.map(() => h("dd", {}));
  const list = shown.flatMap((result, n) => [h("dt", {}, result.label), values[n]]);
  const unsure = h("p", { class: "sc-notice" }, labels.unsure);
  return {
    node: h(
      "section",
      { class: "sc-results", "aria-label": labels.result, "aria-live": "polite" },
      h("dl", {}, ...list),
      unsure,
    ),
    draw() {
      unsure.hidden = view.found !== null;
      for (const [n, result] of shown.entries()) {
        values[n].textContent = view.result(result);
        values[n].classList.toggle("sc-in-words", view.found?.[result.name] == null);
      }
    },
  };
}

// Beside each row stands what follows for it.
function tellRows(view) {
  const each = view.spec.results.filter((result) => result.each);
  for (const [n, { said }] of view.made.entries()) {
    said.textContent = view.found
      ? each.map((result) => `${result.label}: ${view.result(result, n)}`).join(" · ")
      : "";
  }
}

function compute(view) {
  view.found = whole(view.spec, view.numbers) ? view.formula(view.numbers) : null;
  view.results.draw();
  tellRows(view);
}

// The fields anew, where there are others than before.
function build(view) {
  const { spec } = view;
  view.made = view.rows().map((row, n) => makeRow(row, n, view));
  view.place.replaceChildren(...view.made.map(({ node }) => node), ...makeFields(view));
  if (view.add) view.add.hidden = view.rows().length >= spec.rows.most;
  compute(view);
}

function addRow(view) {
  const { spec } = view;
  const { rows } = spec;
  const like = view.rows()[view.rows().length - 1];
  const named = rows.columns.filter(({ format }) => format === "text");
  const fresh = { ...like, ...Object.fromEntries(named.map(({ name }) => [name, ""])) };
  view.put({ ...view.numbers, [rows.name]: [...view.rows(), fresh] });
  view.made[view.made.length - 1].node.querySelector("input").focus();
}

// What is typed is kept after a pause, and at the latest when the page is left.
function makeKeeping(view) {
  const { store, spec } = view;
  let waiting;
  function now() {
    clearTimeout(waiting);
    waiting = undefined;
    if (view.sent || same(view.numbers, lastOf(view) ?? spec.start)) return;
    store.add([newEvent("numbers", `${spec.name}-sheet`, "", view.numbers)]);
  }
  const leaving = () => waiting !== undefined && now();
  addEventListener("pagehide", leaving);
  return {
    later() {
      clearTimeout(waiting);
      waiting = setTimeout(now, PAUSE_MS);
    },
    now,
    end() {
      leaving();
      removeEventListener("pagehide", leaving);
    },
  };
}

/** @returns {any} */
function viewOf(model, formula) {
  const [spec, labels] = [model.get("sheet"), model.get("labels")];
  const view = {
    model,
    spec,
    labels,
    formula,
    kernel: model.get("kernel"),
    uid: `sc-${uuid().slice(0, 8)}`,
    store: openStore(model),
    numbers: spec.start,
    found: null,
    sent: false,
    made: [],
    rows: () => (spec.rows ? view.numbers[spec.rows.name] : []),
  };
  return view;
}

function actions(view) {
  const { spec } = view;
  Object.assign(view, {
    written: (asked, value) => inWords(view, asked, value),
    result: (asked, at) => resultInWords(view, asked, at),
    changed(row, name, value, format) {
      row[name] = value;
      view.keeping.later();
      if (format === "text")
        for (const [n, { legend }] of view.made.entries())
          legend.textContent = rowName(spec, view.rows()[n], n);
      compute(view);
    },
    put(numbers) {
      view.numbers = numbers;
      view.keeping.later();
      build(view);
    },
    remove(at) {
      view.put(without(spec, view.numbers, at));
      view.add.focus();
    },
    startOver() {
      view.store.add([newEvent("reset", `${spec.name}-sheet`, "")]);
      view.show(null);
    },
    // Somebody's numbers, or one's own.
    show(sent) {
      view.sent = sent !== null;
      view.numbers = structuredClone(sent ?? lastOf(view) ?? spec.start);
      view.sharing.tell();
      build(view);
    },
  });
}

function render(formula, { model, el }) {
  const view = viewOf(model, formula);
  const { spec, labels } = view;
  actions(view);
  view.keeping = makeKeeping(view);
  view.results = makeResults(view);
  view.sharing = makeSharing(view);
  view.place = h("div", { class: "sc-rows" });
  view.add = spec.rows && button(spec.rows.add, () => addRow(view));
  const kept = keptLine(model, view.store, labels);
  el.replaceChildren(
    h(
      "section",
      { class: "sc-fields sc-sheet", "aria-label": spec.title },
      h("p", { class: "sc-sheet-title" }, h("strong", {}, spec.title), " ", spec.intro),
      view.sharing.note,
      view.place,
      view.add,
      view.results.node,
      h("p", { class: "sc-notice" }, spec.note),
      view.sharing.node,
      kept.node,
    ),
  );
  view.show(view.kernel ? null : sentWith(spec));
  kept.tell();
  const leave = view.store.follow(() => {
    kept.tell();
    const last = lastOf(view);
    if (!view.sent && last && !same(last, view.numbers) && !el.contains(document.activeElement))
      view.show(null);
  });
  return () => {
    leave();
    view.keeping.end();
  };
}

/** The widget of a sheet with its formula. */
export const sheetOf = (formula) => ({ render: (place) => render(formula, place) });
