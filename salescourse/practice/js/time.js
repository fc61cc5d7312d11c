// Units of time, and days as the learner counts them.

/** @type {Record<string, number>} */
export const SECONDS = {
  year: 31557600,
  month: 2629800,
  week: 604800,
  day: 86400,
  hour: 3600,
  minute: 60,
  second: 1,
};

/** How many days each unit lasts. @type {Record<string, number>} */
export const DAYS = Object.fromEntries(
  Object.entries(SECONDS).map(([unit, size]) => [unit, size / SECONDS.day]),
);

export const DAY_MS = 864e5;

/**
 * The day of a moment, a whole number, counted where the learner is.
 * @param {string | number | Date} at
 * @param {number} offset minutes ahead of UTC
 */
export const dayOf = (at, offset) => Math.floor((+new Date(at) + offset * 6e4) / DAY_MS);

/** Minutes by which the learner's clock is ahead of UTC. */
export const offsetHere = () => -new Date().getTimezoneOffset();

/**
 * A day in words.
 * @param {number} day as `dayOf` counts
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} [more]
 */
export const dateText = (day, locale, more = {}) =>
  new Date(day * DAY_MS).toLocaleDateString(locale, {
    timeZone: "UTC",
    month: "long",
    day: "numeric",
    ...more,
  });
