// How much time is gone and how much is left, as dots and in words.

import { h } from "../js/elements.js";
import { fill, plural } from "../js/words.js";

export function weeksOf(labels, gone, all) {
  const left = Math.max(0, all - gone);
  const dots = Array.from({ length: all }, (_, n) =>
    h("i", { class: n < gone ? "sc-gone-by" : n === gone ? "sc-today" : "" }),
  );
  return h(
    "p",
    { class: "sc-weeks" },
    h("span", { class: "sc-dots", "aria-hidden": "true" }, ...dots),
    h("span", {}, fill(plural(labels.left, left), { n: left })),
  );
}
