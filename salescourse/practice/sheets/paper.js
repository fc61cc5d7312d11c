// Sheets on paper: their numbers and what follows, and nothing else.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";

function tableOf({ spec, rows, written, result }) {
  const { columns } = spec.rows;
  const each = spec.results.filter((result) => result.each);
  const heads = [...columns, ...each].map(({ label }) => h("th", { scope: "col" }, label));
  const lines = rows().map((row, n) =>
    h(
      "tr",
      {},
      ...columns.map((asked) => h("td", {}, written(asked, row[asked.name]))),
      ...each.map((asked) => h("td", {}, result(asked, n))),
    ),
  );
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...lines));
}

/** A sheet as it is printed: what was put in, and under a heading what follows. */
export function partOnPaper(view, heading) {
  const { spec, labels, written, result } = view;
  const pair = ({ label }, words) => [h("dt", {}, label), h("dd", {}, words)];
  const asked = spec.fields.flatMap((one) => pair(one, written(one, view.numbers[one.name])));
  const found = spec.results.filter(({ each }) => !each).flatMap((one) => pair(one, result(one)));
  return [
    spec.rows && tableOf(view),
    h("dl", {}, ...asked),
    h(heading, {}, labels.result),
    h("dl", {}, ...found),
    h("p", {}, spec.note),
  ];
}

/** Print these parts alone, under a title and the day. */
export function printAlone(title, labels, parts) {
  const day = new Date().toLocaleDateString(labels.locale, { dateStyle: "long" });
  const dated = h("p", {}, fill(labels.printed, { sheet: title, day }));
  const page = h("section", { class: "sc-one-page" }, h("h1", {}, title), dated, ...parts);
  const root = document.documentElement;
  document.body.append(page);
  root.classList.add("sc-prints-one");
  addEventListener(
    "afterprint",
    () => {
      root.classList.remove("sc-prints-one");
      page.remove();
    },
    { once: true },
  );
  print();
}
