// Heads that say how certain somebody is, and can be moved.

import { asSlider, h, put } from "../js/elements.js";
import { fill } from "../js/words.js";
import { disk, drawFace, mouthOf } from "./face.js";

const PER_STEP = 14; // pixels of a drag

// A face in a ring: the ring says how certain the person is, and the mouth agrees.
function makeFace() {
  const arc = disk("arc", 17);
  const mouth = h("path", { class: "sc-mouth" });
  return {
    node: drawFace(mouth, disk("ring", 17), arc),
    show(certainty) {
      put(arc, { "stroke-dasharray": `${100 * certainty} 100` });
      put(mouth, { d: mouthOf(certainty) });
    },
  };
}

// The place to which a key leads.
const keyed = (key, place, top) =>
  ({
    ArrowUp: place + 1,
    ArrowRight: place + 1,
    ArrowDown: place - 1,
    ArrowLeft: place - 1,
    PageUp: place + 2,
    PageDown: place - 2,
    Home: 0,
    End: top,
  })[key];

// A head that is dragged, or moved with the arrows; `move` is told its new place.
export function makeHead(name, { labels, certainty }, move) {
  const face = makeFace();
  const number = h("b");
  const node = h("div", { class: "sc-head" }, face.node, h("span", {}, name, " ", number));
  const top = certainty.length - 1;
  let place = 0,
    from;
  const go = (to) => move(Math.min(Math.max(to, 0), top));
  node.addEventListener("pointerdown", (press) => {
    from = { way: press.clientX - press.clientY, place };
    node.setPointerCapture(press.pointerId);
  });
  node.addEventListener("pointermove", (drag) => {
    if (!node.hasPointerCapture(drag.pointerId)) return;
    go(from.place + Math.round((drag.clientX - drag.clientY - from.way) / PER_STEP));
  });
  node.addEventListener("keydown", (press) => {
    const to = keyed(press.key, place, top);
    if (to === undefined) return;
    press.preventDefault();
    go(to);
  });
  return {
    node,
    show(now) {
      place = now;
      const text = fill(labels.percent, { n: Math.round(100 * certainty[place]) });
      number.textContent = text;
      face.show(certainty[place]);
      asSlider(node, true, fill(labels.certain, { name }), [0, top], place, text);
    },
  };
}
