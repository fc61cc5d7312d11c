// Steps to put in their order. What an answer had in place stays there from then on, and
// the others move around it.

import { h } from "../../js/elements.js";
import { rich } from "../../js/rich.js";
import { fill } from "../../js/words.js";
import { badge, wipe } from "../badge.js";
import { entry } from "../verdict.js";

function makeRow(at, face, labels, act) {
  const { html, text } = face.options[at];
  const move = (by, sign, label) =>
    h(
      "button",
      {
        type: "button",
        class: "sc-button",
        "aria-label": fill(label, { x: text }),
        onclick: (click) => act.shift(row, by, click.currentTarget),
      },
      sign,
    );
  const arrows = [move(-1, "\u2191", labels.up), move(1, "\u2193", labels.down)];
  const step = h("div", { class: "sc-step" }, rich("div", "sc-grow", html), ...arrows);
  const node = h(
    "li",
    {
      class: "sc-row",
      ondragstart: () => act.carry(row),
      ondragover: (drag) => act.carries() && drag.preventDefault(),
      ondrop: (drop) => act.drop(row, drop),
      ondragend: () => act.carry(null),
    },
    step,
  );
  const row = { at, text, node, locked: false, lock };
  function lock(locked) {
    row.locked = locked;
    node.draggable = !locked;
    for (const arrow of arrows) arrow.hidden = locked;
    node.classList.toggle("sc-is-right", locked);
  }
  lock(false);
  return row;
}

// The rows with one of the free ones at another place among the free ones.
function moved(rows, row, to) {
  const free = rows.filter((one) => !one.locked && one !== row);
  free.splice(to, 0, row);
  return rows.map((one) => (one.locked ? one : free.shift()));
}

export function order(face, { labels, order: given, changed }) {
  const start = given.every((step, at) => step === at) ? [...given.slice(1), given[0]] : given;
  const told = h("p", { class: "sc-note", "aria-live": "polite" }, labels.orderHow);
  const list = h("ol", { class: "sc-order" });
  const more = h("div", { class: "sc-said", "aria-live": "polite" });
  let carried = null;
  let now = [];

  const draw = () => list.replaceChildren(...now.map(({ node }) => node));
  const free = () => now.filter((row) => !row.locked);
  function put(row, to) {
    now = moved(now, row, to);
    draw();
    changed();
    told.textContent = fill(labels.moved, { x: row.text, n: now.indexOf(row) + 1, of: now.length });
  }
  const rows = face.options.map((_, at) =>
    makeRow(at, face, labels, {
      carry: (row) => (carried = row),
      carries: () => carried,
      drop(row, event) {
        event.preventDefault();
        if (carried && !row.locked) put(carried, free().indexOf(row));
      },
      shift(row, by, pressed) {
        const to = free().indexOf(row) + by;
        if (to < 0 || to >= free().length) return;
        put(row, to);
        pressed.focus();
      },
    }),
  );
  function write(answer, begun) {
    const whole = Array.isArray(answer) && rows.every(({ at }) => answer.includes(at));
    now = (whole ? answer.slice(0, rows.length) : start).map((at) => rows[at]);
    for (const [at, row] of now.entries()) row.lock(begun === true && row.locked && row.at === at);
    draw();
  }

  function tell(row, right) {
    const { html, feedback } = face.options[row.at];
    const place = fill(labels.belongs, { n: row.at + 1 });
    return entry(right ? badge("right", labels.right) : badge("partly", place), html, feedback);
  }

  write();
  return {
    node: h("div", {}, told, list),
    more,
    read: () => now.map(({ at }) => at),
    write,
    show({ marks, state }, all) {
      const told = [...now.entries()].filter(([at]) => all || marks[at]);
      more.replaceChildren(...told.map(([at, row]) => tell(row, marks[at])));
      for (const [at, row] of now.entries()) {
        row.lock(marks[at] && state !== "right");
        row.node.classList.toggle("sc-is-right", marks[at]);
      }
    },
    clear() {
      wipe(rows.filter((row) => !row.locked));
      more.replaceChildren();
    },
    others: true,
    places: true,
  };
}
