// A field for a number, and the sentence that helps where what is typed is none.

import { h, put } from "./elements.js";
import { readField } from "./field.js";

export function numberField(id, units, range, labels, on) {
  const says = h("p", { class: "sc-complaint", role: "alert", id: `${id}-says` });
  const input = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    placeholder: units.hint,
    "aria-describedby": says.id,
    ...on,
  });
  function complain(words) {
    says.textContent = words;
    put(input, { "aria-invalid": words ? "true" : null });
  }
  return {
    input,
    says,
    complain,
    /** The number or null, with a complaint once the reader is done. */
    read(done = true) {
      const found = readField(input.value, units, range, labels);
      complain(done ? found.says : "");
      return found.value;
    },
  };
}
