// What was understood, in sentences, each with a way to change it; and what is asked.

import { button, h } from "../js/elements.js";
import { fill } from "../js/words.js";
import {
  asksForColumn,
  controlFor,
  controlForQuestion,
  formOf,
  missingColumns,
} from "./changing.js";

export function understood(view) {
  const { labels, shown } = view;
  const rows = shown.sentences
    .toSorted((one, other) => Number(other.warning) - Number(one.warning))
    .map((sentence) => row(view, sentence));
  const heading = h("h2", { tabindex: "-1" }, labels.understood);
  view.heading = heading;
  return h(
    "section",
    { class: "sc-understood" },
    heading,
    h("p", { class: "sc-notice" }, labels.understoodHow),
    h(
      "ul",
      {},
      ...rows,
      h("li", {}, h("p", {}, labels.missing), changing(view, labels.missing, missingColumns)),
    ),
    undoOf(view),
  );
}

// What was said by hand can be taken back, also where it made a file unreadable.
function undoOf(view) {
  const undo = button(view.labels.undo, () => {
    view.given = {};
    view.count({});
  });
  undo.hidden = !Object.keys(view.given).length;
  return undo;
}

function row(view, sentence) {
  const { labels } = view;
  const { about, text, warning } = sentence;
  const says = h(
    "p",
    {},
    warning && h("strong", { class: "sc-look" }, labels.warning),
    warning && " ",
    h("b", {}, `${labels.roles[about] ?? about}: `),
    text,
  );
  return h("li", { class: warning ? "sc-warns" : null }, says, changeOf(view, sentence));
}

const changeOf = (view, sentence) =>
  controlFor(view, sentence)
    ? changing(view, view.labels.roles[sentence.about] ?? sentence.about, () =>
        controlFor(view, sentence),
      )
    : null;

// The control is made when it is opened: a file has many sentences and many columns.
function changing(view, about, make) {
  const { labels } = view;
  const place = h("div");
  return h(
    "details",
    { ontoggle: () => place.firstChild ?? place.append(formOf(view, make(view), labels.apply)) },
    h("summary", { "aria-label": fill(labels.changeOf, { about }) }, labels.change),
    place,
  );
}

// What to say in Python is no answer here: the form below takes it.
const asked = (text) => text.replace(/ (?:Say|Name)\b[^.?]*=[\s\S]*$/, "");

// Where each CRM has its export, one on a line.
function inLines({ crms }, text) {
  const starts = crms.map((name) => text.indexOf(`. ${name}: `) + 1).filter(Boolean);
  const cuts = [0, ...starts.toSorted((one, other) => one - other), text.length];
  return cuts.slice(1).map((end, n) => text.slice(cuts[n], end).trim());
}

/** A file that was not counted: why, or what must be answered first. */
export function refused(view, said) {
  const { labels } = view;
  const { text, argument } = said;
  const heading = h("h2", { tabindex: "-1" }, argument ? labels.asked : labels.refused);
  view.heading = heading;
  return h(
    "section",
    { class: "sc-refused" },
    heading,
    ...inLines(view, argument ? asked(text) : text).map((line) => h("p", {}, line)),
    argument && formOf(view, controlForQuestion(view, said), labels.answer),
    asksForColumn(argument) && h("p", { class: "sc-notice" }, labels.noneFits),
    undoOf(view),
  );
}
