// The faces of a game: in a ring that says how far somebody is, or how likely.

import { h, put } from "../js/elements.js";
import { disk, drawFace, mouthOf } from "../pictures/face.js";

export const capital = (words) => words[0].toUpperCase() + words.slice(1);

/**
 * @param {number} share of the ring
 * @param {number} mood from 0, no, to 1, yes
 * @param {string} look met, unmet or cold
 */
export function faceIn(share, mood, look) {
  const arc = disk("arc", 17);
  put(arc, { "stroke-dasharray": `${100 * share} 100` });
  const mouth = h("path", { class: "sc-mouth", d: mouthOf(mood) });
  const face = drawFace(mouth, disk("ring", 17), arc);
  put(face, { class: `sc-${look}` });
  return face;
}
