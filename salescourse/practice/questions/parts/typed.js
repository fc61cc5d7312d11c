// A number, a word, or a text of one's own.

import { h } from "../../js/elements.js";

const textOf = (answer) => (typeof answer === "string" ? answer : "");

function field(name, { labels, changed, check }, unit) {
  const sendOnEnter = (key) => {
    if (key.key !== "Enter" || key.isComposing) return;
    key.preventDefault();
    check();
  };
  const input = h("input", {
    type: "text",
    id: `${name}-in`,
    class: "sc-input",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 200,
    oninput: changed,
    onkeydown: sendOnEnter,
  });
  const label = h("label", { for: `${name}-in` }, labels.yourAnswer);
  return {
    node: h("div", { class: "sc-typed" }, label, input, unit && h("span", {}, unit)),
    read: () => input.value,
    write: (answer) => (input.value = textOf(answer)),
    show: ({ state }) => input.classList.add(`sc-is-${state}`),
    clear: () => input.classList.remove("sc-is-right", "sc-is-wrong", "sc-is-partly"),
  };
}

export const numeric = (face, context) => field(context.name, context, face.unit);

export const text = (_face, context) => field(context.name, context, "");

export function reflect(_face, { labels, changed }) {
  const area = h("textarea", {
    class: "sc-text",
    rows: 5,
    maxlength: 1e5,
    "aria-label": labels.yourText,
    oninput: changed,
  });
  return {
    node: area,
    read: () => area.value,
    write: (answer) => (area.value = textOf(answer)),
    show() {},
    clear() {},
  };
}
