// What a word of the glossary means, when the pointer or the keyboard comes to it. It
// stays while the pointer is on it, and goes with Escape.

import { h } from "../../../practice/js/elements.js";

const GAP = 6;
const EDGE = 8;

// Below the link, or above it where there is no room.
function place(box, link) {
  const at = link.getClientRects()[0];
  const { offsetWidth: wide, offsetHeight: high } = box;
  const needed = high + 2 * GAP;
  const below = at.bottom + needed < innerHeight || at.top < needed;
  const right = document.documentElement.clientWidth - wide - EDGE;
  const top = below ? at.bottom + GAP : at.top - high - GAP;
  box.style.left = `${Math.max(EDGE, Math.min(at.left, right)) + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}

export function explainTerms() {
  const box = h("div", { class: "sc-preview", id: "sc-preview", hidden: true, role: "tooltip" });
  let timer;
  let here;
  function hide() {
    clearTimeout(timer);
    here?.removeAttribute("aria-describedby");
    box.hidden = true;
    here = null;
  }
  function later(act, ms) {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }
  function show(link) {
    if (here !== link) hide();
    here = link;
    box.textContent = link.dataset.means;
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    place(box, link);
  }
  for (const link of document.querySelectorAll("a[data-means]")) {
    link.addEventListener("pointerenter", (event) => {
      const { pointerType } = /** @type {PointerEvent} */ (event);
      if (pointerType === "mouse") later(() => show(link), 200);
    });
    link.addEventListener("pointerleave", () => later(hide, 250));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hide);
  }
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => later(hide, 250));
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.body.append(box);
}
