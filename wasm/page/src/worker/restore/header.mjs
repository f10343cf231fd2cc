// header.mjs - the first 100 bytes of an SQLite file (https://sqlite.org/fileformat2.html), judged before SQLite opens it.

export const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const VERSIONS_AT = 18;

/**
 * What keeps a file from being taken. The page has the words.
 * @typedef {object} Problem
 * @property {'no-database' | 'cut-short' | 'newer' | 'utf-16' | 'damaged' | 'other-prices' | 'unreadable'} code
 * @property {string} detail what SQLite says of it; '' where the code says all
 */

/**
 * @typedef {object} Header
 * @property {Problem['code'] | undefined} problem
 * @property {boolean} hasLog it was written with a write-ahead log, which is a file of its own
 * @property {number} size in bytes that the file must have; 0 where the header does not tell
 */

/**
 * Whether a file is an SQLite database, to judge by its first bytes.
 * @param {Blob} file
 */
export async function isDatabase(file) {
  return new TextDecoder('latin1').decode(await file.slice(0, MAGIC.length).arrayBuffer()) === MAGIC;
}

/**
 * @param {Uint8Array} bytes the first of the file
 * @returns {number} the size of a page, or 0
 */
export function pageSizeIn(bytes) {
  if (bytes.length < HEADER_BYTES) return 0;
  const size = bytes[16] === 0 && bytes[17] === 1 ? 65536 : bytes[16] << 8 | bytes[17];
  return size >= 512 && (size & (size - 1)) === 0 ? size : 0;
}

/**
 * @param {Blob} file
 * @returns {Promise<Header>}
 */
export async function readHeader(file) {
  const bytes = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  const none = { hasLog: false, size: 0 };
  if (!await isDatabase(file)) return { ...none, problem: 'no-database' };
  const pageSize = pageSizeIn(bytes);
  if (bytes.length < HEADER_BYTES) return { ...none, problem: 'cut-short' };
  const view = new DataView(bytes.buffer);
  // Both count changes; where they differ, the number of pages was written by an SQLite older than 3.7.
  const isCurrent = view.getUint32(24) === view.getUint32(92);
  const size = isCurrent ? view.getUint32(28) * pageSize : 0;
  const hasLog = bytes[VERSIONS_AT] === 2 || bytes[VERSIONS_AT + 1] === 2;
  return { hasLog, size, problem: problemOf(view, pageSize, file.size, size) };
}

/**
 * @param {DataView} view
 * @param {number} pageSize
 * @param {number} size of the file
 * @param {number} wanted size, or 0
 * @returns {Problem['code'] | undefined}
 */
function problemOf(view, pageSize, size, wanted) {
  if (pageSize === 0) return 'damaged';
  if (view.getUint8(VERSIONS_AT) > 2 || view.getUint8(VERSIONS_AT + 1) > 2 || view.getUint32(44) > 4) return 'newer';
  if (size < wanted || size % pageSize !== 0) return 'cut-short';
  return view.getUint32(56) > 1 ? 'utf-16' : undefined;
}

/**
 * The file as one that is written with a rollback journal, as all are here.
 * @param {Uint8Array} bytes changed
 */
export function withoutLog(bytes) {
  for (const at of [VERSIONS_AT, VERSIONS_AT + 1]) if (bytes.length > at) bytes[at] = 1;
  return bytes;
}
