// live-demo.mjs - a demonstration of sql/live.sql: made-up bars arrive at the end of a history, and
// its triggers keep the averages.
//
// It has a database of its own, in memory. So its symbol never stands among the visitor's, and its
// triggers are on no table of theirs.

import { readIndicators } from './indicators.mjs';
import { RandomBars, randomOf } from './random-bars.mjs';
import { SeriesReader } from './series.mjs';
import { runSql } from './sql.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./indicators.mjs').Indicator} Indicator */

/**
 * Bars that have just arrived, oldest first.
 * @typedef {object} Arrived
 * @property {import('./random-bars.mjs').Bar[]} bars
 * @property {number[][]} values per indicator asked for, one a bar; NaN for none. Averages of the
 *   close are read from the view live after each bar
 */

/**
 * An average as the view live has it, beside smma() over all bars.
 * @typedef {object} Comparison
 * @property {number} period
 * @property {number | null} kept
 * @property {number | null} recomputed
 * @property {boolean} isSame bit for bit
 */

const INSERT = 'INSERT INTO prices(symbol, ts, open, high, low, close, volume) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)';
const LIVE = 'SELECT period, smma FROM live WHERE symbol = ?1';
const COMPARE = `
SELECT period,
       smma,
       (SELECT smma(close, live.period)
          FROM (SELECT close FROM prices WHERE symbol = live.symbol ORDER BY ts))
  FROM live
 WHERE symbol = ?1
 ORDER BY period`;

export class LiveDemo {
  #sqlite3;
  #db;
  #symbol;
  #series;
  #next;
  /** @type {string} */
  #periods = '';

  /**
   * @param {Sqlite3} sqlite3
   * @param {{ schema: string, live: string }} texts of sql/schema.sql and sql/live.sql
   * @param {string} symbol of the demonstration
   * @param {import('../calls/types.mjs').Bars} history it begins with
   * @param {number} seed of what is made up
   */
  constructor(sqlite3, { schema, live }, symbol, history, seed) {
    this.#sqlite3 = sqlite3;
    this.#symbol = symbol;
    this.#next = new RandomBars(history, randomOf(seed));
    this.#db = new sqlite3.oo1.DB(':memory:');
    this.#series = new SeriesReader(sqlite3, this.#db);
    try {
      this.#db.exec(schema);
      this.#insert(history.ts.map((ts, index) => ({
        ts, open: history.open[index], high: history.high[index], low: history.low[index],
        close: history.close[index], volume: history.volume[index],
      })));
      this.#db.exec(live);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  series() {
    return this.#series.summary(this.#symbol);
  }

  /**
   * @param {import('./buckets.mjs').Part} part
   * @param {readonly import('./series.mjs').WantedLine[]} wanted
   */
  part(part, wanted) {
    return this.#series.part(this.#symbol, part, wanted);
  }

  /**
   * @param {string} sql
   * @param {{ maxRows?: number }} options
   */
  run(sql, options) {
    return runSql(this.#sqlite3, this.#db, sql, options);
  }

  /**
   * @param {number} count of bars to make up
   * @param {readonly Indicator[]} wanted
   * @returns {Arrived}
   */
  append(count, wanted) {
    this.#keep(wanted);
    const bars = Array.from({ length: count }, () => this.#next.next());
    /** @type {number[][]} */
    const values = wanted.map(() => []);
    for (const bar of bars) {
      this.#insert([bar]);
      const kept = new Map(this.#db.selectArrays(LIVE, [this.#symbol]).map(([period, smma]) => [period, smma]));
      wanted.forEach(({ kind, period }, index) => {
        if (kind === 'close') values[index].push(Number(kept.get(period) ?? NaN));
      });
    }
    const others = wanted.filter(({ kind }) => kind !== 'close');
    if (others.length > 0) {
      const arrays = readIndicators(this.#sqlite3, this.#db, this.#symbol, others);
      others.forEach((indicator, index) => {
        values[wanted.indexOf(indicator)] = [...arrays[index].subarray(arrays[index].length - count)];
      });
    }
    return { bars, values };
  }

  /**
   * Whether what is kept is what smma() makes of the whole history.
   * @returns {Comparison[]} by period
   */
  compare() {
    return this.#db.selectArrays(COMPARE, [this.#symbol]).map(([period, kept, recomputed]) => ({
      period: Number(period),
      kept: kept === null ? null : Number(kept),
      recomputed: recomputed === null ? null : Number(recomputed),
      isSame: kept === null ? recomputed === null : recomputed !== null && bitsOf(Number(kept)) === bitsOf(Number(recomputed)),
    }));
  }

  close() {
    this.#db.close();
  }

  /**
   * Has live keep the averages of the close that are wanted, and no others.
   * @param {readonly Indicator[]} wanted
   */
  #keep(wanted) {
    const periods = JSON.stringify(wanted.filter(({ kind }) => kind === 'close').map(({ period }) => period));
    if (periods === this.#periods) return;
    this.#db.exec({ sql: 'DELETE FROM live_periods WHERE period NOT IN (SELECT value FROM json_each(?))', bind: [periods] });
    this.#db.exec({ sql: 'INSERT OR IGNORE INTO live_periods SELECT DISTINCT value FROM json_each(?)', bind: [periods] });
    this.#periods = periods;
  }

  /** @param {import('./random-bars.mjs').Bar[]} bars */
  #insert(bars) {
    const insert = this.#db.prepare(INSERT);
    try {
      for (const { ts, open, high, low, close, volume } of bars) {
        const numbers = [open, high, low, close, volume].map((value) => (Number.isNaN(value) ? null : value));
        insert.bind([this.#symbol, ts, ...numbers]).stepReset();
      }
    } finally {
      insert.finalize();
    }
  }
}

/** @param {number} value */
const bitsOf = (value) => new BigUint64Array(Float64Array.of(value).buffer)[0];
