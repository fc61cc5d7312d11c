// A partner for each of several things: choose on the left, then on the right. Pairs are
// told by a letter, and where there is room by a line. What is right stays.

import { followWidth, h, put } from "../../js/elements.js";
import { rich } from "../../js/rich.js";
import { fill } from "../../js/words.js";
import { badge, wipe } from "../badge.js";
import { along } from "../strip.js";
import { entry } from "../verdict.js";

const letter = (place) => String.fromCharCode(65 + place);

// What can be given a partner; a partner can be dropped there, too.
function makeRow(given, number, { pick, drop, carries }) {
  const mark = h("strong", { class: "sc-letter", "aria-hidden": "true" });
  const node = rich("button", "sc-pick sc-row", given.html);
  node.append(mark);
  put(node, {
    type: "button",
    onclick: (click) => pick(number, click.detail === 0),
    ondragover: (drag) => carries() && drag.preventDefault(),
    ondrop: (event) => drop(number, event),
  });
  return { node, mark, given, locked: false, wrong: false };
}

function makePartner(html, place, { join, keyed, carry }) {
  const node = rich("button", "sc-partner sc-row", html);
  node.prepend(h("strong", { class: "sc-letter" }, letter(place)), " ");
  put(node, {
    type: "button",
    onclick: (click) => join(place, click.detail === 0),
    onkeydown: (press) => keyed(press, place),
  });
  const about = { draggable: "true", ondragstart: () => carry(place), ondragend: () => carry(-1) };
  return { node, item: h("li", about, node) };
}

// Say of a row who its partner is, at a place from the top or nowhere.
function name({ node, mark, given, locked }, place, partner, asked, labels) {
  const whose = fill(labels.partner, { x: given.text });
  mark.textContent = place < 0 ? "" : letter(place);
  node.ariaLabel = fill(labels.pair, { x: whose, y: partner });
  node.ariaPressed = `${asked}`;
  node.ariaDisabled = locked ? "true" : null;
}

const columns = (rows, picture, partners) =>
  h(
    "div",
    { class: "sc-pairs" },
    h("ul", {}, ...rows.map(({ node }) => h("li", {}, node))),
    picture,
    h("ul", {}, ...partners.map(({ item }) => item)),
  );

// Lines between what belongs together, drawn where the two columns stand apart.
function drawLines(picture, rows, partners, taken) {
  const lines = rows.map(({ node, locked }, at) => {
    const to = partners[taken[at]]?.node;
    if (!to) return "";
    const middle = (one) => one.offsetTop + one.offsetHeight / 2;
    return h("line", {
      class: locked ? "sc-is-right" : null,
      x1: node.offsetLeft + node.offsetWidth,
      y1: middle(node),
      x2: to.offsetLeft,
      y2: middle(to),
    });
  });
  picture.replaceChildren(...lines.filter(Boolean));
}

// Which row has which partner, and which row is asked for now. Partners are counted as they
// stand, from the top.
function makePairs(face, { labels, order, changed }) {
  const told = h("p", { class: "sc-note", "aria-live": "polite" }, labels.matchHow);
  const picture = h("svg", { "aria-hidden": "true" });
  let taken = [];
  let picked = 0;
  let carried = -1;
  const open = (from) => {
    const free = rows.map((_, at) => (from + at) % rows.length);
    return free.find((at) => taken[at] < 0 || rows[at].wrong) ?? -1;
  };
  const carry = (place) => (carried = place);
  const act = { pick, join, keyed, drop, carry, carries: () => carried >= 0 };
  const rows = face.rows.map((given, at) => makeRow(given, at, act));
  const partners = order.map((at, place) => makePartner(face.options[at].html, place, act));

  function pick(row, byKey) {
    if (rows[row].locked) return;
    picked = row;
    draw();
    if (byKey) partners[Math.max(taken[row], 0)].node.focus();
  }
  function join(place, byKey) {
    const row = picked;
    if (row < 0) {
      told.textContent = labels.matchHow;
      return;
    }
    taken[row] = place;
    rows[row].wrong = false;
    picked = open(row);
    changed();
    told.textContent = fill(labels.paired, { x: rows[row].given.text, y: letter(place) });
    draw();
    if (byKey) rows[picked < 0 ? row : picked].node.focus();
  }
  function keyed(press, place) {
    const to = press.key === "Escape" ? -1 : along(press.key, place, partners.length);
    if (to === undefined) return;
    press.preventDefault();
    (to < 0 ? rows[Math.max(picked, 0)] : partners[to]).node.focus();
  }
  function drop(row, event) {
    event.preventDefault();
    if (carried < 0 || rows[row].locked) return;
    picked = row;
    join(carried, false);
  }
  function draw() {
    for (const [at, row] of rows.entries()) {
      const partner = face.options[order[taken[at]]]?.text ?? labels.none;
      name(row, taken[at], partner, at === picked, labels);
    }
    const stop = Math.max(taken[picked] ?? 0, 0);
    for (const [at, { node }] of partners.entries()) node.tabIndex = at === stop ? 0 : -1;
    drawLines(picture, rows, partners, taken);
  }
  const place = columns(rows, picture, partners);
  followWidth(place, 0, () => drawLines(picture, rows, partners, taken));
  return {
    rows,
    node: h("div", {}, told, place),
    read: () => taken.map((place) => order[place] ?? null),
    write(answer) {
      taken = rows.map((_, at) => order.indexOf(answer?.[at]));
      refresh();
    },
    refresh,
  };
  function refresh() {
    picked = open(0);
    draw();
  }
}

export function match(face, context) {
  const { labels, order } = context;
  const { rows, node, read, write, refresh } = makePairs(face, context);
  const more = h("div", { class: "sc-said", "aria-live": "polite" });
  const lock = (row, locked, right, wrong) => {
    Object.assign(row, { locked, wrong });
    row.node.classList.toggle("sc-is-right", right);
  };

  function tell({ given }, at, right) {
    const partner = fill(labels.itIs, { x: letter(order.indexOf(face.key.right[at])) });
    const sign = right ? badge("right", labels.right) : badge("partly", partner);
    return entry(sign, given.html, given.feedback);
  }
  write();
  return {
    node,
    more,
    read,
    write(answer, begun) {
      for (const [at, row] of rows.entries()) {
        const still = begun === true && row.locked && answer?.[at] === face.key.right[at];
        lock(row, still, still, false);
      }
      write(answer);
    },
    show({ marks, state }, all) {
      const said = [...rows.entries()].filter(([at]) => all || marks[at]);
      more.replaceChildren(...said.map(([at, row]) => tell(row, at, marks[at])));
      for (const [at, row] of rows.entries()) {
        lock(row, marks[at] && state !== "right", marks[at], !marks[at]);
      }
      refresh();
    },
    clear() {
      wipe(rows.filter((row) => !row.locked));
      more.replaceChildren();
    },
    others: true,
    places: true,
  };
}
