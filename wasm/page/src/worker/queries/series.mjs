// series.mjs - the bars of a symbol and its lines as the chart wants them: a part of them, in buckets.
//
// The series that was asked for last stays here as arrays until the data change. SQL takes 0.7 s to put
// a million bars into buckets, and a step of the wheel has 50 ms; arrays take 5. Its averages are those of
// the package's core, which is the code and has the bits of smma(): SQL would read all rows again, in 0.3 s.

import { RowReader } from './row-reader.mjs';
import { bucketsOf, sampled } from './buckets.mjs';
import { keyOf, numbersOf, readIndicators } from './indicators.mjs';
import { Clock } from '../../shared/clock.mjs';
import { startsOf } from '../../shared/ranges.mjs';
import { notesOf } from '../store/symbol-notes.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('sqlite-smma/core').Core} Core */
/** @typedef {import('./buckets.mjs').Columns} Columns */
/** @typedef {import('./buckets.mjs').Part} Part */
/** @typedef {import('./indicators.mjs').Indicator} Indicator */

/**
 * A series as a whole.
 * @typedef {object} SeriesSummary
 * @property {number} bars 0 for a symbol that is not there; then what follows means nothing
 * @property {number} first time of the first bar, in seconds since 1970
 * @property {number} time of the last bar
 * @property {number} open of the last bar, as are high, low, close and volume; NaN for NULL
 * @property {number} high
 * @property {number} low
 * @property {number} close
 * @property {number} volume
 * @property {number} before the close before the last; NaN where there is none
 * @property {boolean} withTime whether its bars have a time of day
 * @property {string} zone of the times, which are in UTC then; '' where they are as some clock showed them
 * @property {boolean} isCandles whether candles suit it: at least half of its bars have open, high and low
 * @property {boolean} hasVolume
 * @property {boolean} hasRanges whether a bar has high and low
 * @property {Record<string, number>} starts per range of ranges.mjs, its first bar
 */

/** @typedef {Indicator & { shift: number }} WantedLine shift: how many bars ahead it is drawn */

/**
 * A part of a series to draw. The lines have a value a point, and go on past the last where they are
 * drawn ahead; latest has theirs at the last bar of the series.
 * @typedef {import('./buckets.mjs').Points & Part & { lines: Float64Array<ArrayBuffer>[], latest: number[] }} SeriesPart
 */

/** @typedef {Columns & { symbol: string, state: string, withTime: boolean, lines: Map<string, Float64Array> }} Kept */

// As many bars come in one row of blobs. SQLite's memory never shrinks, so it is asked for little.
const BARS_AT_ONCE = 100_000;
// So many lines stay: those that were asked for last.
const MOST_LINES = 24;

const COLUMNS = /** @type {const} */ (['times', 'open', 'high', 'low', 'close', 'volume']);

const BARS = `
SELECT max(ts), float64_array(unixepoch(ts)), float64_array(open), float64_array(high), float64_array(low),
       float64_array(close), float64_array(volume)
  FROM (SELECT * FROM main.prices WHERE symbol = ?1 AND ts > ?2 ORDER BY ts LIMIT ?3)`;

export class SeriesReader {
  #sqlite3;
  #db;
  #core;
  /** @type {Kept | undefined} */
  #kept;

  /**
   * @param {Sqlite3} sqlite3
   * @param {Connection} db
   * @param {Core} [core] without it, averages come from SQL
   */
  constructor(sqlite3, db, core) {
    this.#sqlite3 = sqlite3;
    this.#db = db;
    this.#core = core;
  }

  get db() {
    return this.#db;
  }

  /**
   * @param {string} symbol
   * @returns {SeriesSummary}
   */
  summary(symbol) {
    const { times, open, high, low, close, volume, withTime } = this.#series(symbol);
    const bars = times.length;
    const last = bars - 1;
    const { whole, hasRanges, hasVolume } = traits({ open, high, low, volume });
    const zone = withTime ? notesOf(this.#db, symbol).zone : '';
    const clock = new Clock(zone, withTime);
    return {
      bars, withTime, hasRanges, hasVolume, first: times[0], time: times[last], open: open[last], high: high[last], low: low[last],
      close: close[last], volume: volume[last], before: close[last - 1] ?? NaN, zone,
      isCandles: whole > 0 && whole * 2 >= bars, starts: startsOf(times, (time) => clock.shown(time)),
    };
  }

  /**
   * @param {string} symbol
   * @param {Part} part
   * @param {readonly WantedLine[]} wanted
   * @returns {SeriesPart}
   */
  part(symbol, { start, end, per }, wanted) {
    const series = this.#series(symbol);
    const total = series.times.length;
    const part = { start, end: Math.min(end, total), per };
    const lines = this.#lines(series, wanted);
    return {
      ...part, ...bucketsOf(series, part), lines: lines.map((values, index) => sampled(values, wanted[index].shift, part)),
      latest: lines.map((values, index) => values[total - 1 - wanted[index].shift] ?? NaN),
    };
  }

  /**
   * Has a series without reading it: its bars have just been stored.
   * @param {string} symbol
   * @param {Columns & { withTime: boolean }} columns just as the database has them
   */
  keep(symbol, columns) {
    this.#kept = { ...columns, symbol, state: this.#state(), lines: new Map() };
  }

  /** The series whose bars need not be counted. @returns {{ symbol: string, bars: number } | undefined} */
  get counted() {
    return this.#kept?.state === this.#state() ? { symbol: this.#kept.symbol, bars: this.#kept.times.length } : undefined;
  }

  /** What is kept may not be what the database has: a transaction may have been rolled back. */
  forget() {
    this.#kept = undefined;
  }

  /** @param {string} symbol @returns {Kept} */
  #series(symbol) {
    const state = this.#state();
    if (this.#kept?.symbol !== symbol || this.#kept.state !== state) {
      this.#kept = undefined;
      this.#kept = { ...readColumns(this.#sqlite3, this.#db, symbol), symbol, state, lines: new Map() };
    }
    return this.#kept;
  }

  /**
   * @param {Kept} series
   * @param {readonly Indicator[]} wanted
   * @returns {Float64Array[]} in their order, one value a bar
   */
  #lines(series, wanted) {
    const { symbol, lines } = series;
    const missing = wanted.filter((indicator) => !lines.has(keyOf(indicator)));
    const fromSql = missing.filter((indicator) => {
      const average = this.#average(series, indicator);
      if (average !== undefined) lines.set(keyOf(indicator), average);
      return average === undefined;
    });
    const read = readIndicators(this.#sqlite3, this.#db, symbol, fromSql);
    fromSql.forEach((indicator, index) => lines.set(keyOf(indicator), read[index]));
    return wanted.map((indicator) => {
      const values = lines.get(keyOf(indicator)) ?? new Float64Array();
      // The ones used last are the last in the map.
      lines.delete(keyOf(indicator));
      lines.set(keyOf(indicator), values);
      if (lines.size > Math.max(MOST_LINES, wanted.length)) lines.delete([...lines.keys()][0]);
      return values;
    });
  }

  /**
   * @param {Columns} columns
   * @param {Indicator} indicator
   * @returns {Float64Array | undefined} undefined for what is no average
   */
  #average({ high, low, close }, { kind, period }) {
    if (kind === 'close') return this.#core?.smma(close, period);
    if (kind === 'median') return this.#core?.smma(high.map((price, bar) => (price + low[bar]) / 2), period);
    return undefined;
  }

  // Differs after any row or table has been changed.
  #state() {
    const schema = this.#db.selectValue('PRAGMA main.schema_version');
    return `${schema} ${this.#sqlite3.capi.sqlite3_total_changes64(this.#db)}`;
  }
}

/** @param {Pick<Columns, 'open' | 'high' | 'low' | 'volume'>} columns */
function traits({ open, high, low, volume }) {
  let whole = 0;
  let ranges = 0;
  let volumes = 0;
  for (let bar = 0; bar < open.length; bar++) {
    const isRange = !Number.isNaN(high[bar] + low[bar]);
    ranges += Number(isRange);
    whole += Number(isRange && !Number.isNaN(open[bar]));
    volumes += Number(volume[bar] > 0);
  }
  return { whole, hasRanges: ranges > 0, hasVolume: volumes > 0 };
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} symbol
 * @returns {Columns & { withTime: boolean }}
 */
function readColumns(sqlite3, db, symbol) {
  /** @type {Float64Array<ArrayBuffer>[][]} */
  const chunks = COLUMNS.map(() => []);
  const statement = db.prepare(BARS);
  let last = '';
  try {
    const reader = new RowReader(sqlite3, statement.pointer ?? 0);
    for (let count = BARS_AT_ONCE; count === BARS_AT_ONCE;) {
      statement.bind([symbol, last, BARS_AT_ONCE]).step();
      const arrays = COLUMNS.map((_, column) => numbersOf(reader.blob(column + 1)));
      count = arrays[0].length;
      if (count > 0) last = reader.text(0);
      arrays.forEach((array, column) => chunks[column].push(array));
      statement.reset();
    }
  } finally {
    statement.finalize();
  }
  const [times, open, high, low, close, volume] = chunks.map(joined);
  return { times, open, high, low, close, volume, withTime: last.length > 10 };
}

/**
 * @param {Float64Array<ArrayBuffer>[]} parts which are let go of
 * @returns {Float64Array<ArrayBuffer>}
 */
function joined(parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts.splice(0)) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
