// Tables of a page, filled with text alone; and numbers as they are written.

import { h } from "../js/elements.js";
import { digits, fill } from "../js/words.js";

/** A table: heads, rows of texts, the first cell of each a head. @returns {any} */
export function table(label, heads, rows) {
  const line = (cells) =>
    h("tr", {}, ...cells.map((cell, n) => h(n ? "td" : "th", n ? {} : { scope: "row" }, cell)));
  return h(
    "div",
    { class: "sc-scroll", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      {},
      h("caption", {}, label),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map(line)),
    ),
  );
}

/** How a file's numbers are written. @param {Record<string, string>} labels */
export function writing({ locale, unknown, never, hours, minutes }) {
  const write = (value, places) =>
    digits(value, locale, { maximumFractionDigits: places, minimumFractionDigits: 0 });
  const known = (value) => value !== null && !Number.isNaN(value);
  return {
    whole: (value) => (known(value) ? write(value, 0) : unknown),
    hundred: (share) => (known(share) ? write(100 * share, 1) : unknown),
    days: (value) => {
      if (!known(value)) return unknown;
      if (value === Number.POSITIVE_INFINITY) return never;
      if (value > 0 && value < 1 / 24) return fill(minutes, { n: write(value * 1440, 0) });
      if (value > 0 && value < 1) return fill(hours, { n: write(value * 24, 1) });
      return write(value, value < 10 ? 1 : 0);
    },
    one: (value) => write(value, 1),
    // A sum of guesses has no more than three digits that say something.
    rough: (value) => digits(value, locale, { maximumSignificantDigits: 3 }),
  };
}
