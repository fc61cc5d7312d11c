// Words with places in them, and numbers as they are written.

/**
 * Put values into the places of a text: `fill("{n} points", { n: 3 })`.
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

/**
 * Of "point|points" the one that goes with a number.
 * @param {string} pattern
 * @param {number} count
 */
export function plural(pattern, count) {
  const [one, many = one] = pattern.split("|");
  return count === 1 ? one : many;
}

/** @type {Map<string, Intl.NumberFormat>} */
const formatters = new Map();

/**
 * Write a number in a language, below zero with a true minus sign.
 * @param {number} value
 * @param {string} locale
 * @param {Intl.NumberFormatOptions} options
 */
export function digits(value, locale, options) {
  const key = locale + JSON.stringify(options);
  const format = formatters.get(key) ?? new Intl.NumberFormat(locale, options);
  formatters.set(key, format);
  return format.format(value).replace("-", "\u2212");
}
