// Guessing: drag a handle, press keys on it, or tap its column.

import { clamp, niceStep } from "../js/chart.js";
import { asSlider, h, put } from "../js/elements.js";
import { fill } from "../js/words.js";

const ARROWS = "M-5-15l5-6l5 6M-5 15l5 6l5-6";
const KEYS = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 10,
  PageDown: -10,
};

function makeHandle(listeners) {
  const value = h("text", { class: "sc-value", "text-anchor": "middle" });
  const mark = h("text", { class: "sc-mark", "text-anchor": "middle", dy: "0.36em" }, "?");
  const node = h(
    "g",
    { class: "sc-handle", "aria-orientation": "vertical", ...listeners },
    h("circle", { class: "sc-reach", r: 24 }),
    h("circle", { class: "sc-ring", r: 16 }),
    h("path", { class: "sc-arrows", d: ARROWS }),
    h("circle", { class: "sc-knob", r: 10 }),
    mark,
    value,
  );
  // Without this an older iPhone scrolls the page instead of moving the handle.
  node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  return { node, value };
}

// The handle of the nth guess, which is about column i.
function drawHandle({ scales, state, spec, units, labels }, { node, value }, i, n) {
  const { low, high } = scales;
  const guess = state.guesses[n];
  const now = guess ?? (low + high) / 2;
  const at = scales.yOf(now);
  const here = units.x.phrase(spec.x.values[i], i);
  const open = guess === null ? " sc-open" : "";
  value.textContent = guess === null || state.revealed ? "" : units.y.text(guess);
  put(value, { y: at - scales.box.top < 34 ? 38 : -27 });
  put(node, {
    transform: `translate(${scales.guessX(i)} ${at})`,
    "aria-hidden": state.revealed,
    class: `sc-handle${open}${state.revealed ? " sc-fixed" : ""}`,
  });
  const spoken = guess === null ? labels.notPlaced : units.y.spoken(guess);
  asSlider(
    node,
    !state.revealed,
    fill(labels.guessAt, { x: here }),
    [low, high],
    now,
    `${here}: ${spoken}`,
  );
}

export function makeHandles(chart) {
  const { scales, state, spec, guessed } = chart;
  const { low, high } = scales;
  const step = niceStep((high - low) / 100);
  const snap = (value) => clamp(+(Math.round(value / step) * step).toPrecision(10), low, high);
  function atPointer(event) {
    const { top, bottom } = scales.box;
    const up = bottom - (event.clientY - chart.svg.getBoundingClientRect().top);
    return snap(low + (up / (bottom - top)) * (high - low));
  }
  function grab(n, event) {
    if (state.revealed) return;
    handles[n].node.setPointerCapture(event.pointerId);
    handles[n].node.focus({ preventScroll: true });
    event.preventDefault();
  }
  function drag(n, event) {
    const held = handles[n].node.hasPointerCapture(event.pointerId);
    if (!state.revealed && held) guessed(n, atPointer(event));
  }
  function press(n, event) {
    const now = state.guesses[n] ?? snap((low + high) / 2);
    const by = KEYS[event.key];
    const ends = { Home: low, End: high, Enter: now, " ": now };
    const to = ends[event.key] ?? (by && snap(now + by * step));
    if (to === undefined || state.revealed) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    guessed(n, to);
  }
  const handles = spec.predict.map((_, n) =>
    makeHandle({
      onkeydown: (event) => press(n, event),
      onpointerdown: (event) => grab(n, event),
      onpointermove: (event) => drag(n, event),
    }),
  );

  return {
    nodes: handles.map(({ node }) => node),
    draw() {
      for (const [n, i] of spec.predict.entries()) drawHandle(chart, handles[n], i, n);
    },
    tap(event) {
      if (state.revealed) return;
      const px = event.clientX - chart.svg.getBoundingClientRect().left;
      const n = spec.predict.indexOf(scales.nearest(px, spec.predict));
      guessed(n, atPointer(event));
      handles[n].node.focus({ preventScroll: true });
    },
  };
}
