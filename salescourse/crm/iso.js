// Days as most files write them, YYYY-MM-DD, and moments in seconds since 1970.

export const DAY = 86_400;
// Other years mean "never".
export const FIRST_YEAR = 1980;
export const LAST_YEAR = 2100;

/** The day of a moment. @param {number} at */
export const dayOf = (at) => Math.floor(at / DAY) * DAY;

/** A moment's day as YYYY-MM-DD. @param {number} at */
export const isoDay = (at) => new Date(at * 1000).toISOString().slice(0, 10);

/** A moment as YYYY-MM-DD HH:MM:SS. @param {number} at */
export const isoTime = (at) => new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ");

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param {number} year @param {number} month from 1 @param {number} day */
export function atDay(year, month, day) {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (!(day >= 1 && day <= (LENGTHS[month - 1] ?? 0) + Number(leap)) || year < 1) return null;
  // Days since 1970 by a year that begins in March.
  const years = year - Number(month < 3);
  const days = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return (365 * years + leaps + days - 719_468) * DAY;
}

/** @param {string} text @param {number} at */
function twoDigits(text, at) {
  const [one, two] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return one >= 0 && one <= 9 && two >= 0 && two <= 9 ? one * 10 + two : Number.NaN;
}

/** Of YYYY-MM-DD, alone or with HH:MM or HH:MM:SS, the moment. @param {string} text */
export function isoAt(text) {
  const { length } = text;
  if ((length !== 10 && length !== 16 && length !== 19) || text[4] !== "-" || text[7] !== "-") {
    return null;
  }
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
  const day = atDay(year, twoDigits(text, 5), twoDigits(text, 8));
  return day === null || length === 10 ? day : withClock(text, day);
}

/** @param {string} text @param {number} day */
function withClock(text, day) {
  const seconds = text.length === 19;
  if ((text[10] !== " " && text[10] !== "T") || text[13] !== ":") return null;
  if (seconds && text[16] !== ":") return null;
  const [hour, minute] = [twoDigits(text, 11), twoDigits(text, 14)];
  const second = seconds ? twoDigits(text, 17) : 0;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  return day + hour * 3600 + minute * 60 + second;
}
