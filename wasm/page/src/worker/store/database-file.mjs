// database-file.mjs - the database as the bytes of a file.

import { isInTransaction } from './transaction.mjs';

// In the header: how the file is written and read. 1 is a rollback journal, 2 a write-ahead log.
const JOURNAL_VERSIONS = [18, 19];

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
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (sqlite3.capi.sqlite3_js_db_export(db));
  for (const at of JOURNAL_VERSIONS) if (bytes.length > at) bytes[at] = 1;
  return bytes;
}
