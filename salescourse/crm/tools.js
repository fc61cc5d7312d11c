// Small things that all steps use.

const INVISIBLE = /\u00ad|[\u200b-\u200f]|\u2060|\ufeff/g;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Text without what cannot be seen. @param {string} text */
export const bare = (text) => (BEYOND_ASCII.test(text) ? text.replace(INVISIBLE, "") : text).trim();

/** Names as a reader sees them. @param {Iterable<string>} names */
export const listed = (names) => [...names].map((name) => `"${name}"`).join(", ");

/** @param {string} sign */
function escaped(sign) {
  const code = sign.codePointAt(0) ?? 0;
  const known = { 9: "\\t", 10: "\\n", 13: "\\r" }[code];
  const [mark, width] = code < 256 ? ["x", 2] : code < 65_536 ? ["u", 4] : ["U", 8];
  return known ?? `\\${mark}${code.toString(16).padStart(Number(width), "0")}`;
}

/** A text as Python prints it. @param {string} text */
export function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`);
  return mark + inner.replace(/(?! )[\p{C}\p{Z}]/gu, escaped) + mark;
}

/**
 * How often each is there, the most frequent first, of equals the first.
 * @template T
 * @param {Iterable<T>} values
 * @returns {[T, number][]}
 */
export function counted(values) {
  /** @type {Map<T, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/**
 * Values by their key, in the order in which keys first come.
 * @template T, K
 * @param {Iterable<T>} values
 * @param {(value: T) => K} keyOf
 * @returns {Map<K, T[]>}
 */
export function grouped(values, keyOf) {
  /** @type {Map<K, T[]>} */
  const groups = new Map();
  /** @type {T[] | undefined} */
  let group;
  /** @type {K | undefined} */
  let last;
  for (const value of values) {
    const key = keyOf(value);
    // What is of one key often stands together.
    if (!group || key !== last) group = groups.get(key);
    if (group) group.push(value);
    else {
      group = [value];
      groups.set(key, group);
    }
    last = key;
  }
  return groups;
}

/** @param {string} one @param {string} other */
export const byText = (one, other) => Number(one > other) - Number(one < other);

/** @param {Iterable<number>} numbers */
export function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** The largest, or what is given where there is none. @param {Iterable<number>} numbers */
export function largest(numbers, otherwise = 0) {
  let most = Number.NEGATIVE_INFINITY;
  for (const number of numbers) if (number > most) most = number;
  return most === Number.NEGATIVE_INFINITY ? otherwise : most;
}

/** Whole numbers with commas between thousands. @param {number} number */
export const grouping = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
