// A face whose mouth says how somebody feels.

import { h } from "../js/elements.js";

/** The mouth: from 0, no, to 1, yes. @param {number} mood */
export const mouthOf = (mood) => `M15 24Q20 ${24 + 8 * (mood - 0.5)} 25 24`;

export const disk = (as, r) =>
  h("circle", { class: `sc-${as}`, cx: 20, cy: 20, r, pathLength: 100 });

// Around the face may be rings.
export function drawFace(mouth, ...around) {
  const eye = (cx) => h("circle", { class: "sc-eye", cx, cy: 17.5, r: 1.5 });
  const about = { viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" };
  return h("svg", about, ...around, disk("face", 12), eye(16), eye(24), mouth);
}
