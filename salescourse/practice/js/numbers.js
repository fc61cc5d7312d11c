// Read a number the way people type one. The quiz and the explorer both read with this.
//
//   reading  = [words] quantity [("to" | "and" | "-" | "..") quantity]
//   quantity = [currency] [sign] number [scale] [unit]
//   number   = digits with thousands and decimals | digits "/" digits | 1.2e3
//   words    = about, approximately, roughly, ca., ~, ≈, =, between, from, p = …
//
// Spaces of any width, dashes of any length, fullwidth digits and all apostrophes are the
// same; capitals do not matter; what cannot be seen does not count; one full stop at the
// end is forgiven. Decided once, where the world disagrees:
//
// 1. A point is a decimal point: 1.200 is 1.2. Several points, or points before a decimal
//    comma, part thousands: 1.200.000, 1.200,50.
// 2. A comma before exactly three last digits parts thousands: 1,200 is 1200; any other
//    single comma is a decimal comma: 12,5 or 0,590.
// 3. Spaces, apostrophes and underscores part thousands, in threes: 1 200, 1'200. What is
//    parted otherwise is not read: 1,2,3 or 12 00.
// 4. A scale stands right after the number: k, thousand, m, mn, million, bn. Where a time
//    is wanted m and mn are not read: they could be minutes or months.
// 5. Where percent is wanted, a bare number is percent, as the sign beside the field says:
//    59 is 59 %, 1 is 1 %. A bare number between 0 and 1 can be two things, since pages
//    print shares too: 0.59 is 59 %, unless only 0.59 % fits the field. That is a guess,
//    and whoever shows the number says how it was read. A fraction is a share: 1/2.
//    Where a number without a unit is wanted, 59 % is 0.59.
// 6. A unit must be of the kind that is wanted. Times are converted: in a field of days 2
//    hours are 0.083, a month is a twelfth of a year and a year has 365.25 days. A word is
//    the same with and without an s at its end.
// 7. Of a range both ends are read, alike: 10-12 % is from 0.10 to 0.12. A unit or a
//    scale that stands once is meant for both.
//
// readNumber(text, { unit, also }, fits) returns { value, high, digits, guess }, of a
// single number value and high the same, or { why }: "empty", "number" (none can be read)
// or "unit" (not one that is wanted). `unit` is "percent", a currency, a time, any other
// word, or "" for none, and `also` holds its other names. `fits(value, high)` says what
// can be meant. Shares are from 0 to 1, times in the unit of the field.

import { SECONDS } from "./time.js";

/** @typedef {{ of: string, size: number }} Measure */
/**
 * One end of what was typed.
 * @typedef {object} End
 * @property {number} value
 * @property {number} digits
 * @property {boolean} [fraction]
 * @property {string} scale
 * @property {string} unit
 */
/**
 * What was read, or why nothing was.
 * @typedef {{ value: number, high: number, digits: number, guess: boolean, why?: undefined }} Read
 * @typedef {{ why: "empty" | "number" | "unit", value?: undefined, high?: undefined,
 *   digits?: undefined, guess?: undefined }} Unread
 */

const SHORT = {
  year: "y yr yrs",
  month: "mo mos mth mths",
  week: "w wk wks",
  day: "d",
  hour: "h hr hrs",
  minute: "min mins",
  second: "s sec secs",
};
const MONEY = { eur: "euro euros", usd: "dollar dollars", gbp: "pound pounds", yen: "jpy" };
/** @type {Map<string, Measure>} */
const MEASURES = new Map();
for (const [unit, short] of Object.entries(SHORT)) {
  for (const name of [unit, `${unit}s`, ...short.split(" ")]) {
    MEASURES.set(name, { of: "time", size: SECONDS[unit] });
  }
}
for (const [of, names] of Object.entries(MONEY)) {
  for (const name of [of, ...names.split(" ")]) MEASURES.set(name, { of, size: 1 });
}
const SCALES = new Map(
  Object.entries({
    k: 1e3,
    tsd: 1e3,
    thousand: 1e3,
    m: 1e6,
    mn: 1e6,
    mio: 1e6,
    mln: 1e6,
    million: 1e6,
    millions: 1e6,
    bn: 1e9,
    billion: 1e9,
    billions: 1e9,
  }),
);
const LONGEST_NUMBER = 60;
const NUMBER = "((?:\\d(?:[\\d .,'_]*\\d)?\\.?|[.,]\\d+)(?:e[-+]?\\d+)?(?: ?/ ?\\d+)?)";
const READING = new RegExp(
  `^(\\D*?)${NUMBER}(?:(\\D*?)(?: ?- ?| (?:to|and) )(\\D*?)${NUMBER})?(\\D*)$`,
);
const LEADS = new Set(
  (
    "= about approximately approx roughly around circa ca nearly almost some between " +
    "from is it its it's p x n answer answer:"
  ).split(" "),
);
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** @param {string} wide */
const narrow = (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0).toLowerCase();
/** @type {[RegExp, any][]} */
const SAME_SIGNS = [
  [INVISIBLE, ""],
  [/[\uff01-\uff5e]/g, narrow],
  [/\p{Pd}|\u2212/gu, "-"],
  [/[\u2018\u2019\u02bc`\u00b4]/g, "'"],
  [/\u2044/g, "/"],
  [/\u2026|\.\.+/g, " to "],
  [/%|per cent\b/g, " percent "],
  [/(^|[^a-z])pct\b\.?/g, "$1 percent "],
  [/\u20ac/g, " eur "],
  [/(us ?)?\$/g, " usd "],
  [/\u00a3/g, " gbp "],
  [/[\u00a5\uffe5]/g, " yen "],
  [/[~\u2248=]|\b(ca|approx|c)\./g, " = "],
  [/\s+/g, " "],
  [/^ | ?[.;!?]? ?$/g, ""],
];

/**
 * Read a number as `unit` wants it.
 * @param {string} text
 * @param {{ unit: string, also?: string[] }} field
 * @param {(value: number, high: number) => boolean} [fits] what can be meant
 * @returns {Read | Unread}
 */
export function readNumber(text, { unit, also = [] }, fits = () => true) {
  const typed = plainSigns(text);
  if (!typed) return { why: "empty" };
  const ends = endsOf(typed);
  if (!ends) return { why: "number" };
  const wanted = [unit, ...also].map((name) => measured(plainSigns(name)));
  const readings = readingsOf(ends, wanted);
  if (!readings) return { why: "unit" };
  const likely = readings.find((reading) => fits(reading[0], reading[reading.length - 1]));
  const [value, high = value] = likely ?? readings[0];
  if (value > high) return { why: "number" };
  const fewest = Math.min(...ends.map((end) => end.digits));
  return { value, high, digits: fewest, guess: readings.length > 1 };
}

/**
 * The number in a text, or the two ends of a range; a scale or a unit that stands once
 * is meant for both.
 * @param {string} typed
 * @returns {End[] | null}
 */
function endsOf(typed) {
  const found = typed.length <= LONGEST_NUMBER ? READING.exec(typed) : null;
  if (!found) return null;
  const [, before, first, mid, before2, second, after] = found;
  const one = quantity(before, first, second === undefined ? after : mid);
  const other = second === undefined ? one : quantity(before2, second, after);
  if (!one || !other) return null;
  const scale = one.scale || other.scale;
  const unit = one.unit || other.unit;
  /** @param {End} end */
  const whole = (end) => ({ ...end, scale: end.scale || scale, unit: end.unit || unit });
  return second === undefined ? [whole(one)] : [whole(one), whole(other)];
}

/** Write what was typed with one sign of each kind. @param {string} text */
const plainSigns = (text) =>
  SAME_SIGNS.reduce((plain, [pattern, same]) => plain.replace(pattern, same), text.toLowerCase());

/** @param {string} name @returns {Measure} */
const measured = (name) => MEASURES.get(name) ?? { of: name.replace(/s$/, ""), size: 1 };

/**
 * @param {string} before @param {string} number @param {string} after
 * @returns {End | null}
 */
function quantity(before, number, after) {
  const lead = before.replace(/[-+]/g, " $& ").split(" ").filter(Boolean);
  const signs = lead.filter((word) => word === "-" || word === "+");
  const money = lead.filter((word) => /^(eur|usd|gbp|yen)$/.test(word));
  const known = lead.filter((word) => LEADS.has(word));
  const tail = after
    .replace(/^ ?(k|m|mn|bn)(?=eur|usd|gbp)/, "$1 ")
    .split(" ")
    .filter(Boolean);
  const scale = SCALES.has(tail[0]) ? String(tail.shift()) : "";
  const unit = [...money, ...tail].join(" ");
  const size = amount(number);
  const understood = signs.length + money.length + known.length;
  if (!size || signs.length > 1 || understood < lead.length) return null;
  if (money.length > 1 || (money.length && tail.length)) return null;
  if (unit && !/\p{L}/u.test(unit)) return null;
  return { ...size, value: signs.includes("-") ? -size.value : size.value, scale, unit };
}

/**
 * Every way to read the ends of a range, or a single number, the likeliest first; null
 * where the unit is not wanted.
 * @param {End[]} ends @param {Measure[]} wanted
 * @returns {number[][] | null}
 */
function readingsOf(ends, wanted) {
  /** @type {{ value: number, over?: number }[]} */
  const sized = [];
  for (const end of ends) {
    const one = inWanted(end, wanted);
    if (!one) return null;
    sized.push(one);
  }
  /** @param {number} per */
  const read = (per) => sized.map(({ value, over }) => value / (over ?? per));
  if (wanted[0].of !== "percent" || sized[0].over) return [read(1)];
  if (ends.some((end) => end.fraction)) return [read(1)];
  const sizes = sized.map(({ value }) => Math.abs(value));
  const share = Math.max(...sizes) <= 1 && sizes.some((size) => size > 0 && size < 1);
  return share ? [read(1), read(100)] : [read(100)];
}

/**
 * A number in the unit that is wanted; `over` is missing where none was typed.
 * @param {End} end @param {Measure[]} wanted
 * @returns {{ value: number, over?: number } | null}
 */
function inWanted({ value, scale, unit }, wanted) {
  /** @param {string} name */
  const own = (name) => wanted.find(({ of }) => of === measured(name).of);
  const joint = `${scale} ${unit}`.trim();
  if (scale && own(joint)) [unit, scale] = [joint, ""];
  if (/^mn?$/.test(scale) && wanted[0].of === "time") return null;
  if (scale) value *= SCALES.get(scale) ?? 1;
  if (!unit) return { value };
  if (unit === "percent" && /^(percent)?$/.test(wanted[0].of)) return { value, over: 100 };
  const same = own(unit);
  return same ? { value: value * measured(unit).size, over: same.size } : null;
}

/**
 * @param {string} number
 * @returns {{ value: number, digits: number, fraction?: boolean } | null}
 */
function amount(number) {
  const [top, bottom] = number.split("/");
  if (bottom !== undefined) {
    const whole = /^\d+ ?$/.test(top) && Number(bottom) !== 0;
    return whole ? { value: Number(top) / Number(bottom), digits: 15, fraction: true } : null;
  }
  const [body, power] = number.split("e");
  const text = withoutThousands(body.trim());
  if (text === null) return null;
  const value = Number(power ? `${text}e${power}` : text);
  if (!(Math.abs(value) < 1e300)) return null;
  return { value, digits: Math.max(1, text.replace(".", "").replace(/^0+/, "").length) };
}

/**
 * Take out what parts thousands, and write the decimal sign as a point (rules 1 to 3).
 * @param {string} typed
 * @returns {string | null}
 */
function withoutThousands(typed) {
  if (/^[1-9]\d{0,2},\d{3}$/.test(typed)) return typed.replace(",", "");
  if (/^\d*[.,]?\d*$/.test(typed)) return typed.replace(",", ".");
  const parted = /^\d{1,3}([ .,'_])\d{3}(?:\1\d{3})*([.,]\d*)?$/.exec(typed);
  if (!parted) return null;
  const [, sign, decimals = ""] = parted;
  if (decimals[0] === sign) return null;
  const whole = typed.slice(0, typed.length - decimals.length).replaceAll(sign, "");
  return whole + decimals.replace(",", ".");
}
