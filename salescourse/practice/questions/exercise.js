// An exercise in a page: one card, whose question stands above it in the text.

import { h } from "../js/elements.js";
import { uuid } from "../js/events.js";
import { openStore } from "../js/store.js";
import { makeCard } from "./card.js";
import { learnerSeed, openDrafts } from "./own.js";

function render({ model, el }) {
  const labels = model.get("labels");
  const store = openStore(model);
  const trouble = h("p", { class: "sc-notice", role: "status", hidden: true });
  const drafts = openDrafts();
  const card = makeCard(model.get("exercise"), 1, {
    labels,
    store,
    refresh,
    drafts,
    seed: learnerSeed(),
    page: uuid().slice(0, 8),
    linked: true,
  });
  function refresh() {
    const words = labels[store.trouble()] || "";
    trouble.hidden = !words;
    trouble.textContent = words;
  }
  const leave = store.follow(() => {
    card.restore();
    refresh();
  });
  refresh();
  el.replaceChildren(h("div", { class: "sc-exercise" }, trouble, card.node));
  return () => {
    leave();
    drafts.close();
  };
}

export default { render };
