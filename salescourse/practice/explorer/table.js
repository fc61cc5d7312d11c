// The numbers as a table. It is built once it is opened; a slider then changes only its
// numbers.

import { foldedTable, h } from "../js/elements.js";
import { fill } from "../js/words.js";

export function makeTable(view) {
  const { spec, labels, units, state, scales } = view;
  const { x, y, lines, predict } = spec;
  const { node, table } = foldedTable(labels.table, fillIn);
  let built;
  let moving = [];

  const cell = (value) => h("td", {}, value === undefined ? "" : units.y.text(value));
  const heads = () => [
    x.label,
    ...lines.map((line) => line.label || labels.model),
    labels.yourGuess,
    ...(state.points ? [labels.observed] : []),
  ];
  function row(value, observed) {
    const i = x.values.indexOf(value);
    const own = lines.map(() => cell());
    if (i >= 0) moving.push(...own.map((place, line) => ({ place, line, i })));
    const head = h("th", { scope: "row" }, x.texts?.[i] ?? units.x.text(value));
    const guess = cell(state.guesses[predict.indexOf(i)]);
    return h("tr", {}, head, ...own, guess, state.points && cell(observed.get(value)));
  }
  function build() {
    const observed = new Map(state.points ? spec.points : []);
    const xs = [...new Set([...x.values, ...observed.keys()])];
    if (!x.texts) xs.sort((a, b) => a - b);
    moving = [];
    built = state.points;
    const top = h("tr", {}, ...heads().map((head) => h("th", { scope: "col" }, head)));
    const body = xs.map((value) => row(value, observed));
    table.replaceChildren(h("caption"), h("thead", {}, top), h("tbody", {}, ...body));
  }
  function fillIn() {
    if (!node.open || !state.revealed) return table.replaceChildren();
    if (!table.firstChild || built !== state.points) build();
    table.caption.textContent = fill(labels.caption, { y: y.label, settings: view.settings() });
    for (const { place, line, i } of moving) {
      place.textContent = units.y.text(scales.valueAt(line, i));
    }
    return undefined;
  }
  return { node, fill: fillIn, empty: () => table.replaceChildren() };
}
