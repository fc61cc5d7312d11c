// All sheets on one page: what follows from the numbers that were put in, and which sheets
// are still to be filled in.

import { button, h } from "../js/elements.js";
import { openStore } from "../js/store.js";
import { whole } from "./numbers.js";
import { partOnPaper, printAlone } from "./paper.js";
import { inWords, lastOf, resultInWords } from "./shown.js";

// A sheet as far as it is needed to read it.
/** @returns {any} */
function viewOf(spec, formula, store, labels) {
  const numbers = lastOf({ store, spec });
  const view = { spec, labels, numbers, found: null, rows: () => numbers[spec.rows.name] };
  if (numbers && whole(spec, numbers)) view.found = formula(numbers);
  view.written = (asked, value) => inWords(view, asked, value);
  view.result = (asked, at) => resultInWords(view, asked, at);
  return view;
}

// A sheet's title, which leads to it in a page; a notebook says in which file it is.
function linkTo({ title, href }, kernel) {
  if (!href) return h("span", {}, title);
  const root = document.documentElement.dataset.content_root ?? "";
  if (kernel) return h("span", {}, `${title} (${href.split("/").pop()}.ipynb)`);
  return h("a", { href: `${root}${href}.html#your-numbers` }, title);
}

function filledIn(view, kernel) {
  const shown = view.spec.results.filter(({ each }) => !each);
  const pairs = shown.flatMap((one) => [
    h("dt", {}, one.label),
    h("dd", { class: view.found?.[one.name] == null ? "sc-in-words" : "" }, view.result(one)),
  ]);
  const title = h("p", { class: "sc-one-title" }, h("strong", {}, linkTo(view.spec, kernel)));
  return h("div", { class: "sc-results" }, title, h("dl", {}, ...pairs));
}

function toFillIn(views, labels, kernel) {
  const links = views.map(({ spec }) => h("li", {}, linkTo(spec, kernel)));
  return h("div", {}, h("p", {}, labels.empty), h("ul", {}, ...links));
}

function render(formulas, { model, el }) {
  const labels = model.get("labels");
  const kernel = model.get("kernel");
  const { title, intro, sheets } = model.get("one_page");
  const store = openStore(model);

  function draw() {
    const views = sheets.map((spec) => viewOf(spec, formulas[spec.name], store, labels));
    const full = views.filter(({ numbers }) => numbers);
    const empty = views.filter(({ numbers }) => !numbers);
    const print = button(labels.print, () =>
      printAlone(
        title,
        labels,
        full.flatMap((view) => [h("h2", {}, view.spec.title), ...partOnPaper(view, "h3")]),
      ),
    );
    el.replaceChildren(
      h(
        "section",
        { class: "sc-fields sc-sheet", "aria-label": title },
        h("p", { class: "sc-sheet-title" }, h("strong", {}, title), " ", intro),
        ...full.map((view) => filledIn(view, kernel)),
        empty.length ? toFillIn(empty, labels, kernel) : null,
        full.length ? h("div", { class: "sc-row" }, print) : null,
        h(
          "p",
          { class: "sc-notice", role: "status" },
          labels[store.trouble()] || model.get("notice"),
        ),
      ),
    );
  }

  draw();
  return store.follow(draw);
}

/** The widget of all sheets, with the formula of each by its chapter. */
export const onePageOf = (formulas) => ({ render: (place) => render(formulas, place) });
