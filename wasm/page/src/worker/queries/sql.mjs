// sql.mjs - runs SQL text as a shell does: statement by statement, until one fails.

import { CancelledError, SqlError } from '../calls/errors.mjs';
import { FLOAT, INTEGER, NULL, RowReader, TEXT } from './row-reader.mjs';
import { isInTransaction } from '../store/transaction.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('../calls/types.mjs').Value} Value */

const MAX_ROWS = 100_000;
// Of a text with more statements that return rows, the others are run, and counted.
const MOST_RESULTS = 100;

/**
 * readOnly: a statement that would change something is an error, and is not run. maxRows is over all results.
 * @typedef {{ maxRows?: number, readOnly?: boolean }} RunOptions
 */

/**
 * What was run of a text: all of it, or the statements before the one that failed.
 * @typedef {import('../calls/types.mjs').Outcome & { failure?: Error }} Ran
 */

/**
 * Runs all statements of a text until one fails; those before it have been done.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} sql
 * @param {RunOptions} [options]
 * @returns {Ran} failure: a SqlError, or a CancelledError after an interrupt
 */
export function runScript(sqlite3, db, sql, { maxRows = MAX_ROWS, readOnly = false } = {}) {
  const { capi } = sqlite3;
  const start = performance.now();
  const changesBefore = capi.sqlite3_total_changes64(db);
  /** @type {import('../calls/types.mjs').StatementResult[]} */
  const results = [];
  let [statements, left, moreResults] = [0, maxRows, 0];
  /** @type {Error | undefined} */
  let failure;
  try {
    for (const { statement, from, to } of statementsOf(sqlite3, db, sql)) {
      if (readOnly && capi.sqlite3_stmt_readonly(statement) === 0) throw new SqlError('the statement would change the database', from);
      const isOver = results.length >= MOST_RESULTS;
      const rows = runStatement(sqlite3, db, statement, isOver ? 0 : left);
      statements += 1;
      if (rows === undefined) continue;
      if (isOver) moreResults += 1;
      else results.push({ ...rows, from, to });
      left -= rows.rows.length;
    }
  } catch (error) {
    failure = /** @type {Error} */ (error);
  }
  return {
    results, moreResults, statements,
    changes: Number(capi.sqlite3_total_changes64(db) - changesBefore),
    elapsed: performance.now() - start,
    inTransaction: isInTransaction(sqlite3, db),
    failure,
  };
}

/**
 * Runs all statements of a text, for their effect and the rows of the last one that returns any.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} sql
 * @param {RunOptions} [options]
 * @returns {import('../calls/types.mjs').Result} throws a SqlError, or a CancelledError after an interrupt
 */
export function runSql(sqlite3, db, sql, options) {
  const { results, changes, statements, elapsed, inTransaction, failure } = runScript(sqlite3, db, sql, options);
  if (failure !== undefined) throw failure;
  const { columns, rows, reals, truncated } = results[results.length - 1] ?? NO_ROWS;
  return { columns, rows, reals, truncated, changes, statements, elapsed, inTransaction };
}

/** @type {import('../calls/types.mjs').Table & { truncated: boolean }} */
const NO_ROWS = Object.freeze({ columns: [], rows: [], reals: [], truncated: false });

/**
 * The statements of a text, one after the other, as each is wanted; and their places in it, in UTF-16 units.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {string} sql
 * @returns {Generator<{ statement: number, from: number, to: number }>} a statement is gone when the next is asked for
 */
function* statementsOf(sqlite3, db, sql) {
  const { capi, wasm } = sqlite3;
  // The text stays where it is, so that places in it can be counted from its start.
  const [text, bytes] = wasm.allocCString(sql, true);
  const out = wasm.alloc(8);
  const place = placesIn(sql);
  try {
    for (let at = text; at < text + bytes;) {
      wasm.poke32(out, 0);
      const status = capi.sqlite3_prepare_v3(db, at, text + bytes - at, 0, out, out + 4);
      if (status !== 0) throw failureOf(sqlite3, db, sql, at - text);
      const statement = wasm.peek32(out) >>> 0;
      const next = wasm.peek32(out + 4) >>> 0;
      if (statement !== 0) {
        try {
          const [from, to] = [place(at - text), place(next - text)];
          yield { statement, from: from + leadingSpace(sql.slice(from, to)), to };
        } finally {
          capi.sqlite3_finalize(statement);
        }
      }
      at = next;
    }
  } finally {
    wasm.dealloc(out);
    wasm.dealloc(text);
  }
}

/** What stands before a statement: white space, comments, semicolons. @param {string} text */
const leadingSpace = (text) => /^(?:[\s;]|--.*(?:\n|$)|\/\*[^]*?\*\/)*/.exec(text)?.[0].length ?? 0;

/**
 * Tells for a place in bytes of UTF-8 the one in UTF-16 units; for places that do not go back.
 * @param {string} sql
 * @returns {(byte: number) => number}
 */
function placesIn(sql) {
  const bytes = new TextEncoder().encode(sql);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let [byte, unit] = [0, 0];
  return (next) => {
    unit += decoder.decode(bytes.subarray(byte, next)).length;
    byte = next;
    return unit;
  };
}

/**
 * The rows of one statement.
 * @typedef {Omit<import('../calls/types.mjs').StatementResult, 'from' | 'to'>} Rows
 */

/**
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {number} statement
 * @param {number} maxRows
 * @returns {Rows | undefined} undefined for a statement that cannot return any
 */
function runStatement(sqlite3, db, statement, maxRows) {
  const { capi } = sqlite3;
  const start = performance.now();
  const width = capi.sqlite3_column_count(statement);
  const reader = new TypedRows(sqlite3, statement, width);
  /** @type {Value[][]} */
  const rows = [];
  let status = capi.sqlite3_step(statement);
  // After the first step: a change of the schema is noticed there, and * may mean other columns.
  const columns = Array.from({ length: width }, (_, index) => capi.sqlite3_column_name(statement, index));
  while (status === capi.SQLITE_ROW && rows.length < maxRows) {
    rows.push(reader.read());
    status = capi.sqlite3_step(statement);
  }
  if (status !== capi.SQLITE_ROW && status !== capi.SQLITE_DONE) throw failureOf(sqlite3, db);
  if (width === 0) return undefined;
  return {
    columns, rows, reals: reader.reals(),
    truncated: status === capi.SQLITE_ROW,
    isPlan: capi.sqlite3_stmt_isexplain(statement) === QUERY_PLAN,
    elapsed: performance.now() - start,
  };
}

// What sqlite3_stmt_isexplain() says of EXPLAIN QUERY PLAN.
const QUERY_PLAN = 2;

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
function failureOf({ capi }, db, sql, base = 0) {
  const message = capi.sqlite3_errmsg(db);
  if (capi.sqlite3_errcode(db) === capi.SQLITE_INTERRUPT) return new CancelledError(message);
  const offset = sql === undefined ? -1 : capi.sqlite3_error_offset(db);
  if (sql === undefined || offset < 0) return new SqlError(message);
  const before = new TextEncoder().encode(sql).subarray(0, base + offset);
  return new SqlError(message, new TextDecoder().decode(before).length);
}
