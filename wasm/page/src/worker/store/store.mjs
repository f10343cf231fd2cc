// store.mjs - opens the database where the browser keeps it (OPFS), or else in memory.
//
// The pool needs no special headers, and serves one tab at a time.

import { isDamage } from '../calls/errors.mjs';
import { lockKept } from '../kept/lock.mjs';
import { Pool } from '../kept/pool.mjs';
import { POOL } from '../kept/slots.mjs';
import { sentenceOf } from '../restore/inspect.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

const RETRY_MS = 50;
// The files of a worker that has ended stay locked for a moment longer than its lock.
const POOL_PATIENCE_MS = 700;

/**
 * What the browser keeps, in the hands of this worker until it is unlocked.
 * @typedef {{ pool: Pool, path: string, unlock: () => void }} Kept
 */

/**
 * Why the database is in memory: another tab has the one that is kept; the browser cannot keep one; it
 * could not be opened; it is damaged.
 * @typedef {object} Why
 * @property {'busy' | 'missing' | 'failed' | 'damaged'} reason
 * @property {string} detail of the reason; '' where another tab has the lock
 * @property {Kept} [kept] the damaged one
 */

/**
 * An open database.
 * @typedef {object} Store
 * @property {Connection} db
 * @property {'opfs' | 'memory'} storage
 * @property {Why['reason']} [reason] for being in memory
 * @property {string} detail
 * @property {Kept} [kept] where storage is 'opfs', and where what is kept is damaged
 * @property {boolean} [isFound] it had lost its path, and was found again
 * @property {() => void} close
 */

/**
 * Whether the browser has kept a database here before. A guess: it decides only what is fetched
 * ahead.
 * @returns {Promise<boolean>}
 */
export async function isKept() {
  try {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle(POOL.directory);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens the database that the browser keeps.
 * @param {Sqlite3} sqlite3
 * @param {number} patience milliseconds to wait for another tab, or an earlier worker of this one,
 *   to let go of it
 * @param {ReturnType<typeof lockKept>} [locked] the lock, when it has been asked for already; then
 *   patience is what comes on top
 * @returns {Promise<Store | Why>} a store, or the reason why not
 */
export async function openKept(sqlite3, patience, locked) {
  if (!isAble()) return { reason: 'missing', detail: '' };
  const unlock = await locked ?? (patience > 0 ? await lockKept(patience) : undefined);
  if (unlock === undefined) return { reason: 'busy', detail: '' };
  try {
    const { pool, isFound } = await openPool(sqlite3, Math.max(patience, POOL_PATIENCE_MS));
    const kept = { pool, path: pool.current(), unlock };
    try {
      return { ...storeOf(kept, openFile(kept)), isFound };
    } catch (error) {
      if (isDamage(error)) return { reason: 'damaged', detail: sentenceOf(error), kept };
      throw error;
    }
  } catch (error) {
    unlock();
    return { reason: reasonOf(error), detail: sentenceOf(error) };
  }
}

/**
 * @param {Kept} kept
 * @param {Connection} db open on it
 * @returns {Store}
 */
export function storeOf(kept, db) {
  return {
    db, kept, storage: 'opfs', detail: '',
    close: () => {
      db.close();
      kept.unlock();
    },
  };
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Why} why
 * @returns {Store}
 */
export function openInMemory(sqlite3, why) {
  return memoryStore(new sqlite3.oo1.DB(':memory:'), why);
}

/**
 * @param {Connection} db
 * @param {Pick<Store, 'reason' | 'detail' | 'kept'>} why
 * @returns {Store}
 */
export function memoryStore(db, { reason, detail, kept }) {
  return {
    db, reason, detail, kept, storage: 'memory',
    close: () => {
      db.close();
      kept?.unlock();
    },
  };
}

const isAble = () =>
  typeof globalThis.navigator?.storage?.getDirectory === 'function' &&
  'createSyncAccessHandle' in (globalThis.FileSystemFileHandle?.prototype ?? {});

/**
 * @param {Sqlite3} sqlite3
 * @param {number} patience
 */
async function openPool(sqlite3, patience) {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await Pool.open(sqlite3);
    } catch (error) {
      if (reasonOf(error) !== 'busy' || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** @param {Kept} kept @returns {Connection} */
export function openFile({ pool, path }) {
  const db = pool.connect(path);
  try {
    if (!isReadable(db)) endWriteAheadLog(db);
    refuseDamaged(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @param {Connection} db */
function isReadable(db) {
  try {
    db.selectValue('SELECT count(*) FROM sqlite_schema');
    return true;
  } catch {
    return false;
  }
}

/**
 * SQL may have left the database with a write-ahead log, which works here only while the file is
 * locked for good, and is not found out before it is.
 * @param {Connection} db
 */
function endWriteAheadLog(db) {
  db.exec('PRAGMA locking_mode = exclusive; PRAGMA journal_mode = delete; PRAGMA locking_mode = normal');
  db.selectValue('SELECT count(*) FROM sqlite_schema');
}

/**
 * What can be seen of damage without reading all of it: a file cut short fails at its last page, one that was
 * overwritten at its first pages.
 * @param {Connection} db
 */
function refuseDamaged(db) {
  const [pages, first] = [Number(db.selectValue('PRAGMA page_count')), db.selectValue("SELECT 1 FROM sqlite_schema WHERE name = 'prices' AND type = 'table'")];
  if (pages > 0) db.selectValue('SELECT length(data) FROM sqlite_dbpage WHERE pgno = ?', [pages]);
  if (first === undefined) return;
  db.selectValue('SELECT close FROM main.prices ORDER BY symbol, ts LIMIT 1');
  db.selectValue('SELECT close FROM main.prices ORDER BY symbol DESC, ts DESC LIMIT 1');
}

/**
 * @param {unknown} error
 * @returns {'busy' | 'missing' | 'failed'}
 */
function reasonOf(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NoModificationAllowedError') return 'busy';
  // Private windows refuse in their own ways.
  return name === 'SecurityError' || name === 'NotAllowedError' || name === 'UnknownError' ? 'missing' : 'failed';
}
