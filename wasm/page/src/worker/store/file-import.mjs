// file-import.mjs - a price file from its preview to its bars in the table.

import { ImportError } from '../calls/errors.mjs';
import { unpack } from '../csv/file/unpack.mjs';
import { questionsOf } from '../csv/prices/questions.mjs';
import { readPrices, refuseEmpty } from '../csv/prices/read-prices.mjs';
import { columnsOf, refuseFaults, refuseTransaction, skippedIn, storePrices } from './import.mjs';
import { previewOf, thereFor, thereForAll } from './preview.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {import('../csv/prices/read-prices.mjs').Prices} Prices */
/** @typedef {import('../csv/prices/read-prices.mjs').Remark} Remark */

/**
 * @typedef {object} PreviewOptions
 * @property {import('../csv/table/layout.mjs').Choices} [choices]
 * @property {number} [entry] which of the files inside
 */

/**
 * @typedef {object} StoreOptions
 * @property {string} [symbol] of a file that has one
 * @property {import('./import.mjs').Names} [names] of a file that has several
 * @property {'merge' | 'replace' | 'leave'} [there]
 * @property {boolean} [goodRows] whether they are taken without those that cannot be
 */

export class FileImport {
  /** What was read last. @type {{ prices: Prices, blob: Blob } | undefined} */
  #read;
  // What is inside a packed file, so that it is unpacked once for all its previews.
  /** @type {{ key: string, files: import('../csv/file/unpack.mjs').PriceFile[] } | undefined} */
  #unpacked;

  /**
   * Reads a file, and stores nothing.
   * @param {Sqlite3} sqlite3
   * @param {Connection} db
   * @param {Blob} file
   * @param {PreviewOptions & { schema: string }} options schema: text of sql/schema.sql
   * @param {Pick<import('../csv/prices/read-prices.mjs').ReadOptions, 'onProgress' | 'isStopped'>} reading
   * @returns {Promise<import('./preview.mjs').Preview>}
   */
  async preview(sqlite3, db, file, { choices, entry = 0, schema }, reading) {
    this.#read = undefined;
    refuseTransaction(sqlite3, db);
    const files = await this.#filesIn(file);
    const prices = await readPrices(files[entry].blob, { choices, ...reading });
    refuseEmpty(prices);
    this.#read = { prices, blob: files[entry].blob };
    db.exec(schema);
    return previewOf(db, prices, files[entry], files.length);
  }

  /** @param {Blob} file */
  async #filesIn(file) {
    const { name = '', lastModified = 0 } = /** @type {Partial<File>} */ (file);
    const key = `${name}/${file.size}/${lastModified}`;
    if (this.#unpacked?.key === key) return this.#unpacked.files;
    const files = await unpack(file, name);
    this.#unpacked = files[0].packed === undefined ? undefined : { key, files };
    return files;
  }

  /** @param {Connection} db @param {string} symbol */
  target(db, symbol) {
    return thereFor(db, this.#last.prices, symbol);
  }

  /** @param {Connection} db @param {import('./import.mjs').Names} names */
  targets(db, names) {
    return thereForAll(db, this.#last.prices, names);
  }

  /**
   * @param {() => boolean} isStopped
   * @returns {Promise<Remark[]>}
   */
  async faults(isStopped) {
    const { prices: { choices }, blob } = this.#last;
    return (await readPrices(blob, { choices, isStopped, remarksKept: Infinity })).faults;
  }

  /**
   * Stores the file that was read last.
   * @param {Sqlite3} sqlite3
   * @param {Connection} db
   * @param {StoreOptions & { schema: string }} options schema: text of sql/schema.sql
   * columns: the bars of the first symbol, where they are all that it has
   */
  store(sqlite3, db, { goodRows = false, ...storing }) {
    const { prices } = this.#last;
    refuseTransaction(sqlite3, db);
    if (!goodRows) refuseFaults(prices);
    const open = questionsOf(prices).find(({ isOpen }) => isOpen);
    if (open !== undefined) throw new ImportError(`${open.label}: ${open.text}`);
    if ((storing.symbol ?? '') === '' && prices.sorted.groups.some(({ name }) => name === '')) {
      throw new ImportError('The file names no symbol: say which one it is.');
    }
    if (storing.there === undefined || storing.there === 'merge') refuseObstacles(db, prices, storing);
    /** @type {[string, import('../csv/prices/bars.mjs').Group][]} */
    const stored = [];
    const done = storePrices(sqlite3, db, prices, { ...storing, onStored: (name, group) => stored.push([name, group]) });
    this.#read = undefined;
    const first = stored.find(([name]) => name === done.symbols[0])?.[1];
    return {
      ...done, skipped: skippedIn(prices), faults: prices.faultCount,
      columns: first === undefined ? undefined : columnsOf(prices, first),
    };
  }

  leave() {
    this.#read = undefined;
    this.#unpacked = undefined;
  }

  get #last() {
    if (this.#read === undefined) throw new ImportError('The file has to be read again.');
    return this.#read;
  }
}

/**
 * Bars that cannot be one symbol are not put together, whoever asks for it.
 * @param {Connection} db
 * @param {Prices} prices
 * @param {StoreOptions} storing
 */
function refuseObstacles(db, prices, { symbol = '', names = {} }) {
  const there = symbol === '' ? thereForAll(db, prices, names) : [thereFor(db, prices, symbol)];
  const obstacle = there.find((each) => each !== undefined && each.obstacle !== '')?.obstacle;
  if (obstacle !== undefined) throw new ImportError(`${obstacle} Replace them, or give the file's another name.`);
}
