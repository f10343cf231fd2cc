// sql.mjs - runs SQL text as a shell does: statement by statement, until one fails.

import { CancelledError, SqlError } from '../calls/errors.mjs';
import { FLOAT, INTEGER, NULL, RowReader, TEXT } from './row-reader.mjs';
import { isInTransaction } from '../store/transaction.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('../calls/types.mjs').Value} Value */

const MAX_ROWS = 100_000;

/**
 * Runs all statements of a text. Those before one that fails have been done.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} sql
 * @param {{ maxRows?: number }} [options]
 * @returns {import('../calls/types.mjs').Result} throws a SqlError, or a CancelledError after an interrupt
 */
export function runSql(sqlite3, db, sql, { maxRows = MAX_ROWS } = {}) {
  const { capi, wasm } = sqlite3;
  const start = performance.now();
  const changesBefore = capi.sqlite3_total_changes64(db);
  let statements = 0;
  let result = noRows();
  // The text stays where it is, so that the offset of an error can be counted from its start.
  const [text, bytes] = wasm.allocCString(sql, true);
  const out = wasm.alloc(8);
  try {
    for (let at = text; at < text + bytes;) {
      wasm.poke32(out, 0);
      const status = capi.sqlite3_prepare_v3(db, at, text + bytes - at, 0, out, out + 4);
      if (status !== 0) throw failure(sqlite3, db, sql, at - text);
      const statement = wasm.peek32(out) >>> 0;
      const next = wasm.peek32(out + 4) >>> 0;
      if (statement !== 0) {
        statements += 1;
        result = runStatement(sqlite3, db, statement, maxRows) ?? result;
      }
      at = next;
    }
  } finally {
    wasm.dealloc(out);
    wasm.dealloc(text);
  }
  const changes = Number(capi.sqlite3_total_changes64(db) - changesBefore);
  return {
    ...result, changes, statements, elapsed: performance.now() - start, inTransaction: isInTransaction(sqlite3, db),
  };
}

/**
 * The rows of one statement.
 * @typedef {{ columns: string[], rows: Value[][], reals: boolean[], truncated: boolean }} Rows
 */

/** @returns {Rows} */
const noRows = () => ({ columns: [], rows: [], reals: [], truncated: false });

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {number} statement
 * @param {number} maxRows
 * @returns {Rows | undefined} undefined for a statement that cannot return any
 */
function runStatement(sqlite3, db, statement, maxRows) {
  const { capi } = sqlite3;
  try {
    const width = capi.sqlite3_column_count(statement);
    const result = noRows();
    const rows = new TypedRows(sqlite3, statement, width);
    let status = capi.sqlite3_step(statement);
    // After the first step: a change of the schema is noticed there, and * may mean other columns.
    for (let index = 0; index < width; index++) result.columns.push(capi.sqlite3_column_name(statement, index));
    for (; status === capi.SQLITE_ROW; status = capi.sqlite3_step(statement)) {
      if (result.rows.length >= maxRows) {
        result.truncated = true;
        break;
      }
      result.rows.push(rows.read());
    }
    if (status !== capi.SQLITE_ROW && status !== capi.SQLITE_DONE) throw failure(sqlite3, db);
    result.reals = rows.reals();
    return width > 0 ? result : undefined;
  } finally {
    capi.sqlite3_finalize(statement);
  }
}

/** Reads rows, and remembers which columns have REALs. */
class TypedRows {
  #reader;
  #width;
  #hasReal;
  #hasInteger;

  /**
   * @param {Sqlite3} sqlite3
   * @param {number} statement
   * @param {number} width
   */
  constructor(sqlite3, statement, width) {
    this.#reader = new RowReader(sqlite3, statement);
    this.#width = width;
    this.#hasReal = new Uint8Array(width);
    this.#hasInteger = new Uint8Array(width);
  }

  /** @returns {Value[]} */
  read() {
    /** @type {Value[]} */
    const row = [];
    for (let index = 0; index < this.#width; index++) row.push(this.#value(index));
    return row;
  }

  /** @param {number} index @returns {Value} */
  #value(index) {
    switch (this.#reader.type(index)) {
      case NULL:
        return null;
      case FLOAT:
        this.#hasReal[index] = 1;
        return this.#reader.number(index);
      case INTEGER:
        this.#hasInteger[index] = 1;
        return this.#reader.integer(index);
      case TEXT:
        return this.#reader.text(index);
      default:
        return this.#reader.blob(index);
    }
  }

  /** The columns whose numbers are all REAL. */
  reals() {
    return Array.from(this.#hasReal, (has, index) => has === 1 && this.#hasInteger[index] === 0);
  }
}

/**
 * What SQLite says of the statement that has just failed.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} [sql] the whole text; given for an error in it
 * @param {number} [base] where the statement begins in it, in bytes
 */
function failure({ capi }, db, sql, base = 0) {
  const message = capi.sqlite3_errmsg(db);
  if (capi.sqlite3_errcode(db) === capi.SQLITE_INTERRUPT) return new CancelledError(message);
  const offset = sql === undefined ? -1 : capi.sqlite3_error_offset(db);
  if (sql === undefined || offset < 0) return new SqlError(message);
  const before = new TextEncoder().encode(sql).subarray(0, base + offset);
  return new SqlError(message, new TextDecoder().decode(before).length);
}
