// staged.mjs - a second database beside the one in use: a file that is to be restored, or what was saved of one.
//
// Where the browser keeps the database, it is in the same pool, and can take over; else it is in memory too.

import { takeFile } from '../store/database-file.mjs';
import { storeOf, memoryStore } from '../store/store.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('../store/store.mjs').Store} Store */

/** The name under which it is attached to the database in use. */
export const STAGED = 'page_staged';

/**
 * @typedef {object} Staged
 * @property {Connection} db
 * @property {string} [path] in the pool
 */

/**
 * @param {Sqlite3} sqlite3
 * @param {Store} store in use
 * @param {Blob} file an SQLite file of whole pages
 * @param {(bytes: number) => void} onBytes hears how many have been read; what it throws ends it
 * @returns {Promise<Staged>}
 */
export async function stageFile(sqlite3, store, file, onBytes) {
  if (store.storage === 'memory' || store.kept === undefined) {
    onBytes(0);
    const db = new sqlite3.oo1.DB(':memory:');
    takeFile(sqlite3, db, new Uint8Array(await file.arrayBuffer()));
    return { db };
  }
  const path = await store.kept.pool.write(file, onBytes);
  return { path, db: store.kept.pool.connect(path) };
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Pick<Store, 'storage' | 'kept'>} store
 * @returns {Promise<Staged>} with nothing in it
 */
export async function stageEmpty(sqlite3, { storage, kept }) {
  if (storage === 'memory' || kept === undefined) return { db: new sqlite3.oo1.DB(':memory:') };
  const path = await kept.pool.next();
  return { path, db: kept.pool.connect(path) };
}

/**
 * @param {Pick<Store, 'kept'>} store
 * @param {Staged} staged is gone afterwards
 */
export function unstage({ kept }, { db, path }) {
  db.close();
  if (path !== undefined) kept?.pool.remove(path);
}

/**
 * Does something while both databases are open in one connection.
 * @template T
 * @param {Sqlite3} sqlite3
 * @param {Connection} db in use
 * @param {Staged} staged
 * @param {() => T} action
 * @returns {T}
 */
export function beside(sqlite3, db, staged, action) {
  db.exec({ sql: `ATTACH ? AS ${STAGED}`, bind: [staged.path ?? ':memory:'] });
  try {
    if (staged.path === undefined) takeFile(sqlite3, db, sqlite3.capi.sqlite3_js_db_export(staged.db), STAGED);
    return action();
  } finally {
    db.exec(`DETACH ${STAGED}`);
  }
}

/**
 * The staged database in the place of the one in use, which is deleted.
 * @param {Store} store
 * @param {Staged} staged
 * @returns {Store}
 */
export function takeOver(store, { db, path }) {
  store.db.close();
  if (path === undefined || store.kept === undefined) return memoryStore(db, store);
  store.kept.pool.remove(store.kept.path);
  return storeOf({ ...store.kept, path }, db);
}
