// What the model says of each guess.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { missOf } from "./miss.js";

export function makeVerdict(view) {
  const { spec, labels, units } = view;
  const title = h("p", { class: "sc-title", tabindex: "-1" }, labels.verdict);
  const list = h("ul");
  const finding = h("p", { class: "sc-finding", hidden: !spec.finding }, spec.finding);

  function sentence(i, n) {
    const { guess, answer, off, which } = missOf(view, n);
    const x = units.x.phrase(spec.x.values[i], i);
    return fill(labels[which], { x, guess, model: answer, off });
  }
  return {
    node: h("div", { class: "sc-verdict" }, title, list, finding),
    title,
    words: () => [...list.children].map((item) => item.textContent).join(" "),
    judge: () => list.replaceChildren(...spec.predict.map((i, n) => h("li", {}, sentence(i, n)))),
  };
}
