// prices.mjs - what the chart reads from the table of prices.

import { RowReader } from './row-reader.mjs';
import { forget, samplesIn } from '../store/symbol-notes.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */

const SYMBOLS = `
SELECT p.symbol, count(*), min(p.ts), max(p.ts),
       (SELECT close FROM main.prices AS l WHERE l.symbol = p.symbol ORDER BY ts DESC LIMIT 1),
       count(p.open + p.high + p.low)
  FROM main.prices AS p
 GROUP BY p.symbol
 ORDER BY p.symbol`;

/**
 * @param {Connection} db
 * @returns {import('../calls/types.mjs').SymbolSummary[]}
 */
export function readSymbols(db) {
  const samples = new Set(samplesIn(db));
  return db.selectArrays(SYMBOLS).map(([symbol, bars, first, last, close, candles]) => ({
    symbol: String(symbol), bars: Number(bars), first: String(first), last: String(last),
    close: Number(close), ohlc: Number(candles) > 0, isSample: samples.has(String(symbol)),
  }));
}

const BARS = 'SELECT ts, open, high, low, close, volume FROM main.prices WHERE symbol = ? ORDER BY ts';

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @returns {import('../calls/types.mjs').Bars}
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

/** @param {Connection} db whether it has the table of prices */
export const hasPrices = (db) => db.selectValue("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = 'prices'") !== undefined;

/**
 * @param {Connection} db
 * @param {string} symbol
 */
export const countBars = (db, symbol) =>
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
  const count = db.changes();
  forget(db, symbol);
  return count;
}
