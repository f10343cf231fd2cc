// csv-columns.mjs - which column of a price file is which.

import { isMissing, readNumber } from './csv-numbers.mjs';
import { numericDayOrder, readDate, readTime } from './dates.mjs';

/**
 * The place of each column in a row; -1 for one that the file does not have. `time` is a time of
 * day beside the date.
 * @typedef {{ symbol: number, date: number, time: number, open: number, high: number, low: number,
 *   close: number, volume: number }} Columns
 */

// Names in order of preference: a file with "Close" and "Adj Close" is read by its "Close".
/** @type {Record<keyof Columns, string[]>} */
const NAMES = {
  symbol: ['symbol', 'ticker', 'tic', 'instrument', 'pair', 'name'],
  date: [
    'ts', 'date', 'datetime', 'date time', 'timestamp', 'trade date', 'trading date', 'trading day',
    'observation date', 'price date', 'day', 'month', 'gmt time', 'utc time', 'local time', 'open time',
    'datum', 'unix', 'unix timestamp', 'unix time', 'time', 't',
  ],
  time: ['time'],
  open: ['open', 'open price', 'opening price', 'o', 'eröffnung', 'erster'],
  high: ['high', 'high price', 'h', 'hoch'],
  low: ['low', 'low price', 'l', 'tief'],
  close: [
    'close', 'close last', 'last', 'price', 'close price', 'closing price', 'last price', 'c', 'schluss',
    'schlusskurs', 'settle', 'value', 'adj close', 'adjusted close', 'close adjusted',
  ],
  volume: [
    'volume', 'vol', 'v', 'total volume', 'trade volume', 'shares', 'shares traded', 'stücke', 'stuecke',
    'tickvol', 'tick volume', 'volumen',
  ],
};

/**
 * A name as NAMES has it: "<CLOSE>", "Close/Last", "4. close" and "Close (USD)" are "close" and
 * "close last".
 * @param {string} text
 */
const normalised = (text) => text
  .toLowerCase()
  .replace(/^\s*<|>\s*$|\(.*\)|^\s*\d+\. |[*$]/g, ' ')
  .replace(/[\s_./-]+/g, ' ')
  .trim();

/** @param {string} name */
const isLikeDate = (name) => /\b(date|time|datetime|timestamp)\b/.test(name);

/** @returns {Columns} */
const noColumns = () =>
  ({ symbol: -1, date: -1, time: -1, open: -1, high: -1, low: -1, close: -1, volume: -1 });

/** @param {string} text */
const isNumber = (text) => isMissing(text) || !Number.isNaN(readNumber(text, '.')) || !Number.isNaN(readNumber(text, ','));

/** @param {string} text */
const isDate = (text) => readDate(text) !== undefined || numericDayOrder(text) !== undefined;

/**
 * Whether a row can only be a header: several names, and neither date nor number.
 * @param {readonly string[]} fields
 */
export const isLikeHeader = (fields) => fields.length > 1 &&
  fields.every((text) => text !== '' || fields.length > 2) &&
  fields.some((text) => text !== '') &&
  !fields.some((text) => isDate(text) || (text !== '' && isNumber(text)));

/**
 * What is wrong with a header; `message` is for whoever made the file.
 * @typedef {{ message: string }} HeaderProblem
 */

/**
 * Reads a header.
 * @param {readonly string[]} fields
 * @returns {Columns | HeaderProblem}
 */
export function readHeader(fields) {
  const names = fields.map(normalised);
  const columns = noColumns();
  for (const key of /** @type {(keyof Columns)[]} */ (Object.keys(columns))) {
    for (const name of NAMES[key]) {
      const at = names.indexOf(name);
      if (at < 0 || (key === 'time' && at === columns.date)) continue;
      if (names.includes(name, at + 1)) return { message: `two columns are called "${fields[at]}"` };
      columns[key] = at;
      break;
    }
  }
  if (columns.date < 0) columns.date = names.findIndex(isLikeDate);
  if (columns.volume < 0) columns.volume = names.findIndex((name) => /^(?:vol|volume) /.test(name));
  // A date and one thing more, as FRED has it: the name is that of the series.
  const isTaken = (/** @type {number} */ at) => Object.values(columns).includes(at);
  if (columns.close < 0 && fields.length === 2 && columns.date >= 0 && !isTaken(1 - columns.date)) {
    columns.close = 1 - columns.date;
  }
  if (columns.date >= 0 && columns.close >= 0) return columns;
  const missing = columns.date < 0 ? columns.close < 0 ? 'date and no close' : 'date' : 'close';
  return { message: `there is no column for the ${missing} among ${fields.map((name) => `"${name}"`).join(', ')}` };
}

/**
 * Guesses the columns of a file without a header from its first row: a date, perhaps a time and a
 * symbol, and then the close alone, or open, high, low, close and perhaps volume.
 * @param {readonly string[]} fields
 * @returns {Columns | undefined} undefined where that is not plain
 */
export function guessColumns(fields) {
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
  } else if (numbers.length === 4 || numbers.length === 5) {
    [columns.open, columns.high, columns.low, columns.close] = numbers;
    columns.volume = numbers[4] ?? -1;
  } else {
    return undefined;
  }
  return columns;
}

/** @param {string} text */
const isTime = (text) => text.includes(':') && readTime(text) !== undefined;
