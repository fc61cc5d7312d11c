// A grade in a sign and a word, at an answer or at a row of it.

import { h } from "../js/elements.js";

export const SIGNS = { right: "✓", wrong: "✗", partly: "◐", kept: "✓", open: "" };

export function badge(state, text) {
  const sign = h("span", { "aria-hidden": "true" }, SIGNS[state] || "–");
  return h("strong", { class: `sc-badge sc-is-${state}` }, sign, ` ${text}`);
}

// Take the marks of a grade away from rows.
export function wipe(rows) {
  for (const { node } of rows) node.classList.remove("sc-is-right", "sc-is-wrong", "sc-is-open");
}
