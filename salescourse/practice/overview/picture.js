// The road through the course: parts, chapters, and a mark for each item.

import { h } from "../js/elements.js";
import { dateText } from "../js/time.js";
import { fill } from "../js/words.js";
import { isDone, nextItem } from "./look.js";

export const soft = (text) => h("p", { class: "sc-o-soft" }, text);

const cell = ({ state, exercise = false }) =>
  h("i", { class: `sc-o-cell sc-o-${state}${exercise ? " sc-o-round" : ""}` });

// "{}" in the first or the second of two patterns.
export const count = (labels, name, n) => labels[name][n === 1 ? 0 : 1].replace("{}", n);

// Links of a page; a notebook has none to go to.
function linksOf(model) {
  const root = document.documentElement.dataset.content_root ?? "";
  // The page has an anchor for each question, and one for all the exercises.
  return ({ chapter, id, exercise }, className, ...words) => {
    if (model.get("kernel") || !chapter.href) return h("span", { class: className }, ...words);
    const href = `${root}${chapter.href}.html#${exercise ? "exercises" : id}`;
    return h("a", { class: className, href }, ...words);
  };
}

function makeRow(item, { labels, link }) {
  const day = item.place && dateText(item.place.due, labels.locale);
  const review = item.due ? labels.due_now : day && fill(labels.due_on, { day });
  const told = [labels[item.state], review].filter(Boolean).join(" · ");
  const words = h(
    "span",
    {},
    h("b", {}, item.name),
    " ",
    item.short,
    h("small", { class: "sc-o-soft" }, told),
  );
  return h("li", {}, link(item, "sc-o-row", cell(item), words));
}

function makeStation(chapter, here, { labels, link, opened, kernel }) {
  const all = chapter.items.length;
  const file = `${chapter.href?.split("/").pop()}.ipynb`;
  const title = h(
    "span",
    { class: "sc-o-title" },
    chapter.title,
    here && h("span", { class: "sc-o-tag" }, labels.next),
  );
  const details = h(
    "details",
    {
      open: opened.has(chapter.name),
      ontoggle: () => opened[details.open ? "add" : "delete"](chapter.name),
    },
    h(
      "summary",
      {},
      title,
      h("span", { class: "sc-o-cells" }, ...chapter.items.map(cell)),
      h("span", { class: "sc-o-soft" }, fill(labels.done, { done: chapter.done, all })),
    ),
    h("ol", { role: "list" }, ...chapter.items.map((item) => makeRow(item, { labels, link }))),
    chapter.guesses ? soft(count(labels, "guesses", chapter.guesses)) : null,
    kernel && chapter.href ? soft(fill(labels.open_file, { file })) : null,
  );
  const full = chapter.done === all ? " sc-o-full" : "";
  const path = `sc-o-${chapter.path || "both"}`;
  const classes = `sc-o-rail sc-o-stop ${path}${full}${here ? " sc-o-here" : ""}`;
  return h("li", { class: classes }, details);
}

function makeReviews(items, model, labels) {
  const days = items.filter((item) => item.place).map((item) => item.place.due);
  const due = items.filter((item) => item.due).length;
  if (!due) {
    const day = days.length && dateText(Math.min(...days), labels.locale);
    return day ? soft(fill(labels.due_next, { day })) : null;
  }
  const page = model.get("review_page");
  const root = document.documentElement.dataset.content_root ?? "";
  const link = page && h("a", { class: "sc-o-button", href: `${root}${page}.html` }, labels.review);
  const way = model.get("kernel") ? labels.review_run : link;
  return h("p", { class: "sc-o-due" }, count(labels, "due", due), " ", way || null);
}

function makeLegend(items, labels) {
  const states = ["right", "tried", "open"];
  if (items.some(({ state }) => state === "changed")) states.push("changed");
  const keys = states.map((state) => h("span", {}, cell({ state }), labels[state]));
  return h("p", { class: "sc-o-legend sc-o-soft" }, ...keys, labels.legend);
}

export function makePicture(model, chapters, opened) {
  const labels = model.get("labels");
  const context = { labels, opened, kernel: model.get("kernel"), link: linksOf(model) };
  const items = chapters.flatMap((chapter) => chapter.items);
  const done = items.filter(isDone).length;
  const next = nextItem(chapters);
  const parts = new Map();
  for (const chapter of chapters) {
    parts.set(chapter.part, [...(parts.get(chapter.part) ?? []), chapter]);
  }
  const stations = ([part, list]) => [
    h("p", { class: `sc-o-rail sc-o-part sc-o-${list[0].path || "both"}` }, part),
    h(
      "ul",
      { role: "list", "aria-label": part },
      ...list.map((chapter) => makeStation(chapter, chapter === next?.chapter, context)),
    ),
  ];
  const way = next && [
    h("b", {}, done ? labels.next : labels.begin),
    " ",
    context.link(next, "", `${next.chapter.title}, ${next.name}`),
    ". ",
    next.short,
  ];
  const sum = h("b", {}, fill(labels.done, { done, all: items.length }));
  return [
    h("p", { class: "sc-o-sum" }, sum, " ", labels.done_long),
    h("p", { class: "sc-o-next" }, ...(way ?? [labels.all_done])),
    makeReviews(items, model, labels),
    ...[...parts].flatMap(stations),
    makeLegend(items, labels),
  ].filter(Boolean);
}
