// Which words end a deal: the reader's, those a file flags, and the usual ones. As in ends.py.

import { bareStage } from "./roles.js";
import { counted, grouped } from "./tools.js";
import { fold, vocabulary } from "./vocabulary.js";

const KINDS = ["won", "lost", "open"];
const STAYS = 0.9;

/**
 * @typedef {object} Ends
 * @property {Record<string, Set<string> | null>} given folded; null where the usual words hold
 * @property {Map<string, string>} byFlag stages, folded, whose deals a file marks as closed
 * @property {Map<string, string>} known what was found before
 */

/** @param {Record<string, any>} said @returns {Ends} */
export function endsOf(said) {
  const words = (/** @type {string | string[] | null | undefined} */ one) =>
    one == null ? null : new Set([one].flat().map(fold));
  const given = Object.fromEntries(KINDS.map((kind) => [kind, words(said[kind])]));
  return { given, byFlag: new Map(), known: new Map() };
}

/**
 * won, lost, open or deleted, or "" where a word says neither.
 * @param {Ends} ends @param {string} text
 */
export function kindOf(ends, text) {
  if (text === "") return "";
  let kind = ends.known.get(text);
  if (kind === undefined) {
    kind = found(ends, text);
    ends.known.set(text, kind);
  }
  return kind;
}

/** @param {Ends} ends @param {string} text */
function found({ given, byFlag }, text) {
  const whole = fold(text);
  const bare = fold(bareStage(text).replace(/^[\d\s.%)(:-]+/, ""));
  for (const kind of KINDS) if (given[kind]?.has(whole) || given[kind]?.has(bare)) return kind;
  const flagged = byFlag.get(whole);
  if (flagged !== undefined) return flagged;
  const usual = vocabulary().words;
  for (const kind of [...KINDS, "deleted"]) {
    if (given[kind] == null && usual[kind].has(bare)) return kind;
  }
  for (const kind of ["won", "lost"]) {
    if (given[kind] == null && bare.startsWith(`closed${kind}`)) return kind;
  }
  return "";
}

/**
 * Ends that know the stages of closed deals, where flags tell these.
 * @param {Ends} ends @param {import("./table.js").Row[]} rows @param {string[]} outcome
 * @param {import("./history.js").Events} events
 * @returns {Ends}
 */
export function withFlagged(ends, rows, outcome, events) {
  if (!events.cases.length || !rows.some((row) => row.closedFlag !== "")) return ends;
  const stages = events.stages.map(fold);
  const visits = new Map(counted(events.stage.map((code) => stages[code])));
  const lasts = events.starts.slice(1).map((next) => stages[events.stage[next - 1]]);
  const last = new Map(counted(lasts));
  /** @type {Map<string, string>} */
  const byFlag = new Map();
  for (const [stage, some] of grouped(rows.keys(), (n) => fold(rows[n].stage))) {
    const kinds = new Set(some.map((n) => outcome[n]));
    const [kind] = kinds;
    const stays = (last.get(stage) ?? 0) / (visits.get(stage) ?? 0) >= STAYS;
    if (stage && stays && kinds.size === 1 && kind !== "open") byFlag.set(stage, kind);
  }
  return { ...ends, byFlag, known: new Map() };
}
