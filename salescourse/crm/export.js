// An export that was read: its deals, its log, and what it says of the own cycle.

import { curvesOf, quantile } from "./curves.js";
import { byStage, daysTo, horizon, winRate, wonBy } from "./cycle.js";
import { DAY, isoDay, isoTime } from "./iso.js";
import { readFile } from "./files.js";
import { openDeals, quarterEnd, quarterForecast } from "./pipeline.js";
import { settled } from "./reading.js";
import { ENDED } from "./settle.js";
import { tell } from "./telling.js";
import { counted } from "./tools.js";

/** @typedef {import("./reading.js").Given} Given */
/** @typedef {ReturnType<typeof settled> & { stages: string[] }} Story */
/** @typedef {Awaited<ReturnType<typeof readCrm>>} Export */

const MINER = ["case:concept:name", "concept:name", "time:timestamp"];

/**
 * @param {{ raw: Uint8Array, name: string }[]} files
 * @param {Given} given as the arguments of read_crm
 */
export async function readCrm(files, given) {
  const sheets = [];
  for (const { raw, name } of files) sheets.push(await readFile(raw, name, given));
  return exportOf(sheets, given);
}

/** @param {import("./files.js").Sheet[]} sheets @param {Given} given */
export function exportOf(sheets, given) {
  const found = settled(sheets, given);
  const { deals, log, census, events } = found;
  const stages = log.order.map((code) => log.names[code]);
  const story = { ...found, stages };
  const curves = curvesOf(deals);
  const daysLeft = (quarterEnd(census) - census) / DAY;
  const open = openDeals(deals, log, daysLeft, Boolean(events.kind));
  return {
    sentences: tell(story),
    facts: factsOf(story),
    deals,
    log,
    stages,
    outcomes: ENDED.filter((kind) => log.stage.some((code) => log.names[code] === kind)),
    census,
    curves,
    winRate: winRate(deals, curves),
    wonBy: wonBy(deals, curves),
    daysTo: daysTo(deals, curves),
    byStage: byStage(log, census),
    open,
    forecast: quarterForecast(open, census),
    older: olderThan(deals, quantile(curves, "won", 0.9, horizon(deals))),
    reasons: counted(deals.filter(({ outcome }) => outcome === "lost").map(({ reason }) => reason)),
    said: found.table.rows.flatMap(({ stage, status }) =>
      stage === status ? [stage] : [stage, status],
    ),
    stagesNow: counted(deals.filter(({ outcome }) => outcome === "open").map(({ stage }) => stage)),
  };
}

/** The open deals older than the age by which nine in ten wins were won.
 * @param {import("./settle.js").Deal[]} deals @param {number} age */
function olderThan(deals, age) {
  const old = deals.filter(({ outcome, days }) => outcome === "open" && days > age);
  return { age, deals: old.sort((one, other) => other.days - one.days) };
}

/** What was understood, for programs. @param {Story} story */
function factsOf({ sheets, parts, table, states, events, mended, census, crm, stages, dates }) {
  const { deals } = parts;
  const columns = deals ? [...deals.roles.columns] : [];
  const leftOut = { ...mended.leftOut };
  for (const sheet of sheets) {
    for (const [why, n] of Object.entries(sheet.leftOut)) leftOut[why] = (leftOut[why] ?? 0) + n;
  }
  return {
    encoding: sheets[0].encoding,
    delimiter: sheets[0].delimiter,
    crm,
    roles: Object.fromEntries(columns.map(([role, at]) => [role, deals?.sheet.header[at] ?? ""])),
    date_order: Object.fromEntries(
      [...dates].filter(([, { order }]) => order).map(([head, { order }]) => [head, order]),
    ),
    decimal: table.amounts?.decimal ?? "",
    census: isoDay(census),
    history: events.kind,
    stages,
    ends: states.stages,
    left_out: leftOut,
    mended: mended.counts,
  };
}

/** A cell of a CSV file, which no spreadsheet takes for a formula. @param {string} text */
function csvCell(text) {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The event log as CSV; with the time of the day where it is known.
 * @param {Pick<Export, "deals" | "log">} found
 * @param {boolean} miner whether columns are called as process miners have them
 */
export function logAsCsv({ deals, log }, miner) {
  const rows = log.at.map((at, n) =>
    [deals[log.deal[n]].deal, log.names[log.stage[n]], at % DAY ? isoTime(at) : isoDay(at)]
      .map(csvCell)
      .join(","),
  );
  return `${[(miner ? MINER : ["case", "stage", "entered"]).join(","), ...rows].join("\n")}\n`;
}
