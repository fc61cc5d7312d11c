// Numbers that travel: as a link, as text, on paper. They go where the reader takes them.

import { button, h } from "../js/elements.js";
import { packed, unpacked } from "./numbers.js";
import { partOnPaper, printAlone } from "./paper.js";

/** The numbers that came with the page's address; null if none did. */
export const sentWith = (spec) => unpacked(spec, location.hash);

function makePasting(view, refuse) {
  const { spec, labels, uid } = view;
  const area = h("textarea", { id: `${uid}-paste`, rows: 3, spellcheck: "false" });
  function read() {
    const sent = unpacked(spec, area.value);
    refuse(sent ? "" : labels.unread);
    if (sent) view.show(sent);
  }
  return h(
    "details",
    {},
    h("summary", {}, labels.paste),
    h("label", { for: area.id }, labels.pasteHow),
    area,
    button(labels.pasteDo, read),
  );
}

export function makeSharing(view) {
  const { spec, labels } = view;
  const said = h("p", { class: "sc-notice sc-shared", role: "status" });
  const asText = () => packed(spec, view.numbers);
  const asLink = () => `${location.href.split("#")[0]}#${asText()}`;
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = labels.copied;
    } catch {
      said.replaceChildren(labels.uncopied, h("code", {}, text));
    }
  }
  const note = h(
    "div",
    { class: "sc-row sc-sent", hidden: true },
    h("p", {}, labels.shared),
    button(labels.mine, () => view.show(null)),
    button(labels.take, () => {
      view.sent = false;
      view.keeping.now();
      view.show(null);
    }),
  );
  const node = h(
    "div",
    { class: "sc-sharing" },
    h(
      "div",
      { class: "sc-row" },
      button(labels.print, () => printAlone(spec.title, labels, partOnPaper(view, "h2"))),
      // Under a kernel the address is of no use to anybody else.
      view.kernel
        ? button(labels.text, () => copy(asText()))
        : button(labels.link, () => copy(asLink())),
      button(labels.startOver, () => view.startOver()),
    ),
    said,
    makePasting(view, (words) => (said.textContent = words)),
  );
  return { node, note, tell: () => (note.hidden = !view.sent) };
}
