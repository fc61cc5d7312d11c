// A committee: a column for each deal, a row for each person, and who says no where.

import { button, h, put } from "../js/elements.js";
import { digits, fill } from "../js/words.js";
import { counted, odds, sorted } from "./deals.js";
import { makeField } from "./field.js";
import { makeHead } from "./heads.js";
import { showing } from "./picture.js";

const DEALS = 100;
const NARROW = 560;
const [NO, YES, SIGNED] = [0, 1, 2];
/** @type {[string, number][]} */
const LOOKS = [
  ["--sc-ink", 1],
  ["--sc-b2b", 0.28],
  ["--sc-b2b", 1],
];

function makeRules(data, labels, choose) {
  const buttons = data.needed.map((needed, n) => button(labels.rules[n], () => choose(needed)));
  return {
    node: h(
      "div",
      { class: "sc-rules", role: "group", "aria-label": labels.signedWhen },
      h("span", { "aria-hidden": "true" }, labels.signedWhen),
      ...buttons,
    ),
    show(needed) {
      for (const [n, one] of buttons.entries()) {
        put(one, { "aria-pressed": String(data.needed[n] === needed) });
      }
    },
  };
}

// What stands under the deals: how many are signed, and what the model says of that.
function makeTotal(labels) {
  const [bar, mark, total, key] = ["i", "em", "b", "span"].map((tag) => h(tag));
  const looks = ["signed", "yes", "no"];
  return {
    node: h(
      "div",
      { class: "sc-under" },
      h("div", { class: "sc-bar" }, bar, mark),
      h("p", { class: "sc-total" }, total, key),
      h(
        "p",
        { class: "sc-legend" },
        ...looks.map((as) => h("span", { class: `sc-is-${as}` }, labels[as])),
      ),
    ),
    show({ signed, all, model }, likely) {
      bar.style.width = `${(100 * signed) / all}%`;
      mark.style.left = `${100 * likely}%`;
      total.textContent = fill(labels.total[Number(all < DEALS)], { signed, all });
      key.textContent = fill(labels.key, { model });
    },
  };
}

// Where columns and rows lie in the width there is.
function gridOf(width, people) {
  const narrow = width < NARROW;
  const left = narrow ? 0 : 172;
  const row = narrow ? 60 : 42;
  const shown = narrow ? DEALS / 2 : DEALS;
  const pitch = (width - left) / shown;
  return {
    shown,
    left,
    row,
    height: people * row,
    wide: Math.max(pitch - 1.3, 1.8),
    tall: narrow ? 18 : 27,
    x: (column) => left + (column + 0.5) * pitch,
    y: (person) => person * row + (narrow ? 43 : 19.5),
  };
}

// What can be said of a stop, a rule and how certain everybody is.
function makeTelling({ data }, labels, state) {
  const start = String(state.places);
  const locale = labels.locale;
  const percent = (share) =>
    fill(labels.percent, { n: digits(100 * share, locale, { maximumFractionDigits: 0 }) });
  const deals = (stop, needed = state.needed) =>
    sorted(data.answers[stop], state.places, needed, state.shown);
  const likely = (stop, needed = state.needed) =>
    odds(data.moods[stop], data.weights, state.places, needed);
  const facts = (stop, needed) => ({
    ...counted(deals(stop, needed)),
    model: percent(likely(stop, needed)),
  });
  const now = (stop) => digits(data.correlation[stop], locale, { minimumFractionDigits: 2 });
  return {
    deals,
    likely,
    facts,
    now,
    say(stop) {
      const found = facts(stop);
      const phase = state.needed < data.people.length ? "vote" : stop ? "together" : "apart";
      const same = phase !== "apart" && String(state.places) === start;
      const noes = fill(labels[same ? "sameNoes" : "noes"], found);
      return { phase, words: fill(labels.say[phase], { ...found, noes }) };
    },
    table: () => ({
      caption: fill(labels.caption, { all: state.shown }),
      head: [labels.sway, ...labels.rules],
      rows: data.correlation.map((_, stop) => [
        now(stop),
        ...data.needed.map((needed) => fill(labels.cell, facts(stop, needed))),
      ]),
    }),
  };
}

function makeScene({ picture, labels, changed }) {
  const { people, certainty, agree, correlation, needed } = picture.data;
  const places = people.map(() => certainty.indexOf(agree));
  const state = { needed: needed[0], places, shown: DEALS };
  const telling = makeTelling(picture, labels, state);
  const heads = people.map((name, person) =>
    makeHead(name, { labels, certainty }, (place) => {
      places[person] = place;
      changed();
    }),
  );
  const rules = makeRules(picture.data, labels, (rule) => {
    state.needed = rule;
    changed();
  });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const field = makeField(canvas, DEALS * people.length, LOOKS);
  const total = makeTotal(labels);
  let grid;
  return {
    ...telling,
    node: h(
      "div",
      { class: "sc-deals" },
      h("div", { class: "sc-stage", role: "img", "aria-label": labels.alt }, canvas),
      ...heads.map((head) => head.node),
      total.node,
    ),
    more: rules.node,
    fields: [field],
    last: correlation.length - 1,
    seconds: 7,
    steps: [...correlation.keys()],
    way: labels.way,
    ticks: [],
    resize(width) {
      grid = gridOf(width, people.length);
      state.shown = grid.shown;
      field.resize(width, grid.height, grid.wide, grid.tall);
      for (const [n, head] of heads.entries()) head.node.style.top = `${n * grid.row - 2}px`;
      total.node.style.marginLeft = `${grid.left}px`;
    },
    show(stop) {
      const deals = telling.deals(stop);
      field.hide();
      for (const [column, { deal, says, signed }] of deals.entries()) {
        for (const [n, yes] of says.entries()) {
          const as = !yes ? NO : signed ? SIGNED : YES;
          field.aim(deal * says.length + n, grid.x(column), grid.y(n), as);
        }
      }
      total.show(telling.facts(stop), telling.likely(stop));
      for (const [n, head] of heads.entries()) head.show(places[n]);
      rules.show(state.needed);
    },
  };
}

export default { render: showing(makeScene) };
