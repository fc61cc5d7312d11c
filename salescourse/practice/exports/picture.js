// The share won by each day: the reader's own with its interval, and both reference cycles.

import { clamp, ticks } from "../js/chart.js";
import { followWidth, h } from "../js/elements.js";
import { fill } from "../js/words.js";

const [HEIGHT, TOP, BOTTOM, LEFT, RIGHT] = [260, 12, 34, 40, 74];

/** @param {[number, number][]} points */
const path = (points) =>
  points.map(([x, y], n) => `${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** Points of a curve that holds until its next. */
function stairs(points) {
  return points.flatMap(([x, y], n) =>
    n
      ? [
          [x, points[n - 1][1]],
          [x, y],
        ]
      : [[x, y]],
  );
}

/** The share of a reference cycle, which grows evenly from point to point.
 * @param {[number, number][]} points @param {number} day */
export function shareOn(points, day) {
  const n = points.findIndex(([at]) => at >= day);
  if (n < 1) return points.at(n)[1];
  const [[from, before], [to, after]] = points.slice(n - 1);
  return before + ((after - before) * (day - from)) / (to - from);
}

export function makePicture(view) {
  const { labels, shown, cycles, write } = view;
  const by = Math.max(shown.curve.by, 1);
  const words = {
    day: write.whole(by),
    x: write.hundred(shown.curve.points.at(-1).share),
    b2b: write.hundred(shareOn(cycles.b2b.points, by)),
    b2c: write.hundred(shareOn(cycles.b2c.points, by)),
  };
  const says = fill(labels.pictureSays, words);
  const svg = h("svg", { role: "img", "aria-label": says, class: "sc-curve" });
  const node = h("figure", {}, svg, h("figcaption", {}, `${labels.picture}. ${says}`));
  view.ends.push(followWidth(node, 360, (width) => draw(svg, view, width, by)));
  return node;
}

function draw(svg, view, width, by) {
  const { shown, cycles, labels } = view;
  const { points } = shown.curve;
  const inside = (all) => [...all.filter(([day]) => day < by), [by, shareOn(all, by)]];
  const curves = [
    { name: labels.firm, kind: "firm", points: inside(cycles.b2b.points) },
    { name: labels.person, kind: "person", points: inside(cycles.b2c.points) },
    { name: labels.yours, kind: "own", points: points.map(({ day, share }) => [day, share]) },
  ].filter((curve) => curve.points.length);
  const shares = [
    ...points.map(({ high }) => high),
    ...curves.map(({ points: all }) => all[all.length - 1][1]),
  ];
  const most = clamp(Math.max(...shares, 0.05) * 1.05, 0.05, 1);
  const x = (day) => LEFT + (day / by) * (width - LEFT - RIGHT);
  const y = (share) => TOP + (1 - share / most) * (HEIGHT - TOP - BOTTOM);
  const along = (all) => all.map(([day, share]) => [x(day), y(share)]);
  const at = (all) => stairs(along(all));
  const band = [
    ...at(points.map(({ day, high }) => [day, high])),
    ...at(points.map(({ day, low }) => [day, low])).reverse(),
  ];
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", HEIGHT);
  svg.replaceChildren(
    ...axes({ x, y, width, by, most }, view),
    band.length > 1 ? h("path", { class: "sc-band", d: `${path(band)}Z` }) : h("g"),
    ...curves.map(({ kind, points: all }) =>
      h("path", { class: `sc-line sc-${kind}`, d: path(kind === "own" ? at(all) : along(all)) }),
    ),
    ...names(curves, { x, y, by }),
  );
}

function axes({ x, y, width, by, most }, { labels, write }) {
  const days = ticks(0, by, width < 500 ? 4 : 7);
  const shares = ticks(0, most * 100, 4);
  return [
    ...shares.flatMap((share) => [
      h("line", {
        class: "sc-grid",
        x1: LEFT,
        x2: width - RIGHT,
        y1: y(share / 100),
        y2: y(share / 100),
      }),
      h(
        "text",
        { x: LEFT - 6, y: y(share / 100) + 4, "text-anchor": "end" },
        `${write.one(share)} %`,
      ),
    ]),
    ...days.map((day) =>
      h("text", { x: x(day), y: HEIGHT - 16, "text-anchor": "middle" }, write.whole(day)),
    ),
    h("text", { x: width - RIGHT + 16, y: HEIGHT - 16 }, labels.days),
  ];
}

// Names stand where lines end, apart from each other.
function names(curves, { x, y, by }) {
  const placed = curves
    .map(({ name, kind, points }) => ({ name, kind, at: y(points[points.length - 1][1]) }))
    .sort((one, other) => one.at - other.at);
  for (let n = 1; n < placed.length; n++)
    placed[n].at = Math.max(placed[n].at, placed[n - 1].at + 15);
  return placed.map(({ name, kind, at }) =>
    h(
      "text",
      { class: `sc-name sc-${kind}`, x: x(by) + 6, y: Math.min(at + 4, HEIGHT - BOTTOM + 8) },
      name,
    ),
  );
}
