// One of several answers, or all that apply.

import { h } from "../../js/elements.js";
import { rich } from "../../js/rich.js";
import { badge, wipe } from "../badge.js";
import { entry } from "../verdict.js";

function makeRow(at, face, name, changed) {
  const said = h("div", { class: "sc-said", id: `${name}-f${at}`, "aria-live": "polite" });
  const input = h("input", {
    type: face.key.many ? "checkbox" : "radio",
    name,
    value: at,
    "aria-describedby": said.id,
    onchange: changed,
  });
  const text = rich("span", "", face.options[at].html);
  const label = h("label", { class: "sc-option" }, input, text);
  return { at, input, said, node: h("div", { class: "sc-row" }, label) };
}

export function choice(face, { name, labels, order, changed }) {
  const many = face.key.many;
  const rows = order.map((at) => makeRow(at, face, name, changed));

  function tell(row, right, chosen, all) {
    const state = right ? "right" : chosen ? "wrong" : "open";
    const words = {
      right: chosen ? labels.right : labels.alsoRight,
      wrong: labels.wrong,
      open: labels.notThis,
    };
    const { html, feedback } = face.options[row.at];
    row.node.classList.add(`sc-is-${state}`);
    row.said.replaceChildren(entry(badge(state, words[state]), (many || all) && html, feedback));
  }

  const chosen = () => rows.filter((row) => row.input.checked);
  const note = many && h("p", { class: "sc-note" }, labels.many);
  return {
    node: h("div", {}, note, ...rows.map((row) => row.node)),
    more: h("div", {}, ...rows.map((row) => row.said)),
    read: () =>
      chosen()
        .map((row) => row.at)
        .sort((a, b) => a - b),
    write(answer) {
      for (const row of rows) row.input.checked = (answer || []).includes(row.at);
    },
    show(_grade, all) {
      for (const row of all ? rows : chosen()) {
        tell(row, face.key.right.includes(row.at), row.input.checked, all);
      }
    },
    clear() {
      wipe(rows);
      for (const { said } of rows) said.replaceChildren();
    },
    others: true,
    silent: !many,
  };
}
