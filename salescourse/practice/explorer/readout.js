// Reading values off the chart, by pointer or keys.

import { clamp, range } from "../js/chart.js";
import { asSlider, h } from "../js/elements.js";
import { label } from "./axes.js";

export function makeReadout(chart) {
  const { spec, scales, state, units, labels } = chart;
  const { lines, predict, x } = spec;
  const node = h("g", { class: "sc-readout", "aria-hidden": true });

  function reading(i) {
    const values = lines.map((line, n) => {
      const name = lines.length > 1 ? `${line.label} ` : "";
      return name + units.y.text(scales.valueAt(n, i));
    });
    return `${units.x.phrase(x.values[i], i)}: ${values.join(" · ")}`;
  }
  function lookAt(i) {
    if (!state.revealed || state.here === i) return;
    state.here = i;
    draw();
  }
  function look(event) {
    const px = event.clientX - chart.svg.getBoundingClientRect().left;
    lookAt(scales.nearest(px, range(scales.count)));
  }
  function press(event) {
    const here = state.here ?? predict[0];
    const to = {
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      Home: 0,
      End: scales.count - 1,
    }[event.key];
    if (to === undefined || !state.revealed) return;
    event.preventDefault();
    lookAt(clamp(to, 0, scales.count - 1));
  }
  const field = h("rect", {
    class: "sc-field",
    onclick: (event) => chart.handles.tap(event),
    onpointermove: look,
    onpointerdown: look,
    onkeydown: press,
    onpointerleave: () => document.activeElement !== field && lookAt(null),
    onfocus: () => lookAt(state.here ?? predict[0]),
    onblur: () => lookAt(null),
  });

  function draw() {
    const i = state.here;
    const text = state.revealed && i !== null ? reading(i) : "";
    const spoken = state.revealed && (text || reading(predict[0]));
    asSlider(field, state.revealed, labels.read, [0, scales.count - 1], i ?? predict[0], spoken);
    if (!text) return node.replaceChildren();
    const { top, bottom, width } = scales.box;
    const px = scales.xOf(i);
    const half = chart.textWidth(text) / 2 + 6;
    const seen = lines
      .map((line, n) => [line, scales.valueAt(n, i)])
      .filter(([, value]) => value !== null && value >= scales.low && value <= scales.high);
    return node.replaceChildren(
      h("line", { x1: px, x2: px, y1: top - 6, y2: bottom }),
      ...seen.map(([line, value]) =>
        h("circle", { class: `sc-is-${line.color}`, cx: px, cy: scales.yOf(value), r: 6 }),
      ),
      label(text, { x: clamp(px, half, width - half), y: top - 14, "text-anchor": "middle" }),
    );
  }
  return { node, field, draw };
}
