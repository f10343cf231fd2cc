// dates.mjs - the dates and times of price files, as schema.sql wants them.
//
// Years first, names of months, and Unix time speak for themselves. 04/05/2020 does not: which
// number is the month is decided by the first date of the file that can be read in one way only.

/** @typedef {'month first' | 'day first'} DayOrder */

// When all dates of a file can be read both ways.
/** @type {Record<string, DayOrder>} */
export const USUAL_ORDER = { '/': 'month first', '.': 'day first', '-': 'day first' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2}))?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const NAMED_DAY_FIRST = new RegExp(`^(\\d{1,2})[- ]${MONTH_NAME}\\.?,?[- ](\\d{4}|\\d{2})$`, 'i');
const NAMED_MONTH_FIRST = new RegExp(`^${MONTH_NAME}\\.? (\\d{1,2}),? (\\d{4})$`, 'i');
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? /i;
// A date, and a time behind a T or a space.
const WITH_TIME = /^(.*\d)(?:T|,? +)(\d{1,2}:\d{2}.*)$/;
// An offset or a time zone may follow. It is ignored: the time stays as the file has it.
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? *([ap]\.?m\.?)? *(?:z|[a-z]{3,4}|(?:utc|gmt)?[-+]\d{2}(?::?\d{2})?)?$/i;
const COMPACT_TIME = /^(\d{1,2})(\d{2})(\d{2})?$/;
// Seconds, milliseconds, microseconds, nanoseconds since 1970, told apart by their length.
const UNIX = /^(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.0*)?$/;

/** @param {number} number @param {number} width */
const padded = (number, width) => String(number).padStart(width, '0');

/**
 * @param {number} year
 * @param {number} month from 1
 * @param {number} day
 * @returns {string | undefined} undefined when there is no such day
 */
function dayText(year, month, day) {
  if (month < 1 || month > 12 || day < 1) return undefined;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day > last ? undefined : `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/**
 * Two digits are a year from 1969 to 2068, as POSIX has it.
 * @param {string} text
 */
function yearOf(text) {
  const year = Number(text);
  if (text.length === 4) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

/** @param {string} name */
const monthOf = (name) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/**
 * @param {string} text of a day
 * @param {DayOrder | undefined} order of day and month; undefined leaves what is ambiguous unread
 * @returns {string | undefined}
 */
function readDay(text, order) {
  const iso = ISO.exec(text) ?? COMPACT.exec(text);
  if (iso !== null) return dayText(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return dayText(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) {
    const chosen = order ?? orderOf(yearLast);
    if (chosen === undefined) return undefined;
    const [day, month] = chosen === 'day first' ? [yearLast[1], yearLast[3]] : [yearLast[3], yearLast[1]];
    return dayText(yearOf(yearLast[4]), Number(month), Number(day));
  }
  const plain = text.replace(WEEKDAY, '');
  const dayFirst = NAMED_DAY_FIRST.exec(plain);
  if (dayFirst !== null) return dayText(yearOf(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
  const monthFirst = NAMED_MONTH_FIRST.exec(plain);
  if (monthFirst !== null) return dayText(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]));
  return undefined;
}

/**
 * The one order a YEAR_LAST date allows; undefined when it allows both, or none.
 * @param {RegExpExecArray} match
 * @returns {DayOrder | undefined}
 */
function orderOf(match) {
  const first = Number(match[1]);
  const second = Number(match[3]);
  if (first === second) return 'day first';
  if (first > 12 && second <= 12) return 'day first';
  if (second > 12 && first <= 12) return 'month first';
  return undefined;
}

/**
 * @param {string} text of a time of day; without colons its leading zeros may be missing
 * @returns {string | undefined} as 09:30:00
 */
export function readTime(text) {
  if (text === '') return undefined;
  const match = TIME.exec(text) ?? COMPACT_TIME.exec(text.padStart(text.length === 5 ? 6 : 4, '0'));
  if (match === null) return undefined;
  const [, hours, minutes, seconds = '0', fraction = '', half] = match;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half[0].toLowerCase() === 'p' ? 12 : 0);
  }
  // A ts has whole seconds.
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || /[1-9]/.test(fraction)) return undefined;
  return `${padded(hour, 2)}:${minutes}:${padded(Number(seconds), 2)}`;
}

/**
 * @param {string} digits
 * @returns {string | undefined} in UTC
 */
function readUnix(digits) {
  const scale = 10 ** (3 * Math.floor((digits.length - 9) / 3));
  const seconds = Number(digits) / scale;
  // Nanoseconds have more digits than a double, so they are read as text.
  const rest = digits.slice(digits.length - Math.log10(scale));
  if (scale > 1 && /[1-9]/.test(rest)) return undefined;
  const date = new Date(Math.floor(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 19).replace('T', ' ');
}

const MIDNIGHT = '00:00:00';

/**
 * Reads a date, with a time of day or without.
 * @param {string} text without spaces around it
 * @param {DayOrder} [order] of day and month where both are numbers and the year comes last
 * @returns {string | undefined} as 2020-04-17 09:30:00, midnight where there is no time; undefined
 *   when it is no date, or can be read in two ways and no order is given
 */
export function readDate(text, order) {
  if (ISO.test(text)) {
    const day = readDay(text, order);
    return day === undefined ? undefined : `${day} ${MIDNIGHT}`;
  }
  const unix = UNIX.exec(text);
  if (unix !== null) return readUnix(unix[1]);
  const compact = COMPACT.exec(text);
  const parts = WITH_TIME.exec(text);
  const day = readDay(parts === null ? text : parts[1], order);
  if (day === undefined) return undefined;
  if (parts !== null) {
    const time = readTime(parts[2]);
    return time === undefined ? undefined : `${day} ${time}`;
  }
  if (compact?.[4] !== undefined) {
    const time = readTime(`${compact[4]}:${compact[5]}:${compact[6]}`);
    return time === undefined ? undefined : `${day} ${time}`;
  }
  return `${day} ${MIDNIGHT}`;
}

/**
 * Whether a text is a date whose day and month are both numbers before the year, and if so what
 * it tells about their order.
 * @param {string} text
 * @returns {{ separator: string, order: DayOrder | undefined } | undefined} order undefined: both
 *   are possible
 */
export function numericDayOrder(text) {
  const match = YEAR_LAST.exec(WITH_TIME.exec(text)?.[1] ?? text);
  if (match === null) return undefined;
  // 03/03/2020 is the same day either way, and says nothing of the other dates.
  return { separator: match[2], order: match[1] === match[3] ? undefined : orderOf(match) };
}
