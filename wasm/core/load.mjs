// load.mjs - makes cores of smma-core.wasm: the one that everyone shares, and others (SPEC 5.3).

import { SmmaError, compileSource, requireSimd } from '../module.mjs';
import { Core } from './core.mjs';
import { KEY } from './memory.mjs';

/** @typedef {import('../module.mjs').WasmSource} WasmSource */

/**
 * @typedef {object} CoreOptions
 * @property {WasmSource | Promise<WasmSource>} [wasm] instead of the file of this package; the core is one of your own
 * @property {boolean} [shared] false: a core of your own, with memory of its own
 */

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/**
 * The module of this package, compiled once; after a failure the next call tries again.
 * @param {() => WasmSource} ownFile
 */
function compileOwn(ownFile) {
  if (compiled === undefined) {
    compiled = compileSource(ownFile());
    compiled.catch(() => { compiled = undefined; });
  }
  return compiled;
}

/** @type {Promise<Core> | undefined} */
let shared;

/**
 * loadCore() of one of the package's entries.
 * @param {CoreOptions | undefined} options
 * @param {() => WasmSource} ownFile smma-core.wasm, as that entry has it
 * @returns {Promise<Core>}
 */
export function coreOf(options, ownFile) {
  const { wasm, shared: isShared = true } = options ?? {};
  if (wasm !== undefined) return start(() => compileSource(wasm));
  if (!isShared) return start(() => compileOwn(ownFile));
  if (shared === undefined) {
    const starting = start(() => compileOwn(ownFile), () => { if (shared === starting) shared = undefined; });
    shared = starting;
    starting.catch(() => { if (shared === starting) shared = undefined; });
  }
  return shared;
}

/**
 * @param {() => Promise<WebAssembly.Module>} compile
 * @param {() => void} [onDispose]
 */
async function start(compile, onDispose) {
  requireSimd();
  const module = await compile();
  const isOurs = WebAssembly.Module.exports(module).some((entry) => entry.name === 'batchInto') &&
    WebAssembly.Module.imports(module).length === 0;
  if (!isOurs) throw new SmmaError('the module is not smma-core.wasm');
  const instance = await WebAssembly.instantiate(module);
  return new Core(KEY, instance.exports, onDispose);
}
