// store.mjs - opens the database where the browser keeps it (OPFS), or else in memory.
//
// opfs-sahpool needs no special headers, and serves one tab at a time. A lock of the browser tells
// whether another tab has it, before any of its files is touched.

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

const LOCK = 'sqlite-smma-prices';
const POOL = { name: 'sqlite-smma', directory: '.sqlite-smma' };
const FILE = '/prices.db';
const RETRY_MS = 50;
// The files of a worker that has ended stay locked for a moment longer than its lock.
const POOL_PATIENCE_MS = 700;

/**
 * An open database.
 * @typedef {object} Store
 * @property {Connection} db
 * @property {'opfs' | 'memory'} storage
 * @property {'busy' | 'missing' | 'failed'} [reason] why it is in memory: another tab has it; the
 *   browser cannot keep one; it could not be opened
 * @property {string} detail of the reason; '' where another tab has the lock
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
 * @returns {Promise<Store | Omit<Store, 'db' | 'close' | 'storage'>>} a store, or the reason why not
 */
export async function openKept(sqlite3, patience, locked) {
  if (!isAble()) return { reason: 'missing', detail: '' };
  const unlock = await locked ?? (patience > 0 ? await lockKept(patience) : undefined);
  if (unlock === undefined) return { reason: 'busy', detail: '' };
  try {
    const db = await openPool(sqlite3, Math.max(patience, POOL_PATIENCE_MS));
    return {
      db,
      storage: 'opfs',
      detail: '',
      close: () => {
        db.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    return { reason: reasonOf(error), detail: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Omit<Store, 'db' | 'close' | 'storage'>} why
 * @returns {Store}
 */
export function openInMemory(sqlite3, why) {
  const db = new sqlite3.oo1.DB(':memory:');
  return { ...why, db, storage: 'memory', close: () => db.close() };
}

/**
 * Resolves when no other tab has the database any more.
 * @returns {Promise<void>}
 */
export async function untilFree() {
  await navigator.locks.request(LOCK, () => {});
}

const isAble = () =>
  typeof globalThis.navigator?.storage?.getDirectory === 'function' &&
  'createSyncAccessHandle' in (globalThis.FileSystemFileHandle?.prototype ?? {});

/**
 * Asks for the lock on the database.
 * @param {number} patience milliseconds
 * @returns {Promise<(() => void) | undefined>} what gives it back; undefined when another has it
 */
export function lockKept(patience) {
  // Where there are no locks the pool's own files show whether another tab has them.
  if (globalThis.navigator?.locks === undefined) return Promise.resolve(() => {});
  const { promise: held, resolve: unlock } = promiseWithResolvers();
  return new Promise((resolve) => {
    navigator.locks.request(LOCK, { signal: AbortSignal.timeout(patience) }, () => {
      resolve(unlock);
      return held;
    }).catch(() => resolve(undefined));
  });
}

/** @returns {{ promise: Promise<void>, resolve: () => void }} */
function promiseWithResolvers() {
  /** @type {() => void} */
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}

/**
 * @param {Sqlite3} sqlite3
 * @param {number} patience
 * @returns {Promise<Connection>}
 */
async function openPool(sqlite3, patience) {
  const end = performance.now() + patience;
  for (;;) {
    try {
      const pool = await sqlite3.installOpfsSAHPoolVfs(/** @type {any} */ ({
        ...POOL,
        verbosity: 0,
        // A pool that cannot be opened now is left as it is. The default would delete its files.
        preserveOnInitFailure: true,
        forceReinitIfPreviouslyFailed: true,
      }));
      return openFile(pool);
    } catch (error) {
      if (reasonOf(error) !== 'busy' || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** @param {import('@sqlite.org/sqlite-wasm').SAHPoolUtil} pool */
function openFile(pool) {
  const db = new pool.OpfsSAHPoolDb(FILE);
  try {
    if (!isReadable(db)) endWriteAheadLog(db);
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
 * @param {unknown} error
 * @returns {'busy' | 'missing' | 'failed'}
 */
function reasonOf(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NoModificationAllowedError') return 'busy';
  // Private windows refuse in their own ways.
  return name === 'SecurityError' || name === 'NotAllowedError' || name === 'UnknownError' ? 'missing' : 'failed';
}
