// types.mjs - what the calls between page and worker take and give.

/**
 * Where the prices are.
 * @typedef {object} Status
 * @property {'opfs' | 'memory'} storage 'opfs': kept by this browser. 'memory': gone with the tab
 * @property {'busy' | 'free' | 'missing' | 'failed' | 'damaged' | undefined} reason for being in memory. 'busy': another tab
 *   has the database. 'free': it has let go of it. 'missing': the browser keeps none. 'failed': it could not be opened
 * @property {string} detail what SQLite or the browser says of that
 * @property {string} damage what SQLite says of a database that is damaged, in the words it has for it; '' where none is
 * @property {boolean} canReopen another tab has (or had) the database: reopen() may succeed
 * @property {boolean} sampled this opening found no database and put the sample prices in
 * @property {boolean} found the database had lost its name in the browser's storage, and was found again
 * @property {boolean} unsaved it is in memory, and has changed since it was opened or downloaded
 * @property {string} sqliteVersion
 * @property {string} smmaVersion
 */

/**
 * @typedef {object} SymbolSummary
 * @property {string} symbol
 * @property {number} bars
 * @property {string} first ts of the first bar
 * @property {string} last ts of the last bar
 * @property {number} close of the last bar
 * @property {boolean} isSample whether its bars come with the page
 */

/**
 * The bars of a symbol as columns of one length, oldest first. NaN stands for NULL.
 * @typedef {object} Bars
 * @property {string[]} ts
 * @property {Float64Array} open
 * @property {Float64Array} high
 * @property {Float64Array} low
 * @property {Float64Array} close
 * @property {Float64Array} volume
 */

/** @typedef {import('../queries/indicators.mjs').Indicator} Indicator */
/** @typedef {import('../queries/sweep.mjs').Sweep} Sweep */

/**
 * A value of SQL: INTEGER beyond 2^53 is a BigInt, a BLOB a Uint8Array.
 * @typedef {null | number | bigint | string | Uint8Array} Value
 */

/**
 * Columns and rows; reals says per column whether its numbers are all REAL, so 2 is 2.0.
 * @typedef {{ columns: string[], rows: Value[][], reals: boolean[] }} Table
 */

/**
 * What a text of SQL has done.
 * @typedef {object} Done
 * @property {number} changes rows inserted, updated or deleted
 * @property {number} statements how many were run
 * @property {number} elapsed milliseconds in SQLite
 * @property {boolean} inTransaction a BEGIN has been left without its COMMIT
 */

/**
 * What run() gives: the rows of the last statement that returns any. truncated: there are more than maxRows.
 * @typedef {Table & Done & { truncated: boolean }} Result
 */

/**
 * The rows of one statement of a text.
 * @typedef {object} StatementFacts
 * @property {boolean} truncated there are more rows than maxRows has left for it
 * @property {boolean} isPlan it is an EXPLAIN QUERY PLAN
 * @property {number} elapsed milliseconds in SQLite
 * @property {number} from where the statement begins in the text, in UTF-16 units
 * @property {number} to where it ends, its semicolon included
 */

/** @typedef {Table & StatementFacts} StatementResult */

/**
 * What all statements of a text have given, or those before the one that failed.
 * @typedef {Done & { results: StatementResult[], moreResults: number }} Outcome
 *   results: of the statements that return rows; moreResults: how many of those there are besides
 */

/**
 * What runScript() gives.
 * @typedef {Outcome & { error?: import('./errors.mjs').PackedError }} ScriptResult
 */

/** @typedef {import('../store/preview.mjs').Preview} Preview */
/** @typedef {import('../store/preview.mjs').There} There */

/**
 * How far an import is: bytes of total read, rows so far.
 * @typedef {{ bytes: number, total: number, rows: number }} ImportProgress
 */

/**
 * How far a sweep is, in bars.
 * @typedef {{ done: number, total: number }} SweepProgress
 */

/**
 * @typedef {object} ImportResult
 * @property {number} rows
 * @property {string[]} symbols
 * @property {number} replaced rows that were there before and have been replaced
 * @property {number} skipped rows left out because they are no bars
 * @property {number} [faults] rows left out because they cannot be taken
 * @property {number} [samples] symbols with bars that come with the page, which are there still
 * @property {number} elapsed milliseconds in SQLite
 */

export {};
