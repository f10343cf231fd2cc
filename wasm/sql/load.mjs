// load.mjs - loads the SQL functions into the unmodified @sqlite.org/sqlite-wasm (SPEC 5.1).

import { link, readNeeds } from './dylink.mjs';
import { SmmaError, compileSource, requireSimd } from '../module.mjs';

/** @typedef {import('../module.mjs').WasmSource} WasmSource */

/**
 * The object that the initialiser of @sqlite.org/sqlite-wasm gives.
 * @typedef {{ capi: any, wasm: any }} Sqlite3
 */

/**
 * @typedef {object} LoadOptions
 * @property {{ pointer?: any } | number} [db] an open connection that is to have the functions too:
 *   a database of the oo1 API, or its pointer
 * @property {WasmSource | Promise<WasmSource>} [wasm] instead of the file beside this package
 */

const OLDEST_SQLITE = 3025000; // window functions (SPEC 3.8)

/**
 * The extension in one sqlite-wasm.
 * @typedef {{ init: (db: number, message: number, api: number) => number, address: number }} Extension
 */

/**
 * What has been loaded. A page may have this package twice, in two versions even: they share it, so that the functions
 * are registered once.
 * @returns {WeakMap<Sqlite3, Promise<Extension>>}
 */
function loadedHere() {
  const shared = /** @type {Record<symbol, any>} */ (globalThis);
  const key = Symbol.for('sqlite-smma loaded');
  shared[key] ??= new WeakMap();
  return shared[key];
}

/**
 * loadSmma() of one of the package's entries.
 * @param {Sqlite3} sqlite3
 * @param {LoadOptions | null | undefined} options
 * @param {() => WasmSource} ownFile smma.wasm, as that entry has it
 * @returns {Promise<void>}
 */
export async function loadInto(sqlite3, options, ownFile) {
  requireSqlite(sqlite3);
  const { db, wasm } = options ?? {};
  const loaded = loadedHere();
  let extension = loaded.get(sqlite3);
  if (extension === undefined) {
    extension = load(sqlite3, wasm, ownFile);
    loaded.set(sqlite3, extension);
    extension.catch(() => loaded.delete(sqlite3));
  }
  const { init, address } = await extension;
  // SQLite ignores an address it has already; sqlite3_reset_auto_extension() may have removed ours.
  announce(sqlite3, address);
  if (db !== undefined) register(sqlite3, init, db);
}

/** @param {Sqlite3} sqlite3 */
function requireSqlite(sqlite3) {
  const isSqlite = typeof sqlite3?.capi?.sqlite3_auto_extension === 'function' &&
    typeof sqlite3.wasm?.functionTable === 'function';
  if (!isSqlite && isOtherBuild(sqlite3)) {
    throw new SmmaError('sql.js, wa-sqlite and builds like them cannot load extensions: the names of their functions are '
      + 'shortened, and their tables cannot grow. Take @sqlite.org/sqlite-wasm, or the static build of sqlite-smma');
  }
  if (!isSqlite) {
    throw new SmmaError(
      'loadSmma() needs the sqlite3 object that the initialiser of @sqlite.org/sqlite-wasm gives, after await');
  }
}

/**
 * Whether it is SQLite for WebAssembly, but not that of sqlite.org: sql.js has a class Database that makes connections
 * from bytes, wa-sqlite is a module of Emscripten, or an API made of one.
 * @param {any} other
 */
function isOtherBuild(other) {
  const isSqlJs = typeof other?.Database === 'function' && other.capi === undefined;
  return isSqlJs || typeof other?.ccall === 'function' || typeof other?.open_v2 === 'function';
}

/** @param {Sqlite3} sqlite3 */
function requireSuitable({ capi, wasm }) {
  requireSimd();
  // `ptr` since SQLite 3.51; older builds are all of 32 bits.
  const pointerSize = wasm.ptr?.size ?? wasm.ptrSizeof ?? 4;
  if (pointerSize !== 4) {
    throw new SmmaError(
      `sqlite-smma needs the 32-bit sqlite-wasm, this one has pointers of ${pointerSize * 8} bits`);
  }
  if (capi.sqlite3_libversion_number() < OLDEST_SQLITE) {
    throw new SmmaError(`sqlite-smma needs SQLite 3.25 or newer, this is ${capi.sqlite3_libversion()}`);
  }
}

/**
 * @param {Sqlite3} sqlite3
 * @param {LoadOptions['wasm']} source
 * @param {() => WasmSource} ownFile
 * @returns {Promise<Extension>}
 */
async function load(sqlite3, source, ownFile) {
  requireSuitable(sqlite3);
  const module = await compileSource(source === undefined ? ownFile() : source);
  const needs = readNeeds(module);
  const isOurs = WebAssembly.Module.exports(module).some((entry) => entry.name === 'sqlite3_smma_init');
  if (needs === undefined || !isOurs) {
    throw new SmmaError('the module is not smma.wasm: it is not a side module with sqlite3_smma_init');
  }
  const linked = await link(sqlite3.wasm, module, needs, 1);
  const init = linked.exports.sqlite3_smma_init;
  const address = linked.addressOf(init);
  try {
    announce(sqlite3, address);
  } catch (error) {
    linked.release();
    throw error;
  }
  return { init, address };
}

/**
 * Has SQLite call the entry point at address for every connection to come.
 * @param {Sqlite3} sqlite3
 * @param {number} address
 */
function announce(sqlite3, address) {
  const status = sqlite3.capi.sqlite3_auto_extension(address);
  if (status !== 0) throw new SmmaError(`SQLite refuses the extension: ${statusText(sqlite3, status)}`);
}

/**
 * @param {Sqlite3} sqlite3
 * @param {number} status
 */
const statusText = ({ capi }, status) => capi.sqlite3_errstr?.(status) ?? `status ${status}`;

/**
 * Calls the extension's entry point for one connection.
 * @param {Sqlite3} sqlite3
 * @param {Extension['init']} init
 * @param {NonNullable<LoadOptions['db']>} db
 */
function register(sqlite3, init, db) {
  const { capi, wasm } = sqlite3;
  const pointer = typeof db === 'number' ? db : db?.pointer;
  if (!Number.isInteger(pointer) || pointer <= 0) {
    throw new SmmaError('db must be an open connection: a database of the oo1 API, or its pointer');
  }
  const out = wasm.alloc(4);
  try {
    wasm.poke32(out, 0);
    const status = init(pointer, out, 0);
    const message = wasm.peek32(out) >>> 0;
    if (status === 0) return;
    const text = message === 0 ? statusText(sqlite3, status) : wasm.cstrToJs(message);
    if (message !== 0) capi.sqlite3_free(message);
    throw new SmmaError(`the functions could not be registered: ${text}`);
  } finally {
    wasm.dealloc(out);
  }
}
