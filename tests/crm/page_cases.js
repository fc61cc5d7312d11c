// Reads exports as the page does: `node page_cases.js cases.json found.json`.

import { readFileSync, writeFileSync } from "node:fs";
import { exportOf, logAsCsv, readCrm } from "../../salescourse/crm/export.js";
import { readFile } from "../../salescourse/crm/files.js";
import { Refusal } from "../../salescourse/crm/refusals.js";
import { useVocabulary } from "../../salescourse/crm/vocabulary.js";

const [, , from, to] = process.argv;
const { vocabulary, cases } = JSON.parse(readFileSync(from, "utf-8"));
useVocabulary(vocabulary);

const day = (at) => (at === null ? null : new Date(at * 1000).toISOString().slice(0, 10));
const rows = (curves, part) =>
  Object.fromEntries(Object.entries(curves[part]).map(([name, all]) => [name, [...all]]));

function told(found) {
  const { deals, log, curves, older } = found;
  return {
    ...found,
    deals: deals.map((deal) => ({
      ...deal,
      created: new Date(deal.created * 1000).toISOString().slice(0, 19).replace("T", " "),
      ended: day(deal.ended),
    })),
    log: log.at.map((_, n) => {
      const led = log.deal[n + 1] === log.deal[n];
      const [stage, next] = [n, n + 1].map((one) => log.names[log.stage[one]]);
      const left = led ? log.entered[n + 1] : null;
      return [deals[log.deal[n]].deal, stage, day(log.entered[n]), day(left), led ? next : null];
    }),
    csv: logAsCsv(found, false),
    curves: {
      days: curves.days,
      ...Object.fromEntries(["shares", "low", "high"].map((part) => [part, rows(curves, part)])),
    },
    older: [older.age, older.deals.map(({ deal }) => deal)],
  };
}

const plain = (_, value) =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

const found = [];
for (const { files, given, timed } of cases) {
  try {
    const raw = files.map(({ name, base64 }) => ({ name, raw: Buffer.from(base64, "base64") }));
    if (timed) {
      // What the processor did, whatever else it does at the time.
      const start = process.cpuUsage();
      exportOf([await readFile(raw[0].raw, raw[0].name, given)], given);
      const { user, system } = process.cpuUsage(start);
      found.push({ ms: (user + system) / 1000 });
    } else found.push(told(await readCrm(raw, given)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    found.push({
      refused: error.message,
      argument: error.argument ?? null,
      choices: error.choices ?? [],
    });
  }
}
writeFileSync(to, JSON.stringify(found, plain));
