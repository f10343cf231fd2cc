// prices.mjs - what the chart reads from the table of prices.

import { forget, samplesIn } from '../store/symbol-notes.mjs';

/** @typedef {import('../store/sqlite.mjs').Connection} Connection */

// From symbol to symbol by the primary key. What GROUP BY would add up row by row is looked up: of a million
// bars only the count is left, and that reads no prices.
const SYMBOLS = `
WITH RECURSIVE known(symbol) AS (
  SELECT min(symbol) FROM main.prices
   UNION ALL
  SELECT (SELECT min(p.symbol) FROM main.prices AS p WHERE p.symbol > known.symbol) FROM known WHERE known.symbol IS NOT NULL)
SELECT symbol,
       CASE symbol WHEN ?1 THEN ?2 ELSE (SELECT count(*) FROM main.prices AS p WHERE p.symbol = known.symbol) END,
       (SELECT min(ts) FROM main.prices AS p WHERE p.symbol = known.symbol),
       (SELECT max(ts) FROM main.prices AS p WHERE p.symbol = known.symbol),
       (SELECT close FROM main.prices AS p WHERE p.symbol = known.symbol ORDER BY ts DESC LIMIT 1)
  FROM known
 WHERE symbol IS NOT NULL`;

/**
 * @param {Connection} db
 * @param {{ symbol: string, bars: number }} [counted] one whose bars need not be counted
 * @returns {import('../calls/types.mjs').SymbolSummary[]}
 */
export function readSymbols(db, counted) {
  const samples = new Set(samplesIn(db));
  return db.selectArrays(SYMBOLS, [counted?.symbol ?? null, counted?.bars ?? null]).map(([symbol, bars, first, last, close]) => ({
    symbol: String(symbol), bars: Number(bars), first: String(first), last: String(last),
    close: Number(close), isSample: samples.has(String(symbol)),
  }));
}

const LAST_BARS = `
SELECT ts, open, high, low, close, volume
  FROM (SELECT * FROM main.prices WHERE symbol = ?1 ORDER BY ts DESC LIMIT ?2)
 ORDER BY ts`;

/**
 * The last bars of a symbol.
 * @param {Connection} db
 * @param {string} symbol
 * @param {number} count of them at most
 * @returns {import('../calls/types.mjs').Bars}
 */
export function readLastBars(db, symbol, count) {
  const rows = db.selectArrays(LAST_BARS, [symbol, count]);
  const column = (/** @type {number} */ index) => Float64Array.from(rows, (row) => Number(row[index] ?? NaN));
  return { ts: rows.map(([ts]) => String(ts)), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) };
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
