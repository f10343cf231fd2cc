// indicators.mjs - the values of the chart's lines, read in one query.
//
// Each line comes as one blob of smma_array() or float64_array(): its bytes are the Float64Array of
// the line, NaN where there is no value.

import { RowReader } from './row-reader.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {Float64Array<ArrayBuffer>} Values */

/**
 * 'close' and 'median', which is (high + low) / 2, are averages of these; the others are Wilder's.
 * @typedef {'close' | 'median' | 'rsi' | 'atr' | 'plusDi' | 'minusDi' | 'adx'} Kind
 */

/**
 * @typedef {{ kind: Kind, period: number }} Indicator
 */

/**
 * How a column of values is asked for; the period is a parameter of the statement. Averages are made
 * by an aggregate from the bars; what only a window has, one value a bar, is packed by float64_array().
 * @type {Record<Kind, { aggregate?: (period: string) => string, window?: (period: string) => string }>}
 */
const KINDS = {
  close: { aggregate: (period) => `smma_array(close, ${period})` },
  median: { aggregate: (period) => `smma_array((high + low) / 2, ${period})` },
  rsi: { window: (period) => `rsi(close, ${period})` },
  atr: { window: (period) => `atr(high, low, close, ${period})` },
  plusDi: { window: (period) => `plus_di(high, low, close, ${period})` },
  minusDi: { window: (period) => `minus_di(high, low, close, ${period})` },
  adx: { window: (period) => `adx(high, low, close, ${period})` },
};

// SQLite takes 2,000 columns.
const COLUMNS_AT_ONCE = 500;

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @param {readonly Indicator[]} wanted
 * @returns {Values[]} in their order, each as long as the symbol's bars. Indicators that are the
 *   same share an array
 */
export function readIndicators(sqlite3, db, symbol, wanted) {
  const distinct = distinctOf(wanted);
  /** @type {Map<string, Values>} */
  const values = new Map();
  for (let from = 0; from < distinct.length; from += COLUMNS_AT_ONCE) {
    const some = distinct.slice(from, from + COLUMNS_AT_ONCE);
    readArrays(sqlite3, db, symbol, some).forEach((array, index) => values.set(keyOf(some[index]), array));
  }
  return wanted.map((indicator) => values.get(keyOf(indicator)) ?? new Float64Array());
}

/** What tells an indicator from others. */
export const keyOf = (/** @type {Indicator} */ { kind, period }) => `${kind} ${period}`;

/**
 * @param {readonly Indicator[]} wanted
 * @returns {Indicator[]} each once
 */
function distinctOf(wanted) {
  for (const { kind } of wanted) if (KINDS[kind] === undefined) throw new Error(`there is no indicator "${kind}"`);
  return [...new Map(wanted.map((indicator) => [keyOf(indicator), indicator])).values()];
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @param {Indicator[]} indicators
 */
function readArrays(sqlite3, db, symbol, indicators) {
  /** @type {string[]} */
  const windows = [];
  const columns = indicators.map(({ kind }, index) => {
    const { aggregate, window } = KINDS[kind];
    const period = `?${index + 2}`;
    if (window === undefined) return aggregate?.(period);
    windows.push(`${window(period)} OVER w AS value${index}`);
    return `float64_array(value${index})`;
  });
  const bars = windows.length === 0
    ? 'SELECT * FROM main.prices WHERE symbol = ?1 ORDER BY ts'
    : `SELECT *, ${windows.join(', ')} FROM main.prices WHERE symbol = ?1
       WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts`;
  const statement = db.prepare(`SELECT ${columns.join(', ')} FROM (${bars})`);
  try {
    statement.bind([symbol, ...indicators.map(({ period }) => period)]).step();
    const reader = new RowReader(sqlite3, statement.pointer ?? 0);
    return indicators.map((_, index) => numbersOf(reader.blob(index)));
  } finally {
    statement.finalize();
  }
}

/**
 * The numbers in such a blob. The blob's own memory is used where it can be: a
 * Float64Array begins at a multiple of 8.
 * @param {Uint8Array} bytes
 * @returns {Values}
 */
export function numbersOf(bytes) {
  if (bytes.byteLength % 8 !== 0) throw new Error(`a series of ${bytes.byteLength} bytes is not one of float64`);
  const { buffer, byteOffset, byteLength } = byteOffsetFits(bytes) ? bytes : bytes.slice();
  return new Float64Array(/** @type {ArrayBuffer} */ (buffer), byteOffset, byteLength / 8);
}

/** @param {Uint8Array} bytes */
const byteOffsetFits = ({ byteOffset }) => byteOffset % 8 === 0;
