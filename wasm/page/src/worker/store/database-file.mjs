// database-file.mjs - the database as the bytes of a file.

import { withoutLog } from '../restore/header.mjs';
import { isInTransaction } from './transaction.mjs';

/**
 * A copy of the database that needs no other file beside it.
 * @param {import('./sqlite.mjs').Sqlite3} sqlite3
 * @param {import('./sqlite.mjs').Connection} db
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function databaseFile(sqlite3, db) {
  if (isInTransaction(sqlite3, db)) {
    throw new Error('A transaction begun by SQL is open: run COMMIT or ROLLBACK first.');
  }
  // Pages are taken from wherever they are, a write-ahead log too; so none has to come along.
  return /** @type {Uint8Array<ArrayBuffer>} */ (withoutLog(sqlite3.capi.sqlite3_js_db_export(db)));
}

/**
 * A database in memory out of the bytes of a file.
 * @param {import('./sqlite.mjs').Sqlite3} sqlite3
 * @param {import('./sqlite.mjs').Connection} db
 * @param {Uint8Array} bytes
 * @param {string} schema of db that they become
 */
export function takeFile({ capi, wasm }, db, bytes, schema = 'main') {
  const copy = Number(wasm.allocFromTypedArray(bytes));
  withoutLog(wasm.heap8u().subarray(copy, copy + bytes.length));
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  db.checkRc(capi.sqlite3_deserialize(db, schema, copy, bytes.length, bytes.length, flags));
}
