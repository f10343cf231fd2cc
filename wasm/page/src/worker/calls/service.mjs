// service.mjs - the calls of table.mjs, carried out in the worker.

import { databaseFile } from '../store/database-file.mjs';
import { packError } from './errors.mjs';
import { LiveService } from './live-service.mjs';
import { FileImport } from '../store/file-import.mjs';
import { noticeOf } from '../store/notices.mjs';
import { deleteSymbol, readLastBars, readSymbols } from '../queries/prices.mjs';
import { SeriesReader } from '../queries/series.mjs';
import { addSamples, fillNew, noteOldSamples, ownAmongSamples, removeSamples } from '../store/sample.mjs';
import { readSchema } from '../queries/schema.mjs';
import { runScript, runSql } from '../queries/sql.mjs';
import { openInMemory, openKept, untilFree } from '../store/store.mjs';
import { readSweep } from '../queries/sweep.mjs';
import { notesOf, samplesIn, setZone } from '../store/symbol-notes.mjs';
import { inSavepoint, isInTransaction } from '../store/transaction.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/store.mjs').Store} Store */
/** @typedef {import('./types.mjs').ImportProgress} ImportProgress */

// How long a page that was just reloaded may take to let go of the database.
export const PATIENCE_MS = 700;

/**
 * @typedef {object} Surroundings
 * @property {Sqlite3} sqlite3 with the functions of sqlite-smma
 * @property {import('sqlite-smma/core').Core} [core] for averages of what is in memory
 * @property {import('../store/sample.mjs').Contents & { live?: () => Promise<string> }} contents live: text of sql/live.sql
 * @property {import('./interrupt.mjs').Interrupt} interrupt
 * @property {(status: import('./types.mjs').Status) => void} onStatus
 * @property {ReturnType<typeof import('../store/store.mjs').lockKept>} [locked] the lock on the database, when it has been asked
 *   for already
 */

export class Service {
  #sqlite3;
  #core;
  #contents;
  #interrupt;
  #onStatus;
  #locked;
  /** @type {Store | undefined} */
  #store;
  /** @type {SeriesReader | undefined} */
  #series;
  #isSampled = false;
  // Whether the other tab has let go of the database that this one could not open.
  #isFree = false;
  // The symbols that were imported: reopen() takes their bars along from a database in memory.
  /** @type {Set<string>} */
  #imported = new Set();
  #isChangedBySql = false;
  /** The calls about the live demonstration. */
  live;
  #import = new FileImport();

  /** @param {Surroundings} surroundings */
  constructor({ sqlite3, core, contents, interrupt, onStatus, locked }) {
    this.#locked = locked;
    this.#core = core;
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#onStatus = onStatus;
    this.live = new LiveService(sqlite3, contents, (symbol, count) => readLastBars(this.#db, symbol, count));
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
    this.live.end();
    this.#store?.close();
    this.#store = undefined;
  }

  /** @returns {import('./types.mjs').SymbolSummary[]} by name */
  symbols() {
    return readSymbols(this.#db, this.#reader.counted);
  }

  /**
   * What the chart has to know of a symbol before it draws any of its bars.
   * @param {string} symbol
   * @returns {import('../queries/series.mjs').SeriesSummary} with 0 bars for a symbol that is not there
   */
  series(symbol) {
    return this.#reader.summary(symbol);
  }

  /**
   * A part of the bars of a symbol, and its lines there, in buckets.
   * @param {string} symbol
   * @param {import('../queries/buckets.mjs').Part} part
   * @param {readonly import('../queries/series.mjs').WantedLine[]} wanted
   */
  part(symbol, part, wanted) {
    return this.#reader.part(symbol, part, wanted);
  }

  /**
   * What the rule of sql/sweep.sql earned at each of many periods.
   * @param {string} symbol
   * @param {import('../queries/sweep.mjs').Range} range of the periods
   * @param {((progress: import('./types.mjs').SweepProgress) => void) | undefined} onProgress
   */
  sweep(symbol, range, onProgress) {
    return readSweep(this.#sqlite3, this.#db, symbol, range, onProgress);
  }

  /**
   * Runs SQL: any number of statements, one after the other. The first that fails ends it, with a
   * SqlError; those before it have been done.
   * @param {string} sql
   * @param {import('../queries/sql.mjs').RunOptions} [options] maxRows: 100,000 unless told otherwise
   * @returns {import('./types.mjs').Result}
   */
  run(sql, options) {
    return this.#noting(() => runSql(this.#sqlite3, this.#db, sql, options));
  }

  /**
   * The same for SQL that a visitor writes: the rows of every statement, also of those before one that fails.
   * @param {string} sql
   * @param {import('../queries/sql.mjs').RunOptions} [options]
   * @returns {import('./types.mjs').ScriptResult}
   */
  runScript(sql, options) {
    const { failure, ...outcome } = this.#noting(() => runScript(this.#sqlite3, this.#db, sql, options));
    return failure === undefined ? outcome : { ...outcome, error: packError(failure) };
  }

  /** What a statement can name. */
  schema() {
    return readSchema(this.#db);
  }

  /**
   * Notes whether action has changed the database.
   * @template T
   * @param {() => T} action
   */
  #noting(action) {
    const before = this.#state();
    const wasOpen = isInTransaction(this.#sqlite3, this.#db);
    try {
      return action();
    } finally {
      this.#isChangedBySql ||= this.#state() !== before;
      // A rollback undoes changes, and counts none.
      if (wasOpen || isInTransaction(this.#sqlite3, this.#db)) this.#reader.forget();
    }
  }

  /**
   * Reads a price file, and stores nothing. What it finds stays here for importPreviewed().
   * @param {Blob} file
   * @param {{ choices?: import('../csv/table/layout.mjs').Choices, entry?: number } | undefined} options
   *   choices: where the file can be read in several ways. entry: which of the files inside a packed one
   * @param {((progress: ImportProgress) => void) | undefined} onProgress
   * @returns {Promise<import('../store/preview.mjs').Preview>} rejects with an ImportError where it is no price file
   */
  previewImport(file, options, onProgress) {
    const reading = { onProgress, isStopped: () => this.#interrupt.isStopped() };
    return this.#import.preview(this.#sqlite3, this.#db, file, { ...options, schema: this.#contents.schema }, reading);
  }

  /**
   * What is there already, of the file that was read last.
   * @param {string} symbol of a file that names none or one
   * @returns {import('../store/preview.mjs').There | undefined} undefined where nothing is
   */
  importTarget(symbol) {
    return this.#import.target(this.#db, symbol);
  }

  /**
   * What is there for the symbols of the file that was read last.
   * @param {import('../store/import.mjs').Names} names that some are given; '' leaves one out
   */
  importTargets(names) {
    return this.#import.targets(this.#db, names);
  }

  /** All rows of the file that was read last that cannot be taken; their texts are read again. */
  importFaults() {
    return this.#import.faults(() => this.#interrupt.isStopped());
  }

  /**
   * Stores the file that was read last, all of it or nothing.
   * @param {import('../store/file-import.mjs').StoreOptions} [options]
   * @returns {import('./types.mjs').ImportResult} throws an ImportError
   */
  importPreviewed(options = {}) {
    const start = performance.now();
    const { columns, ...done } = this.#import.store(this.#sqlite3, this.#db, { ...options, schema: this.#contents.schema });
    // The chart goes to the first symbol: it need not read what is at hand.
    if (columns !== undefined) this.#reader.keep(done.symbols[0], columns);
    for (const stored of done.symbols) this.#imported.add(stored);
    return { ...done, samples: samplesIn(this.#db).length, elapsed: performance.now() - start };
  }

  /** Forgets the file that was read last. */
  leaveImport() {
    this.#import.leave();
  }

  /** @returns {Uint8Array<ArrayBuffer>} the database as a file that any SQLite opens */
  exportDatabase() {
    return databaseFile(this.#sqlite3, this.#db);
  }

  /** @returns {Promise<string[]>} the symbols of the samples that have prices of one's own */
  ownAmongSamples() {
    return ownAmongSamples(this.#db, this.#contents);
  }

  /**
   * Puts the sample prices back, in the place of what their symbols have now.
   * @param {{ without?: string[] }} [options] without: symbols that stay as they are
   */
  async restoreSample({ without = [] } = {}) {
    await addSamples(this.#sqlite3, this.#db, this.#contents, without);
  }

  /** @returns {string[]} the symbols that were samples, and are gone */
  removeSamples() {
    return removeSamples(this.#db);
  }

  /**
   * @param {string} symbol
   * @returns {number} how many bars it had
   */
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
      await this.#use(kept, () => carryOver(memory.db, kept.db, [...this.#imported]));
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

  /** Of the database that is open now. */
  get #reader() {
    if (this.#series?.db !== this.#db) this.#series = new SeriesReader(this.#sqlite3, this.#db, this.#core);
    return this.#series;
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
 * Copies the bars of symbols from one database to another, all or nothing.
 * @param {import('../store/sqlite.mjs').Connection} from
 * @param {import('../store/sqlite.mjs').Connection} to
 * @param {string[]} symbols
 */
function carryOver(from, to, symbols) {
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
