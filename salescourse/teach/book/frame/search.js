// Looks through the pages' text. search-index.js registers the sections of all pages:
// [page, anchor, title, on, kind, text], where `on` is the page's title, or for a page
// itself its second line; it is a script so that pages opened from a folder can search, too.

import { h } from "../../../practice/js/elements.js";
import { around, hits, MOST, partsOf, pieces, sectionOf } from "./matching.js";

let sections = [];

const marked = (text, parts, className) =>
  h(
    "span",
    { class: className },
    ...pieces(text, parts).map((piece) => (piece.found ? h("mark", {}, piece.text) : piece.text)),
  );

function makeHit(section, parts, { dialog, words, root }) {
  const number = section.page.match(/\/0?(\d+)_/)?.[1];
  const names = [words[section.kind], number && words.chapter.replace("{n}", number), section.on];
  const href = root + section.page + (section.anchor && `#${section.anchor}`);
  return h(
    "li",
    {},
    h(
      "a",
      { href, onclick: () => dialog.close() },
      marked(section.title, parts, "sc-hit"),
      h("small", {}, [...new Set(names.filter(Boolean))].join(" · ")),
      marked(around(section, parts), parts),
    ),
  );
}

function countText(phrase, found, words) {
  if (!phrase) return "";
  if (!found.length) return words.found_none;
  return found.length === 1 ? words.found_one : words.found.replace("{n}", found.length);
}

// Arrows go from the field through what was found.
function walk(event, dialog, input, list) {
  // The search field would take it to empty itself.
  if (event.key === "Escape") dialog.close();
  if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const stops = [input, ...list.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (!stops[next]) return;
  event.preventDefault();
  stops[next].focus();
}

function search(dialog, words, root) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ol");
  const status = dialog.querySelector(".sc-found");
  function look() {
    const phrase = input.value.trim();
    const parts = partsOf(phrase);
    const found = hits(sections, phrase);
    const shown = found.slice(0, MOST);
    list.replaceChildren(...shown.map((one) => makeHit(one, parts, { dialog, words, root })));
    status.textContent = countText(phrase, found, words);
  }
  input.oninput = look;
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  };
  dialog.onkeydown = (event) => walk(event, dialog, input, list);
  look();
}

const shared = /** @type {any} */ (self);
shared.salescourse ??= {};
Object.assign(shared.salescourse, {
  search,
  index(rows) {
    sections = rows.map(sectionOf);
  },
});
