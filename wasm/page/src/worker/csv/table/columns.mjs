// columns.mjs - which column of a price file is which.

import { NAMES, normalised, seriesOf } from './column-names.mjs';
import { isMissing, readNumber } from '../fields/numbers.mjs';
import { dayInOrder, numbersOf, readMoment, readTime } from '../fields/dates.mjs';

/** @typedef {import('./column-names.mjs').Role} Role */

/**
 * The place of each column in a row; -1 for one that the file does not have. `time` is a time of
 * day beside the date.
 * @typedef {Record<Role, number>} Columns
 */

/**
 * What a header says. `series` are the names of several prices side by side, as in "close (CNY)" and
 * "close (USD)"; `volumes` all columns of a volume, the likeliest first.
 * @typedef {{ columns: Columns, series: string[], volumes: number[] }} Header
 */

/**
 * What is wrong with a header; `message` is for whoever made the file.
 * @typedef {{ message: string }} HeaderProblem
 */

// Money is no volume where there is another: "Volume BTC" and "Volume USDT".
const MONEY = /^(?:vol|volume) (?:usd[tc]?|eur|gbp|jpy|krw|busd|tusd)$/;

/** @param {string} name */
const isLikeDate = (name) => /\b(date|time|datetime|timestamp)\b/.test(name);

/** @returns {Columns} */
const noColumns = () =>
  ({ symbol: -1, date: -1, time: -1, open: -1, high: -1, low: -1, close: -1, volume: -1 });

/** @param {string} text */
const isNumber = (text) => isMissing(text) || !Number.isNaN(readNumber(text, '.')) || !Number.isNaN(readNumber(text, ','));

/** @param {string} text */
export function isDate(text) {
  const numbers = numbersOf(text)?.numbers;
  if (numbers === undefined) return readMoment(text) !== undefined;
  return (/** @type {const} */ (['day first', 'month first', 'year first'])).some((order) => dayInOrder(numbers, order) !== undefined);
}

/**
 * Whether a row can only be a header: several names, and neither date nor number.
 * @param {readonly string[]} fields
 */
export const isLikeHeader = (fields) => fields.length > 1 &&
  fields.every((text) => text !== '' || fields.length > 2) &&
  fields.some((text) => text !== '') &&
  !fields.some((text) => isDate(text) || (text !== '' && isNumber(text)));

/**
 * Reads a header.
 * @param {readonly string[]} fields
 * @param {{ chosen?: string, series?: readonly string[] }} [options] chosen: of several series. series: of
 *   each column, where a line of its own names them
 * @returns {Header | HeaderProblem}
 */
export function readHeader(fields, { chosen, series = fields.map(seriesOf) } = {}) {
  const names = fields.map(normalised);
  const several = severalSeries(names, series);
  const wanted = chosen !== undefined && several.includes(chosen) ? chosen : several[0];
  const isOther = (/** @type {number} */ at) => several.length > 0 && series[at] !== '' && series[at] !== wanted;
  const columns = noColumns();
  for (const role of /** @type {Role[]} */ (Object.keys(columns))) {
    for (const name of NAMES[role]) {
      const found = placesOf(names, name).filter((at) => !isOther(at) && !(role === 'time' && at === columns.date));
      if (found.length === 0) continue;
      if (found.length > 1) return { message: `two columns are called "${fields[found[0]]}"` };
      columns[role] = found[0];
      break;
    }
  }
  if (columns.date < 0) columns.date = names.findIndex(isLikeDate);
  // "Close Close price adjusted for splits.", as it is copied from a page.
  for (const role of /** @type {Role[]} */ (['open', 'high', 'low', 'close', 'volume'])) {
    if (columns[role] < 0) columns[role] = names.findIndex((name, at) => name.startsWith(`${role} ${role}`) && !isOther(at));
  }
  const volumes = volumesAmong(names, columns.volume).filter((at) => !isOther(at));
  columns.volume = volumes[0] ?? -1;
  // A date and one thing more, as FRED has it: the name is that of the series.
  const isTaken = (/** @type {number} */ at) => Object.values(columns).includes(at);
  if (columns.close < 0 && fields.length === 2 && columns.date >= 0 && !isTaken(1 - columns.date)) {
    columns.close = 1 - columns.date;
  }
  if (columns.date >= 0 && columns.close >= 0) return { columns, series: several, volumes };
  const missing = columns.date < 0 ? columns.close < 0 ? 'date and no close' : 'date' : 'close';
  return { message: `there is no column for the ${missing} among ${fields.map((name) => `"${name}"`).join(', ')}` };
}

/**
 * @param {readonly string[]} names
 * @param {string} name
 */
const placesOf = (names, name) => names.flatMap((other, at) => other === name ? [at] : []);

/**
 * The series of columns that have the same name for a close.
 * @param {readonly string[]} names
 * @param {readonly string[]} series
 * @returns {string[]} none where there is one only
 */
function severalSeries(names, series) {
  for (const name of NAMES.close) {
    const found = placesOf(names, name);
    const different = [...new Set(found.map((at) => series[at]))].filter((text) => text !== '');
    if (found.length > 1) return different.length === found.length ? different : [];
  }
  return [];
}

/**
 * @param {readonly string[]} names
 * @param {number} first the column that is called volume, or -1
 */
function volumesAmong(names, first) {
  const isVolume = (/** @type {string} */ name) => NAMES.volume.includes(name) || /^(?:vol|volume) /.test(name);
  const all = names.flatMap((name, at) => isVolume(name) && !/^volume ma\b/.test(name) ? [at] : []);
  return [...(first < 0 ? [] : [first]), ...all.filter((at) => at !== first && !MONEY.test(names[at])),
    ...all.filter((at) => at !== first && MONEY.test(names[at]))];
}

/**
 * Guesses the columns of a file without a header from its first rows: a date, perhaps a time and a
 * symbol, and then the close alone, or open, high, low, close and perhaps volume. More columns may
 * follow, as Binance and Kraken have them, if highs and lows are where they are looked for.
 * @param {readonly string[]} fields
 * @param {readonly (readonly string[])[]} [more] rows that follow
 * @returns {Columns | undefined} undefined where that is not plain
 */
export function guessColumns(fields, more = []) {
  const columns = noColumns();
  /** @type {number[]} */
  const numbers = [];
  for (const [index, text] of fields.entries()) {
    if (columns.date < 0 && isDate(text)) columns.date = index;
    else if (columns.date === index - 1 && index > 0 && isTime(text)) columns.time = index;
    else if (isNumber(text)) numbers.push(index);
    else if (columns.symbol < 0) columns.symbol = index;
    else return undefined;
  }
  if (columns.date < 0) return undefined;
  if (numbers.length === 1) {
    columns.close = numbers[0];
    return columns;
  }
  if (numbers.length < 4) return undefined;
  [columns.open, columns.high, columns.low, columns.close] = numbers;
  columns.volume = numbers[4] ?? -1;
  const isPlain = numbers.length <= 5 || [fields, ...more.slice(0, 20)].every((row) => isLikeBar(row, columns));
  return isPlain ? columns : undefined;
}

/**
 * @param {readonly string[]} row
 * @param {Columns} columns
 */
function isLikeBar(row, { open, high, low, close }) {
  const at = (/** @type {number} */ index) => readNumber(row[index] ?? '', '.');
  return at(low) <= Math.min(at(open), at(close)) && Math.max(at(open), at(close)) <= at(high);
}

/** @param {string} text */
const isTime = (text) => text.includes(':') && readTime(text) !== undefined;
