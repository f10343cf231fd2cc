// columns.mjs - which column of a price file is which.

import { NAMES, isShareTurnover, normalised, seriesOf, withoutSide } from './column-names.mjs';
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
 * "close (USD)"; `volumes` and `dates` all columns of a volume or a date, the likeliest first; `closes` those
 * of other closes; `symbol` is what all names begin with, as in "AAPL.Close". `message` is what is missing, '' where nothing is.
 * @typedef {{ columns: Columns, series: string[], volumes: number[], dates: number[], closes: number[], symbol: string, message: string }} Header
 */

/**
 * @typedef {object} HeaderOptions
 * @property {string} [chosen] of several series
 * @property {readonly string[]} [series] of each column, where a line of its own names them
 * @property {readonly (readonly string[])[]} [rows] that follow: what names leave open shows there
 */

// Unix time from 2001 to 2065.
const RECENT = /^[1-2]\d{9}(?:\d{3}){0,3}$/;
// Money is no volume where there is another: "Volume BTC" and "Volume USDT".
const MONEY = /^(?:(?:vol|volume) (?:usd[tc]?|eur|gbp|jpy|krw|busd|tusd|quote)|quote volume|quote asset volume)$/;

/** @param {string} name */
const isLikeDate = (name) => /\b(date|time|datetime|timestamp)\b/.test(name);

/** @returns {Columns} */
export const noColumns = () =>
  ({ symbol: -1, date: -1, time: -1, open: -1, high: -1, low: -1, close: -1, volume: -1 });

/** @param {string} text */
export const isNumber = (text) => isMissing(text) || !Number.isNaN(readNumber(text, '.')) || !Number.isNaN(readNumber(text, ','));

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
 * @param {HeaderOptions} [options]
 * @returns {Header}
 */
export function readHeader(fields, options = {}) {
  const { rows = [] } = options;
  const { names, series, symbol } = namesIn(fields, options.series);
  const several = severalSeries(names, series);
  const chosen = options.chosen !== undefined && several.includes(options.chosen) ? options.chosen : several[0];
  const isOther = (/** @type {number} */ at) => several.length > 0 && series[at] !== '' && series[at] !== chosen;
  const columns = noColumns();
  let message = '';
  for (const role of /** @type {Role[]} */ (Object.keys(columns))) {
    const found = placesFor(role, names).map((places) => places.filter((at) => !isOther(at) && !(role === 'time' && at === columns.date)))
      .find((places) => places.length > 0);
    if (found === undefined) continue;
    if (found.length > 1 && role !== 'volume') message ||= `two columns are called "${fields[found[0]]}"`;
    columns[role] = found[0];
  }
  if (columns.date < 0) columns.date = names.findIndex(isLikeDate);
  // An index without a name, as pandas and R write it, or a name that nobody else gives it.
  if (columns.date < 0) columns.date = onlyDates(rows, names.length);
  // "Close Close price adjusted for splits.", as it is copied from a page.
  for (const role of /** @type {Role[]} */ (['open', 'high', 'low', 'close', 'volume'])) {
    if (columns[role] < 0) columns[role] = names.findIndex((name, at) => name.startsWith(`${role} ${role}`) && !isOther(at));
  }
  const volumes = volumesAmong(fields, names, columns.volume).filter((at) => !isOther(at));
  columns.volume = volumes[0] ?? -1;
  const isTaken = (/** @type {number} */ at) => Object.values(columns).includes(at);
  const dates = names.flatMap((name, at) => NAMES.date.includes(name) && at !== columns.date ? [at] : []);
  const closes = names.flatMap((name, at) => NAMES.close.includes(name) && at !== columns.close && !isOther(at) ? [at] : []);
  const header = { columns, series: several, volumes, dates, closes, symbol: several.length > 0 && symbol !== '' ? chosen : symbol };
  if (columns.close < 0 && columns.date >= 0) {
    // A date and one thing more, as FRED has it: the name is that of the series.
    if (fields.length === 2 && !isTaken(1 - columns.date)) columns.close = 1 - columns.date;
    else if (columns.open < 0 && columns.high < 0 && columns.low < 0) {
      const wide = fields.flatMap((name, at) => name !== '' && !isTaken(at) && isPriceColumn(rows, at) ? [at] : []);
      if (wide.length > 0) return { ...wideHeader(fields, columns, wide, options.chosen), volumes, dates };
    }
  }
  if (columns.date >= 0 && columns.close >= 0) return { ...header, message };
  const missing = columns.date < 0 ? columns.close < 0 ? 'date and no close' : 'date' : 'close';
  return { ...header, message: `there is no column for the ${missing} among ${fields.map((name) => `"${name}"`).join(', ')}` };
}

/**
 * Names as NAMES has them, and the series of each column.
 * @param {readonly string[]} fields
 * @param {readonly string[]} [given]
 * @returns {{ names: string[], series: string[], symbol: string }} symbol: in front of all names, or ''
 */
function namesIn(fields, given) {
  const names = fields.map((field) => withoutSide(normalised(field)));
  if (given !== undefined) return { names, series: [...given], symbol: '' };
  const series = fields.map(seriesOf);
  if (placesFor('close', names).length > 0) return { names, series, symbol: '' };
  // "AAPL.Open" and "AAPL.Close", as quantmod has them.
  const prefixes = new Set(names.flatMap((name) => / close$/.test(name) && !/^(?:prev|previous|adj|adjusted) /.test(name) ? [name.slice(0, -6)] : []));
  for (const [at, name] of names.entries()) {
    const prefix = [...prefixes].find((each) => name.startsWith(`${each} `));
    if (prefix === undefined) continue;
    series[at] = fields[at].slice(0, prefix.length);
    names[at] = name.slice(prefix.length + 1);
  }
  return { names, series, symbol: series.find((text) => text !== '' && prefixes.has(normalised(text))) ?? '' };
}

/**
 * Where the names of a role stand, the preferred ones first.
 * @param {Role} role
 * @param {readonly string[]} names
 */
const placesFor = (role, names) => NAMES[role].map((name) => placesOf(names, name)).filter((places) => places.length > 0);

/**
 * A date and the prices of several things beside it, as central banks have them: each is a series.
 * @param {readonly string[]} fields
 * @param {Columns} columns
 * @param {number[]} wide places of the prices
 * @param {string} [chosen]
 * @returns {Pick<Header, 'columns' | 'series' | 'symbol' | 'closes' | 'message'>}
 */
function wideHeader(fields, columns, wide, chosen) {
  const names = wide.map((at) => fields[at]);
  const at = wide[Math.max(0, names.indexOf(chosen ?? ''))];
  return { columns: { ...columns, close: at }, series: wide.length > 1 ? names : [], symbol: wide.length > 1 ? fields[at] : '', closes: [], message: '' };
}

/**
 * @param {readonly (readonly string[])[]} rows
 * @param {number} count of the columns
 * @returns {number} the one column that has dates alone, or -1; of numbers, which others may be too, the first of Unix time
 */
function onlyDates(rows, count) {
  if (rows.length === 0) return -1;
  const all = Array.from({ length: count }, (_, at) => at).filter((at) => rows.every((row) => isDate(row[at] ?? '')));
  const texts = all.filter((at) => rows.every((row) => !isNumber(row[at])));
  if (texts.length > 0) return texts.length === 1 ? texts[0] : -1;
  return all.find((at) => rows.every((row) => RECENT.test(row[at]))) ?? -1;
}

/**
 * @param {readonly (readonly string[])[]} rows
 * @param {number} at
 */
function isPriceColumn(rows, at) {
  const texts = rows.map((row) => row[at] ?? '').filter((text) => !isMissing(text));
  return texts.length > 0 && texts.every(isNumber);
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
  const found = NAMES.close.map((name) => placesOf(names, name)).find((places) => places.length > 1) ?? [];
  const different = [...new Set(found.map((at) => series[at]))].filter((text) => text !== '');
  return different.length === found.length ? different : [];
}

/**
 * @param {readonly string[]} fields
 * @param {readonly string[]} names
 * @param {number} first the column that is called volume, or -1
 */
function volumesAmong(fields, names, first) {
  const isVolume = (/** @type {string} */ name) => NAMES.volume.includes(name) || /^(?:vol|volume) /.test(name);
  const all = names.flatMap((name, at) => (isVolume(name) && !/^volume ma\b/.test(name)) || isShareTurnover(fields[at]) ? [at] : []);
  const shares = all.filter((at) => isShareTurnover(fields[at]));
  const isMoney = (/** @type {number} */ at) => MONEY.test(names[at]);
  return [...new Set([...shares, ...(first < 0 ? [] : [first]), ...all.filter((at) => !isMoney(at)), ...all.filter(isMoney)])];
}

/**
 * Guesses the columns of a file without a header from its first rows: a date, perhaps a time and a
 * symbol, and then the close alone, or open, high, low, close and perhaps volume, in the first order in which
 * highs are above and lows below. More columns may follow, as Binance and Kraken have them, if they are.
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
  columns.volume = numbers[4] ?? -1;
  const rows = [fields, ...more.slice(0, 20)].filter((row) => row.length >= fields.length);
  const orders = BAR_ORDERS.map((order) => ({ ...columns, ...Object.fromEntries(order.map((role, index) => [role, numbers[index]])) }));
  return orders.find((each) => rows.every((row) => isLikeBar(row, each))) ?? (numbers.length <= 5 ? orders[0] : undefined);
}

// The second is Coinbase's.
const BAR_ORDERS = /** @type {const} */ ([['open', 'high', 'low', 'close'], ['low', 'high', 'open', 'close'], ['open', 'close', 'high', 'low'],
  ['close', 'open', 'high', 'low'], ['close', 'high', 'low', 'open']]);

/**
 * @param {readonly string[]} row
 * @param {Columns} columns
 */
function isLikeBar(row, { open, high, low, close }) {
  return /** @type {const} */ (['.', ',']).some((mark) => {
    const at = (/** @type {number} */ index) => readNumber(row[index] ?? '', mark);
    return at(low) <= Math.min(at(open), at(close)) && Math.max(at(open), at(close)) <= at(high);
  });
}

/** @param {string} text */
const isTime = (text) => text.includes(':') && readTime(text) !== undefined;
