// Two lanes on one clock: a hundred units in each, in piles above and below a line.

import { h } from "../js/elements.js";
import { digits, fill } from "../js/words.js";
import { makeField } from "./field.js";
import { pilesOf, spotsAt } from "./journeys.js";

const LINE = 17; // height of a line of small type
const GAP = 32;
const BESIDE = 560; // where both lanes fit side by side

// A share in percent, with a decimal where a whole number would say none or all.
const shareText = (share, locale) =>
  digits(share, locale, { maximumFractionDigits: share < 1 || share > 99 ? 1 : 0 });

function makeTally(labels, road, words) {
  const counts = words.ends.map(() => h("b"));
  const model = h("p", { class: "sc-model" });
  const tally = h(
    "p",
    { class: "sc-tally" },
    ...words.ends.map((end, n) => h("span", {}, counts[n], ` ${end}`)),
  );
  return {
    nodes: [tally, model],
    show(found, stop) {
      const [won, lost] = [road.won[stop], road.lost[stop]];
      const [a, b, c] = [won, lost, 100 - won - lost].map((one) => shareText(one, labels.locale));
      for (const [n, as] of ["won", "lost", "open"].entries()) counts[n].textContent = found[as];
      model.textContent = fill(labels.model, { a, b, c });
    },
  };
}

function makeRoad(name, { picture, labels, uid }, color) {
  const road = picture.data[name];
  const words = labels[name];
  const { paths, stages } = road;
  const deepest = Math.max(...spotsAt(paths, stages.length, Infinity).below);
  const names = [...words.stages, words.yes].map((text) => h("span", {}, text));
  const canvas = h("canvas", { "aria-hidden": "true" });
  const field = makeField(canvas, paths.length, [
    ["--sc-ink-soft", 0.5],
    [color, 1],
  ]);
  const tally = makeTally(labels, road, words);
  const stage = h(
    "div",
    { class: "sc-stage", role: "img", "aria-label": words.alt },
    canvas,
    ...names,
  );
  let piles, line, under;
  return {
    field,
    node: h(
      "section",
      { class: `sc-road sc-road-${name}`, "aria-labelledby": `${uid}-${name}` },
      h("p", { class: "sc-title", id: `${uid}-${name}` }, words.title),
      ...tally.nodes,
      stage,
    ),
    measure: (width) => (piles = pilesOf(width, names.length, paths.length, deepest)),
    resize(width, room) {
      line = room.above;
      under = line + room.lines * LINE + 6;
      field.resize(width, under + room.below, 0.8 * piles.pitch, 0.8 * piles.pitch);
      for (const [n, span] of names.entries()) {
        span.style.left = `${piles.wide * (n + 0.5)}px`;
        span.style.top = `${line + 2 + (n % piles.lines) * LINE}px`;
      }
      stage.style.setProperty("--sc-base", `${line}px`);
    },
    at: (time) => spotsAt(paths, stages.length, time),
    show(found, stop) {
      for (const [i, spot] of found.spots.entries()) {
        const [x, y] = piles.place(spot, line, under);
        field.aim(i, x, y, Number(!spot.lost));
      }
      tally.show(found, stop);
    },
  };
}

/**
 * A scene of two lanes.
 * @param {any} view
 * @param {{ colors: string[], seconds: number, now: (time: number) => string,
 *   say: (found: any[]) => { phase: string, words: string } }} own
 */
export function makeLanes(view, own) {
  const { picture, labels } = view;
  const { of, times, steps } = picture.data;
  const roads = of.map((name, n) => makeRoad(name, view, own.colors[n]));
  const at = (stop) => roads.map((road) => road.at(times[stop]));
  const now = (stop) => own.now(times[stop]);
  return {
    node: h("div", { class: "sc-roads" }, ...roads.map((road) => road.node)),
    more: null,
    fields: roads.map((road) => road.field),
    last: times.length - 1,
    seconds: own.seconds,
    steps,
    now,
    way: labels.way,
    ticks: steps.map((stop, n) => ({ at: stop, text: labels.ticks[n] })).filter(({ text }) => text),
    resize(width) {
      const beside = width >= BESIDE;
      const own = beside ? Math.floor((width - GAP) / 2) : width;
      const piles = roads.map((road) => road.measure(own));
      // Side by side they stand on one line, and end on one.
      const most = (part, n) =>
        Math.max(...(beside ? piles : [piles[n]]).map((pile) => pile[part]));
      for (const [n, road] of roads.entries()) {
        const [above, below, lines] = ["above", "below", "lines"].map((part) => most(part, n));
        road.resize(own, { above, below, lines });
      }
    },
    show(stop) {
      for (const [n, found] of at(stop).entries()) roads[n].show(found, stop);
    },
    say: (stop) => own.say(at(stop)),
    table: () => ({
      caption: labels.caption,
      head: [labels.way, ...of.flatMap((name) => labels[name].heads)],
      rows: steps.map((stop) => [
        now(stop),
        ...at(stop).flatMap(({ won, lost, open }) => [won, lost, open]),
      ]),
    }),
  };
}
