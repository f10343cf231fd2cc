// prices.mjs - what the chart reads from the table of prices.

import { RowReader } from './row-reader.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

const SYMBOLS = `
SELECT p.symbol, count(*), min(p.ts), max(p.ts),
       (SELECT close FROM main.prices AS l WHERE l.symbol = p.symbol ORDER BY ts DESC LIMIT 1),
       count(p.open + p.high + p.low)
  FROM main.prices AS p
 GROUP BY p.symbol
 ORDER BY p.symbol`;

/**
 * @param {Connection} db
 * @returns {import('./client.mjs').SymbolSummary[]}
 */
export function readSymbols(db) {
  return db.selectArrays(SYMBOLS).map(([symbol, bars, first, last, close, candles]) => ({
    symbol: String(symbol), bars: Number(bars), first: String(first), last: String(last),
    close: Number(close), ohlc: Number(candles) > 0,
  }));
}

const BARS = 'SELECT ts, open, high, low, close, volume FROM main.prices WHERE symbol = ? ORDER BY ts';

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @returns {import('./client.mjs').Bars}
 */
export function readBars(sqlite3, db, symbol) {
  /** @type {string[]} */
  const ts = [];
  const numbers = readColumns(sqlite3, db, BARS, [symbol], countBars(db, symbol), 1, (reader) => {
    ts.push(reader.text(0));
  });
  const [open, high, low, close, volume] = numbers;
  return { ts, open, high, low, close, volume };
}

/** @type {Record<string, string>} */
const PRICES = { close: 'close', median: '(high + low) / 2' };

// SQLite takes 2,000 columns, and a variable for each.
const PERIODS_AT_ONCE = 500;

/**
 * smma() of a symbol's prices for each of the periods.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @param {string} price a key of PRICES
 * @param {readonly number[]} periods
 * @returns {Float64Array<ArrayBuffer>[]}
 */
export function readAverages(sqlite3, db, symbol, price, periods) {
  const expression = PRICES[price];
  if (expression === undefined) throw new Error(`there is no price "${price}": it is close or median`);
  const count = countBars(db, symbol);
  const lines = [];
  for (let from = 0; from < periods.length; from += PERIODS_AT_ONCE) {
    const some = periods.slice(from, from + PERIODS_AT_ONCE);
    const columns = some.map((_, index) => `smma(price, ?${index + 2}) OVER w`);
    const sql = `
      WITH bars AS (SELECT ts, ${expression} AS price FROM main.prices WHERE symbol = ?1)
      SELECT ${columns.join(', ')} FROM bars
      WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts`;
    lines.push(...readColumns(sqlite3, db, sql, [symbol, ...some], count, 0));
  }
  return lines;
}

/**
 * @param {Connection} db
 * @param {string} symbol
 */
const countBars = (db, symbol) =>
  Number(db.selectValue('SELECT count(*) FROM main.prices WHERE symbol = ?', [symbol]));

/**
 * Reads columns of numbers; NaN stands for NULL.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} sql
 * @param {(string | number)[]} values bound to it
 * @param {number} count of its rows
 * @param {number} firstColumn those before it are not read
 * @param {(reader: RowReader) => void} [onRow]
 * @returns {Float64Array<ArrayBuffer>[]}
 */
function readColumns(sqlite3, db, sql, values, count, firstColumn, onRow) {
  const statement = db.prepare(sql);
  try {
    statement.bind(values);
    const reader = new RowReader(sqlite3, statement.pointer ?? 0);
    const width = statement.columnCount - firstColumn;
    const columns = Array.from({ length: width }, () => new Float64Array(count));
    for (let row = 0; row < count && statement.step(); row++) {
      for (let index = 0; index < width; index++) {
        columns[index][row] = reader.number(index + firstColumn);
      }
      onRow?.(reader);
    }
    return columns;
  } finally {
    statement.finalize();
  }
}

/**
 * @param {Connection} db
 * @param {string} symbol
 * @returns {number} how many bars it had
 */
export function deleteSymbol(db, symbol) {
  db.exec({ sql: 'DELETE FROM main.prices WHERE symbol = ?', bind: [symbol] });
  return db.changes();
}
