// How each thing that was understood is changed: one control, and a button that counts again.

import { button, h } from "../js/elements.js";
import { uuid } from "../js/events.js";
import { fill } from "../js/words.js";

const ENCODINGS = ["utf-8", "utf-16", "windows-1252", "windows-1251"];
const DELIMITERS = { ",": ",", ";": ";", "\t": "tab", "|": "|" };
const DAY = /\d{4}-\d\d-\d\d/;

function labelled(label, node) {
  node.id = `sc-${uuid()}`;
  const about = h("label", { for: node.id }, label);
  return { node: h("div", {}, about, node), value: () => node.value };
}

/** A field with a choice. */
function select(label, options, value) {
  const list = options.map(([key, text]) =>
    h("option", { value: key, selected: key === value }, text),
  );
  return labelled(label, h("select", {}, ...list));
}

function typed(label, type, value) {
  const lines = type === "lines";
  const node = h(lines ? "textarea" : "input", lines ? { rows: 3 } : { type });
  node.value = value;
  return labelled(label, node);
}

/** Which of a file's columns plays a role. */
function columnOf(view, role, heads, label = view.labels.column) {
  const { labels, given } = view;
  const options = [
    ["\0file", labels.asFile],
    ["\0none", labels.none],
  ];
  for (const head of new Set(heads)) options.push([head, head]);
  const now = role in given ? (given[role] ?? "\0none") : "\0file";
  const field = select(label, options, now);
  return {
    fields: [field],
    put() {
      const value = field.value();
      if (value === "\0file") delete given[role];
      else given[role] = value === "\0none" ? null : value;
    },
  };
}

/** What each word of a stage or a state means. */
function meaningsOf(view, words) {
  const { labels, given } = view;
  const kinds = [
    ["", labels.goesOn],
    ["won", labels.won],
    ["lost", labels.lost],
    ["open", labels.open],
  ];
  const fields = words.map(({ word, kind }) =>
    select(fill(labels.means, { word }), kinds, kind === "deleted" ? "" : kind),
  );
  return {
    fields,
    put() {
      for (const kind of ["won", "lost", "open"]) {
        const said = words.filter((_, n) => fields[n].value() === kind).map(({ word }) => word);
        const before = (given[kind] ?? []).filter((one) => words.every(({ word }) => word !== one));
        if (said.length || before.length) given[kind] = [...before, ...said];
        else delete given[kind];
      }
    },
  };
}

/** One argument with a few choices, "" for what the file says. */
function choiceOf(view, name, label, options, first = view.labels.asFile) {
  const { given } = view;
  const field = select(label, [["", first], ...options], given[name] ?? "");
  return { fields: [field], put: () => put(given, name, field.value()) };
}

function oneOfTwo(view, name, codes, label = view.labels.change, first = view.labels.asFile) {
  const { labels } = view;
  const says =
    name === "decimal" ? [labels.point, labels.comma] : [labels.dayFirst, labels.monthFirst];
  const options = codes.map((code, n) => [code, says[n]]);
  return choiceOf(view, name, label, options, first);
}

function put(given, name, value) {
  if (value === "" || (Array.isArray(value) && !value.length)) delete given[name];
  else given[name] = value;
}

function fileControl(view) {
  const { labels, shown, given } = view;
  const sheets = shown.heads.flatMap((one) => one.sheets);
  if (sheets.length) {
    return choiceOf(
      view,
      "sheet",
      labels.sheet,
      sheets.map((name) => [name, name]),
    );
  }
  const parts = [
    choiceOf(
      view,
      "encoding",
      labels.encoding,
      ENCODINGS.map((name) => [name, name]),
    ),
    choiceOf(view, "delimiter", labels.delimiter, Object.entries(DELIMITERS)),
  ];
  return {
    fields: parts.flatMap(({ fields }) => fields),
    put() {
      for (const part of parts) part.put();
      return given;
    },
  };
}

function dayControl(view, name, label, value, listed) {
  const field = typed(label, "date", value);
  return {
    fields: [field],
    put: () => put(view.given, name, listed && field.value() ? [field.value()] : field.value()),
  };
}

function leaveOutControl(view) {
  const { labels, given, shown } = view;
  const field = typed(labels.leaveOut, "lines", (given.leave_out ?? shown.tests).join("\n"));
  const lines = () =>
    field
      .value()
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  return { fields: [field], put: () => put(given, "leave_out", lines()) };
}

/** What is asked, or what a sentence may be changed by; null where nothing is. */
export function controlFor(view, { about, change }) {
  const { labels, shown, given } = view;
  const heads = shown.heads.flatMap(({ header }) => header);
  const [name] = /^\w+/.exec(change) ?? [""];
  const day = DAY.exec(change)?.[0] ?? "";
  if (about === "File") return fileControl(view);
  if (name === "date_order") return oneOfTwo(view, name, shown.orders);
  if (name === "decimal") return oneOfTwo(view, name, shown.marks);
  if (WORDS.includes(name)) return meaningsOf(view, shown.words);
  if (name === "census")
    return dayControl(view, name, labels.census, given.census ?? shown.facts.census);
  if (name === "since") return dayControl(view, name, labels.since, given.since ?? day);
  if (name === "import_days") return dayControl(view, name, labels.importDay, day, true);
  if (name === "leave_out") return leaveOutControl(view);
  return /^\w+=/.test(change) ? columnOf(view, name, heads) : null;
}

const ROLES =
  "deal name created won_on lost_on closed changed stage status amount currency reason probability";

/** Columns for the roles that none plays yet. */
export function missingColumns(view) {
  const heads = view.shown.heads.flatMap(({ header }) => header);
  const missing = ROLES.split(" ").filter((role) => !(role in view.shown.facts.roles));
  const parts = missing.map((role) => columnOf(view, role, heads, view.labels.roles[role]));
  return {
    fields: parts.flatMap(({ fields }) => fields),
    put() {
      for (const part of parts) part.put();
    },
  };
}

const CHOICES = ["date_order", "decimal"];
const WORDS = ["won", "lost", "open"];

export const asksForColumn = (argument) =>
  argument !== "" && ![...CHOICES, ...WORDS].includes(argument);

/** What answers a question. */
export function controlForQuestion(view, { argument, choices, heads }) {
  const { yourAnswer, pick } = view.labels;
  if (CHOICES.includes(argument)) {
    return oneOfTwo(view, argument, choices, yourAnswer, pick);
  }
  if (WORDS.includes(argument)) {
    return meaningsOf(
      view,
      choices.map((word) => ({ word, kind: "" })),
    );
  }
  return columnOf(
    view,
    argument,
    heads.flatMap(({ header }) => header),
    view.labels.roles[argument] ?? yourAnswer,
  );
}

/** A control with its button. */
export function formOf(view, control, label) {
  const go = (event) => {
    event.preventDefault();
    control.put();
    view.count({});
  };
  const nodes = control.fields.map(({ node }) => node);
  const submit = button(label, () => {});
  submit.type = "submit";
  return h("form", { class: "sc-change", onsubmit: go }, ...nodes, submit);
}
