// client.mjs - the database as the page sees it: every call goes to the worker that has SQLite.

import { CancelledError, ImportError, SqlError, unpackError } from './errors.mjs';
import { LiveClient } from './live-client.mjs';
import { startSealedWorker } from './sealed-worker.mjs';

export { CancelledError, ImportError, SqlError };
export { toCsv } from '../../shared/table/csv-text.mjs';

/**
 * Where the prices are.
 * @typedef {object} Status
 * @property {'opfs' | 'memory'} storage 'opfs': kept by this browser. 'memory': gone with the tab
 * @property {string} notice what to tell the visitor, in whole sentences; '' when the prices are kept
 * @property {boolean} canReopen another tab has (or had) the database: reopen() may succeed
 * @property {boolean} sampled this opening found no database and put the sample prices in
 * @property {string} sqliteVersion
 * @property {string} smmaVersion
 */

/**
 * @typedef {object} SymbolSummary
 * @property {string} symbol
 * @property {number} bars
 * @property {string} first ts of the first bar
 * @property {string} last ts of the last bar
 * @property {number} close of the last bar
 * @property {boolean} ohlc whether a bar has open, high and low, as candles need
 * @property {boolean} isSample whether its bars come with the page
 */

/**
 * The bars of a symbol as columns of one length, oldest first. NaN stands for NULL.
 * @typedef {object} Bars
 * @property {string[]} ts
 * @property {Float64Array} open
 * @property {Float64Array} high
 * @property {Float64Array} low
 * @property {Float64Array} close
 * @property {Float64Array} volume
 */

/** @typedef {import('../queries/indicators.mjs').Indicator} Indicator */
/** @typedef {import('../queries/sweep.mjs').Sweep} Sweep */

/**
 * A value of SQL: INTEGER beyond 2^53 is a BigInt, a BLOB a Uint8Array.
 * @typedef {null | number | bigint | string | Uint8Array} Value
 */

/**
 * What run() gives. Columns and rows are those of the last statement that returns any.
 * @typedef {object} Result
 * @property {string[]} columns
 * @property {Value[][]} rows
 * @property {boolean[]} reals per column: its numbers are all REAL, so 2 is 2.0
 * @property {boolean} truncated there are more rows than maxRows
 * @property {number} changes rows inserted, updated or deleted
 * @property {number} statements how many were run
 * @property {number} elapsed milliseconds in SQLite
 * @property {boolean} inTransaction a BEGIN has been left without its COMMIT
 */

/**
 * @typedef {object} PreviewOptions
 * @property {import('../csv/table/layout.mjs').Choices} [choices] where the file can be read in several ways
 * @property {number} [entry] which of the files inside a packed one
 * @property {AbortSignal} [signal] stops it; it rejects with an AbortError
 * @property {(progress: ImportProgress) => void} [onProgress]
 */

/** @typedef {import('../store/preview.mjs').Preview} Preview */
/** @typedef {import('../store/preview.mjs').There} There */

/**
 * How far an import is: bytes of total read, rows so far.
 * @typedef {{ bytes: number, total: number, rows: number }} ImportProgress
 */

/**
 * How far a sweep is, in bars.
 * @typedef {{ done: number, total: number }} SweepProgress
 */

/**
 * @typedef {object} ImportResult
 * @property {number} rows
 * @property {string[]} symbols
 * @property {number} replaced rows that were there before and have been replaced
 * @property {number} skipped rows left out because they are no bars
 * @property {number} [faults] rows left out because they cannot be taken
 * @property {number} [samples] symbols with bars that come with the page, which are there still
 * @property {number} elapsed milliseconds in SQLite
 */

/**
 * @typedef {object} OpenOptions
 * @property {(status: Status) => void} [onStatus] hears of every change of status, the first included
 */

/**
 * @typedef {{ id: number, result?: unknown, error?: import('./errors.mjs').PackedError,
 *   progress?: ImportProgress | SweepProgress } | { status: Status }} Answer
 */

/**
 * @typedef {object} Call
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {(progress: any) => void} [onProgress]
 * @property {string} token address of a blob that exists until the call is to stop
 */

// A statement that can be interrupted has ended long before. One that has not is somewhere SQLite
// does not check for interrupts.
const INTERRUPT_MS = 1500;
// A worker that is ended in the middle of something may need seconds to let go of the database.
const RESTART_MS = 8000;

/**
 * Starts the worker and opens the database. It rejects only when SQLite itself cannot be started;
 * a browser that cannot keep a database gets one in memory, and a notice.
 * @param {OpenOptions} [options]
 * @returns {Promise<Database>}
 */
export function openDatabase(options) {
  return Database.open(options);
}

export class Database {
  /** @type {Status} */
  #status = { storage: 'memory', notice: '', canReopen: false, sampled: false, sqliteVersion: '', smmaVersion: '' };
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  /** @type {((status: Status) => void) | undefined} */
  #onStatus;
  #lastId = 0;
  #isClosed = false;
  #listeners = new AbortController();
  /** The demonstration of live.sql. */
  live = new LiveClient((method, args) => this.#call(method, args));

  /** Use openDatabase(). */
  constructor() {}

  /**
   * @param {OpenOptions} [options]
   * @returns {Promise<Database>}
   */
  static async open({ onStatus } = {}) {
    const database = new Database();
    database.#onStatus = onStatus;
    const { signal } = database.#listeners;
    // A page that the browser keeps for its Back button must not keep the database from other tabs.
    // A database in memory stays open: it would be lost.
    addEventListener('pagehide', () => {
      if (database.#status.storage === 'opfs') database.#stop('the page was left');
    }, { signal });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted && database.#worker === undefined) database.#start().catch(() => {});
    }, { signal });
    await database.#start();
    return database;
  }

  get status() {
    return this.#status;
  }

  /** @returns {Promise<SymbolSummary[]>} by name */
  symbols() {
    return this.#call('symbols');
  }

  /**
   * @param {string} symbol
   * @returns {Promise<Bars>} of length 0 for a symbol that is not there
   */
  bars(symbol) {
    return this.#call('bars', [symbol]);
  }

  /**
   * The values of indicators: as long as the symbol's bars, in their order, NaN where SQL has NULL.
   * @param {string} symbol
   * @param {readonly Indicator[]} wanted
   * @returns {Promise<Float64Array[]>} in the order of wanted
   */
  indicators(symbol, wanted) {
    return this.#call('indicators', [symbol, [...wanted]]);
  }

  /**
   * Runs SQL: any number of statements, one after the other. The first that fails ends it, with a
   * SqlError; those before it have been done.
   * @param {string} sql
   * @param {{ maxRows?: number }} [options] maxRows: 100,000 unless told otherwise
   * @returns {Promise<Result>}
   */
  run(sql, options = {}) {
    return this.#call('run', [sql, options]);
  }

  /**
   * Stops what runs; its promise rejects with an AbortError. A statement is interrupted where
   * SQLite lets itself be interrupted. Where it does not, the worker is ended and the database
   * opened again; a database in memory would be lost with it, so there this rejects and the
   * statement goes on.
   * @returns {Promise<void>} when all has stopped
   */
  async cancel() {
    const running = [...this.#calls.keys()];
    for (const id of running) this.#revoke(id);
    const isRunning = () => running.some((id) => this.#calls.has(id));
    for (let waited = 0; isRunning() && waited < INTERRUPT_MS; waited += 20) await pause(20);
    if (!isRunning()) return;
    if (this.#status.storage === 'memory') {
      throw new Error('This cannot be stopped without losing the database, which is in memory only.');
    }
    this.#stop('stopped');
    await this.#start(RESTART_MS);
  }

  /**
   * Reads a price file, and stores nothing. What it finds stays with the worker for importPreviewed().
   * @param {Blob} file
   * @param {PreviewOptions} [options]
   * @returns {Promise<Preview>} rejects with an ImportError where it is no price file
   */
  async previewImport(file, { onProgress, signal, choices, entry } = {}) {
    return this.#stoppable('previewImport', [file, { choices, entry }], signal, onProgress);
  }

  /**
   * What is there already, of the file that was read last.
   * @param {string} symbol of a file that names none or one
   * @returns {Promise<There | undefined>} undefined where nothing is
   */
  importTarget(symbol) {
    return this.#call('importTarget', [symbol]);
  }

  /**
   * Stores the file that was read last, all of it or nothing.
   * @param {{ symbol?: string, there?: 'merge' | 'replace' | 'leave', goodRows?: boolean, signal?: AbortSignal }} [options]
   *   symbol: of a file that names none or one. there: what becomes of symbols that have bars, 'merge' unless told otherwise.
   *   goodRows: without the rows that cannot be taken; else they make it reject
   * @returns {Promise<ImportResult>} rejects with an ImportError
   */
  importPreviewed({ signal, ...options } = {}) {
    return this.#stoppable('importPreviewed', [options], signal);
  }

  /** @returns {Promise<void>} The file that was read last is forgotten. */
  leaveImport() {
    return this.#call('leaveImport');
  }

  /**
   * What the rule of sql/sweep.sql earned at each of many periods.
   * @param {string} symbol
   * @param {import('../queries/sweep.mjs').Range} range of the periods
   * @param {{ signal?: AbortSignal, onProgress?: (progress: SweepProgress) => void }} [options]
   *   signal: stops it; it rejects with an AbortError
   * @returns {Promise<Sweep>}
   */
  sweep(symbol, range, { signal, onProgress } = {}) {
    return this.#stoppable('sweep', [symbol, range], signal, onProgress);
  }

  /**
   * The database as a file that any SQLite opens.
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  exportDatabase() {
    return this.#call('exportDatabase');
  }

  /** @returns {Promise<string[]>} the symbols of the samples that have prices of one's own */
  ownAmongSamples() {
    return this.#call('ownAmongSamples');
  }

  /**
   * Puts the sample prices back, in the place of what their symbols have now.
   * @param {{ without?: string[] }} [options] without: symbols that stay as they are
   * @returns {Promise<void>}
   */
  restoreSample(options = {}) {
    return this.#call('restoreSample', [options]);
  }

  /** @returns {Promise<string[]>} the symbols that were samples, and are gone */
  removeSamples() {
    return this.#call('removeSamples');
  }

  /**
   * @param {string} symbol
   * @returns {Promise<number>} how many bars it had
   */
  deleteSymbol(symbol) {
    return this.#call('deleteSymbol', [symbol]);
  }

  /**
   * Tries again to open the database that the browser keeps, when another tab had it. Files
   * imported meanwhile are taken along. What SQL has changed in memory cannot be: then it rejects
   * and nothing changes, unless discard is true.
   * @param {{ discard?: boolean }} [options]
   * @returns {Promise<Status>} with storage 'memory' where the other tab still has it
   */
  async reopen(options = {}) {
    await this.#call('reopen', [options]);
    return this.#status;
  }

  /**
   * Closes the database and ends the worker.
   * @returns {Promise<void>}
   */
  async close() {
    if (this.#isClosed) return;
    try {
      await this.#call('close');
    } finally {
      this.#isClosed = true;
      this.#listeners.abort();
      this.#stop('the database was closed');
    }
  }

  /**
   * @param {number} [patience] milliseconds to wait for an earlier worker to end
   * @returns {Promise<void>}
   */
  #start(patience = 0) {
    const worker = startSealedWorker();
    worker.addEventListener('message', ({ data }) => {
      if (worker === this.#worker) this.#receive(data);
    });
    worker.addEventListener('error', (event) => {
      if (worker !== this.#worker) return;
      this.#stop(`The database stopped working: ${event.message || 'its script could not be loaded'}`, Error);
    });
    this.#worker = worker;
    return this.#call('open', [patience]);
  }

  /**
   * @param {string} reason
   * @param {new (message: string) => Error} [Type] what the calls that run reject with
   */
  #stop(reason, Type = CancelledError) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const calls = [...this.#calls.keys()];
    for (const id of calls) this.#settle(id)?.reject(new Type(reason));
  }

  #nextId() {
    this.#lastId += 1;
    return this.#lastId;
  }

  /**
   * @param {string} method
   * @param {unknown[]} [args]
   * @returns {Promise<any>}
   */
  #call(method, args = []) {
    return this.#send(this.#nextId(), method, args);
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @param {AbortSignal} [signal]
   * @param {(progress: any) => void} [onProgress]
   * @returns {Promise<any>}
   */
  async #stoppable(method, args, signal, onProgress) {
    if (signal?.aborted) throw new CancelledError();
    const id = this.#nextId();
    const stop = () => this.#revoke(id);
    signal?.addEventListener('abort', stop);
    try {
      return await this.#send(id, method, args, onProgress);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * @param {number} id
   * @param {string} method
   * @param {unknown[]} args
   * @param {(progress: any) => void} [onProgress]
   * @returns {Promise<any>}
   */
  #send(id, method, args, onProgress) {
    const worker = this.#worker;
    if (worker === undefined) {
      return Promise.reject(new Error(this.#isClosed ? 'the database is closed' : 'the database is not running'));
    }
    return new Promise((resolve, reject) => {
      const token = URL.createObjectURL(new Blob(['.'], { type: 'text/plain' }));
      this.#calls.set(id, { resolve, reject, onProgress, token });
      worker.postMessage({ id, method, args, token });
    });
  }

  /** @param {number} id of a call that is to stop */
  #revoke(id) {
    const call = this.#calls.get(id);
    if (call !== undefined) URL.revokeObjectURL(call.token);
  }

  /** @param {number} id */
  #settle(id) {
    const call = this.#calls.get(id);
    if (call === undefined) return undefined;
    this.#calls.delete(id);
    URL.revokeObjectURL(call.token);
    return call;
  }

  /** @param {Answer} answer */
  #receive(answer) {
    if ('status' in answer) {
      this.#status = answer.status;
      this.#onStatus?.(answer.status);
    } else if (answer.progress !== undefined) {
      this.#calls.get(answer.id)?.onProgress?.(answer.progress);
    } else if (answer.error !== undefined) {
      this.#settle(answer.id)?.reject(unpackError(answer.error));
    } else {
      this.#settle(answer.id)?.resolve(answer.result);
    }
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
