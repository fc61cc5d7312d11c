// Where the parts of a question stand. What is said of an answer stands below what can be
// pressed, so that nothing moves away from under the pointer.

import { button, h } from "../js/elements.js";
import { fill } from "../js/words.js";

const polite = (className, tag = "div") => h(tag, { class: className, "aria-live": "polite" });

// The card's elements. What is pressed calls `act`.
export function layOut(item, number, name, { labels, linked }, act) {
  const kept = item.type === "reflect";
  const parts = {
    stem: h("div", { class: "sc-stem", id: `${name}-stem` }),
    place: h("div", { class: "sc-parts" }),
    said: polite("sc-said sc-verdict"),
    more: h("div", { class: "sc-more" }),
    hints: polite("sc-hints"),
    worked: polite("sc-worked"),
    saved: polite("sc-saved", "span"),
    note: h("p", { class: "sc-note", hidden: true }),
    stands: h("p", { class: "sc-stands", tabindex: -1, hidden: true }),
    check: button(kept ? labels.keep : labels.check, act.check, "sc-button sc-first"),
    next: button("", act.next),
    hint: button("", act.hint),
    explain: button(labels.explain, act.explain),
  };
  const worth = fill(item.points === 1 ? labels.point : labels.points, { n: item.points });
  const title = h(
    "legend",
    { class: "sc-title", id: `${name}-title` },
    fill(labels.question, { n: number }),
    " ",
    !kept && h("span", { class: "sc-points" }, worth),
  );
  const { check, stands, next, hint, explain, saved } = parts;
  const actions = h("div", { class: "sc-actions" }, check, stands, next, hint, explain, saved);
  parts.group = h(
    "fieldset",
    { "aria-labelledby": `${name}-title ${name}-stem`, tabindex: -1 },
    title,
    parts.stem,
    parts.note,
    parts.place,
    actions,
    parts.said,
    parts.more,
    parts.hints,
    parts.worked,
  );
  const id = linked && !document.getElementById(item.id) ? item.id : name;
  parts.node = h("section", { class: "sc-card", id }, parts.group);
  return parts;
}
