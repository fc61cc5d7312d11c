// The text around a guess: folds that open with it, and places that quote it. They know
// it by its name, which is one of their classes.

import { fill } from "../js/words.js";

/** @returns {any} */
const inText = (kind, name) => document.querySelectorAll(`.sc-${kind}.${name}`);

/**
 * Tell the text what was guessed.
 * @param {string} name
 * @param {string} words the guess, or "" if there is none
 * @param {Record<string, string>} labels
 */
export function tellText(name, words, labels) {
  for (const fold of inText("after", name)) {
    const summary = fold.querySelector("summary");
    summary.dataset.first ??= summary.textContent;
    summary.textContent = words ? fill(labels.wrote, { x: words }) : summary.dataset.first;
    // Whoever opened or closed it by hand is left in peace until the guess changes.
    if (fold.dataset.told !== words) fold.open = words !== "";
    fold.dataset.told = words;
    fold.classList.add("sc-known");
  }
  for (const quote of inText("quote", name)) {
    quote.dataset.first ??= quote.textContent;
    quote.textContent = words || quote.dataset.first;
  }
}

/** On paper nothing is folded. @param {string} name @returns {() => void} what ends it */
export function openOnPaper(name) {
  const closed = new Set();
  const before = () => {
    for (const fold of inText("after", name)) {
      if (!fold.open) closed.add(fold);
      fold.open = true;
    }
  };
  const after = () => {
    for (const fold of closed) fold.open = false;
    closed.clear();
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
