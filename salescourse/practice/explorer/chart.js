// The chart: axes, the guess and its handles, the curves and their names.

import { clamp, decimals, ticks } from "../js/chart.js";
import { h, put } from "../js/elements.js";
import { fill } from "../js/words.js";
import { drawAxes, label } from "./axes.js";
import { makeHandles } from "./handles.js";
import { bars, spots, trace } from "./marks.js";
import { between, motion } from "./motion.js";
import { drawNames } from "./names.js";
import { makeReadout } from "./readout.js";
import { scalesOf } from "./scales.js";

// What a screen reader calls the chart.
function spoken({ spec, units, labels, scales }) {
  const { x, y } = spec;
  const ends = [x.values[0], x.values[x.values.length - 1]].map((value) => units.x.text(value));
  return fill(labels.chart, {
    y: y.label,
    low: units.y.text(scales.low),
    high: units.y.text(scales.high),
    x: x.label,
    x0: x.texts?.[0] ?? ends[0],
    x1: x.texts?.at(-1) ?? ends[1],
  });
}

// Parts, from back to front.
function layOut(chart) {
  const { spec, labels, uid } = chart;
  const { lines, kind } = spec;
  const paths = (className) =>
    lines.map((line) => h("path", { class: className && `${className} sc-is-${line.color}` }));
  Object.assign(chart, {
    grid: h("g", { "aria-hidden": true }),
    window: h("rect"),
    ghosts: lines.map(() => h("path", { class: "sc-ghost" })),
    curves: paths("sc-curve"),
    dots: paths("sc-dots"),
    gaps: h("path", { class: "sc-gaps" }),
    observed: h("g", { class: "sc-observed" }),
    guessLine: h("path", { class: "sc-guess-line" }),
    names: h("g", { class: "sc-names", "aria-hidden": true }),
    title: h("p", { class: "sc-axis sc-axis-x" }, chart.units.x.title),
    key: h(
      "div",
      { class: "sc-key" },
      ...(kind === "line"
        ? []
        : [
            ...lines.map((line) =>
              h("span", { class: `sc-is-${line.color}` }, line.label || labels.modelLine),
            ),
            h("span", {}, labels.guessLine),
          ]),
    ),
  });
  const model = h(
    "g",
    {
      class: `sc-model sc-as-${kind}`,
      "clip-path": `url(#${uid}-window)`,
      "aria-hidden": true,
    },
    ...chart.ghosts,
    ...chart.curves,
    ...chart.dots,
    chart.gaps,
  );
  chart.svg = h(
    "svg",
    { class: "sc-chart", role: "group", "aria-label": spoken(chart) },
    h("clipPath", { id: `${uid}-window` }, chart.window),
    chart.grid,
    model,
    h("g", { "aria-hidden": true }, chart.observed, chart.guessLine),
    chart.readout.node,
    chart.names,
    chart.readout.field,
    ...chart.handles.nodes,
  );
}

// Axes: only when the size changes.
function resize(chart, width) {
  const { spec, scales, units, labels, textWidth } = chart;
  const style = getComputedStyle(chart.svg);
  chart.pencil.font = `${style.fontSize} ${style.fontFamily}`;
  const yTicks = ticks(scales.low, scales.high, 5);
  const places = decimals(yTicks, units.y.factor);
  const yTexts = yTicks.map((value) => units.y.tick(value, places));
  const named = spec.lines.map((line) => line.label || labels.modelLine);
  const ends = spec.kind === "line" ? [...named, labels.startLine] : [];
  const margin = Math.max(0, ...ends.map(textWidth));
  const wide = spec.kind === "line" && width >= 560 && margin < width / 4;
  const height = Math.round(clamp(width * 0.56, 270, 400));
  const left = Math.ceil(Math.max(...yTexts.map(textWidth))) + 12;
  const right = width - (wide ? margin + 14 : 4);
  const pad = scales.banded ? 0 : 22;
  scales.box = { left, right, top: 30, bottom: height - 30, width, wide, pad };
  put(chart.svg, { viewBox: `0 0 ${width} ${height}`, height });
  chart.title.style.marginRight = `${width - right}px`;
  const frame = { width: right - left, height: height - 60 };
  put(chart.readout.field, { x: left, y: 30, ...frame });
  put(chart.window, {
    x: left - 9,
    y: 21,
    width: frame.width + 18,
    height: frame.height + (scales.low < 0 ? 18 : 14),
  });
  drawAxes(chart, yTicks, yTexts);
  draw(chart);
}

// Only what is counted, one by one, has dots.
const counted = ({ values, texts }) =>
  texts || values.every((value, i) => !i || value - values[i - 1] === 1);

function shapeOf({ spec, scales }, points, line) {
  const shape = { line: trace, point: () => "", bar: bars };
  return shape[spec.kind](points, line, spec.lines.length, scales);
}

// Marks: whenever anything changes.
function draw(chart, ms = 0) {
  const { spec, scales, state } = chart;
  const dotted = spec.kind === "point" || (spec.kind === "line" && counted(spec.x));
  const across = (line, at) => (state.revealed ? scales.across(line, at) : []);
  drawGuess(chart);
  const { drawn } = chart;
  const curves = spec.lines.map((_, line) => across(line));
  chart.glide(ms, (share) => {
    chart.drawn = between(drawn, curves, share);
    for (const [line, points] of chart.drawn.entries()) {
      put(chart.curves[line], { d: shapeOf(chart, points, line) });
      put(chart.dots[line], { d: dotted ? spots(points) : "" });
    }
  });
  const ghost = spec.kind === "bar" ? bars : trace;
  for (const [line, path] of chart.ghosts.entries()) {
    const before = scales.moved() ? across(line, scales.started) : [];
    put(path, { d: ghost(before, line, spec.lines.length, scales) });
  }
  drawObserved(chart);
  drawNames(chart);
  chart.readout.draw();
}

function drawGuess(chart) {
  const { spec, scales, state } = chart;
  const { predict, lines, kind } = spec;
  const placed = predict
    .map((i, n) => [scales.guessX(i), state.guesses[n]])
    .filter(([, guess]) => guess !== null)
    .map(([px, guess]) => [px, scales.yOf(guess)]);
  const reach = (scales.band() / lines.length) * 0.6;
  const dashes = placed.map(([px, py]) => `M${px - reach} ${py}h${2 * reach}`).join("");
  const line = kind === "point" ? "" : trace(placed);
  const { top, bottom } = scales.box;
  const columns = predict.map((i) => `M${scales.guessX(i)} ${top}V${bottom}`).join("");
  put(chart.guessLine, { d: scales.banded ? dashes : line });
  put(chart.gaps, { d: state.revealed ? misses(chart) : columns });
  chart.handles.draw();
}

// From each guess to the model, as long as the model stands where the guess was asked.
function misses({ spec, scales, state }) {
  if (spec.kind === "bar" || scales.moved()) return "";
  return spec.predict
    .map((i, n) => {
      const value = scales.valueAt(0, i);
      if (value === null) return "";
      return `M${scales.xOf(i)} ${scales.yOf(state.guesses[n])}V${scales.yOf(value)}`;
    })
    .join("");
}

function drawObserved({ observed, spec, scales, state, textWidth }) {
  const points = state.revealed && state.points ? spec.points : [];
  observed.replaceChildren(
    ...points.flatMap(([value, height, text]) => {
      const px = scales.xAt(value);
      const py = scales.held(height);
      const left = px + 12 + textWidth(text) > scales.box.right;
      return [
        h("path", { d: `M${px} ${py - 7}l7 7l-7 7l-7-7z` }),
        label(text, {
          x: px + (left ? -12 : 12),
          y: py,
          dy: "0.33em",
          "text-anchor": left ? "end" : "start",
        }),
      ];
    }),
  );
}

// The curve draws itself from left to right, once.
function unveil(chart) {
  const { left, right } = chart.scales.box;
  const full = right - left + 18;
  chart.uncover(900, (share) => put(chart.window, { width: full * (1 - (1 - share) ** 2) }));
}

export function chartOf(spec, labels, units, state, guessed, uid) {
  const pencil = document.createElement("canvas").getContext("2d");
  const chart = {
    spec,
    labels,
    units,
    state,
    guessed,
    uid,
    pencil,
    drawn: [],
    glide: motion(),
    uncover: motion(),
    scales: scalesOf(spec, state),
    textWidth: (text) => pencil.measureText(text).width,
  };
  chart.readout = makeReadout(chart);
  chart.handles = makeHandles(chart);
  layOut(chart);
  return {
    svg: chart.svg,
    key: chart.key,
    title: chart.title,
    scales: chart.scales,
    draw: (ms) => draw(chart, ms),
    resize: (width) => resize(chart, width),
    unveil: () => unveil(chart),
  };
}
