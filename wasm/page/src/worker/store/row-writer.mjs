// row-writer.mjs - writes many rows with one statement.
//
// It calls SQLite's functions as the module exports them. The wrappers around them, made for
// convenience, take longer than SQLite itself takes with a row.

const TEXT_BYTES = 1 << 16;

/** A statement with the parameters ?1 and ?2 for text, and the others for numbers. */
export class RowWriter {
  #wasm;
  #db;
  #statement;
  #pointer;
  // Where texts are put for SQLite to copy.
  #buffer;
  #encoder = new TextEncoder();
  /** @type {string | undefined} */
  #bound;

  /**
   * @param {import('./sqlite.mjs').Sqlite3} sqlite3
   * @param {import('./sqlite.mjs').Connection} db
   * @param {string} sql
   */
  constructor({ wasm }, db, sql) {
    this.#wasm = wasm;
    this.#db = db;
    this.#statement = db.prepare(sql);
    this.#pointer = this.#statement.pointer ?? 0;
    this.#buffer = wasm.alloc(TEXT_BYTES);
  }

  /**
   * @param {string} first
   * @param {string} second
   * @param {readonly (number | null)[]} numbers from ?3 on
   */
  write(first, second, numbers) {
    const { exports } = this.#wasm;
    const pointer = this.#pointer;
    // A parameter stays bound from row to row, and the first text seldom changes.
    if (first !== this.#bound) {
      this.#bindText(1, first);
      this.#bound = first;
    }
    this.#bindText(2, second);
    let status = 0;
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index];
      status ||= value === null ? exports.sqlite3_bind_null(pointer, index + 3)
        : exports.sqlite3_bind_double(pointer, index + 3, value);
    }
    this.#db.checkRc(status);
    exports.sqlite3_step(pointer);
    // It returns the status of the step.
    this.#db.checkRc(exports.sqlite3_reset(pointer));
  }

  /**
   * @param {number} index
   * @param {string} text
   */
  #bindText(index, text) {
    // A character is at most three bytes long.
    if (text.length * 3 > TEXT_BYTES) {
      this.#statement.bind(index, text);
      return;
    }
    const { exports } = this.#wasm;
    const { written } = this.#encoder.encodeInto(text, this.#wasm.heap8u().subarray(this.#buffer, this.#buffer + TEXT_BYTES));
    // -1: SQLite makes a copy.
    this.#db.checkRc(exports.sqlite3_bind_text(this.#pointer, index, this.#buffer, written, -1));
  }

  close() {
    this.#statement.finalize();
    this.#wasm.dealloc(this.#buffer);
  }
}
