// How deals stand: won, lost or open, from what a file says in up to five columns. As in
// states.py: the flags decide first, then the status, the days, and the stage.

import { kindOf } from "./ends.js";
import { Question } from "./refusals.js";
import { counted, grouped, listed, quoted } from "./tools.js";
import { fold, vocabulary } from "./vocabulary.js";

/** @typedef {import("./table.js").Row} Row */
/** @typedef {import("./ends.js").Ends} Ends */
/**
 * @typedef {object} States
 * @property {string[]} outcome won, lost, open or deleted, of each row
 * @property {Record<string, string>} stages the stages that end a deal, and how
 * @property {string} from what decided, in words
 * @property {number} unlike in how many rows the stage tells another end
 * @property {string[]} near stages with a word for an end in their name that end nothing
 * @property {string[]} goingOn stages that end nothing, by how many deals
 * @property {boolean} staged whether the stage, or else the status, has words that end nothing
 */

const OVER = new Set(["won", "lost"]);

/** @param {Row[]} rows @param {Ends} ends @returns {States} */
export function readStates(rows, ends) {
  const byFlag = byFlags(rows, ends);
  const byStatus = rows.map((row) => kindOf(ends, row.status));
  const staged = rows.some((row) => row.stage !== "");
  if (staged) askUnknown(rows, byStatus);
  const byStage = stageKinds(rows, ends, staged, byStatus);
  /** @type {[string, (n: number) => string][]} */
  const sources = [
    ["the flags", (n) => byFlag[n]],
    ["the status", (n) => byStatus[n]],
    [
      "the days of wins and losses",
      (n) => (rows[n].wonOn !== null ? "won" : rows[n].lostOn !== null ? "lost" : ""),
    ],
    ["the stage", (n) => byStage[n]],
  ];
  const outcome = Array(rows.length).fill("");
  const used = [];
  for (const [name, told] of sources) {
    let some = false;
    for (let n = 0; n < rows.length; n++) {
      if (outcome[n] !== "") continue;
      outcome[n] = told(n);
      some ||= outcome[n] !== "";
    }
    if (some) used.push(name);
  }
  askClosed(rows, outcome);
  for (let n = 0; n < rows.length; n++) outcome[n] ||= "open";
  if (!outcome.some((kind) => OVER.has(kind))) throw nothingEnded(rows);
  return { ...ending(rows, outcome, byStage, staged), from: used.slice(0, 2).join(" and ") };
}

/**
 * @param {Row[]} rows @param {string[]} outcome @param {string[]} byStage @param {boolean}
 *   staged
 */
function ending(rows, outcome, byStage, staged) {
  /** @type {Map<string, string>} */
  const stages = new Map();
  const open = [];
  let [unlike, some, going] = [0, false, false];
  for (const [n, row] of rows.entries()) {
    const ends = OVER.has(byStage[n]);
    some ||= ends;
    if (ends && row.stage) stages.set(row.stage, byStage[n]);
    if (byStage[n] !== outcome[n] && (ends || OVER.has(outcome[n]))) unlike++;
    const named = staged ? row.stage : row.status;
    if (byStage[n] === "" && named !== "" && outcome[n] === "open") open.push(named);
    going ||= byStage[n] === "" && (row.stage !== "" || row.status !== "");
  }
  const goingOn = counted(open).map(([word]) => word);
  return {
    outcome,
    stages: Object.fromEntries(stages),
    unlike: staged && some ? unlike : 0,
    near: nearTo(goingOn),
    goingOn,
    staged: going,
  };
}

/** @param {Row[]} rows @param {Ends} ends @param {boolean} staged @param {string[]} byStatus */
function stageKinds(rows, ends, staged, byStatus) {
  const named = staged ? rows.map((row) => kindOf(ends, row.stage)) : byStatus;
  // Stages whose deals all have 100 % are wins, if no stage is one by its word.
  if (named.includes("won") || rows.some((row) => row.status !== "")) return named;
  const full = new Set(
    [...grouped(rows, (row) => row.stage)]
      .filter(([stage, some]) => stage && some.every((row) => chanceOf(row) === 100))
      .map(([stage]) => stage),
  );
  return named.map((kind, n) => kind || (full.has(rows[n].stage) ? "won" : ""));
}

/** @param {Row} row */
function chanceOf({ probability }) {
  const digits = probability.replace(/[% ]+$/, "");
  return digits ? Number(digits) : Number.NaN;
}

/** @param {string} text */
function yesNo(text) {
  const { yes, no } = vocabulary().words;
  const word = fold(text.replace(/\.0$/, ""));
  return yes.has(word) ? "yes" : no.has(word) ? "no" : "";
}

/** @type {Record<string, string>} */
const BOTH = { yesyes: "won", yesno: "lost", noyes: "won", nono: "open" };

/** What "is closed" and "is won" say together. @param {Row[]} rows @param {Ends} ends */
function byFlags(rows, ends) {
  const has = (/** @type {keyof Row} */ name) => rows.some((row) => row[name] !== "");
  const [closed, won] = [has("closedFlag"), has("wonFlag")];
  if (!closed) {
    if (won && !has("stage") && !has("status")) return byWonAlone(rows, ends);
    return rows.map((row) => (yesNo(row.wonFlag) === "yes" ? "won" : ""));
  }
  if (!won) return rows.map((row) => (yesNo(row.closedFlag) === "no" ? "open" : ""));
  return rows.map((row) => BOTH[yesNo(row.closedFlag) + yesNo(row.wonFlag)] ?? "");
}

/** @param {Row[]} rows @param {Ends} ends */
function byWonAlone(rows, ends) {
  const named = rows.map(
    ({ wonFlag }) => kindOf(ends, wonFlag) || (yesNo(wonFlag) === "yes" ? "won" : ""),
  );
  const other = rows.find(({ wonFlag }, n) => named[n] === "" && wonFlag !== "")?.wonFlag;
  if (other === undefined) return named;
  throw new Question(
    `Is a deal that says ${quoted(other)} lost, or still open? The file has no other ` +
      `column that tells. Say lost=["${other}"] or open=["${other}"].`,
    "lost",
    [other],
  );
}

/** @param {Row[]} rows @param {string[]} kinds */
function askUnknown(rows, kinds) {
  const strange = rows.map((row) => row.status).filter((text, n) => kinds[n] === "" && text);
  if (!strange.length) return;
  const names = counted(strange)
    .slice(0, 5)
    .map(([name]) => name);
  throw new Question(
    `What do ${listed(names)} in the column of the status mean: won, lost or ` +
      `open? Say won=[...], lost=[...] or open=[...], such as open=["${names[0]}"]; ` +
      "or status=None to take the stage.",
    "open",
    names,
  );
}

/** @param {Row[]} rows */
function nothingEnded(rows) {
  const column = /** @type {("status" | "stage")[]} */ (["status", "stage"]).find((name) =>
    rows.some((row) => row[name] !== ""),
  );
  if (!column) {
    return new Question(
      "No column says how deals ended. Name the one that holds won and lost: " +
        'status="...", or stage="...".',
      "status",
    );
  }
  const names = counted(rows.map((row) => row[column]))
    .slice(0, 20)
    .map(([name]) => name)
    .filter(Boolean);
  return new Question(
    `Which of these end a deal, and how? ${listed(names)}. None is a usual word for ` +
      'a win or a loss. Say won=["..."] and lost=["..."].',
    "won",
    names,
  );
}

/**
 * Ask where a deal is said to be closed, and nothing tells how.
 * @param {Row[]} rows @param {string[]} outcome
 */
function askClosed(rows, outcome) {
  const { closed } = vocabulary().words;
  for (const role of /** @type {("status" | "stage")[]} */ (["status", "stage"])) {
    const some = rows.filter((row, n) => outcome[n] === "" && closed.has(fold(row[role])));
    if (!some.length) continue;
    const text = some[0][role];
    throw new Question(
      `Are the ${some.length} deals with ${quoted(text)} won or lost? Nothing ` +
        `tells. Say lost=["${text}"] or won=["${text}"], or name a column that ` +
        'tells: status="...", won_flag="...".',
      "lost",
      [text],
    );
  }
}

/** @param {string[]} stages */
function nearTo(stages) {
  const { won, lost } = vocabulary().words;
  return stages.filter((stage) =>
    stage.split(/[^\p{L}\p{N}_]+/u).some((part) => won.has(fold(part)) || lost.has(fold(part))),
  );
}
