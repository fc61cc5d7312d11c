// Small tools: making elements, round steps.
// Joined with its neighbors by widget.py, in the order numbers, tools, units, chart, widget.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "g", "path", "line", "circle", "rect", "text", "clipPath"]);
const DAYS = Object.fromEntries(Object.entries(SECONDS).map(([unit, size]) => [unit, size / SECONDS.day]));
const UNITS_OF_TIME = Object.fromEntries(Object.keys(DAYS).map((unit) => [`${unit}s`, unit]));
// What is written on an axis of time between one of each.
const BETWEEN = [[10, "second"], [10, "minute"], [6, "hour"], [10, "year"]];

function make(tag, attributes = {}, ...children) {
  const node = SHAPES.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  put(node, attributes);
  // Else JupyterLab takes arrow keys and letters for commands of its own.
  node.dataset.lmSuppressShortcuts = "";
  node.append(...children);
  return node;
}

function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value);
  }
}

// What makes a shape a slider, for keys and screen readers; nothing of it while it is not live.
function asSlider(node, live, label, [min, max], now, text) {
  const parts = {
    role: "slider", "aria-label": label,
    "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": now, "aria-valuetext": text,
  };
  // Not null: Chromium lets Tab stop at any shape that listens for focus.
  put(node, { tabindex: live ? 0 : -1 });
  for (const name in parts) put(node, { [name]: live ? parts[name] : null });
}

const fill = (pattern, words) => pattern.replace(/\{(\w+)\}/g, (_, word) => words[word]);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const range = (length) => Array.from({ length }, (_, i) => i);

function plural(pattern, count) {
  const [one, many = one] = pattern.split("|");
  return count === 1 ? one : many;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((m) => m * power).find((step) => step >= rough * 0.999);
}

function ticks(low, high, count) {
  const step = niceStep((high - low) / Math.max(count, 1));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return range(last - first + 1).map((i) => +((first + i) * step).toPrecision(10));
}

// Labels stand on one line, each around its middle.
const gap = (one, other) => Math.abs(other.mid - one.mid) - one.half - other.half;

// Of labels in groups of falling importance, those that have room: in each group first the
// one farthest from all that stand, so that they stand evenly.
function roomy(groups, apart) {
  const standing = [];
  const room = (label) => Math.min(...standing.map((other) => gap(other, label)));
  for (const group of groups) {
    for (let left = group.length; left > 0; left--) {
      const best = group.reduce((one, other) => (room(other) > room(one) ? other : one));
      if (room(best) < apart) break;
      standing.push(best);
    }
  }
  return standing.sort((one, other) => one.mid - other.mid);
}

// The fewest decimals that tell these numbers apart.
function decimals(values, factor = 1) {
  const exact = (places) => values.every((value) => {
    const scaled = value * factor * 10 ** places;
    return Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled));
  });
  return range(5).find(exact) ?? 4;
}
