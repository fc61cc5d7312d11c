// The sliders, and the way back to where they stood at first.

import { button, h, put } from "../js/elements.js";

export function makeSliders(view, moved) {
  const { spec, labels, units, uid, state, scales } = view;
  const { sliders } = spec;
  const textOf = (n) => {
    const { texts, values } = sliders[n];
    return texts?.[state.at[n]] ?? units.sliders[n].text(values[state.at[n]]);
  };
  const legend = h("p", { class: "sc-title", id: `${uid}-sliders` });
  const knobs = sliders.map(({ values }, n) =>
    h("input", {
      type: "range",
      id: `${uid}-slider-${n}`,
      min: 0,
      max: values.length - 1,
      step: 1,
      oninput(event) {
        state.at[n] = Number(event.target.value);
        moved(true);
      },
    }),
  );
  const outputs = sliders.map((_, n) => h("output", { for: knobs[n].id, "aria-live": "off" }));
  const back = button(labels.back, () => {
    state.at = [...scales.started];
    moved(false);
    knobs[0].focus();
  });
  const rows = sliders.map((slider, n) =>
    h(
      "div",
      { class: "sc-knob-row" },
      h("label", { for: knobs[n].id }, slider.label),
      outputs[n],
      knobs[n],
    ),
  );
  const node = h(
    "fieldset",
    { class: "sc-sliders", "aria-labelledby": legend.id },
    h("div", { class: "sc-heading" }, legend, back),
    h("div", { class: "sc-knobs" }, ...rows),
  );

  return {
    node,
    settings: () => sliders.map((slider, n) => `${slider.label}: ${textOf(n)}`).join(", "),
    settle() {
      for (const [n, knob] of knobs.entries()) {
        knob.value = state.at[n];
        outputs[n].textContent = textOf(n);
        put(knob, { "aria-valuetext": textOf(n) });
      }
      back.hidden = !scales.moved();
    },
    live(revealed) {
      node.disabled = !revealed;
      legend.textContent = revealed ? labels.sliders : labels.slidersLocked;
    },
  };
}
