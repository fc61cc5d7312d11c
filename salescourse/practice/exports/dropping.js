// Where files are dropped, or chosen by a button.

import { button, h } from "../js/elements.js";

const MOST = 2;

export function makeDropping(view) {
  const { labels } = view;
  const input = h("input", {
    type: "file",
    class: "sc-file",
    accept: ".csv,.tsv,.txt,.xlsx,text/csv",
    multiple: true,
    tabindex: "-1",
    "aria-hidden": "true",
  });
  let adding = false;
  input.addEventListener("change", () => {
    bring(view, [...input.files], adding);
    input.value = "";
  });
  const open = (more) => {
    adding = more;
    input.click();
  };
  const add = button(labels.add, () => open(true));
  add.hidden = true;
  const zone = h(
    "div",
    { class: "sc-drop" },
    h("p", {}, labels.drop),
    h(
      "div",
      { class: "sc-row" },
      button(labels.choose, () => open(false), "sc-button sc-primary"),
      add,
      input,
    ),
    h("p", { class: "sc-notice" }, labels.private),
  );
  listen(zone, view);
  return { node: zone, tell: () => (add.hidden = view.files.length !== 1) };
}

function listen(zone, view) {
  const over = (event, on) => {
    event.preventDefault();
    event.stopPropagation();
    zone.classList.toggle("sc-over", on);
  };
  zone.addEventListener("dragenter", (event) => over(event, true));
  zone.addEventListener("dragover", (event) => over(event, true));
  zone.addEventListener("dragleave", (event) => over(event, zone.contains(event.relatedTarget)));
  zone.addEventListener("drop", (event) => {
    over(event, false);
    bring(view, [...(event.dataTransfer?.files ?? [])], false);
  });
}

async function bring(view, files, adding) {
  if (!files.length) return;
  const all = adding ? [...view.files, ...files] : files;
  if (all.length > MOST) {
    view.say(view.labels.many);
    return;
  }
  view.files = all;
  if (!adding) view.given = {};
  view.say(view.labels.reading.replace("{name}", () => all.map(({ name }) => name).join(", ")));
  let brought;
  try {
    brought = await Promise.all(
      all.map(async (file) => ({ name: file.name, raw: new Uint8Array(await file.arrayBuffer()) })),
    );
  } catch (error) {
    view.show({ broken: String(error) });
    return;
  }
  view.count({ files: brought });
}
