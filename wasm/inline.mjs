// inline.mjs - sqlite-smma/inline: both of the package's entries with the modules inside the JavaScript, for where no
// file can be found beside it: one file, CommonJS, servers that render pages.

import { coreOf } from './core/load.mjs';
import * as coreFile from './dist/inline/smma-core.mjs';
import * as sideFile from './dist/inline/smma.mjs';
import { loadInto } from './sql/load.mjs';

export { Block } from './core/block.mjs';
export { Core } from './core/core.mjs';
export { SmmaStream, WilderStream } from './core/streams.mjs';
export { SmmaError } from './module.mjs';

/** @typedef {import('./module.mjs').WasmSource} WasmSource */
/** @typedef {import('./sql/load.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sql/load.mjs').LoadOptions} LoadOptions */
/** @typedef {import('./core/load.mjs').CoreOptions} CoreOptions */
/** @typedef {import('./core/prices.mjs').Prices} Prices */
/** @typedef {import('./core/series.mjs').Bars} Bars */
/** @typedef {import('./core/core.mjs').Batch} Batch */
/** @typedef {import('./core/core.mjs').BatchConfig} BatchConfig */

/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/**
 * loadSmma() of sqlite-smma: every connection that sqlite3 opens from now on has the functions.
 * @param {Sqlite3} sqlite3
 * @param {LoadOptions | null} [options]
 * @returns {Promise<void>}
 */
export async function loadSmma(sqlite3, options) {
  return loadInto(sqlite3, options, () => bytesOf(sideFile.base64));
}

/**
 * loadCore() of sqlite-smma/core: the core that everyone shares; or, with options, one of your own.
 * @param {CoreOptions} [options]
 * @returns {Promise<import('./core/core.mjs').Core>}
 */
export function loadCore(options) {
  return coreOf(options, () => bytesOf(coreFile.base64));
}
