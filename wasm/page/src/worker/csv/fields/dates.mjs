// dates.mjs - the dates and times of price files.
//
// Years first, names of months, and Unix time speak for themselves. 04/05/2020 does not: which
// number is which is decided for a whole file, in day-order.mjs.

import { offsetNamed, zoneNamed } from './zones.mjs';

/** @typedef {'month first' | 'day first' | 'year first'} DayOrder */

/**
 * A time as a file has it. `shown` is what the text says, in seconds since 1970 as if it were UTC;
 * `offset` how far that is east of UTC, `zone` the name of its time zone, where the text has one. Unix
 * time has the offset 0.
 * @typedef {{ shown: number, offset?: number, zone?: string }} Moment
 */

const DAY = 86400;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
// 20200417, with hours, minutes and seconds or without.
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?)?$/;
const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const NAMED_DAY_FIRST = new RegExp(`^(\\d{1,2})[- ]${MONTH_NAME}\\.?,?[- ](\\d{4}|\\d{2})$`, 'i');
const NAMED_MONTH_FIRST = new RegExp(`^${MONTH_NAME}\\.? (\\d{1,2}),? (\\d{4})$`, 'i');
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? /i;
// A date, and a time behind a T or a space.
const WITH_TIME = /^(.*\d)(?:T|,? +)(\d{1,2}:\d{2}.*)$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? *([ap]\.?m\.?)? *(.*)$/i;
const OFFSET = /^(?:utc|gmt)?([-+])(\d{1,2})(?::?(\d{2}))?$/i;
const COMPACT_TIME = /^(\d{1,2})(\d{2})(\d{2})?$/;
// Seconds, milliseconds, microseconds, nanoseconds since 1970, told apart by their length.
const UNIX = /^(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.0*)?$/;

/**
 * @param {number} year
 * @param {number} month from 1
 * @param {number} day
 * @returns {number | undefined} seconds since 1970; undefined when there is no such day
 */
function dayOf(year, month, day) {
  if (year < 100 || month < 1 || month > 12 || day < 1) return undefined;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day > last) return undefined;
  // Date.UTC() takes the years 0 to 99 for those of the last century: neither has prices.
  return Date.UTC(year, month - 1, day) / 1000;
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
 * The three numbers of a date such as 04/05/2020, of which the order is not plain.
 * @param {string} text of a date, with a time or without
 * @returns {{ numbers: [string, string, string], separator: string } | undefined}
 */
export function numbersOf(text) {
  const match = NUMBERS.exec(WITH_TIME.exec(text)?.[1] ?? text);
  return match === null ? undefined : { numbers: [match[1], match[3], match[4]], separator: match[2] };
}

/**
 * @param {readonly [string, string, string]} numbers
 * @param {DayOrder} order
 * @returns {number | undefined} seconds since 1970; undefined when there is no such day
 */
export function dayInOrder([first, second, third], order) {
  if (order === 'day first') return dayOf(yearOf(third), Number(second), Number(first));
  if (order === 'month first') return dayOf(yearOf(third), Number(first), Number(second));
  return first.length === 2 && third.length === 2 ? dayOf(yearOf(first), Number(second), Number(third)) : undefined;
}

/**
 * @param {string} text of a day
 * @param {DayOrder | undefined} order undefined leaves what needs it unread
 * @returns {number | undefined}
 */
function readDay(text, order) {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return dayOf(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const compact = COMPACT.exec(text);
  if (compact !== null && compact[4] === undefined) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const numbers = numbersOf(text);
  if (numbers !== undefined) return order === undefined ? undefined : dayInOrder(numbers.numbers, order);
  const plain = text.replace(WEEKDAY, '');
  const dayFirst = NAMED_DAY_FIRST.exec(plain);
  if (dayFirst !== null) return dayOf(yearOf(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
  const monthFirst = NAMED_MONTH_FIRST.exec(plain);
  if (monthFirst !== null) return dayOf(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]));
  return undefined;
}

/**
 * @param {number} hour
 * @param {number} minute
 * @param {number} second
 * @returns {number | undefined} seconds since midnight
 */
const timeOf = (hour, minute, second) =>
  hour > 23 || minute > 59 || second > 59 ? undefined : hour * 3600 + minute * 60 + second;

/**
 * @param {string} text of a time of day; without colons its leading zeros may be missing
 * @returns {Moment | undefined} of the first of January 1970
 */
export function readTime(text) {
  if (text === '') return undefined;
  const match = TIME.exec(text);
  if (match === null) {
    const compact = COMPACT_TIME.exec(text.padStart(text.length === 5 ? 6 : 4, '0'));
    const shown = compact === null ? undefined : timeOf(Number(compact[1]), Number(compact[2]), Number(compact[3] ?? 0));
    return shown === undefined ? undefined : { shown };
  }
  const [, hours, minutes, seconds = '0', fraction = '', half, place] = match;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half[0].toLowerCase() === 'p' ? 12 : 0);
  }
  const shown = timeOf(hour, Number(minutes), Number(seconds));
  // A ts has whole seconds.
  if (shown === undefined || /[1-9]/.test(fraction)) return undefined;
  return place === '' ? { shown } : withPlace(shown, place);
}

/**
 * @param {number} shown
 * @param {string} place an offset, or the name of a zone
 * @returns {Moment | undefined}
 */
function withPlace(shown, place) {
  const numbers = OFFSET.exec(place);
  if (numbers !== null) {
    const size = Number(numbers[2]) * 3600 + Number(numbers[3] ?? 0) * 60;
    return size > 15 * 3600 ? undefined : { shown, offset: numbers[1] === '-' ? -size : size };
  }
  const name = place.replace(/^[([]|[)\]]$/g, '');
  const offset = offsetNamed(name);
  if (offset !== undefined) return { shown, offset };
  return name.includes('/') && zoneNamed(name) !== undefined ? { shown, zone: name } : undefined;
}

/**
 * @param {string} digits
 * @returns {Moment | undefined}
 */
function readUnix(digits) {
  const zeros = 3 * Math.floor((digits.length - 9) / 3);
  // Nanoseconds have more digits than a double, so they are cut as text.
  if (/[1-9]/.test(zeros === 0 ? '' : digits.slice(-zeros))) return undefined;
  return { shown: Number(digits.slice(0, digits.length - zeros)), offset: 0 };
}

/**
 * Reads a date, with a time of day or without.
 * @param {string} text without spaces around it
 * @param {DayOrder} [order] of the numbers, where the year is not plain
 * @returns {Moment | undefined} midnight where there is no time; undefined when it is no date, or needs
 *   an order and none is given
 */
export function readMoment(text, order) {
  const iso = ISO.exec(text);
  if (iso !== null) {
    return joined(dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3])),
      iso[4] === undefined ? undefined : { shown: timeOf(Number(iso[4]), Number(iso[5]), Number(iso[6] ?? 0)) });
  }
  const compact = COMPACT.exec(text);
  if (compact?.[4] !== undefined) {
    // 202611240000 is no Unix time, though it has the length of milliseconds up to 2001.
    const time = timeOf(Number(compact[4]), Number(compact[5]), Number(compact[6] ?? 0));
    const day = dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    if (day !== undefined && time !== undefined && /^(?:19|20)/.test(text)) return { shown: day + time };
  }
  const unix = UNIX.exec(text);
  if (unix !== null) return readUnix(unix[1]);
  const parts = WITH_TIME.exec(text);
  if (parts === null) return joined(readDay(text, order), undefined);
  const time = readTime(parts[2]);
  return time === undefined ? undefined : joined(readDay(parts[1], order), time);
}

/**
 * @param {number | undefined} day
 * @param {{ shown: number | undefined, offset?: number, zone?: string } | undefined} time
 * @returns {Moment | undefined}
 */
function joined(day, time) {
  if (day === undefined) return undefined;
  if (time === undefined) return { shown: day };
  const { shown, offset, zone } = time;
  return shown === undefined ? undefined : { shown: day + shown, offset, zone };
}

/**
 * A time as schema.sql writes it.
 * @param {number} seconds since 1970
 * @param {boolean} withTime whether with the time of day
 */
export function tsOf(seconds, withTime) {
  const text = new Date(seconds * 1000).toISOString();
  return withTime ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10);
}

/** @param {number} seconds since 1970 */
export const isMidnight = (seconds) => seconds % DAY === 0;
