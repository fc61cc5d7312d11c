// The same callers in two houses: a queue for each person, and one queue for all.

import { h } from "../js/elements.js";
import { digits, fill, plural } from "../js/words.js";
import { houseAt, longest, wordsFor } from "./callers.js";
import { makeField } from "./field.js";
import { showing } from "./picture.js";

const GAP = 32;
const BESIDE = 560; // where both houses fit side by side
const PITCH = 10; // from caller to caller
const ROW = 10; // callers in a row of the one queue
const LONG = 60; // minutes after which a wait is a long one
/** @type {[string, number][]} */
const LOOKS = [
  ["--sc-ink-soft", 0.45],
  ["--sc-ink", 1],
  ["--sc-bad", 1],
];
const lookOf = ({ at, waited }) => (at === "desk" ? 0 : waited > LONG ? 2 : 1);

function makeHouse(name, { picture, labels, uid }) {
  const { people } = picture.data;
  const { callers, model } = picture.data[name];
  const apart = name === "each";
  const words = labels[name];
  const rows = apart ? longest(callers, true) : Math.ceil(longest(callers, false) / ROW);
  const [mean, waiting] = [h("b"), h("b")];
  const canvas = h("canvas", { "aria-hidden": "true" });
  const field = makeField(canvas, callers.length, LOOKS);
  const seats = Array.from({ length: people }, (_one, n) => h("span", {}, String(n + 1)));
  const stage = h(
    "div",
    { class: "sc-stage", role: "img", "aria-label": words.alt },
    canvas,
    ...seats,
  );
  const whole = (minutes) => digits(Math.round(minutes), labels.locale, {});
  let wide, line;
  const xOf = (desk) => (wide * (desk + 0.5)) / people;
  function placeOf({ at, line: own, slot }) {
    if (at === "out") return [wide / 2, -PITCH];
    if (at === "gone") return [xOf(own), line + 60];
    if (at === "desk") return [xOf(own), line + PITCH];
    const x = apart ? xOf(own) : wide / 2 + ((slot % ROW) - (ROW - 1) / 2) * PITCH;
    return [x, line - (apart ? slot + 0.9 : Math.floor(slot / ROW) + 0.9) * PITCH];
  }
  return {
    field,
    rows,
    node: h(
      "section",
      { class: `sc-road sc-road-${name}`, "aria-labelledby": `${uid}-${name}` },
      h("p", { class: "sc-title", id: `${uid}-${name}` }, words.title),
      h(
        "p",
        { class: "sc-tally" },
        h("span", {}, mean, ` ${labels.mean}`),
        h("span", {}, waiting, ` ${labels.waiting}`),
      ),
      h("p", { class: "sc-model" }, fill(labels.model, { n: whole(model) })),
      stage,
    ),
    resize(width, most) {
      wide = width;
      line = (most + 1) * PITCH;
      field.resize(width, line + 20, 0.8 * PITCH, 0.8 * PITCH);
      stage.style.setProperty("--sc-base", `${line}px`);
      for (const [n, span] of seats.entries()) {
        span.style.left = `${xOf(n)}px`;
        span.style.top = `${line + 18}px`;
      }
      stage.style.paddingBottom = "18px";
    },
    at: (time) => houseAt(callers, people, apart, time),
    show(found) {
      field.hide();
      for (const [i, spot] of found.spots.entries()) {
        const [x, y] = placeOf(spot);
        const seen = spot.at === "line" || spot.at === "desk";
        field.aim(i, x, y, seen ? lookOf(spot) : -1);
      }
      mean.textContent = whole(found.mean);
      waiting.textContent = found.waiting;
    },
  };
}

function makeScene(view) {
  const { picture, labels } = view;
  const { of, times, steps } = picture.data;
  const houses = of.map((name) => makeHouse(name, view));
  const at = (stop) => houses.map((house) => house.at(times[stop]));
  const last = times.length - 1;
  const whole = (minutes) => digits(Math.round(minutes), labels.locale, {});
  const now = (stop) => {
    const hours = Math.round(times[stop] / 60);
    return `${digits(hours, labels.locale, {})} ${plural(labels.hours, hours)}`;
  };
  return {
    node: h("div", { class: "sc-roads" }, ...houses.map((house) => house.node)),
    more: null,
    fields: houses.map((house) => house.field),
    last,
    seconds: 30,
    steps,
    now,
    way: labels.way,
    ticks: steps.map((stop, n) => ({ at: stop, text: labels.ticks[n] })).filter(({ text }) => text),
    resize(width) {
      const beside = width >= BESIDE;
      const own = beside ? Math.floor((width - GAP) / 2) : width;
      // Side by side they stand on one line.
      const most = Math.max(...houses.map(({ rows }) => rows));
      for (const house of houses) house.resize(own, beside ? most : house.rows);
    },
    show(stop) {
      for (const [n, found] of at(stop).entries()) houses[n].show(found);
    },
    say(stop) {
      const [each, one] = at(stop);
      const phase = wordsFor(each, stop === last);
      const counts = {
        a: each.waiting,
        b: each.free,
        c: one.waiting,
        n: each.came,
        each: whole(each.mean),
        one: whole(one.mean),
      };
      return { phase, words: fill(labels.say[phase], counts) };
    },
    table: () => ({
      caption: labels.caption,
      head: [labels.way, labels.came, ...of.flatMap((name) => labels[name].heads)],
      rows: steps.map((stop) => {
        const found = at(stop);
        const cells = found.flatMap(({ mean, waiting }) => [whole(mean), waiting]);
        return [now(stop), found[0].came, ...cells];
      }),
    }),
  };
}

export default { render: showing(makeScene) };
