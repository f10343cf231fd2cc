// errors.mjs - what the database throws, and how it gets from the worker to the page.

import { formatBytes } from '../../shared/format.mjs';

/** SQL that failed. `message` is SQLite's own text. */
export class SqlError extends Error {
  /**
   * @param {string} message
   * @param {number} [offset] of what the message is about in the SQL text, in UTF-16 units as in
   *   String.prototype.slice; undefined where SQLite does not say
   */
  constructor(message, offset) {
    super(message);
    this.name = 'SqlError';
    this.offset = offset;
  }
}

/**
 * A line of the file that cannot be imported. Lines count from 1, as a text editor counts them.
 * @typedef {{ line: number, message: string }} LineError
 */

/** A file that could not be imported. Nothing in the database has changed. */
export class ImportError extends Error {
  /**
   * @param {string} message the whole of it in one sentence
   * @param {object} [details]
   * @param {LineError[]} [details.errors] the first bad lines; none where it is not about a line
   * @param {number} [details.total] how many bad lines there are
   */
  constructor(message, { errors = [], total = errors.length } = {}) {
    super(message);
    this.name = 'ImportError';
    this.errors = errors;
    this.total = total;
  }
}

/** What was stopped by cancel(), by a signal, or because the database was closed. */
export class CancelledError extends Error {
  /** @param {string} [message] */
  constructor(message = 'stopped') {
    super(message);
    // The name DOM functions use for it.
    this.name = 'AbortError';
  }
}

/** The disk is full, or what the browser grants the page is used up. */
export class FullError extends Error {
  /** @param {{ usage?: number, quota?: number }} [space] what the page has, and what it is granted at most, in bytes */
  constructor({ usage, quota } = {}) {
    super(`The disk is full, or this page has all the space that the browser grants it${figures(usage, quota)}. Nothing of what failed was stored; `
      + 'what was there before is as it was. Delete what is not needed, here or elsewhere on the disk, and try again.');
    this.name = 'FullError';
    this.usage = usage;
    this.quota = quota;
  }
}

/**
 * @param {number | undefined} usage
 * @param {number | undefined} quota browsers name some number far above, lest a page learn how big the disk is
 */
function figures(usage, quota) {
  if (usage === undefined) return '';
  return quota !== undefined && usage > quota / 2 ? `: it has ${formatBytes(usage)} of ${formatBytes(quota)}` : `: it has ${formatBytes(usage)} here`;
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
// Of a virtual table, such as an index of FTS5: not of the database.
const SQLITE_CORRUPT_VTAB = 267;
const DAMAGE = /database disk image is malformed|file is not a database|malformed database schema/;

/**
 * Whether an error says that the database is damaged.
 * @param {unknown} error
 */
export function isDamage(error) {
  if (!(error instanceof Error)) return false;
  const code = 'resultCode' in error ? Number(error.resultCode) : undefined;
  if (code === undefined) return DAMAGE.test(error.message);
  return code !== SQLITE_CORRUPT_VTAB && ((code & 0xff) === SQLITE_CORRUPT || code === SQLITE_NOTADB);
}

/**
 * An error as a message can carry it.
 * @typedef {{ name: string, message: string, offset?: number, errors?: LineError[], total?: number, usage?: number, quota?: number }} PackedError
 */

/**
 * @param {unknown} error
 * @returns {PackedError}
 */
export function packError(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  // The wrappers of sqlite-wasm put its own words before those of SQLite.
  const sqlite = /^SQLITE_(\w+): sqlite3 result code \d+: ([^]*)$/.exec(message);
  if (sqlite !== null) return { name: sqlite[1] === 'INTERRUPT' ? 'AbortError' : 'SqlError', message: sqlite[2] };
  if (error instanceof FullError) return { name, message, usage: error.usage, quota: error.quota };
  if (error instanceof SqlError) return { name, message, offset: error.offset };
  if (error instanceof ImportError) {
    const { errors, total } = error;
    return { name, message, errors, total };
  }
  return { name, message };
}

/** @param {PackedError} packed */
export function unpackError(packed) {
  if (packed.name === 'FullError') return new FullError(packed);
  if (packed.name === 'SqlError') return new SqlError(packed.message, packed.offset);
  if (packed.name === 'ImportError') return new ImportError(packed.message, packed);
  if (packed.name === 'AbortError') return new CancelledError(packed.message);
  return new Error(packed.message);
}
