// The fields of a sheet: one for each number, and rows of them.

import { button, h, put } from "../js/elements.js";
import { numberField } from "../js/number_field.js";
import { unitsOf } from "../js/units.js";
import { fill } from "../js/words.js";
import { MOST_SIGNS } from "./numbers.js";
import { rowName } from "./shown.js";

function textField({ name }, row, id, changed) {
  const input = h("input", {
    type: "text",
    id,
    maxlength: MOST_SIGNS,
    autocomplete: "off",
    oninput: () => changed(name, input.value),
  });
  input.value = row[name];
  return { input };
}

function choiceOf(pairs, now, id, onchange) {
  const options = pairs.map(([value, words]) => h("option", { value }, words));
  const input = h("select", { id, onchange: () => onchange(input.value) }, ...options);
  input.value = now;
  return { input };
}

function numberOf(asked, row, id, labels, changed) {
  const { name, range } = asked;
  const written = (value) =>
    value === null ? "" : unitsOf({ ...asked, values: [value] }, labels).text(value);
  function typed(done) {
    const value = field.read(done);
    changed(name, value);
    if (done && value !== null) field.input.value = written(value);
  }
  const on = { oninput: () => typed(false), onchange: () => typed(true) };
  const field = numberField(id, unitsOf({ ...asked, range }, labels), range, labels, on);
  field.input.value = written(row[name]);
  return field;
}

function fieldOf(asked, row, at, view, id) {
  const { spec, labels } = view;
  const changed = (name, value) => view.changed(row, name, value, asked.format);
  if (asked.format === "text") return textField(asked, row, id, changed);
  if (asked.format === "choice") {
    return choiceOf(Object.entries(asked.options), row[asked.name], id, (value) =>
      changed(asked.name, value),
    );
  }
  if (asked.format !== "row") return numberOf(asked, row, id, labels, changed);
  const others = view.rows().map((other, n) => [String(n), rowName(spec, other, n)]);
  const pairs = [["", asked.none], ...others.filter((_, n) => n !== at)];
  const now = row[asked.name] === null ? "" : String(row[asked.name]);
  return choiceOf(pairs, now, id, (value) =>
    changed(asked.name, value === "" ? null : Number(value)),
  );
}

function labelled(asked, row, at, view) {
  const id = `${view.uid}-${at}-${asked.name}`;
  const { input, says } = fieldOf(asked, row, at, view, id);
  return h(
    "div",
    { class: `sc-cell sc-as-${asked.format.split("|")[0]}` },
    h("label", { for: id }, asked.label),
    input,
    says,
  );
}

/** One row: its fields, what follows for it, and a way to take it out. */
export function makeRow(row, at, view) {
  const { spec, labels } = view;
  const name = rowName(spec, row, at);
  const gone = button("×", () => view.remove(at), "sc-button sc-gone");
  put(gone, {
    "aria-label": fill(labels.remove, { x: name }),
    title: fill(labels.remove, { x: name }),
  });
  gone.hidden = view.rows().length < 2;
  const said = h("p", { class: "sc-each" });
  const fields = spec.rows.columns.map((asked) => labelled(asked, row, at, view));
  const legend = h("legend", {}, name);
  return {
    node: h("fieldset", { class: "sc-rows-one" }, legend, ...fields, gone, said),
    said,
    legend,
  };
}

export const makeFields = (view) =>
  view.spec.fields.map((asked) => labelled(asked, view.numbers, "one", view));
