// Questions that have come due call the reader back, on every page.

import { boxes, dueItems } from "../../../practice/js/leitner.js";
import { openStore } from "../../../practice/js/store.js";
import { dayOf, offsetHere } from "../../../practice/js/time.js";
import { fill } from "../../../practice/js/words.js";

// What the store asks of a widget; the frame has no kernel, and sends nothing.
const nobody = { get() {}, set() {}, save_changes() {}, on() {}, off() {} };

/** @param {Record<string, string>} words */
export function callBack(words) {
  const link = /** @type {HTMLElement | null} */ (document.querySelector(".sc-due"));
  if (!link) return;
  const store = openStore(nobody);
  function look() {
    const offset = offsetHere();
    const due = dueItems(boxes(store.all(), offset), dayOf(Date.now(), offset));
    // Exercises, which end in a number, are not asked again.
    const n = due.filter((item) => !/-\d+$/.test(item)).length;
    link.hidden = n === 0;
    link.textContent = fill(words.due, { n });
  }
  look();
  store.follow(look);
}
