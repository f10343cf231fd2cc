// pool.mjs - the files of SQLite that the browser keeps, in the pool of sqlite-wasm (opfs-sahpool).
//
// The database of prices has a number in its path. While there are two, the one with the lower number is
// the database, and the other one is being made: it takes over at the moment the first is deleted,
// which the pool does with one write. So at any time exactly one is whole and counts.

import { POOL, saveNameless, slotOf } from './slots.mjs';
import { setAside } from './aside.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('@sqlite.org/sqlite-wasm').SAHPoolUtil} SAHPoolUtil */

const FIRST = '/prices.db';
const PATH = /^\/prices(?:-(\d+))?\.db$/;
const JOURNALS = ['-journal', '-wal'];
// A database that is made beside the other, their journals, and what SQL of the visitor may create.
const SPARE = 5;
const CHUNK_BYTES = 1 << 22;

/** @param {string} path @returns {number} NaN where it is not the path of a database of prices */
function numberOf(path) {
  const match = PATH.exec(path);
  return match === null ? NaN : Number(match[1] ?? 1);
}

export class Pool {
  #util;

  /** @param {SAHPoolUtil} util */
  constructor(util) {
    this.#util = util;
  }

  /**
   * @param {Sqlite3} sqlite3
   * @returns {Promise<{ pool: Pool, isFound: boolean }>} isFound: the database had lost its path, and has it again.
   *   Rejects with a NoModificationAllowedError where another worker has the files
   */
  static async open(sqlite3) {
    const isFound = await saveNameless((path) => !Number.isNaN(numberOf(path)), FIRST, setAside);
    const util = await sqlite3.installOpfsSAHPoolVfs(/** @type {any} */ ({
      ...POOL,
      // Only errors, which disk-errors.mjs takes.
      verbosity: 1,
      // A pool that cannot be opened now is left as it is. The default would delete its files.
      preserveOnInitFailure: true,
      forceReinitIfPreviouslyFailed: true,
    }));
    if (util.isPaused()) await util.unpauseVfs();
    const pool = new Pool(util);
    pool.#clearUp();
    return { pool, isFound };
  }

  /** The databases of prices, the one that counts first. */
  #paths() {
    return this.#util.getFileNames().filter((path) => !Number.isNaN(numberOf(path))).sort((one, other) => numberOf(one) - numberOf(other));
  }

  /** Removes what was being made when the page was left. */
  #clearUp() {
    for (const path of this.#paths().slice(1)) this.remove(path);
    const names = this.#util.getFileNames();
    for (const suffix of JOURNALS) {
      const orphans = names.filter((name) => name.endsWith(suffix) && !names.includes(name.slice(0, -suffix.length)));
      for (const orphan of orphans) if (!Number.isNaN(numberOf(orphan.slice(0, -suffix.length)))) this.#util.unlink(orphan);
    }
  }

  /** The path of the database, whether it is there yet or not. */
  current() {
    return this.#paths()[0] ?? FIRST;
  }

  /** A path for a database that is to follow the current one. */
  async next() {
    await this.#util.reserveMinimumCapacity(this.#util.getFileCount() + SPARE);
    const last = this.#paths().at(-1);
    return last === undefined ? FIRST : `/prices-${numberOf(last) + 1}.db`;
  }

  /** @param {string} path @returns {Connection} */
  connect(path) {
    return new this.#util.OpfsSAHPoolDb(path);
  }

  /**
   * Writes a file that is to follow the current database.
   * @param {Blob} file
   * @param {(bytes: number) => void} onBytes hears how many have been written; what it throws ends it
   * @returns {Promise<string>} its path
   */
  async write(file, onBytes) {
    const path = await this.next();
    let at = 0;
    const chunks = async () => {
      onBytes(at);
      if (at >= file.size) return undefined;
      const chunk = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
      at += chunk.length;
      return chunk;
    };
    // The types of sqlite-wasm say that it gives a number.
    await /** @type {any} */ (this.#util.importDb(path, /** @type {any} */ (chunks)));
    return path;
  }

  /** @param {string} path @returns {Uint8Array<ArrayBuffer>} its bytes as they are */
  read(path) {
    return /** @type {Uint8Array<ArrayBuffer>} */ (this.#util.exportFile(path));
  }

  /** @param {string} path of a database that is not open */
  remove(path) {
    // The database first: without it a journal means nothing, without its journal a database may be half a one.
    for (const suffix of ['', ...JOURNALS]) this.#util.unlink(path + suffix);
  }

  /**
   * Takes a database out of the pool. None of the pool may be open.
   * @param {string} path
   * @returns {Promise<string>} the name by which it is set aside
   */
  async setAside(path) {
    this.#util.pauseVfs();
    try {
      const slot = await slotOf(path);
      if (slot === undefined) throw new Error(`${path} is not there`);
      return await setAside(slot);
    } finally {
      await this.#util.unpauseVfs();
      for (const suffix of JOURNALS) this.#util.unlink(path + suffix);
    }
  }
}
