// Opening the search. It and its index come when somebody wants to search.

import { h } from "../../../practice/js/elements.js";

const load = (src) =>
  new Promise((done) => document.head.append(h("script", { src, onload: done })));

// "/" anywhere but where one types, or Ctrl or Command with K.
function asks(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.altKey || event.isComposing) return false;
  const command = event.ctrlKey || event.metaKey;
  return (event.key === "/" && !command) || (event.key === "k" && command);
}

/** @param {Record<string, string>} words @param {string} src */
export function offerSearch(words, src) {
  /** @type {HTMLButtonElement} */
  const button = document.querySelector(".sc-open-search");
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("search"));
  let asked;
  async function open() {
    if (!dialog.open) dialog.showModal();
    asked ??= load(src).then(() => load(src.replace("search.js", "search-index.js")));
    await asked;
    const { search } = /** @type {any} */ (self).salescourse;
    search(dialog, words, document.documentElement.dataset.content_root);
  }
  button.addEventListener("click", open);
  dialog.querySelector(".sc-close").addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    if (!asks(event)) return;
    event.preventDefault();
    open();
  });
  button.hidden = false;
}
