// core.mjs - sqlite-smma/core: averages and Wilder's indicators of typed arrays, without any database, from the file
// beside this package (SPEC 5.3).

import { coreOf } from './core/load.mjs';
import { ownAddress } from './module.mjs';

export { Block } from './core/block.mjs';
export { Core } from './core/core.mjs';
export { SmmaStream, WilderStream } from './core/streams.mjs';
export { SmmaError } from './module.mjs';

/** @typedef {import('./module.mjs').WasmSource} WasmSource */
/** @typedef {import('./core/load.mjs').CoreOptions} CoreOptions */
/** @typedef {import('./core/prices.mjs').Prices} Prices */
/** @typedef {import('./core/series.mjs').Bars} Bars */
/** @typedef {import('./core/core.mjs').Batch} Batch */
/** @typedef {import('./core/core.mjs').BatchConfig} BatchConfig */

/**
 * The core that everyone on the page shares, as every instance takes address space and a browser has room for about a
 * hundred; or, with options, one of your own.
 * @param {CoreOptions} [options]
 * @returns {Promise<import('./core/core.mjs').Core>}
 */
export function loadCore(options) {
  return coreOf(options, () => ownAddress(() => new URL('./dist/smma-core.wasm', import.meta.url)));
}
