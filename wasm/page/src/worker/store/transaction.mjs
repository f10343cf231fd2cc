// transaction.mjs - all or nothing.

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

/**
 * Whether a BEGIN or a SAVEPOINT is open.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 */
export const isInTransaction = ({ capi }, db) => capi.sqlite3_get_autocommit(db) === 0;

/**
 * What action does stays only if it succeeds, also within a transaction that is open already.
 * @template T
 * @param {Connection} db
 * @param {string} name of the savepoint
 * @param {() => T} action
 * @returns {T}
 */
export function inSavepoint(db, name, action) {
  db.exec(`SAVEPOINT ${name}`);
  try {
    const result = action();
    db.exec(`RELEASE ${name}`);
    return result;
  } catch (error) {
    rollBack(db, name);
    throw error;
  }
}

/**
 * @param {Connection} db
 * @param {string} name
 */
function rollBack(db, name) {
  try {
    db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
  } catch {
    // A full disk or an interrupt has made SQLite roll everything back by itself.
  }
}
