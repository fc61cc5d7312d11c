// A guess that is written down before the text answers it.

import { button, h } from "../js/elements.js";
import { newEvent, standing, uuid } from "../js/events.js";
import { numberField } from "../js/number_field.js";
import { openStore } from "../js/store.js";
import { unitsOf } from "../js/units.js";
import { fill } from "../js/words.js";
import { openOnPaper, tellText } from "./text.js";

// The numbers that stand, or null.
function guessed(log, { hash, asks }) {
  const last = standing(log, "prediction");
  const numbers = last?.hash === hash ? last.answer : null;
  const whole = Array.isArray(numbers) && numbers.length === asks.length;
  return whole && numbers.every(Number.isFinite) ? numbers : null;
}

// The numbers as words: "90 %", or "27 % and 6 %".
function inWords(numbers, { format }, labels) {
  const each = (value) => unitsOf({ format, label: "", values: [value] }, labels).text(value);
  return numbers.map(each).reduce((x, y) => fill(labels.and, { x, y }));
}

function makeField(ask, name, { units, spec, labels, write }) {
  const field = numberField(name, units, spec.range, labels, {
    oninput: () => field.complain(""),
    onkeydown(key) {
      if (key.key !== "Enter" || key.isComposing) return;
      key.preventDefault();
      write();
    },
  });
  const { input, says } = field;
  const node = h("div", {}, h("label", { for: name }, h("span", {}, ask), input), says);
  return { ...field, node };
}

function render({ model, el }) {
  const [spec, labels] = [model.get("guess"), model.get("labels")];
  const store = openStore(model);
  const uid = `sc-${uuid().slice(0, 8)}`;
  const units = unitsOf({ format: spec.format, label: "", range: spec.range }, labels);
  const context = { units, spec, labels, write };
  const fields = spec.asks.map((ask, n) => makeField(ask, `${uid}-${n}`, context));
  const form = h(
    "fieldset",
    {},
    h("legend", {}, labels.legend),
    ...fields.map(({ node }) => node),
    button(labels.write, write, "sc-button sc-primary"),
  );
  const said = h("p", { class: "sc-wrote", tabindex: -1 });
  const done = h("div", { class: "sc-row" }, said, button(labels.change, startOver));
  const trouble = h("p", { class: "sc-notice", role: "status" });

  const keep = (kind, answer) => store.add([newEvent(kind, spec.name, spec.hash, answer)]);
  function write() {
    const numbers = fields.map((field) => field.read());
    const missing = numbers.indexOf(null);
    if (missing >= 0) return fields[missing].input.focus();
    keep("prediction", numbers);
    refresh();
    return said.focus({ preventScroll: true });
  }
  function startOver() {
    keep("reset", null);
    refresh();
    fields[0].input.focus();
  }
  function refresh() {
    const numbers = guessed(store.log(spec.name), spec);
    const words = numbers ? inWords(numbers, spec, labels) : "";
    form.hidden = words !== "";
    done.hidden = words === "";
    said.textContent = words && fill(labels.wrote, { x: words });
    trouble.textContent = labels[store.trouble()] ?? model.get("notice") ?? "";
    tellText(spec.name, words, labels);
  }

  el.replaceChildren(h("div", { class: "sc-fields sc-guess" }, form, done, trouble));
  refresh();
  const leave = store.follow(refresh);
  const fold = openOnPaper(spec.name);
  return () => {
    leave();
    fold();
  };
}

export default { render };
