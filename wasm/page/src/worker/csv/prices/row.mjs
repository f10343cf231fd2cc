// row.mjs - a row of a price file as a bar; or what else it is, or what is wrong with it.

import { isDayNumber, readDayNumber, readMoment, readTime, isMidnight } from '../fields/dates.mjs';
import { isMissing, readNumber, readVolume } from '../fields/numbers.mjs';

/** @typedef {import('../table/layout.mjs').Layout} Layout */
/** @typedef {import('../fields/dates.mjs').Moment} Moment */

/**
 * NaN stands for a number that is missing.
 * `isUntraded`: open, high and low are 0 in the file, as some write it where there was a close alone.
 * @typedef {{ symbol: string, moment: Moment, open: number, high: number, low: number, close: number, volume: number, isUntraded?: boolean }} Row
 */

/** Why a row that is no bar is left out, in words. @typedef {'no price' | 'a dividend or a split' | 'a total' | 'the header again' | 'a note' | 'a comment' | 'the same row again'} Skip */

/** What is wrong with a row. */
export class RowError extends Error {}

const DAY = 86400;
const FIRST_YEAR = Date.UTC(1600, 0) / 1000;
const EVENT = /\b(?:dividends?|splits?|capital gains?|distributions?)\b/i;
const TOTAL = /^(?:grand |sub)?(?:totals?|sum|average|avg|mean|median|count|summe|gesamt|mittelwert|durchschnitt|suma|somme|totale)\b:?/i;
// Adjusted prices come with the last digits of a calculation.
const TOLERANCE = 1e-7;

/** A value for a message. @param {string} text */
export const shown = (text) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

/**
 * @param {string[]} fields
 * @param {Layout} layout
 * @param {number} end no bar is as late, in seconds since 1970
 * @returns {Row | Skip} throws a RowError
 */
export function readRow(fields, layout, end) {
  const { columns, fields: expected, mark } = layout;
  if (fields.length !== expected || fields[columns.date] === '') {
    const skip = skipOf(fields, layout);
    if (skip !== undefined) return skip;
  }
  if (fields.length < expected || (fields.length > expected && fields.slice(expected).some((text) => text !== ''))) {
    throw new RowError(`${fields.length} ${fields.length === 1 ? 'field' : 'fields'} instead of ${expected}`);
  }
  const moment = momentOf(fields, layout);
  if (moment === undefined) {
    const skip = skipOf(fields, layout);
    if (skip !== undefined) return skip;
    throw new RowError(dateProblem(fields, layout));
  }
  if (moment.shown < FIRST_YEAR) throw new RowError(`the year ${yearOf(moment.shown)} has no prices`);
  if (moment.shown >= end) throw new RowError(`the year ${yearOf(moment.shown)} is in the future`);
  const open = readPrice(fields, columns.open, 'open', mark);
  const high = readPrice(fields, columns.high, 'high', mark);
  const low = readPrice(fields, columns.low, 'low', mark);
  const close = readPrice(fields, columns.close, 'close', mark);
  if (Number.isNaN(close)) {
    if (Number.isNaN(open) && Number.isNaN(high) && Number.isNaN(low)) return 'no price';
    throw new RowError('the close is missing');
  }
  const symbol = columns.symbol < 0 ? '' : fields[columns.symbol];
  if (columns.symbol >= 0 && symbol === '') throw new RowError('the symbol is missing');
  const volume = readVolumeField(fields, columns.volume, mark);
  if (open === 0 && high === 0 && low === 0 && close > 0) return { symbol, moment, open: NaN, high: NaN, low: NaN, close, volume, isUntraded: true };
  checkRange(fields, columns, { open, high, low, close });
  return { symbol, moment, open, high, low, close, volume };
}

/** @param {number} seconds */
const yearOf = (seconds) => new Date(seconds * 1000).getUTCFullYear();

/**
 * @param {string[]} fields
 * @param {Layout} layout
 * @returns {Skip | undefined}
 */
function skipOf(fields, { columns, header, fields: expected }) {
  const texts = fields.filter((text) => text !== '');
  if (texts.length === 0) return 'no price';
  if (/^(?:#|\/\/)/.test(texts[0])) return 'a comment';
  if (fields.length === header.length && fields.every((text, at) => text === header[at])) return 'the header again';
  if (texts.length < expected && texts.some((text) => EVENT.test(text))) return 'a dividend or a split';
  const isDated = readMoment(fields[columns.date] ?? '', 'day first') !== undefined || /^[\d/.: -]+$/.test(fields[columns.date] ?? '-');
  if (!isDated && TOTAL.test(texts[0])) return 'a total';
  if (!isDated && !texts.some((text) => /\d/.test(text))) return 'a note';
  return !isDated && (texts.length === 1 || fields.length < expected) && !/^[-+\d.,]+$/.test(texts[0]) ? 'a note' : undefined;
}

/**
 * @param {string[]} fields
 * @param {Layout} layout
 * @returns {Moment | undefined}
 */
function momentOf(fields, { columns, order, epoch }) {
  const date = epoch === undefined ? readMoment(fields[columns.date], order) : readDayNumber(fields[columns.date], epoch);
  if (columns.time < 0 || date === undefined) return date;
  const time = readTime(fields[columns.time]);
  if (time === undefined) throw new RowError(`${shown(fields[columns.time])} is not a time`);
  const day = Math.floor(date.shown / DAY) * DAY;
  return { shown: day + time.shown, offset: time.offset ?? (isMidnight(date.shown) ? date.offset : undefined), zone: time.zone, abbreviation: time.abbreviation };
}

/**
 * @param {string[]} fields
 * @param {Layout} layout
 */
function dateProblem(fields, { columns, order, orderFinding }) {
  const text = fields[columns.date];
  if (text === '') return 'the date is missing';
  const others = /** @type {const} */ (['day first', 'month first', 'year first']).filter((other) => readMoment(text, other) !== undefined);
  if (others.length > 0 && order !== undefined) {
    return `${shown(text)} is no date when the file's dates are ${order}${order === orderFinding.order ? orderFinding.from : ''}`;
  }
  if (others.length > 0) return `${shown(text)} can be two dates, and has not the form of the file's first date`;
  if (/:\d\d[.,]\d*[1-9]/.test(text)) return `${shown(text)} has parts of a second, and bars are of whole seconds`;
  if (isDayNumber(text)) return `${shown(text)} is not a date; it may be the day number of a spreadsheet: give the column the form of a date there`;
  return `${shown(text)} is not a date`;
}

/**
 * @param {string[]} fields
 * @param {import('../table/columns.mjs').Columns} columns
 * @param {{ open: number, high: number, low: number, close: number }} bar
 */
function checkRange(fields, columns, { open, high, low, close }) {
  if (low > high) throw new RowError(`the low, ${fields[columns.low]}, is above the high, ${fields[columns.high]}`);
  const slack = TOLERANCE * Math.abs(close);
  for (const [name, price] of /** @type {const} */ ([['open', open], ['close', close]])) {
    if (price > high + slack) throw new RowError(`the ${name}, ${fields[columns[name]]}, is above the high, ${fields[columns.high]}`);
    if (price < low - slack) throw new RowError(`the ${name}, ${fields[columns[name]]}, is below the low, ${fields[columns.low]}`);
  }
}

/**
 * @param {string[]} fields
 * @param {number} column
 * @param {string} name
 * @param {import('../fields/numbers.mjs').DecimalMark} mark
 */
function readPrice(fields, column, name, mark) {
  if (column < 0 || isMissing(fields[column])) return NaN;
  return finite(readNumber(fields[column], mark), fields[column], name);
}

/**
 * @param {string[]} fields
 * @param {number} column
 * @param {import('../fields/numbers.mjs').DecimalMark} mark
 */
function readVolumeField(fields, column, mark) {
  if (column < 0 || isMissing(fields[column])) return NaN;
  const volume = finite(readVolume(fields[column], mark), fields[column], 'volume');
  if (volume < 0) throw new RowError(`the volume, ${fields[column]}, is negative`);
  return volume;
}

/**
 * @param {number} number
 * @param {string} text it was read from
 * @param {string} name
 */
function finite(number, text, name) {
  if (Number.isNaN(number)) throw new RowError(`the ${name}, ${shown(text)}, is not a number`);
  if (!Number.isFinite(number)) throw new RowError(`the ${name}, ${shown(text)}, is too large`);
  return number;
}
