// A sheet on one page of paper: its numbers and what follows, and nothing else.

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

/** The sheet as it is printed. */
function onPaper(view) {
  const { spec, labels, written, result } = view;
  const day = new Date().toLocaleDateString(labels.locale, { dateStyle: "long" });
  const pair = ({ label }, words) => [h("dt", {}, label), h("dd", {}, words)];
  const asked = spec.fields.flatMap((one) => pair(one, written(one, view.numbers[one.name])));
  const found = spec.results.filter(({ each }) => !each).flatMap((one) => pair(one, result(one)));
  return h(
    "section",
    { class: "sc-one-page" },
    h("h1", {}, spec.title),
    h("p", {}, fill(labels.printed, { sheet: spec.title, day })),
    spec.rows && tableOf(view),
    h("dl", {}, ...asked),
    h("h2", {}, labels.result),
    h("dl", {}, ...found),
    h("p", {}, spec.note),
  );
}

/** Print the sheet alone. */
export function printAlone(view) {
  const page = onPaper(view);
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
