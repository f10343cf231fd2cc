// index.mjs - sqlite-smma: the SQL functions for sqlite-wasm, from the file beside this package (SPEC 5.1).

import { SmmaError, ownAddress } from './module.mjs';
import { loadInto } from './sql/load.mjs';

export { SmmaError };

/** @typedef {import('./module.mjs').WasmSource} WasmSource */
/** @typedef {import('./sql/load.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sql/load.mjs').LoadOptions} LoadOptions */

/**
 * Gives every connection that sqlite3 opens from now on the functions of sqlite-smma. Calling it
 * again, also at the same time, does no harm; the first call decides which module that is. After a
 * failure a later call tries again.
 * @param {Sqlite3} sqlite3
 * @param {LoadOptions | null} [options]
 * @returns {Promise<void>}
 */
export async function loadSmma(sqlite3, options) {
  return loadInto(sqlite3, options, () => ownAddress(() => new URL('./dist/smma.wasm', import.meta.url)));
}
