// What the reader has done, on the chapter cards.

import { h } from "../../../practice/js/elements.js";
import { fill } from "../../../practice/js/words.js";

function keptOf(id) {
  try {
    const kept = JSON.parse(localStorage.getItem(`salescourse:${id}`));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return []; // something damaged
  }
}

// An item is done when, since its last reset, it was answered rightly as it now is, or
// was answered in words that nobody grades.
function isDone([id, hashes]) {
  let done = false;
  for (const event of keptOf(id)) {
    const counts = event?.kind === "attempt" && hashes.includes(event.hash);
    if (event?.kind === "reset") done = false;
    else if (counts && (event.score ?? 1) >= 1) done = true;
  }
  return done;
}

/** When an item of a chapter was last worked on. @param {[string, string[]][]} items */
const lastOf = (items) =>
  items
    .flatMap(([id]) => keptOf(id).map((event) => event?.at ?? ""))
    .sort()
    .at(-1) ?? "";

// Who comes back goes on where they were.
function goOn(cards, words) {
  const start = document.querySelector(".sc-start a");
  const [last, link] = cards.reduce((best, one) => (one[0] > best[0] ? one : best), ["", null]);
  if (!start || !last || !link) return;
  start.textContent = fill(words.goOn, { chapter: link.textContent });
  start.setAttribute("href", link.getAttribute("href"));
  start.nextSibling?.remove();
}

/** @param {Record<string, string>} words */
export function markCards(words) {
  const worked = [];
  for (const card of document.querySelectorAll("[data-items]")) {
    const items = JSON.parse(/** @type {HTMLElement} */ (card).dataset.items);
    worked.push([lastOf(items), card.querySelector("a")]);
    const done = items.filter(isDone).length;
    const line = card.querySelector(".sc-own");
    if (!line || !done) continue;
    const bar = h("progress", { max: items.length, value: done, "aria-hidden": "true" });
    line.replaceChildren(bar, fill(words.done, { done, all: items.length }));
  }
  goOn(worked, words);
}
