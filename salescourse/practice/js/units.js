// Numbers with their units: written, spoken and read.

import { clamp, decimals } from "./chart.js";
import { DAYS } from "./time.js";
import { digits, fill, plural } from "./words.js";

/** @typedef {Record<string, string>} Labels */
/**
 * @typedef {object} Axis
 * @property {string} format
 * @property {string} label
 * @property {number[]} [values]
 * @property {string[]} [texts]
 * @property {[number, number]} [range]
 */

/** @type {Record<string, string>} */
const FIELDS = { number: "", percent: "percent", eur: "EUR", days: "days", duration: "days" };
const UNITS_OF_TIME = new Set(Object.keys(DAYS).map((unit) => `${unit}s`));

/**
 * @param {number} amount @param {string} unit @param {string} locale
 * @param {Intl.NumberFormatOptions} [options]
 */
export const lasting = (amount, unit, locale, options) =>
  digits(amount, locale, { style: "unit", unit, unitDisplay: "long", ...options });

/**
 * Days for up to two years; "1 hour", but "90 minutes".
 * @param {number} days @param {string} locale
 */
function duration(days, locale) {
  const size = Math.abs(days);
  /** @param {string} unit */
  const fits = (unit) => size >= 1.99 * DAYS[unit] || Math.abs(size / DAYS[unit] - 1) < 0.01;
  const small = ["day", "hour", "minute"].find(fits) ?? (days ? "second" : "day");
  const unit = size >= 730 ? "year" : small;
  const significant = size / DAYS[unit] < 100 ? 2 : 3;
  return lasting(days / DAYS[unit], unit, locale, { maximumSignificantDigits: significant });
}

/** @param {number} value @param {number} fixed @param {string} locale */
function euros(value, fixed, locale) {
  const cents = fixed > 0 && Math.abs(value) < 1000 ? 2 : 0;
  const places = { minimumFractionDigits: cents, maximumFractionDigits: cents };
  return digits(value, locale, { style: "currency", currency: "EUR", ...places });
}

/** How many decimals an axis needs. @param {Axis} axis @param {number} factor */
function placesOf({ values, texts, range }, factor) {
  if (values) return texts ? 0 : decimals(values, factor);
  const [low, high] = range ?? [0, 1];
  return clamp(Math.ceil(2 - Math.log10((high - low) * factor)), 0, 4);
}

/**
 * How the values of an axis are written, spoken and read.
 * @param {Axis} axis
 * @param {Labels} labels
 */
export function unitsOf(axis, labels) {
  const { format } = axis;
  const { locale } = labels;
  const factor = format === "percent" ? 100 : 1;
  const places = placesOf(axis, factor);
  /** @param {number} value @param {number} [fixed] */
  const plain = (value, fixed = places) =>
    digits(value * factor, locale, { minimumFractionDigits: fixed, maximumFractionDigits: fixed });
  const unit = FIELDS[format];
  const own = unit === undefined;
  // "1 minute", also where the author names no more than minutes.
  const words = UNITS_OF_TIME.has(format) ? `${format.slice(0, -1)}|${format}` : format;

  /** @param {number | null} value @param {number} [fixed] */
  function text(value, fixed = places) {
    if (value === null) return labels.none;
    if (format === "percent") return fill(labels.percent, { n: plain(value, fixed) });
    if (format === "eur") return euros(value, fixed, locale);
    if (format === "days") return lasting(value, "day", locale, { maximumFractionDigits: fixed });
    if (format === "duration") return duration(value, locale);
    if (format === "number") return plain(value, fixed);
    return `${plain(value, fixed)} ${plural(words, +value.toFixed(fixed))}`;
  }

  /** What to write into an empty field, and on the axis. @type {Record<string, string>} */
  const hints = {
    number: "",
    eur: "€",
    days: labels.days,
    duration: labels.days,
    percent: labels.percent.replace("{n}", "").trim(),
  };
  const titled = format === "days" && !axis.label.includes(labels.days);
  const short = ["percent", "eur", "duration"].includes(format);
  return {
    factor,
    text,
    plain,
    // What is typed here, for readNumber.
    field: { unit: unit ?? words.split("|")[0], also: own ? words.split("|") : [] },
    hint: hints[format] ?? plural(words, 2),
    title: titled ? `${axis.label} (${labels.days})` : axis.label,
    /** @param {number} value */
    round: (value) => +(value * factor).toFixed(places) / factor,
    /** @param {number} value @param {number} [fixed] */
    tick: (value, fixed) => (short ? text(value, fixed) : plain(value, fixed)),
    /** "5 people", or "Price: 5" where the number has no unit of its own. */
    phrase(/** @type {number} */ value, /** @type {number} */ i) {
      if (axis.texts) return axis.texts[i];
      return format === "number" ? `${axis.label}: ${plain(value)}` : text(value);
    },
    /** @param {number | null} value */
    spoken: (value) =>
      format === "percent" && value !== null
        ? fill(labels.percentSpoken, { n: plain(value) })
        : text(value),
    /** @param {number} value */
    off: (value) =>
      format === "percent"
        ? fill(plural(labels.points, +plain(value)), { n: plain(value) })
        : text(value),
  };
}
