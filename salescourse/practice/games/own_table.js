// A table of one's own: fields for its numbers, and whether they make a game.

import { button, h, put } from "../js/elements.js";
import { uuid } from "../js/events.js";
import { numberField } from "../js/number_field.js";
import { unitsOf } from "../js/units.js";
import { fill } from "../js/words.js";
import { isGame, numbersOf, withNumbers } from "./table.js";

const PAUSE_MS = 250;

function fieldOf(view, asked, at, numbers, changed) {
  const { labels, uid } = view;
  const { label, range, group } = asked;
  const written = (value) => unitsOf({ ...asked, values: [value] }, labels).text(value);
  function typed(done) {
    const value = field.read(done);
    numbers[at] = value !== null && asked.whole ? Math.round(value) : value;
    if (done && value !== null) field.input.value = written(numbers[at]);
    changed();
  }
  const on = { oninput: () => typed(false), onchange: () => typed(true) };
  const field = numberField(`${uid}-own-${at}`, unitsOf(asked, labels), range, labels, on);
  field.input.value = written(numbers[at]);
  const node = h(
    "div",
    { class: "sc-cell" },
    h("label", { for: field.input.id }, label),
    field.input,
    field.says,
  );
  return { group, node };
}

// The fields that are about one person or deal together, the others after them.
function grouped(fields) {
  const groups = new Map();
  for (const { group = "", node } of fields)
    groups.set(group, [...(groups.get(group) ?? []), node]);
  return [...groups].map(([name, nodes]) =>
    h(
      "fieldset",
      { class: "sc-own-group" },
      h("legend", {}, name),
      h("div", { class: "sc-cells" }, ...nodes),
    ),
  );
}

// What is said of a table, once it is solved.
function judged({ labels, amount, percent, play }, game) {
  const found = isGame(game, play.lessons);
  const says = !found.rule ? "noWorth" : found.game ? "aGame" : "noGame";
  const words = {
    worth: amount(found.worth),
    rule: labels.thumbs[found.rule],
    loss: percent(found.loss),
  };
  return { says, text: fill(labels[says], words) };
}

export function makeOwnTable(view) {
  const { labels, play, RULES } = view;
  const places = h("div", { class: "sc-groups" });
  const says = h("p", { class: "sc-judged", role: "status" });
  const go = button(labels.deal, () => view.goOn(dealt()), "sc-button sc-primary");
  const back = button(labels.default, () => build(numbersOf(play.fields, RULES)));
  let numbers, waiting, call;
  const dealt = () => ({ level: "free", seed: uuid().slice(0, 6), numbers: [...numbers] });
  async function judge() {
    call = {};
    const mine = call;
    const whole = !numbers.includes(null);
    put(go, { disabled: !whole });
    says.textContent = whole ? labels.thinking : labels.unsure;
    put(says, { "data-says": null });
    if (!whole) return;
    const game = await view.solver(withNumbers(RULES, play.fields, numbers));
    if (mine !== call) return;
    const found = judged(view, game);
    says.textContent = found.text;
    put(says, { "data-says": found.says });
  }
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(judge, PAUSE_MS);
  };
  function build(fresh) {
    numbers = fresh;
    const fields = play.fields.map((asked, at) => fieldOf(view, asked, at, numbers, changed));
    places.replaceChildren(...grouped(fields));
    judge();
  }
  const node = h(
    "div",
    { class: "sc-own-table", hidden: true },
    places,
    says,
    h("div", { class: "sc-row" }, go, back),
  );
  const open = (shown) => {
    node.hidden = !shown;
    view.levels.expanded(shown);
    if (shown) build([...(view.deal?.numbers ?? numbersOf(play.fields, RULES))]);
  };
  return { node, hide: () => open(false), toggle: () => open(node.hidden) };
}
