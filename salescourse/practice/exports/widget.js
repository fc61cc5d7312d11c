// Your own cycle: a file of a CRM, read beside the page; what was understood, then numbers.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { startReader } from "./asking.js";
import { makeDropping } from "./dropping.js";
import { numbers } from "./numbers.js";
import { writing } from "./tables.js";
import { makeTaking } from "./taking.js";
import { refused, understood } from "./understood.js";

/** @returns {any} */
function viewOf(model) {
  const labels = model.get("labels");
  return {
    labels,
    write: writing(labels),
    cycles: model.get("cycles"),
    crms: Object.values(model.get("vocabulary").crms).map(({ name }) => name),
    files: [],
    given: {},
    shown: null,
    reader: null,
    heading: null,
    ends: [],
    result: h("div", { class: "sc-found" }),
    live: h("p", { class: "sc-live", role: "status" }),
  };
}

function clear(view) {
  for (const end of view.ends.splice(0)) end();
}

function show(view, said) {
  const { labels, result } = view;
  clear(view);
  view.shown = said.shown ?? null;
  result.setAttribute("aria-busy", "false");
  if (said.shown) {
    result.replaceChildren(understood(view), ...numbers(view), makeTaking(view));
    const counts = Object.entries(said.shown.counts).map(([kind, n]) => [
      kind,
      view.write.whole(n),
    ]);
    view.say(fill(labels.read, Object.fromEntries(counts)));
  } else if (said.refused) {
    result.replaceChildren(refused(view, said.refused));
    view.say(said.refused.argument ? labels.asked : labels.refused);
  } else {
    result.replaceChildren();
    view.say(fill(labels.broken, { why: said.broken }));
  }
  view.dropping.tell();
  view.heading?.focus({ preventScroll: true });
  view.heading = null;
}

function actions(view, model) {
  let last = 0;
  view.say = (text) => {
    view.live.textContent = text;
  };
  view.show = (said) => show(view, said);
  view.count = async (asked) => {
    const mine = ++last;
    try {
      view.reader ??= startReader(model.get("reader"), model.get("vocabulary"));
    } catch {
      view.say(view.labels.noWorker);
      return;
    }
    view.result.setAttribute("aria-busy", "true");
    const said = await view.reader.ask({ ...asked, given: view.given });
    if (mine === last) view.show(said);
  };
}

function render({ model, el }) {
  const view = viewOf(model);
  actions(view, model);
  view.dropping = makeDropping(view);
  el.replaceChildren(
    h(
      "section",
      { class: "sc-fields sc-own-cycle", "aria-label": view.labels.title },
      view.dropping.node,
      view.live,
      view.result,
    ),
  );
  return () => {
    clear(view);
    view.reader?.end();
  };
}

export default { render };
