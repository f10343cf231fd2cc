// service.mjs - the calls of table.mjs, carried out in the worker.

import { unpack } from '../csv/file/unpack.mjs';
import { questionsOf } from '../csv/prices/questions.mjs';
import { readPrices, refuseEmpty } from '../csv/prices/read-prices.mjs';
import { databaseFile } from '../store/database-file.mjs';
import { ImportError } from './errors.mjs';
import { refuseFaults, refuseTransaction, skippedIn, storePrices } from '../store/import.mjs';
import { readIndicators } from '../queries/indicators.mjs';
import { LiveService } from './live-service.mjs';
import { previewOf, thereFor } from '../store/preview.mjs';
import { deleteSymbol, readBars, readSymbols } from '../queries/prices.mjs';
import { addSamples, ownAmongSamples, removeSamples } from '../store/sample.mjs';
import { runSql } from '../queries/sql.mjs';
import { readSweep } from '../queries/sweep.mjs';
import { Holder } from '../store/holder.mjs';
import { samplesIn } from '../store/symbol-notes.mjs';
import { RescueService } from './rescue-service.mjs';
import { RestoreService } from './restore-service.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./types.mjs').ImportProgress} ImportProgress */

/**
 * @typedef {object} Surroundings
 * @property {Sqlite3} sqlite3 with the functions of sqlite-smma
 * @property {import('../store/sample.mjs').Contents & { live?: () => Promise<string> }} contents live: text of sql/live.sql
 * @property {import('./interrupt.mjs').Interrupt} interrupt
 * @property {(status: import('./types.mjs').Status) => void} onStatus
 * @property {ReturnType<typeof import('../kept/lock.mjs').lockKept>} [locked] the lock on the database, when it has been asked
 *   for already
 */

export class Service {
  #sqlite3;
  #contents;
  #interrupt;
  #holder;
  /** The calls about the live demonstration. */
  live;
  /** The calls about a database file that is to be restored. */
  restore;
  /** The calls about a damaged database. */
  rescue;
  // The file that the page shows a preview of.
  /** @type {import('../csv/prices/read-prices.mjs').Prices | undefined} */
  #read;

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { sqlite3, contents, interrupt } = surroundings;
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#holder = new Holder(surroundings);
    this.live = new LiveService(sqlite3, contents, (symbol) => this.bars(symbol));
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
    return readSymbols(this.#db);
  }

  /**
   * @param {string} symbol
   * @returns {import('./types.mjs').Bars} of length 0 for a symbol that is not there
   */
  bars(symbol) {
    return readBars(this.#sqlite3, this.#db, symbol);
  }

  /**
   * The values of indicators: as long as the symbol's bars, in their order, NaN where SQL has NULL.
   * @param {string} symbol
   * @param {readonly import('../queries/indicators.mjs').Indicator[]} wanted
   * @returns {Float64Array[]} in the order of wanted
   */
  indicators(symbol, wanted) {
    return readIndicators(this.#sqlite3, this.#db, symbol, wanted);
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
   * @param {{ maxRows?: number }} [options] maxRows: 100,000 unless told otherwise
   */
  run(sql, options = {}) {
    return this.#holder.changingBySql(() => runSql(this.#sqlite3, this.#db, sql, options));
  }

  /**
   * Reads a price file, and stores nothing. What it finds stays here for importPreviewed().
   * @param {Blob} file
   * @param {{ choices?: import('../csv/table/layout.mjs').Choices, entry?: number } | undefined} options
   *   choices: where the file can be read in several ways. entry: which of the files inside a packed one
   * @param {((progress: ImportProgress) => void) | undefined} onProgress
   * @returns {Promise<import('../store/preview.mjs').Preview>} rejects with an ImportError where it is no price file
   */
  async previewImport(file, { choices, entry = 0 } = {}, onProgress) {
    this.#read = undefined;
    refuseTransaction(this.#sqlite3, this.#db);
    const files = await unpack(file, 'name' in file ? String(file.name) : '');
    const chosen = files[entry];
    const prices = await readPrices(chosen.blob, { choices, onProgress, isStopped: () => this.#interrupt.isStopped() });
    refuseEmpty(prices);
    this.#read = prices;
    this.#db.exec(this.#contents.schema);
    return previewOf(this.#db, prices, chosen, files.length);
  }

  /**
   * What is there already, of the file that was read last.
   * @param {string} symbol of a file that names none or one
   * @returns {import('../store/preview.mjs').There | undefined} undefined where nothing is
   */
  importTarget(symbol) {
    return thereFor(this.#db, this.#lastRead, symbol);
  }

  /**
   * Stores the file that was read last, all of it or nothing.
   * @param {{ symbol?: string, there?: 'merge' | 'replace' | 'leave', goodRows?: boolean }} [options]
   *   symbol: of a file that names none or one. there: what becomes of symbols that have bars, 'merge' unless told
   *   otherwise. goodRows: without the rows that cannot be taken; else they make it throw an ImportError
   * @returns {import('./types.mjs').ImportResult}
   */
  importPreviewed({ symbol = '', there, goodRows = false } = {}) {
    const start = performance.now();
    const prices = this.#lastRead;
    refuseTransaction(this.#sqlite3, this.#db);
    if (!goodRows) refuseFaults(prices);
    const open = questionsOf(prices).find(({ isOpen }) => isOpen);
    if (open !== undefined) throw new ImportError(`${open.label}: ${open.text}`);
    if (symbol === '' && prices.sorted.groups.some(({ name }) => name === '')) throw new ImportError('The file names no symbol: say which one it is.');
    const done = storePrices(this.#sqlite3, this.#db, prices, { schema: this.#contents.schema, symbol, there });
    this.#read = undefined;
    this.#holder.noteImported(done.symbols);
    return { ...done, skipped: skippedIn(prices), faults: prices.faultCount, samples: samplesIn(this.#db).length, elapsed: performance.now() - start };
  }

  /** Forgets the file that was read last. */
  leaveImport() {
    this.#read = undefined;
  }

  get #lastRead() {
    if (this.#read === undefined) throw new ImportError('The file has to be read again.');
    return this.#read;
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
}
