// sweep.mjs - what a plain crossover rule earned at each of many periods; the rule is that of
// sql/sweep.sql: one share is held while the close is above its average.
//
// smma_series() gives all averages of a bar before those of the next, so one pass over its rows is
// enough, with a few numbers for each period. Nothing is sorted and nothing kept.

import { countBars } from './prices.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */

/**
 * Periods from the first to the last by step, which is at least 1.
 * @typedef {{ from: number, to: number, step: number }} Range
 */

/**
 * All periods are judged over the same bars: from the one on which the longest has an average.
 * @typedef {object} Sweep
 * @property {Int32Array<ArrayBuffer>} periods
 * @property {Float64Array<ArrayBuffer>} points what the share earned, sold less bought
 * @property {Int32Array<ArrayBuffer>} trades how often it was bought
 * @property {Int32Array<ArrayBuffer>} held on so many bars it was held to the next
 * @property {number} close the last
 * @property {number} hold what a share earned that was bought on the first bar and kept
 * @property {number} bars of the symbol
 * @property {number} judged on so many bars there was something to decide; not above 0 when the
 *   symbol has too few bars, and then there are no results
 */

const ROW = 100; // SQLITE_ROW
const REPORT_BARS = 64;

const SERIES = `
SELECT price, smma
  FROM smma_series('SELECT close FROM main.prices WHERE symbol = ?1 ORDER BY ts', ?2, ?3, ?4, ?1)`;

/** @param {Range} range */
export function periodsOf({ from, to, step }) {
  if (![from, to, step].every((value) => Number.isInteger(value) && value >= 1) || to < from) {
    throw new Error(`there are no periods from ${from} to ${to} by ${step}`);
  }
  return Int32Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @param {Range} range
 * @param {(progress: { done: number, total: number }) => void} [onProgress] in bars
 * @returns {Sweep}
 */
export function readSweep({ wasm }, db, symbol, range, onProgress) {
  const periods = periodsOf(range);
  const count = periods.length;
  const longest = periods[count - 1];
  const bars = countBars(db, symbol);
  const traders = new Traders(count);
  if (bars <= longest) return { periods, ...traders, close: 0, hold: 0, bars, judged: bars - longest };

  const statement = db.prepare(SERIES);
  try {
    statement.bind([symbol, range.from, longest, range.step]);
    const pointer = statement.pointer ?? 0;
    const { exports } = wasm;
    let first = 0;
    let close = 0;
    for (let bar = 1; bar <= bars; bar++) {
      if (bar % REPORT_BARS === 1) onProgress?.({ done: bar - 1, total: bars });
      for (let index = 0; index < count; index++) {
        if (exports.sqlite3_step(pointer) !== ROW) {
          db.checkRc(exports.sqlite3_reset(pointer));
          throw new Error('smma_series() has ended too early');
        }
        if (bar < longest) continue;
        if (index === 0) close = exports.sqlite3_column_double(pointer, 0);
        // What is still held is sold at the last close.
        traders.decide(index, close, bar < bars && close > exports.sqlite3_column_double(pointer, 1));
      }
      if (bar === longest) first = close;
    }
    return { periods, ...traders, close, hold: close - first, bars, judged: bars - longest };
  } finally {
    statement.finalize();
  }
}

/** Who trades by the averages, one for each period. */
class Traders {
  #isHolding;

  /** @param {number} count */
  constructor(count) {
    this.#isHolding = new Uint8Array(count);
    this.points = new Float64Array(count);
    this.trades = new Int32Array(count);
    this.held = new Int32Array(count);
  }

  /**
   * @param {number} index
   * @param {number} close at which is dealt
   * @param {boolean} holds from this close to the next
   */
  decide(index, close, holds) {
    const isBuying = Number(holds);
    this.held[index] += isBuying;
    if (isBuying === this.#isHolding[index]) return;
    this.#isHolding[index] = isBuying;
    this.trades[index] += isBuying;
    this.points[index] += holds ? -close : close;
  }
}
