// service.mjs - the calls of table.mjs, carried out in the worker.

import { databaseFile } from '../store/database-file.mjs';
import { packError } from './errors.mjs';
import { LiveService } from './live-service.mjs';
import { FileImport } from '../store/file-import.mjs';
import { deleteSymbol, readLastBars, readSymbols } from '../queries/prices.mjs';
import { SeriesReader } from '../queries/series.mjs';
import { addSamples, ownAmongSamples, removeSamples } from '../store/sample.mjs';
import { withSpace } from '../kept/disk-errors.mjs';
import { readSchema } from '../queries/schema.mjs';
import { runScript, runSql } from '../queries/sql.mjs';
import { readSweep } from '../queries/sweep.mjs';
import { Holder } from '../store/holder.mjs';
import { samplesIn } from '../store/symbol-notes.mjs';
import { isInTransaction } from '../store/transaction.mjs';
import { RescueService } from './rescue-service.mjs';
import { RestoreService } from './restore-service.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./types.mjs').ImportProgress} ImportProgress */

/**
 * @typedef {object} Surroundings
 * @property {Sqlite3} sqlite3 with the functions of sqlite-smma
 * @property {import('sqlite-smma/core').Core} [core] for averages of what is in memory
 * @property {import('../store/sample.mjs').Contents & { live?: () => Promise<string> }} contents live: text of sql/live.sql
 * @property {import('./interrupt.mjs').Interrupt} interrupt
 * @property {(status: import('./types.mjs').Status) => void} onStatus
 * @property {ReturnType<typeof import('../kept/lock.mjs').lockKept>} [locked] the lock on the database, when it has been asked
 *   for already
 */

export class Service {
  #sqlite3;
  #core;
  #contents;
  #interrupt;
  #holder;
  /** @type {SeriesReader | undefined} */
  #series;
  /** The calls about the live demonstration. */
  live;
  /** The calls about a database file that is to be restored. */
  restore;
  /** The calls about a damaged database. */
  rescue;
  #import = new FileImport();

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { sqlite3, core, contents, interrupt } = surroundings;
    this.#sqlite3 = sqlite3;
    this.#core = core;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#holder = new Holder(surroundings);
    this.live = new LiveService(sqlite3, contents, (symbol, count) => readLastBars(this.#db, symbol, count));
    this.restore = new RestoreService(sqlite3, contents, interrupt, this.#holder);
    this.rescue = new RescueService(sqlite3, contents, this.#holder);
  }

  /** @param {number} [patience] milliseconds more than usual to wait for an earlier worker to end */
  open(patience = 0) {
    return this.#holder.open(patience);
  }

  close() {
    this.live.end();
    this.#holder.close();
  }

  /** Says on what has changed by a call. */
  tellChanges() {
    this.#holder.tellChanges();
  }

  /** @param {unknown} error of a call */
  noteFailure(error) {
    this.#holder.noteFailure(error);
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
   * @returns {Promise<import('./types.mjs').ScriptResult>}
   */
  async runScript(sql, options) {
    const { failure, ...outcome } = this.#noting(() => runScript(this.#sqlite3, this.#db, sql, options));
    if (failure === undefined) return outcome;
    this.noteFailure(failure);
    return { ...outcome, error: packError(await withSpace(failure)) };
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
    const wasOpen = isInTransaction(this.#sqlite3, this.#db);
    try {
      return this.#holder.changingBySql(action);
    } finally {
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
    this.#holder.noteImported(done.symbols);
    return { ...done, samples: samplesIn(this.#db).length, elapsed: performance.now() - start };
  }

  /** Forgets the file that was read last. */
  leaveImport() {
    this.#import.leave();
  }

  /** @returns {Uint8Array<ArrayBuffer>} the database as a file that any SQLite opens */
  exportDatabase() {
    const file = databaseFile(this.#sqlite3, this.#db);
    this.#holder.noteSaved();
    return file;
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
    this.#holder.noteDeleted(symbol);
    return deleteSymbol(this.#db, symbol);
  }

  /** @param {{ discard?: boolean }} options */
  reopen({ discard = false }) {
    return this.#holder.reopen(discard);
  }

  get #db() {
    return this.#holder.db;
  }

  /** Of the database that is open now. */
  get #reader() {
    if (this.#series?.db !== this.#db) this.#series = new SeriesReader(this.#sqlite3, this.#db, this.#core);
    return this.#series;
  }
}
