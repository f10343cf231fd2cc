// rescue-service.mjs - the calls about a damaged database, carried out in the worker.

import { listAside, readAside, removeAside } from '../kept/aside.mjs';
import { salvage } from '../restore/salvage.mjs';
import { stageEmpty, unstage } from '../restore/staged.mjs';
import { addSamples } from '../store/sample.mjs';
import { openFile, openInMemory, storeOf } from '../store/store.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('../store/store.mjs').Kept} Kept */
/** @typedef {{ discard?: boolean }} RescueOptions discard: what SQL has changed in memory meanwhile is not wanted */

export class RescueService {
  #sqlite3;
  #contents;
  #holder;

  /**
   * @param {Sqlite3} sqlite3
   * @param {import('../store/sample.mjs').Contents} contents
   * @param {import('../store/holder.mjs').Holder} holder
   */
  constructor(sqlite3, contents, holder) {
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#holder = holder;
  }

  /**
   * Saves what can be read into a new database, which takes over. The damaged one is set aside.
   * @param {RescueOptions} [options]
   */
  async save(options = {}) {
    const { pool, path } = this.#kept;
    const { schema } = this.#contents;
    return this.#follow(options, (db) => salvage(this.#sqlite3, pool.read(path), db, schema));
  }

  /**
   * Begins anew, as on the first visit. The damaged database is set aside.
   * @param {RescueOptions} [options]
   */
  async startAfresh(options = {}) {
    await this.#follow(options, async (db) => {
      db.exec(this.#contents.schema);
      // Without the samples, which may be out of reach, all else works.
      await addSamples(this.#sqlite3, db, this.#contents).catch((error) => console.warn(error));
    });
  }

  /** @returns {Uint8Array<ArrayBuffer>} the damaged database, as it is */
  file() {
    const { pool, path } = this.#kept;
    return pool.read(path);
  }

  /** @returns {Promise<import('../kept/aside.mjs').Aside[]>} what has been set aside */
  async asides() {
    return this.#holder.store.kept === undefined ? [] : listAside();
  }

  /** @param {string} name */
  asideFile(name) {
    return readAside(name);
  }

  /** @param {string} name of one that is not wanted any more */
  removeAside(name) {
    return removeAside(name);
  }

  /** @returns {Kept} */
  get #kept() {
    const { kept } = this.#holder.store;
    if (kept === undefined) throw new Error('there is no damaged database');
    return kept;
  }

  /**
   * Has another database follow the damaged one.
   * @template T
   * @param {RescueOptions} options
   * @param {(db: Connection) => T | Promise<T>} fill
   * @returns {Promise<T>}
   */
  async #follow({ discard = false }, fill) {
    this.#holder.refuseLoss(discard);
    const kept = this.#kept;
    const staged = await stageEmpty(this.#sqlite3, { storage: 'opfs', kept });
    /** @type {T} */
    let result;
    try {
      result = await fill(staged.db);
    } catch (error) {
      unstage({ kept }, staged);
      throw error;
    }
    staged.db.close();
    await this.#setAside(kept, staged);
    const next = { ...kept, path: kept.pool.current() };
    await this.#holder.exchange(storeOf(next, openFile(next)));
    return result;
  }

  /**
   * Takes the damaged database out of the pool, so that the staged one is the one that counts.
   * @param {Kept} kept
   * @param {import('../restore/staged.mjs').Staged} staged
   */
  async #setAside(kept, { path = '' }) {
    const { storage, db } = this.#holder.store;
    const { damage } = this.#holder;
    if (storage === 'opfs') db.close();
    try {
      await kept.pool.setAside(kept.path);
    } catch (error) {
      // The damaged one is closed; the visitor can choose again.
      if (storage === 'opfs') await this.#holder.use(openInMemory(this.#sqlite3, { reason: 'damaged', detail: damage, kept }));
      kept.pool.remove(path);
      throw error;
    }
  }
}
