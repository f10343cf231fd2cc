// row-reader.mjs - reads the values of the row a statement stands on.
//
// As row-writer.mjs: SQLite's functions as the module exports them.

/** @typedef {import('../calls/types.mjs').Value} Value */

export const INTEGER = 1;
export const FLOAT = 2;
export const TEXT = 3;
export const BLOB = 4;
export const NULL = 5;

export class RowReader {
  #wasm;
  #statement;
  // A byte order mark in a text is part of it.
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /**
   * @param {import('../store/sqlite.mjs').Sqlite3} sqlite3
   * @param {number} statement
   */
  constructor({ wasm }, statement) {
    this.#wasm = wasm;
    this.#statement = statement;
  }

  /**
   * @param {number} column
   * @returns {number} INTEGER, FLOAT, TEXT, BLOB or NULL
   */
  type(column) {
    return this.#wasm.exports.sqlite3_column_type(this.#statement, column);
  }

  /** @param {number} column @returns {number} NaN for NULL */
  number(column) {
    return this.type(column) === NULL ? NaN : this.#wasm.exports.sqlite3_column_double(this.#statement, column);
  }

  /** @param {number} column @returns {string} */
  text(column) {
    const { exports } = this.#wasm;
    const start = exports.sqlite3_column_text(this.#statement, column) >>> 0;
    const length = exports.sqlite3_column_bytes(this.#statement, column);
    return this.#decoder.decode(this.#wasm.heap8u().subarray(start, start + length));
  }

  /** @param {number} column @returns {Uint8Array} a copy */
  blob(column) {
    const { exports } = this.#wasm;
    const start = exports.sqlite3_column_blob(this.#statement, column) >>> 0;
    const length = exports.sqlite3_column_bytes(this.#statement, column);
    return this.#wasm.heap8u().slice(start, start + length);
  }

  /** @param {number} column @returns {number | bigint} a BigInt beyond 2^53 */
  integer(column) {
    const value = this.#wasm.exports.sqlite3_column_int64(this.#statement, column);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
}
