// The line that says where what is put in is kept, or what keeps it from being kept.

import { h } from "./elements.js";

export function keptLine(model, store, labels) {
  const node = h("p", { class: "sc-notice", role: "status" });
  return {
    node,
    tell() {
      const words = model.get("kernel") ? labels.saved : labels.kept;
      const now = labels[store.trouble()] || model.get("notice") || words;
      // What stays true is not said again.
      if (node.textContent !== now) node.textContent = now;
    },
  };
}
