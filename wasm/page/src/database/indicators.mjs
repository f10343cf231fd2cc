// indicators.mjs - the values of the chart's lines, read in one query.
//
// Each average comes as one blob of smma_array(): its bytes are the Float64Array of the line, NaN
// where there is no value. The formulas are those of sql/rsi.sql, sql/atr.sql and sql/adx.sql.

import { RowReader } from './row-reader.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {Float64Array<ArrayBuffer>} Values */

/**
 * 'close' and 'median', which is (high + low) / 2, are averages of these; the others are Wilder's.
 * @typedef {'close' | 'median' | 'rsi' | 'atr' | 'plusDi' | 'minusDi' | 'adx'} Kind
 */

/**
 * @typedef {{ kind: Kind, period: number }} Indicator
 */

/**
 * The columns of the queries below that an indicator averages, and how it is computed from the averages.
 * @type {Record<string, { prices: string[], combine?: (...values: number[]) => number }>}
 */
const KINDS = {
  close: { prices: ['close'] },
  median: { prices: ['(high + low) / 2'] },
  rsi: { prices: ['max(change, 0)', 'max(-change, 0)'], combine: (gain, loss) => quotient(100 * gain, gain + loss) },
  atr: { prices: ['true_range'] },
  plusDi: { prices: ['plus_dm', 'counted_range'], combine: (plus, range) => quotient(100 * plus, range) },
  minusDi: { prices: ['minus_dm', 'counted_range'], combine: (minus, range) => quotient(100 * minus, range) },
  adx: { prices: ['dx'] },
};

// As in SQL, where a division by zero is NULL.
const quotient = (/** @type {number} */ a, /** @type {number} */ b) => (b === 0 ? NaN : a / b);

// The bars with what has changed since the bar before.
const CHANGES = `
  changes AS (
    SELECT ts, high, low, close,
           close - lag(close) OVER w AS change,
           max(high, lag(close) OVER w) - min(low, lag(close) OVER w) AS true_range,
           high - lag(high) OVER w AS up,
           lag(low) OVER w - low AS down
      FROM main.prices
     WHERE symbol = ?1
    WINDOW w AS (ORDER BY ts)
  ),
  movements AS (
    SELECT *,
           CASE WHEN up > down THEN max(up, 0) WHEN up <= down THEN 0 END AS plus_dm,
           CASE WHEN down > up THEN max(down, 0) WHEN down <= up THEN 0 END AS minus_dm,
           CASE WHEN up + down IS NOT NULL THEN true_range END AS counted_range
      FROM changes
  )`;

/** @param {string} period its parameter */
const adxColumn = (period) => `
  (SELECT smma_array(dx, ${period})
     FROM (SELECT CASE WHEN counted_range IS NULL THEN NULL
                       WHEN plus + minus = 0 THEN 0
                       ELSE 100 * abs(plus - minus) / (plus + minus)
                  END AS dx
             FROM (SELECT ts, counted_range,
                          smma(plus_dm, ${period}) OVER w AS plus,
                          smma(minus_dm, ${period}) OVER w AS minus
                     FROM movements
                   WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING))
            ORDER BY ts))`;

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
  const averages = averagesOf(wanted);
  /** @type {Map<string, Values>} */
  const values = new Map();
  for (let from = 0; from < averages.length; from += COLUMNS_AT_ONCE) {
    const some = averages.slice(from, from + COLUMNS_AT_ONCE);
    readArrays(sqlite3, db, symbol, some).forEach((array, index) => values.set(keyOf(some[index]), array));
  }
  return wanted.map(({ kind, period }) => {
    const { prices, combine } = KINDS[kind];
    const parts = prices.map((price) => values.get(keyOf({ price, period })) ?? new Float64Array());
    return combine === undefined ? parts[0] : combined(parts, combine);
  });
}

/** @typedef {{ price: string, period: number }} Average */

const keyOf = (/** @type {Average} */ { price, period }) => `${period} ${price}`;

/**
 * The averages that indicators are made of, each once.
 * @param {readonly Indicator[]} wanted
 * @returns {Average[]}
 */
export function averagesOf(wanted) {
  /** @type {Map<string, Average>} */
  const averages = new Map();
  for (const { kind, period } of wanted) {
    if (KINDS[kind] === undefined) throw new Error(`there is no indicator "${kind}"`);
    for (const price of KINDS[kind].prices) averages.set(keyOf({ price, period }), { price, period });
  }
  return [...averages.values()];
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @param {Average[]} averages
 */
function readArrays(sqlite3, db, symbol, averages) {
  const columns = averages.map(({ price }, index) =>
    (price === 'dx' ? adxColumn(`?${index + 2}`) : `smma_array(${price}, ?${index + 2})`));
  // Averages of the bars alone read the table as it stands.
  const isPlain = averages.every(({ price }) => price === KINDS.close.prices[0] || price === KINDS.median.prices[0]);
  const sql = `${isPlain ? '' : `WITH ${CHANGES}`}
    SELECT ${columns.join(', ')}
      FROM (SELECT * FROM ${isPlain ? 'main.prices WHERE symbol = ?1' : 'movements'} ORDER BY ts)`;
  const statement = db.prepare(sql);
  try {
    statement.bind([symbol, ...averages.map(({ period }) => period)]).step();
    const reader = new RowReader(sqlite3, statement.pointer ?? 0);
    return averages.map((_, index) => numbersOf(reader.blob(index)));
  } finally {
    statement.finalize();
  }
}

/**
 * The numbers in a blob of smma_array(). The blob's own memory is used where it can be: a
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

/**
 * @param {Values[]} parts of one length
 * @param {(...values: number[]) => number} combine
 * @returns {Values}
 */
function combined([a, b], combine) {
  const result = new Float64Array(a.length);
  for (let index = 0; index < a.length; index++) result[index] = combine(a[index], b[index]);
  return result;
}
