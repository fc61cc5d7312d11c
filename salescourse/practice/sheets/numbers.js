// The numbers of a sheet: what fits it, what is whole, and how they travel.

/**
 * @typedef {object} Asked
 * @property {string} name
 * @property {string} label
 * @property {string} format
 * @property {[number, number]} [range]
 * @property {Record<string, string>} [options]
 * @property {string} [none]
 * @property {string} [otherwise]
 * @property {boolean} [each]
 */
/**
 * @typedef {object} Spec
 * @property {string} name
 * @property {string} title
 * @property {{ name: string, one: string, add: string, most: number, columns: Asked[] }} [rows]
 * @property {Asked[]} fields
 * @property {Asked[]} results
 * @property {Record<string, any>} start
 */
/** @typedef {Record<string, any>} Numbers */

export const MOST_SIGNS = 60;

/** @param {Asked} asked */
export const measured = ({ format }) => !["text", "choice", "row"].includes(format);

/**
 * What fits one field; null where it does not.
 * @param {Asked} asked @param {any} raw @param {number} rows
 */
function fitting(asked, raw, rows) {
  const { format, range = [-Infinity, Infinity], options = {} } = asked;
  if (format === "text") return typeof raw === "string" ? raw.slice(0, MOST_SIGNS) : "";
  if (format === "choice") return Object.hasOwn(options, raw) ? raw : Object.keys(options)[0];
  if (format === "row") return Number.isInteger(raw) && raw >= 0 && raw < rows ? raw : null;
  return Number.isFinite(raw) && raw >= range[0] && raw <= range[1] ? raw : null;
}

/**
 * A sheet's numbers out of anything; null if there are none in it.
 * @param {Spec} spec @param {any} raw
 * @returns {Numbers | null}
 */
export function fittingAll({ rows, fields }, raw) {
  if (typeof raw !== "object" || raw === null) return null;
  /** @type {Numbers} */
  const found = {};
  for (const asked of fields) found[asked.name] = fitting(asked, raw[asked.name], 0);
  if (!rows) return found;
  const list = raw[rows.name];
  if (!Array.isArray(list) || !list.length) return null;
  const kept = list.slice(0, rows.most);
  found[rows.name] = kept.map((row) =>
    Object.fromEntries(
      rows.columns.map((asked) => [asked.name, fitting(asked, row?.[asked.name], kept.length)]),
    ),
  );
  return found;
}

/** Whether every number is there. @param {Spec} spec @param {Numbers} numbers */
export function whole({ rows, fields }, numbers) {
  const here = fields.filter(measured).every(({ name }) => numbers[name] !== null);
  const wanted = (rows?.columns ?? []).filter(measured);
  const list = rows ? numbers[rows.name] : [];
  return (
    here && list.every((/** @type {any} */ row) => wanted.every(({ name }) => row[name] !== null))
  );
}

/** Without one of its rows; whoever came after that one comes after nobody.
 * @param {Spec} spec @param {Numbers} numbers @param {number} gone */
export function without({ rows }, numbers, gone) {
  if (!rows) return numbers;
  const links = rows.columns.filter(({ format }) => format === "row");
  /** @param {number | null} at */
  const moved = (at) => (at === null || at === gone ? null : at > gone ? at - 1 : at);
  const left = numbers[rows.name].filter(
    (/** @type {any} */ _, /** @type {number} */ n) => n !== gone,
  );
  const mended = left.map((/** @type {any} */ row) => ({
    ...row,
    ...Object.fromEntries(links.map(({ name }) => [name, moved(row[name])])),
  }));
  return { ...numbers, [rows.name]: mended };
}

/** As text that a link or a message can carry. @param {Spec} spec @param {Numbers} numbers */
export function packed({ name }, numbers) {
  const bytes = new TextEncoder().encode(JSON.stringify(numbers));
  const signs = btoa(String.fromCharCode(...bytes));
  const inLinks = signs.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `salescourse:${name}:${inLinks}`;
}

/** What a link or a text carries; null if nothing of this sheet.
 * @param {Spec} spec @param {string} text @returns {Numbers | null} */
export function unpacked(spec, text) {
  const found = new RegExp(`salescourse:${spec.name}:([\\w-]{1,20000})`).exec(text);
  if (!found) return null;
  try {
    const signs = atob(found[1].replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(signs, (sign) => sign.charCodeAt(0));
    return fittingAll(spec, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null; // cut off, or made up
  }
}
