// What a page shows of an export: few numbers out of many rows, and what can be changed.

import { MARKS } from "./amounts.js";
import { horizon } from "./cycle.js";
import { rowAt } from "./curves.js";
import { ORDERS } from "./dates.js";
import { DAY, dayOf, isoDay } from "./iso.js";
import { endsOf, kindOf } from "./ends.js";
import { exportOf } from "./export.js";
import { counted, quoted, sum } from "./tools.js";
import { TEST } from "./warn.js";

const [MOST_POINTS, MOST_ROWS, MOST_WORDS] = [200, 100, 60];

/** @typedef {import("./files.js").Sheet} Sheet */
/** @typedef {import("./export.js").Export} Export */

/** @param {Sheet[]} sheets @param {Record<string, any>} given */
export function shownOf(sheets, given) {
  const found = exportOf(sheets, given);
  const { deals, older, open } = found;
  const many = (/** @type {string} */ kind) =>
    deals.filter(({ outcome }) => outcome === kind).length;
  const likely = open.toSorted((one, other) => other.byQuarterEnd - one.byQuarterEnd);
  const { sentences, facts, winRate, wonBy, daysTo, reasons } = found;
  const forecast = { ...found.forecast, before: wonBefore(found) };
  const shown = {
    ...stagesOf(found.byStage),
    ...{ sentences, facts, winRate, wonBy, daysTo, forecast, reasons },
    counts: { deals: deals.length, won: many("won"), lost: many("lost"), open: many("open") },
    curve: curveOf(found),
    likely: likely.slice(0, MOST_ROWS),
    older: { age: older.age, many: older.deals.length, deals: older.deals.slice(0, MOST_ROWS) },
    heads: sheets.map(({ name, header, sheets: all }) => ({ name, header, sheets: all })),
    words: wordsOf(found, given),
    tests: deals.flatMap(({ deal, name }) => (TEST.test(name) ? [deal] : [])).slice(0, 1000),
    code: codeOf(found, sheets, given),
    orders: ORDERS,
    marks: MARKS,
  };
  return { shown, found };
}

/** The stages that most deals came into, and all losses.
 * @param {Export["byStage"]} all */
function stagesOf(all) {
  const most = new Set(all.toSorted((one, other) => other.visits - one.visits).slice(0, MOST_ROWS));
  const byStage = all.filter((one) => most.has(one));
  return { byStage, manyStages: all.length, losses: sum(all.map(({ lost }) => lost)) };
}

/** How many were won in as many days before the census as the forecast goes beyond.
 * @param {Export} found */
function wonBefore({ deals, census, forecast }) {
  const since = census - forecast.daysLeft * DAY;
  return deals.filter(
    ({ outcome, ended }) => outcome === "won" && ended !== null && dayOf(ended) > since,
  ).length;
}

/**
 * The share won by each day, as far as ten deals are watched, in few points.
 * @param {Export} found
 */
function curveOf({ deals, curves }) {
  const by = horizon(deals);
  const last = rowAt(curves, by);
  const step = Math.max(1, Math.ceil(last / MOST_POINTS));
  const rows = [];
  for (let row = 0; row < last; row += step) rows.push(row);
  rows.push(last);
  const won = curves.outcomes.includes("won");
  const points = rows.map((row) => {
    const at = (/** @type {"shares" | "low" | "high"} */ part) => (won ? curves[part].won[row] : 0);
    return { day: curves.days[row], share: at("shares"), low: at("low"), high: at("high") };
  });
  return { by, points: won ? points : [] };
}

/**
 * The words of stages and states, and what each means.
 * @param {Export} found @param {Record<string, any>} given
 */
function wordsOf({ said }, given) {
  const ends = endsOf(given);
  return counted(said.filter(Boolean))
    .slice(0, MOST_WORDS)
    .map(([word, n]) => ({ word, n, kind: kindOf(ends, word) }));
}

/** A value as Python writes it. @param {any} value @returns {string} */
const inPython = (value) => {
  if (value === null) return "None";
  return Array.isArray(value) ? `[${value.map(inPython).join(", ")}]` : quoted(String(value));
};

/**
 * The lines of Python that give the same.
 * @param {Export} found @param {Sheet[]} sheets @param {Record<string, any>} given
 */
function codeOf({ outcomes, census }, sheets, given) {
  const files = sheets.map(({ name }) => quoted(name)).join(", ");
  const arguments_ = Object.entries(given).map(([name, value]) => `, ${name}=${inPython(value)}`);
  return (
    "from salescourse import fit_cycle, read_crm\n" +
    `export = read_crm(${files}${arguments_.join("")})\n` +
    `fit_cycle(export.log, outcomes=${inPython(outcomes)}, until="${isoDay(census)}")`
  );
}
