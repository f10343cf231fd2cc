// holder.mjs - the database in use: opened, put in the place of another, and what is to be said of it.

import { isDamage } from '../calls/errors.mjs';
import { untilFree } from '../kept/lock.mjs';
import { deleteSymbol } from '../queries/prices.mjs';
import { sentenceOf } from '../restore/inspect.mjs';
import { fillNew, markSamples } from './sample.mjs';
import { openInMemory, openKept } from './store.mjs';
import { notesOf, setZone } from './symbol-notes.mjs';
import { inSavepoint } from './transaction.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {import('../calls/types.mjs').Status} Status */

// How long a page that was just reloaded may take to let go of the database.
export const PATIENCE_MS = 700;

export class Holder {
  #sqlite3;
  #contents;
  #interrupt;
  #onStatus;
  #locked;
  /** @type {Store | undefined} */
  #store;
  #isSampled = false;
  // Whether the other tab has let go of the database that this one could not open.
  #isFree = false;
  // The symbols that were imported: reopen() takes their bars along from a database in memory.
  /** @type {Set<string>} */
  #imported = new Set();
  #isChangedBySql = false;
  // What the database was when it was opened or downloaded.
  #saved = '';
  #wasUnsaved = false;
  // What SQLite said of damage that was met since the database was opened.
  #damage = '';

  /** @param {import('../calls/service.mjs').Surroundings} surroundings */
  constructor({ sqlite3, contents, interrupt, onStatus, locked }) {
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#onStatus = onStatus;
    this.#locked = locked;
  }

  /** @param {number} patience milliseconds more than usual to wait for an earlier worker to end */
  async open(patience) {
    const kept = await openKept(this.#sqlite3, patience, this.#locked);
    try {
      await this.use('db' in kept ? kept : openInMemory(this.#sqlite3, kept));
    } catch (error) {
      if (!('db' in kept)) throw error;
      await this.use(this.#withoutKept(kept, error));
    }
  }

  /**
   * In memory instead, because the one that is kept cannot be worked with.
   * @param {Store} store
   * @param {unknown} error
   */
  #withoutKept(store, error) {
    const detail = sentenceOf(error);
    if (!isDamage(error)) {
      // For example because the disk is full.
      store.close();
      return openInMemory(this.#sqlite3, { reason: 'failed', detail });
    }
    store.db.close();
    return openInMemory(this.#sqlite3, { reason: 'damaged', detail, kept: store.kept });
  }

  close() {
    this.#store?.close();
    this.#store = undefined;
  }

  get store() {
    if (this.#store === undefined) throw new Error('the database is closed');
    return this.#store;
  }

  get db() {
    return this.store.db;
  }

  /** What SQLite says of damage; '' where none is known. */
  get damage() {
    return this.#store?.reason === 'damaged' ? this.#store.detail : this.#damage;
  }

  /**
   * Has the page work with another database from now on. The one before is not closed.
   * @param {Store} store
   * @param {() => void} [prepare] before it is said to be open
   */
  async use(store, prepare) {
    this.#interrupt.watch(this.#sqlite3, store.db);
    this.#isSampled = await fillNew(this.#sqlite3, store.db, this.#contents);
    await markSamples(store.db, this.#contents);
    prepare?.();
    this.#store = store;
    this.#isFree = false;
    this.#damage = '';
    this.noteSaved();
    this.#waitUntilFree();
    this.#tell();
  }

  /**
   * Opens what is kept, instead of a database in memory.
   * @param {boolean} discard what cannot be taken along
   */
  async reopen(discard) {
    const memory = this.store;
    if (memory.storage === 'opfs' || memory.reason === 'damaged') return;
    this.refuseLoss(discard);
    const kept = await openKept(this.#sqlite3, PATIENCE_MS);
    if ('db' in kept) return this.exchange(kept);
    // Here the damaged one takes the place of the reason before; the database in memory stays.
    this.#store = { ...memory, ...kept, close: kept.kept === undefined ? memory.close : () => {
      memory.close();
      kept.kept?.unlock();
    } };
    this.#isFree = false;
    this.#waitUntilFree();
    this.#tell();
  }

  /**
   * Takes what was imported in memory along into a database that is kept, which is used from now on.
   * @param {Store} kept
   */
  async exchange(kept) {
    const before = this.store;
    try {
      await this.use(kept, before.storage === 'opfs' ? undefined : () => carryOver(before.db, kept.db, [...this.#imported]));
    } catch (error) {
      kept.close();
      this.#store = before;
      throw error;
    }
    if (before.storage === 'memory') before.db.close();
    this.#imported.clear();
    this.#isChangedBySql = false;
  }

  /**
   * Throws where changing over to another database would lose what was done in memory.
   * @param {boolean} discard whether that is meant
   */
  refuseLoss(discard) {
    if (this.store.storage === 'memory' && this.#isChangedBySql && !discard) {
      throw new Error('SQL has changed the database in memory, and that cannot be taken along. Download it first if you want to keep it.');
    }
  }

  /** @param {readonly string[]} symbols that are now in the database */
  noteImported(symbols) {
    for (const symbol of symbols) this.#imported.add(symbol);
  }

  /** @param {string} symbol that is gone */
  noteDeleted(symbol) {
    this.#imported.delete(symbol);
  }

  /**
   * The whole of the database is another one.
   * @param {readonly string[]} symbols in it, without samples
   * @param {boolean} hasMore than these
   */
  noteReplaced(symbols, hasMore) {
    this.#imported = new Set(symbols);
    this.#isChangedBySql = hasMore;
    this.#saved = '';
    this.tellChanges();
  }

  /**
   * Does what may change anything.
   * @template T
   * @param {() => T} action
   */
  changingBySql(action) {
    const before = this.#state();
    try {
      return action();
    } finally {
      this.#isChangedBySql ||= this.#state() !== before;
    }
  }

  /** The database as it is now is in the visitor's hands, or where it belongs. */
  noteSaved() {
    this.#saved = this.#state();
  }

  /** Says so when there is something unsaved now, or no longer. */
  tellChanges() {
    if (this.#store !== undefined && this.#isUnsaved() !== this.#wasUnsaved) this.#tell();
  }

  /**
   * Says so when a failure means that the database is damaged.
   * @param {unknown} error
   */
  noteFailure(error) {
    if (this.#store?.storage !== 'opfs' || this.#damage !== '' || !isDamage(error) || !this.#isDamaged()) return;
    this.#damage = sentenceOf(error);
    this.#tell();
  }

  // What failed may have been another database, which SQL had attached.
  #isDamaged() {
    try {
      return this.db.selectValue('PRAGMA main.quick_check(1)') !== 'ok';
    } catch (error) {
      return isDamage(error);
    }
  }

  #isUnsaved() {
    return this.#store?.storage === 'memory' && this.#state() !== this.#saved;
  }

  // Differs after any row or table has been changed.
  #state() {
    if (this.#store === undefined) return '';
    const { capi } = this.#sqlite3;
    return `${this.db.selectValue('PRAGMA main.schema_version')} ${capi.sqlite3_total_changes64(this.db)}`;
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
    const { storage, reason, detail, db, isFound = false } = this.#store;
    this.#wasUnsaved = this.#isUnsaved();
    this.#onStatus({
      storage, detail,
      reason: this.#isFree ? 'free' : reason,
      damage: this.damage,
      canReopen: reason === 'busy' || reason === 'failed',
      sampled: this.#isSampled,
      found: isFound,
      unsaved: this.#wasUnsaved,
      sqliteVersion: this.#sqlite3.capi.sqlite3_libversion(),
      smmaVersion: String(db.selectValue('SELECT smma_version()')),
    });
  }
}

/**
 * Copies the bars of symbols from one database to another, all or nothing.
 * @param {Connection} from
 * @param {Connection} to
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
