// sql.mjs - queries in sqlite-wasm as competitors: in the unmodified package with the side module, and in
// the static build.
//
// A query is timed from its first row to its last, the first column of every row read, by the exports
// of the module itself, as the native program calls the functions of the C API.

import fs from 'node:fs';

import { loadSmma } from '../../../wasm/index.mjs';

/** @typedef {import('./measure.mjs').Competitor} Competitor */

const PACKAGE = new URL('../../../wasm/node_modules/@sqlite.org/sqlite-wasm/', import.meta.url);
const STATIC = new URL('../../../wasm/dist/sqlite3-smma/sqlite3-node.mjs', import.meta.url);

const SQLITE_ROW = 100;
const SQLITE_DONE = 101;

let copies = 0;

/**
 * A sqlite3 of its own: a package initialises once, so the file is imported under another address.
 * @param {URL} entry
 * @returns {Promise<any>} the object that the initialiser gives
 */
async function initialise(entry) {
  const { default: init } = await import(`${entry}?copy=${copies++}`);
  return init({ print() {}, printErr() {} });
}

/**
 * The unmodified package with the side module in a file.
 * @param {string} file
 */
export async function openSideModule(file) {
  const sqlite3 = await initialise(new URL('dist/node.mjs', PACKAGE));
  await loadSmma(sqlite3, { wasm: file });
  return sqlite3;
}

/** The release of the package, as 3.54.1-build1. */
export function packageVersion() {
  return /** @type {string} */ (
    JSON.parse(fs.readFileSync(new URL('package.json', PACKAGE), 'utf8')).version);
}

/** What the static build was made with, or undefined where it has not been made. */
export function staticVersions() {
  const file = new URL('VERSIONS.txt', STATIC);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().replace(/\s*\n\s*/g, '; ') : undefined;
}

/** The static build, or undefined where it has not been made. */
export async function openStatic() {
  return fs.existsSync(STATIC) ? initialise(STATIC) : undefined;
}

/** The table prices of one sqlite-wasm, in memory. */
export class Database {
  #exports;
  #db;
  /** @type {() => string} */
  #message;

  /**
   * @param {any} sqlite3
   * @param {Float64Array} prices
   */
  constructor(sqlite3, prices) {
    this.version = /** @type {string} */ (sqlite3.capi.sqlite3_libversion());
    this.#exports = sqlite3.wasm.exports;
    this.#db = new sqlite3.oo1.DB(':memory:');
    this.#message = () => sqlite3.capi.sqlite3_errmsg(this.#db.pointer);
    this.#db.exec('CREATE TABLE prices(ts INTEGER PRIMARY KEY, close REAL)');
    this.#insert(prices);
  }

  /** @param {Float64Array} prices */
  #insert(prices) {
    const { sqlite3_bind_int, sqlite3_bind_double, sqlite3_step, sqlite3_reset } = this.#exports;
    const insert = this.#db.prepare('INSERT INTO prices VALUES(?1, ?2)');
    const statement = insert.pointer;
    this.#db.exec('BEGIN');
    for (let i = 0; i < prices.length; i++) {
      const isDone = sqlite3_bind_int(statement, 1, i + 1) === 0 &&
        sqlite3_bind_double(statement, 2, prices[i]) === 0 &&
        sqlite3_step(statement) === SQLITE_DONE &&
        sqlite3_reset(statement) === 0;
      if (!isDone) this.#fail();
    }
    this.#db.exec('COMMIT');
    insert.finalize();
  }

  /** @returns {never} */
  #fail() {
    throw new Error(`SQLite: ${this.#message()}`);
  }

  /**
   * @param {string} name
   * @param {string} sql
   * @returns {Competitor}
   */
  query(name, sql) {
    const { sqlite3_step, sqlite3_column_double } = this.#exports;
    let last = NaN;
    /** @param {number} statement */
    const run = (statement) => {
      let status = sqlite3_step(statement);
      for (; status === SQLITE_ROW; status = sqlite3_step(statement)) {
        last = sqlite3_column_double(statement, 0);
      }
      if (status !== SQLITE_DONE) this.#fail();
    };
    return {
      name,
      // One call a round: a query takes long enough.
      round: () => {
        const prepared = this.#db.prepare(sql);
        const start = performance.now();
        run(prepared.pointer);
        const seconds = (performance.now() - start) / 1000;
        prepared.finalize();
        return [seconds];
      },
      last: () => last,
    };
  }
}
