// The words that go with a grade.

import { h } from "../js/elements.js";
import { rich } from "../js/rich.js";
import { digits, fill } from "../js/words.js";
import { badge } from "./badge.js";

// How a number was read, where that is not what stands in the field; of a wrong one also
// in which direction, where the words for that are there.
function reading({ value, state }, typed, face, labels) {
  const percent = face.key.unit === "percent";
  const shown = percent ? value * 100 : value;
  const figure = digits(shown, labels.locale, { maximumSignificantDigits: 6 });
  const x = percent ? `${figure} %` : figure;
  const off = labels[value > face.key.answer ? "tooHigh" : "tooLow"];
  if (state === "wrong" && off) return fill(off, { x });
  if (figure === typed.replace(/[^\d.,\u2212-]/g, "").replace("-", "\u2212")) return "";
  return fill(labels.readAs, { x });
}

export function verdict(result, answer, { face, item, part, labels }) {
  const main = {
    right: face.feedback,
    kept: face.sample,
    partly: face.otherwise,
    wrong: face.says?.[result.says] || face.otherwise,
  }[result.state];
  const points = result.score * item.points;
  const earned = digits(points, labels.locale, { maximumFractionDigits: 2 });
  const hits = { n: result.marks.filter(Boolean).length, of: result.marks.length };
  const notes = [
    part.places && fill(labels.inPlace, hits),
    result.state === "partly" && fill(labels.credit, { x: earned, n: item.points }),
    result.value !== null && reading(result, answer, face, labels),
  ];
  return [
    part.silent ? h("span", { hidden: true }) : badge(result.state, labels[result.state]),
    " ",
    ...notes.filter(Boolean).map((note) => h("span", { class: "sc-soft" }, note, " ")),
    ...(result.state === "kept" ? [h("div", { class: "sc-soft" }, labels.sample)] : []),
    rich("div", "", main),
  ];
}

// What an answer is called that counts for nothing.
export function uncounted(result, face, type, labels) {
  const why = result.why === "unit" && !face.unit ? "unitless" : result.why;
  const words = labels[why || `empty_${type}`] || labels.empty;
  return [badge("open", labels.notCounted), " ", fill(words, { unit: face.unit })];
}

// What is said of one part of an answer: a badge, the part itself, and why.
export const entry = (sign, html, why) =>
  h(
    "div",
    { class: "sc-entry" },
    sign,
    " ",
    html && rich("span", "sc-soft", html),
    rich("div", "", why),
  );
