// service.mjs - the calls of client.mjs, carried out in the worker.

import { databaseFile } from '../store/database-file.mjs';
import { readIndicators } from '../queries/indicators.mjs';
import { LiveDemo } from '../queries/live-demo.mjs';
import { noticeOf } from '../store/notices.mjs';
import { FileImport } from '../store/file-import.mjs';
import { deleteSymbol, readBars, readSymbols } from '../queries/prices.mjs';
import { addSamples, fillNew, noteOldSamples, ownAmongSamples, removeSamples } from '../store/sample.mjs';
import { runSql } from '../queries/sql.mjs';
import { openInMemory, openKept, untilFree } from '../store/store.mjs';
import { readSweep } from '../queries/sweep.mjs';
import { notesOf, samplesIn, setZone } from '../store/symbol-notes.mjs';
import { inSavepoint } from '../store/transaction.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/store.mjs').Store} Store */
/** @typedef {import('./client.mjs').ImportProgress} ImportProgress */

// The calls of live-client.mjs.
const LIVE_CALLS = ['bars', 'indicators', 'run', 'append', 'compare'];

// How long a page that was just reloaded may take to let go of the database.
export const PATIENCE_MS = 700;

/**
 * @typedef {object} Surroundings
 * @property {Sqlite3} sqlite3 with the functions of sqlite-smma
 * @property {import('../store/sample.mjs').Contents & { live?: () => Promise<string> }} contents live: text of sql/live.sql
 * @property {import('./interrupt.mjs').Interrupt} interrupt
 * @property {(status: import('./client.mjs').Status) => void} onStatus
 * @property {ReturnType<typeof import('../store/store.mjs').lockKept>} [locked] the lock on the database, when it has been asked
 *   for already
 */

export class Service {
  #sqlite3;
  #contents;
  #interrupt;
  #onStatus;
  #locked;
  /** @type {Store | undefined} */
  #store;
  /** @type {LiveDemo | undefined} */
  #live;
  #isSampled = false;
  // Whether the other tab has let go of the database that this one could not open.
  #isFree = false;
  // The symbols that were imported: reopen() takes their bars along from a database in memory.
  /** @type {Set<string>} */
  #imported = new Set();
  #isChangedBySql = false;
  #import = new FileImport();

  /** @param {Surroundings} surroundings */
  constructor({ sqlite3, contents, interrupt, onStatus, locked }) {
    this.#locked = locked;
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#onStatus = onStatus;
  }

  /** @param {number} [patience] milliseconds more than usual to wait for an earlier worker to end */
  async open(patience = 0) {
    const kept = await openKept(this.#sqlite3, patience, this.#locked);
    try {
      await this.#use('db' in kept ? kept : openInMemory(this.#sqlite3, kept));
    } catch (error) {
      if (!('db' in kept)) throw error;
      // For example because the disk is full.
      kept.close();
      const detail = error instanceof Error ? error.message : String(error);
      await this.#use(openInMemory(this.#sqlite3, { reason: 'failed', detail }));
    }
  }

  close() {
    this.endLive();
    this.#store?.close();
    this.#store = undefined;
  }

  symbols() {
    return readSymbols(this.#db);
  }

  /** @param {string} symbol */
  bars(symbol) {
    return readBars(this.#sqlite3, this.#db, symbol);
  }

  /**
   * @param {string} symbol
   * @param {import('../queries/indicators.mjs').Indicator[]} wanted
   */
  indicators(symbol, wanted) {
    return readIndicators(this.#sqlite3, this.#db, symbol, wanted);
  }

  /**
   * @param {string} symbol
   * @param {import('../queries/sweep.mjs').Range} range
   * @param {(progress: { done: number, total: number }) => void} [onProgress]
   */
  sweep(symbol, range, onProgress) {
    return readSweep(this.#sqlite3, this.#db, symbol, range, onProgress);
  }

  /**
   * @param {string} symbol
   * @param {{ name: string, bars: number, seed: number }} options
   */
  async startLive(symbol, { name, bars, seed }) {
    this.endLive();
    const { schema, live } = this.#contents;
    if (live === undefined) throw new Error('there is no demonstration');
    const history = lastOf(this.bars(symbol), bars);
    this.#live = new LiveDemo(this.#sqlite3, { schema, live: await live() }, name, history, seed);
  }

  /**
   * @param {string} call
   * @param {...unknown} args
   */
  live(call, ...args) {
    if (this.#live === undefined) throw new Error('The demonstration has ended.');
    if (!LIVE_CALLS.includes(call)) throw new Error(`the demonstration has no call "${call}"`);
    return /** @type {any} */ (this.#live)[call](...args);
  }

  endLive() {
    this.#live?.close();
    this.#live = undefined;
  }

  /**
   * @param {string} sql
   * @param {{ maxRows?: number }} options
   */
  run(sql, options) {
    const before = this.#state();
    try {
      return runSql(this.#sqlite3, this.#db, sql, options);
    } finally {
      this.#isChangedBySql ||= this.#state() !== before;
    }
  }

  /**
   * Reads a file, and stores nothing.
   * @param {Blob} file
   * @param {{ choices?: import('../csv/table/layout.mjs').Choices, entry?: number }} options
   * @param {(progress: ImportProgress) => void} [onProgress]
   * @returns {Promise<import('../store/preview.mjs').Preview>}
   */
  previewImport(file, options, onProgress) {
    const reading = { onProgress, isStopped: () => this.#interrupt.isStopped() };
    return this.#import.preview(this.#sqlite3, this.#db, file, { ...options, schema: this.#contents.schema }, reading);
  }

  /** @param {string} symbol for the file that was read last */
  importTarget(symbol) {
    return this.#import.target(this.#db, symbol);
  }

  /** @param {import('../store/import.mjs').Names} names for symbols of the file that was read last */
  importTargets(names) {
    return this.#import.targets(this.#db, names);
  }

  /** The rows of the last file that cannot be taken, all of them. */
  importFaults() {
    return this.#import.faults(() => this.#interrupt.isStopped());
  }

  /**
   * Stores what was read last.
   * @param {import('../store/file-import.mjs').StoreOptions} [options]
   * @returns {import('./client.mjs').ImportResult}
   */
  importPreviewed(options = {}) {
    const start = performance.now();
    const done = this.#import.store(this.#sqlite3, this.#db, { ...options, schema: this.#contents.schema });
    for (const stored of done.symbols) this.#imported.add(stored);
    return { ...done, samples: samplesIn(this.#db).length, elapsed: performance.now() - start };
  }

  /** Forgets what was read. */
  leaveImport() {
    this.#import.leave();
  }

  exportDatabase() {
    return databaseFile(this.#sqlite3, this.#db);
  }

  ownAmongSamples() {
    return ownAmongSamples(this.#db, this.#contents);
  }

  /** @param {{ without?: string[] }} [options] */
  async restoreSample({ without = [] } = {}) {
    await addSamples(this.#sqlite3, this.#db, this.#contents, without);
  }

  removeSamples() {
    return removeSamples(this.#db);
  }

  /** @param {string} symbol */
  deleteSymbol(symbol) {
    this.#imported.delete(symbol);
    return deleteSymbol(this.#db, symbol);
  }

  /** @param {{ discard?: boolean }} options */
  async reopen({ discard = false }) {
    const memory = this.#store;
    if (memory === undefined || memory.storage === 'opfs') return;
    if (this.#isChangedBySql && !discard) {
      throw new Error('SQL has changed the database in memory, and that cannot be taken along. Download it first if you want to keep it.');
    }
    const kept = await openKept(this.#sqlite3, PATIENCE_MS);
    if (!('db' in kept)) {
      this.#store = { ...memory, ...kept };
      this.#isFree = false;
      this.#waitUntilFree();
      this.#tell();
      return;
    }
    try {
      await this.#use(kept, () => carryOver(this.#sqlite3, memory.db, kept.db, [...this.#imported]));
    } catch (error) {
      kept.close();
      this.#store = memory;
      throw error;
    }
    memory.close();
    this.#imported.clear();
    this.#isChangedBySql = false;
  }

  get #db() {
    if (this.#store === undefined) throw new Error('the database is closed');
    return this.#store.db;
  }

  // Differs after any row or table has been changed.
  #state() {
    const { capi } = this.#sqlite3;
    const schema = this.#db.selectValue('PRAGMA main.schema_version');
    return `${schema} ${capi.sqlite3_total_changes64(this.#db)}`;
  }

  /**
   * @param {Store} store
   * @param {() => void} [prepare] before it is said to be open
   */
  async #use(store, prepare) {
    this.#interrupt.watch(this.#sqlite3, store.db);
    this.#isSampled = await fillNew(this.#sqlite3, store.db, this.#contents);
    if (!this.#isSampled) await noteOldSamples(store.db, this.#contents);
    prepare?.();
    this.#store = store;
    this.#isFree = false;
    this.#waitUntilFree();
    this.#tell();
  }

  #waitUntilFree() {
    const store = this.#store;
    // Another tab may have the files without the lock: there is nothing to wait for then.
    if (store?.reason !== 'busy' || store.detail !== '') return;
    untilFree().then(() => {
      if (this.#store !== store) return;
      this.#isFree = true;
      this.#tell();
    }, () => {});
  }

  #tell() {
    if (this.#store === undefined) return;
    const { storage, reason, detail, db } = this.#store;
    this.#onStatus({
      storage,
      notice: reason === undefined ? '' : noticeOf(this.#isFree ? 'free' : reason, detail),
      canReopen: reason === 'busy' || reason === 'failed',
      sampled: this.#isSampled,
      sqliteVersion: this.#sqlite3.capi.sqlite3_libversion(),
      smmaVersion: String(db.selectValue('SELECT smma_version()')),
    });
  }
}

/**
 * @param {import('./client.mjs').Bars} bars
 * @param {number} count
 * @returns {import('./client.mjs').Bars}
 */
const lastOf = ({ ts, open, high, low, close, volume }, count) => ({
  ts: ts.slice(-count), open: open.slice(-count), high: high.slice(-count), low: low.slice(-count),
  close: close.slice(-count), volume: volume.slice(-count),
});

/**
 * Copies the bars of symbols from one database to another, all or nothing.
 * @param {Sqlite3} sqlite3
 * @param {import('../store/sqlite.mjs').Connection} from
 * @param {import('../store/sqlite.mjs').Connection} to
 * @param {string[]} symbols
 */
function carryOver(sqlite3, from, to, symbols) {
  inSavepoint(to, 'carry_over', () => {
    const insert = to.prepare('INSERT OR REPLACE INTO main.prices(symbol, ts, open, high, low, close, volume) VALUES (?, ?, ?, ?, ?, ?, ?)');
    try {
      const sql = 'SELECT symbol, ts, open, high, low, close, volume FROM main.prices WHERE symbol = ? ORDER BY ts';
      for (const symbol of symbols) {
        // Samples are no part of one's own prices.
        const { isSample } = notesOf(to, symbol);
        if (isSample) deleteSymbol(to, symbol);
        setZone(to, symbol, notesOf(from, symbol).zone, !isSample);
        from.exec({ sql, bind: [symbol], rowMode: 'array', callback: (row) => { insert.bind(row).stepReset(); } });
      }
    } finally {
      insert.finalize();
    }
  });
}
