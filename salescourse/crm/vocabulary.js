// The words of exports, from roles.yml, folded so that spellings do not matter.

/**
 * What roles.yml holds, as it is written.
 * @typedef {Record<string, any>} Written
 */
/**
 * @typedef {object} Vocabulary
 * @property {Record<string, { name: string, menu: string, signs: string[] }>} crms
 * @property {Record<string, string[]>} roles
 * @property {Record<string, string[]>} history
 * @property {Record<string, Set<string>>} words
 * @property {Record<string, string[]>} lists
 * @property {Map<string, number>} months
 */

const KINDS = ["empty", "yes", "no", "won", "lost", "open", "deleted", "closed"];
const LISTS = ["records", "entered_columns", "left_columns", "history_signs", "stage_fields"];
const MOST_FOLDED = 200_000;

/** @type {Map<string, string>} */
const folds = new Map();

/** Text in lower case without accents: its letters and digits alone. @param {string} text */
export function fold(text) {
  const known = folds.get(text);
  if (known !== undefined) return known;
  const folded = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "");
  if (folds.size > MOST_FOLDED) folds.clear();
  folds.set(text, folded);
  return folded;
}

/** @param {string[]} texts */
const folded = (texts) => [...new Set(texts.map(fold))];

/** @type {Vocabulary | undefined} */
let known;

/** Take the words that are handed over. @param {Written} written */
export function useVocabulary(written) {
  const each = (/** @type {Record<string, string[]>} */ lists) =>
    Object.fromEntries(Object.entries(lists).map(([name, texts]) => [name, folded(texts)]));
  known = {
    crms: Object.fromEntries(
      Object.entries(written.crms).map(([key, crm]) => [key, { ...crm, signs: folded(crm.signs) }]),
    ),
    roles: each(written.roles),
    history: each(written.history),
    words: Object.fromEntries(KINDS.map((kind) => [kind, new Set(folded(written[kind]))])),
    lists: Object.fromEntries(LISTS.map((name) => [name, folded(written[name])])),
    months: new Map(
      Object.entries(written.months).flatMap(([number, names]) =>
        /** @type {string[]} */ (names).map((name) => [fold(name), Number(number)]),
      ),
    ),
  };
}

export function vocabulary() {
  if (!known) throw new Error("useVocabulary comes first.");
  return known;
}

/** What a head is compared as: with and without the kind of record. @param {string} head */
export function keys(head) {
  const at = head.indexOf(" - ");
  const rest = at < 0 ? "" : head.slice(at + 3);
  const record = rest && vocabulary().lists.records.includes(fold(head.slice(0, at)));
  return record ? [fold(head), fold(rest)] : [fold(head)];
}

/** The CRM from which heads come, or "". @param {Iterable<string>} heads */
export function findCrm(heads) {
  const seen = new Set([...heads].flatMap((head) => [fold(head), ...keys(head)]));
  let [best, most] = ["", 1];
  for (const [name, { signs }] of Object.entries(vocabulary().crms)) {
    const found = signs.filter((sign) => seen.has(sign)).length;
    if (found > most) [best, most] = [name, found];
  }
  return best;
}
