// Reads, counts and writes apart from the page, which stays at its reader's command.

import { readFile } from "./files.js";
import { logAsCsv } from "./export.js";
import { shownOf } from "./showing.js";
import { Question, Refusal } from "./refusals.js";
import { useVocabulary } from "./vocabulary.js";

/** @typedef {import("./files.js").Sheet} Sheet */
/**
 * @typedef {object} Asked
 * @property {number} id
 * @property {any} [vocabulary]
 * @property {{ name: string, raw: Uint8Array }[]} [files]
 * @property {Record<string, any>} given
 * @property {"plain" | "miner"} [csv]
 */

const HOW = ["encoding", "delimiter", "sheet"];
/** @type {{ name: string, raw: Uint8Array }[]} */
let files = [];
/** @type {Sheet[]} */
let sheets = [];
let read = "";

/** @param {Record<string, any>} given */
async function readAgain(given) {
  const how = JSON.stringify(HOW.map((name) => given[name] ?? null));
  if (read === how) return;
  [sheets, read] = [[], ""];
  for (const { raw, name } of files) sheets.push(await readFile(raw, name, given));
  read = how;
}

/** @param {Asked} asked */
async function answer({ vocabulary, files: brought, given, csv }) {
  if (vocabulary) useVocabulary(vocabulary);
  if (brought) [files, sheets, read] = [brought, [], ""];
  try {
    await readAgain(given);
    const { shown, found } = shownOf(sheets, given);
    return csv ? { csv: logAsCsv(found, csv === "miner") } : { shown };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const heads = sheets.map(({ name, header }) => ({ name, header }));
    const [argument, choices] =
      error instanceof Question ? [error.argument, error.choices] : ["", []];
    return { refused: { text: error.message, argument, choices, heads } };
  }
}

addEventListener("message", async ({ data }) => {
  const said = await answer(data).catch((error) => ({ broken: String(error) }));
  postMessage({ id: data.id, ...said });
});
