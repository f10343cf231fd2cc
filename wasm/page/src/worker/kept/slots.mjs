// slots.mjs - the pool's files as they lie in the browser's file system (OPFS), while the pool is not open.
//
// The pool of sqlite-wasm has a number of files with random names, here called slots. Each begins with a
// header of 4096 bytes that tells the path SQLite knows it by, and a digest of it. When the pool opens, it
// empties every slot whose header it cannot read. So they are looked at before, and what has lost its
// path gets it back, or is set aside.

export const POOL = { name: 'sqlite-smma', directory: '.sqlite-smma' };
const SLOTS = '.opaque';
/** Where a slot's content begins. */
export const CONTENT = 4096;

const PATH_BYTES = 512;
const DIGEST_AT = PATH_BYTES + 4;
const HEAD_BYTES = DIGEST_AT + 8;
// Flags of SQLite's open(): the kinds of files that stay, and two that say something of a slot.
const MAIN_DB = 0x100;
const LASTING = MAIN_DB | 0x800 | 0x4000 | 0x80000;
const DELETE_ON_CLOSE = 0x8;
const HAS_DIGEST = 0x80;

const DATABASE = new TextEncoder().encode('SQLite format 3\0');
const JOURNAL = new Uint8Array([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);

/**
 * @typedef {object} Slot
 * @property {FileSystemFileHandle} handle
 * @property {string} path '' where the pool would find none
 * @property {boolean} wasNamed there is something where the path should be
 * @property {'nothing' | 'database' | 'journal' | 'other'} holds
 * @property {number} size of the content
 */

/** @returns {Promise<FileSystemDirectoryHandle | undefined>} undefined while there is no pool */
async function slotsFolder() {
  try {
    const root = await navigator.storage.getDirectory();
    return await (await root.getDirectoryHandle(POOL.directory)).getDirectoryHandle(SLOTS);
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

/** @returns {Promise<Slot[]>} */
async function readSlots() {
  const folder = await slotsFolder();
  if (folder === undefined) return [];
  /** @type {Promise<Slot>[]} */
  const slots = [];
  // The types of TypeScript's library lack the iterator.
  for await (const handle of /** @type {any} */ (folder).values()) if (handle.kind === 'file') slots.push(readSlot(handle));
  return Promise.all(slots);
}

/** @param {FileSystemFileHandle} handle @returns {Promise<Slot>} */
async function readSlot(handle) {
  const file = await handle.getFile();
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const begin = new Uint8Array(await file.slice(CONTENT, CONTENT + DATABASE.length).arrayBuffer());
  return { handle, path: pathIn(head), wasNamed: head.length > 0 && head[0] !== 0, holds: kindOf(begin), size: Math.max(0, file.size - CONTENT) };
}

/** @param {Uint8Array} begin @returns {Slot['holds']} */
function kindOf(begin) {
  const beginsWith = (/** @type {Uint8Array} */ bytes) => bytes.every((byte, index) => begin[index] === byte);
  if (begin.every((byte) => byte === 0)) return 'nothing';
  if (beginsWith(DATABASE)) return 'database';
  return beginsWith(JOURNAL) ? 'journal' : 'other';
}

/** @param {Uint8Array} head @returns {string} '' where the pool would take none from it */
function pathIn(head) {
  if (head.length < HEAD_BYTES || head[0] === 0) return '';
  const view = new DataView(head.buffer, head.byteOffset);
  const flags = view.getUint32(PATH_BYTES);
  if ((flags & DELETE_ON_CLOSE) !== 0 || (flags & LASTING) === 0) return '';
  const digest = digestOf(head.subarray(0, DIGEST_AT), flags);
  if (digest.some((word, index) => view.getUint32(DIGEST_AT + 4 * index, true) !== word)) return '';
  return new TextDecoder().decode(head.subarray(0, head.indexOf(0)));
}

/** The pool's digest. @param {Uint8Array} bytes @param {number} flags */
function digestOf(bytes, flags) {
  if ((flags & HAS_DIGEST) === 0) return [0, 0];
  let first = 3735928559;
  let second = 1103547991;
  for (const byte of bytes) {
    first = Math.imul(first ^ byte, 2654435761);
    second = Math.imul(second ^ byte, 104729);
  }
  return [first >>> 0, second >>> 0];
}

/**
 * The file open for this worker alone. Missing in the types of TypeScript's library for pages.
 * @param {FileSystemFileHandle} handle
 * @returns {Promise<{ write: (bytes: Uint8Array, options: { at: number }) => number, truncate: (size: number) => void, flush: () => void, close: () => void }>}
 */
export const openAlone = (handle) => /** @type {any} */ (handle).createSyncAccessHandle();

/**
 * Gives a slot the path of a database.
 * @param {Slot} slot
 * @param {string} path
 */
async function giveName({ handle }, path) {
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  const flags = MAIN_DB | HAS_DIGEST;
  new TextEncoder().encodeInto(path, head);
  view.setUint32(PATH_BYTES, flags);
  digestOf(head.subarray(0, DIGEST_AT), flags).forEach((word, index) => view.setUint32(DIGEST_AT + 4 * index, word, true));
  const access = await openAlone(handle);
  try {
    // In one piece: half a header would be none.
    access.write(head, { at: 0 });
    access.flush();
  } finally {
    access.close();
  }
}

/**
 * Sees to it that the pool empties nothing that is not its own to empty.
 * @param {(path: string) => boolean} isPrices whether a path is one of the database of prices
 * @param {string} path that the database gets if it has lost its own
 * @param {(slot: FileSystemFileHandle) => Promise<unknown>} setAside
 * @returns {Promise<boolean>} whether the database has got its path back
 */
export async function saveNameless(isPrices, path, setAside) {
  const slots = await readSlots();
  const hasPrices = slots.some((slot) => isPrices(slot.path));
  // What never had a path is a copy that was cut short; unless nothing else is there.
  const lost = slots.filter((slot) => slot.path === '' && (slot.wasNamed || !hasPrices)
    && (slot.holds === 'database' || (slot.holds === 'other' && slot.wasNamed)))
    .sort((one, other) => Number(other.holds === 'database') - Number(one.holds === 'database') || other.size - one.size);
  const found = hasPrices ? undefined : lost.shift();
  for (const slot of lost) await setAside(slot.handle);
  if (found !== undefined) await giveName(found, path);
  return found !== undefined;
}

/**
 * The slot of a path.
 * @param {string} path
 * @returns {Promise<FileSystemFileHandle | undefined>}
 */
export async function slotOf(path) {
  return (await readSlots()).find((slot) => slot.path === path)?.handle;
}
