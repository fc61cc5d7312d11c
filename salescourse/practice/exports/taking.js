// What a reader takes along: a page on paper, the event log, three lines of Python.

import { button, h } from "../js/elements.js";
import { fill } from "../js/words.js";

export function makeTaking(view) {
  const { labels, shown } = view;
  return h(
    "section",
    { class: "sc-take" },
    h("h2", {}, labels.take),
    h(
      "div",
      { class: "sc-row" },
      button(labels.print, () => print(view)),
      button(labels.log, () => save(view, "plain")),
      button(labels.minerLog, () => save(view, "miner")),
    ),
    h("p", {}, labels.python),
    h("pre", { tabindex: "0", "aria-label": labels.python }, h("code", {}, shown.code)),
  );
}

async function save(view, csv) {
  const said = await view.reader.ask({ given: view.given, csv });
  if (said.csv === undefined) return;
  const address = URL.createObjectURL(new Blob([said.csv], { type: "text/csv" }));
  const link = h("a", { href: address, download: "event_log.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// The numbers alone, as they stand, with the day of the export.
function print({ labels, shown, result }) {
  const copy = result.cloneNode(true);
  for (const part of copy.querySelectorAll(
    ".sc-understood li:last-child, details, .sc-take, button, form",
  ))
    part.remove();
  const title = fill(labels.printed, { day: shown.facts.census });
  const paper = h("div", { class: "sc-one-page sc-own-cycle" }, h("h1", {}, title), copy);
  document.body.append(paper);
  document.documentElement.classList.add("sc-prints-one");
  const tidy = () => {
    document.documentElement.classList.remove("sc-prints-one");
    paper.remove();
  };
  addEventListener("afterprint", tidy, { once: true });
  globalThis.print();
}
