// dates.mjs - the dates and times of price files.
//
// Years first, names of months, and Unix time speak for themselves. 04/05/2020 does not: which
// number is which is decided for a whole file, in day-order.mjs.

import { isWeekday, monthNamed } from './month-names.mjs';
import { meaningsOf, offsetNamed, zoneNamed } from './zones.mjs';

/** @typedef {'month first' | 'day first' | 'year first'} DayOrder */

/**
 * A time as a file has it. `shown` is what the text says, in seconds since 1970 as if it were UTC;
 * `offset` how far that is east of UTC, `zone` the name of its time zone, where the text has one;
 * `abbreviation` a name that several zones have, such as IST. Unix time has the offset 0.
 * @typedef {{ shown: number, offset?: number, zone?: string, abbreviation?: string }} Moment
 */

const DAY = 86400;

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
// 2020. 4. 17., as in Korea, and 2020年4月17日.
const YEAR_FIRST = /^(\d{4})(?:([-/._]) ?(\d{1,2})\2 ?(\d{1,2})\.?| ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일])$/;
// 20200417, with hours, minutes and seconds or without.
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[-T ;_]?(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const NAME = '(\\p{L}{3,}[\\p{L}\\p{M}]*)';
const NAMED_DAY_FIRST = new RegExp(`^(\\d{1,2})(?:\\.|er|º)?(?:[-/ .]|de )*${NAME}\\.?,?(?:[-/ .]| de )+(\\d{4}|\\d{2})$`, 'iu');
const NAMED_MONTH_FIRST = new RegExp(`^${NAME}\\.?[- ](\\d{1,2}),?[- ] ?(\\d{4})$`, 'iu');
const NAMED_YEAR_FIRST = new RegExp(`^(\\d{4})[-/ ]${NAME}\\.?[-/ ](\\d{1,2})$`, 'iu');
// A month, a quarter: the bar of all its days is that of the first.
const MONTH = /^(\d{4})(?:-|\/|M)(\d{1,2})$/i;
const QUARTER = /^(\d{4})[- ]?Q([1-4])$/i;
const NAMED_MONTH = new RegExp(`^${NAME}\\.?[- ](\\d{4})$`, 'iu');
const WEEKDAY = /^(\p{L}{2,})\.?,? (?=\S)/u;
// A date, and a time behind a T, a space, or what else some programs write.
const WITH_TIME = /^(.*?[\d日일.])(?:T|[,;]? +|[,;_-])(\d{1,2}:\d{2}.*|\d{1,2}[- ]?[AP]M)$/i;
const TIME = /^(\d{1,2}):(\d{2})(?:[:.](\d{2})(?:[.,:](\d+))?)? *([ap]\.?m\.?)? *(?:uhr)? *(.*)$/i;
const HOUR = /^(\d{1,2})[- ]?([AP])M$/i;
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
  if (yearFirst !== null) return dayOf(Number(yearFirst[1]), Number(yearFirst[3] ?? yearFirst[5]), Number(yearFirst[4] ?? yearFirst[6]));
  const compact = COMPACT.exec(text);
  if (compact !== null && compact[4] === undefined) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const numbers = numbersOf(text);
  if (numbers !== undefined) return order === undefined ? undefined : dayInOrder(numbers.numbers, order);
  return readNamedDay(text) ?? readMonth(text);
}

/**
 * @param {string} text of a day with the name of its month, perhaps behind that of its weekday
 * @returns {number | undefined}
 */
function readNamedDay(text) {
  const dayFirst = NAMED_DAY_FIRST.exec(text);
  if (dayFirst !== null) return dayOf(yearOf(dayFirst[3]), monthNamed(dayFirst[2]), Number(dayFirst[1]));
  const monthFirst = NAMED_MONTH_FIRST.exec(text);
  if (monthFirst !== null) return dayOf(Number(monthFirst[3]), monthNamed(monthFirst[1]), Number(monthFirst[2]));
  const yearFirst = NAMED_YEAR_FIRST.exec(text);
  if (yearFirst !== null) return dayOf(Number(yearFirst[1]), monthNamed(yearFirst[2]), Number(yearFirst[3]));
  const weekday = WEEKDAY.exec(text);
  return weekday !== null && isWeekday(weekday[1]) ? readDay(text.slice(weekday[0].length), undefined) : undefined;
}

/** @param {string} text of a month or a quarter @returns {number | undefined} its first day */
function readMonth(text) {
  const month = MONTH.exec(text);
  if (month !== null) return dayOf(Number(month[1]), Number(month[2]), 1);
  const quarter = QUARTER.exec(text);
  if (quarter !== null) return dayOf(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 1);
  const named = NAMED_MONTH.exec(text);
  return named === null ? undefined : dayOf(Number(named[2]), monthNamed(named[1]), 1);
}

/**
 * @param {number} hour
 * @param {number} minute
 * @param {number} second
 * @returns {number | undefined} seconds since midnight: 24:00 is that of the next day
 */
const timeOf = (hour, minute, second) =>
  (hour > 23 && !(hour === 24 && minute + second === 0)) || minute > 59 || second > 59 ? undefined : hour * 3600 + minute * 60 + second;

/**
 * @param {string} text of a time of day; without colons its leading zeros may be missing
 * @returns {Moment | undefined} of the first of January 1970
 */
export function readTime(text) {
  if (text === '') return undefined;
  const match = TIME.exec(text);
  const full = HOUR.exec(text);
  if (full !== null) return readTime(`${full[1]}:00 ${full[2]}M`);
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
  if (meaningsOf(name).length > 0) return { shown, abbreviation: name.toUpperCase() };
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
  if (compact?.[7] !== undefined) return withOffset(readMoment(text.slice(0, -1)), 0);
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
 * @param {{ shown: number | undefined, offset?: number, zone?: string, abbreviation?: string } | undefined} time
 * @returns {Moment | undefined}
 */
function joined(day, time) {
  if (day === undefined) return undefined;
  if (time === undefined) return { shown: day };
  const { shown, ...place } = time;
  return shown === undefined ? undefined : { shown: day + shown, ...place };
}

/** @param {Moment | undefined} moment @param {number} offset */
const withOffset = (moment, offset) => moment === undefined ? undefined : { ...moment, offset };

/** Days from 1900-01-00, as in most spreadsheets, or from 1904-01-01. @typedef {'1900' | '1904'} Epoch */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30) / 1000, 1904: Date.UTC(1904, 0, 1) / 1000 };
// Days of spreadsheets from 1954 to 2118.
const DAY_NUMBER = /^[2-7]\d{4}(?:\.\d+)?$/;

/** @param {string} text */
export const isDayNumber = (text) => DAY_NUMBER.test(text);

/**
 * @param {string} text the number of a day in a spreadsheet, its fraction the time of day
 * @param {Epoch} epoch
 * @returns {Moment | undefined}
 */
export const readDayNumber = (text, epoch) =>
  isDayNumber(text) ? { shown: EPOCHS[epoch] + Math.round(Number(text) * DAY) } : undefined;

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
