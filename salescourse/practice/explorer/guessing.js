// The fields for the guesses.

import { h, put } from "../js/elements.js";
import { readField } from "../js/field.js";
import { fill } from "../js/words.js";

function makeInputs({ spec, units, uid }, complaint, typed) {
  return spec.predict.map((_, n) =>
    h("input", {
      id: `${uid}-guess-${n}`,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      placeholder: units.y.hint,
      "aria-describedby": complaint.id,
      oninput: () => typed(n, false),
      onchange: () => typed(n, true),
    }),
  );
}

function layOut({ spec, labels, units }, inputs, complaint, row) {
  const { predict, x } = spec;
  const legend = predict.length > 1 ? labels.yourGuesses : labels.yourGuess;
  const fields = predict.map((i, n) =>
    h("label", { for: inputs[n].id }, h("span", {}, units.x.phrase(x.values[i], i)), inputs[n]),
  );
  const how = h("p", { class: "sc-how" }, labels.how);
  const all = h("div", { class: "sc-inputs" }, ...fields);
  return h(
    "div",
    { class: "sc-guessing" },
    h("fieldset", {}, h("legend", {}, legend), how, all, complaint),
    h("div", { class: "sc-row" }, ...row),
  );
}

export function makeGuessing(view, reveal) {
  const { spec, labels, units, uid, state } = view;
  const { predict, y } = spec;
  const complaint = h("p", { class: "sc-complaint", role: "alert", id: `${uid}-complaint` });
  const inputs = makeInputs(view, complaint, typed);
  const status = h("p", { class: "sc-status", "aria-live": "polite" });
  const show = h(
    "button",
    { type: "button", class: "sc-button sc-primary", onclick: reveal },
    labels.show,
  );
  const node = layOut(view, inputs, complaint, [show, status]);

  function complain(n, text) {
    put(inputs[n], { "aria-invalid": text ? "true" : null });
    complaint.textContent = text;
  }
  function typed(n, done) {
    const { value, guess, says } = readField(inputs[n].value, units.y, y.range, labels);
    view.guessed(n, value, true);
    if (!done) return;
    complain(n, says);
    if (value === null) return;
    inputs[n].value = units.y.text(value);
    if (!guess) return;
    status.textContent = `${fill(labels.readAs, { n: inputs[n].value })} ${status.textContent}`;
  }

  return {
    node,
    inputs,
    // A guess that came from a handle is written into its field.
    write(n, value) {
      inputs[n].value = units.y.text(value);
      complain(n, "");
    },
    count() {
      const done = state.guesses.filter((guess) => guess !== null).length;
      const placed = fill(labels.placed, { done, all: predict.length });
      show.disabled = done < predict.length;
      status.textContent = show.disabled ? placed : labels.ready;
    },
    restore() {
      inputs.forEach((input, n) => {
        const guess = state.guesses[n];
        input.value = guess === null ? "" : units.y.text(guess);
      });
      complaint.textContent = "";
    },
  };
}
