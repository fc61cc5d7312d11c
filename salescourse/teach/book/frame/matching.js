// What a search finds: every word must be there, and titles count most.

/**
 * @typedef {object} Section
 * @property {string} page
 * @property {string} anchor
 * @property {string} title
 * @property {string} on the page's title; of a page itself, the article's words for it
 * @property {string} kind
 * @property {string} text
 * @property {string} head folded
 * @property {string} line folded, a page's second line
 * @property {string} body folded
 */

export const MOST = 30;
const AROUND = 70;

/**
 * Nothing but accents goes, and what is one character stays one, so that what was found
 * in the folded text can be marked in the text itself.
 * @param {string} text
 */
export const fold = (text) =>
  text
    .normalize("NFC")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u2010-\u2014]/g, "-");

/** "deals" finds "deal", and "deal" finds "deals". @param {string} word */
const stem = (word) => (word.length > 3 ? word.replace(/(?:ies|es|s|y)$/, "") : word);

/**
 * Words as they may be written: "email" and "e-mail", "win rate" and "win-rate".
 * @param {string} words folded
 */
function pattern(words) {
  const letters = [...words.replace(/\s+/g, "-")].map((letter, at, all) => {
    if (letter === "-") return "[- ]?";
    const safe = letter.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
    return /[a-z0-9]/.test(all[at + 1] ?? "") ? `${safe}-?` : safe;
  });
  return (/^[a-z0-9]/.test(words) ? "(?<![a-z0-9])" : "") + letters.join("");
}

/**
 * What must be there, of what was typed: its words, and what stands in quotation marks.
 * @param {string} phrase
 */
export const partsOf = (phrase) =>
  [...fold(phrase).matchAll(/"([^"]+)"|[^\s"]+/g)]
    .map(([word, quoted]) => quoted?.trim() ?? stem(word.replace(/^[-'(]+|[-'),.;:!?]+$/g, "")))
    .filter(Boolean)
    .map((words) => new RegExp(pattern(words)));

/**
 * @param {string[]} row as search-index.js has it
 * @returns {Section}
 */
export const sectionOf = ([page, anchor, title, on, kind, text]) => ({
  page,
  anchor,
  title,
  on,
  kind,
  text,
  head: fold(`${title} ${on}`),
  line: kind === "page" ? fold(on) : "",
  body: fold(text),
});

/** @param {Section} section @param {RegExp[]} parts @param {RegExp} whole */
function score(section, parts, whole) {
  let sum = 0;
  for (const part of parts) {
    const inHead = part.test(section.head);
    if (!inHead && !part.test(section.body)) return 0;
    sum += inHead ? 10 : 1;
  }
  if (section.kind === "glossary") sum += 3;
  if ([section.head, section.line].some((text) => text.search(whole) === 0)) sum += 20;
  return sum + (whole.test(section.body) ? 2 : 0);
}

/**
 * The sections that have all words, the best first.
 * @param {Section[]} sections
 * @param {string} phrase
 */
export function hits(sections, phrase) {
  const parts = partsOf(phrase);
  if (!parts.length) return [];
  const whole = new RegExp(pattern(fold(phrase).replaceAll('"', "").trim()));
  /** @type {[number, Section][]} */
  const scored = sections.map((section) => [score(section, parts, whole), section]);
  return scored
    .filter(([points]) => points)
    .sort((a, b) => b[0] - a[0])
    .map(([, section]) => section);
}

/** The words around what was found. @param {Section} section @param {RegExp[]} parts */
export function around({ text, body }, parts) {
  const found = parts.map((part) => body.search(part)).filter((i) => i >= 0);
  const at = Math.max(0, Math.min(...found, body.length) - AROUND);
  const from = at && text.indexOf(" ", at) + 1;
  const cut = text.slice(from, from + 3 * AROUND);
  return (from ? "… " : "") + cut + (from + cut.length < text.length ? " …" : "");
}

/** @param {string} text @param {RegExp} part @param {number} from */
function firstFrom(text, part, from) {
  const search = new RegExp(part, "g");
  search.lastIndex = from;
  return search.exec(text);
}

/**
 * A text in pieces: those that were found, and those between.
 * @param {string} text @param {RegExp[]} parts
 */
export function pieces(text, parts) {
  const folded = fold(text);
  const cut = [];
  let from = 0;
  while (folded.length === text.length) {
    const next = parts
      .map((part) => firstFrom(folded, part, from))
      .filter((match) => match !== null)
      .sort((a, b) => a.index - b.index)[0];
    if (!next) break;
    const end = next.index + next[0].length;
    cut.push({ text: text.slice(from, next.index), found: false });
    cut.push({ text: text.slice(next.index, end), found: true });
    from = end;
  }
  return [...cut, { text: text.slice(from), found: false }];
}
