// import.mjs - a CSV file of prices into the table, all of it or nothing.
//
// The rows are checked and collected in a temporary table first. Only when every one is good does
// one statement take them over, as sql/import.sql does.

import { isMissing, readNumber, readVolume } from './csv-numbers.mjs';
import { readCsv } from './csv-reader.mjs';
import { readDate, readTime } from './dates.mjs';
import { CancelledError, ImportError } from './errors.mjs';
import { readLayout } from './layout.mjs';
import { RowWriter } from './row-writer.mjs';
import { inSavepoint, isInTransaction } from './transaction.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {import('./errors.mjs').LineError} LineError */

const ERRORS_SHOWN = 20;

const STAGE = `
DROP TABLE IF EXISTS temp.import_stage;
CREATE TABLE temp.import_stage(
  symbol TEXT, ts TEXT, open REAL, high REAL, low REAL, close REAL, volume NUMERIC, line INTEGER,
  PRIMARY KEY (symbol, ts)
) WITHOUT ROWID`;

const STAGE_ROW = `
INSERT INTO temp.import_stage(symbol, ts, open, high, low, close, volume, line)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT DO NOTHING`;

// A ts of the stage has a time always. All bars of a symbol have one in prices, or none (schema.sql):
// as the bars that are there, else a time where not all begin at midnight.
const FORMS = `
WITH forms AS (
  SELECT symbol,
         max(substr(ts, 12) <> '00:00:00') AS in_file,
         (SELECT length(ts) > 10 FROM main.prices WHERE symbol = import_stage.symbol LIMIT 1) AS in_prices
    FROM temp.import_stage
   GROUP BY symbol
),
bars AS (
  SELECT symbol, CASE WHEN coalesce(in_prices, in_file) THEN ts ELSE substr(ts, 1, 10) END AS ts,
         open, high, low, close, volume
    FROM temp.import_stage
    JOIN forms USING (symbol)
)`;

const OTHER_FORM = `${FORMS}
SELECT symbol FROM forms WHERE in_file > in_prices ORDER BY symbol`;

const TAKE_OVER = `${FORMS}
INSERT OR REPLACE INTO main.prices(symbol, ts, open, high, low, close, volume)
SELECT symbol, ts, open, high, low, close, volume
  FROM bars
 ORDER BY symbol, ts`;

const COUNT_REPLACED = `${FORMS}
SELECT count(*) FROM bars JOIN main.prices USING (symbol, ts)`;

/**
 * @typedef {object} CsvImport
 * @property {string} schema text of sql/schema.sql, run first
 * @property {string} [symbol] of all rows of a file without a column for it
 * @property {boolean} [askSymbol] see client.mjs
 * @property {string} [fileName] the symbol's source when there is no other
 * @property {(progress: import('./client.mjs').ImportProgress) => void} [onProgress]
 * @property {() => boolean} [isStopped] asked now and then
 * @property {number} [pieceBytes] how much of the file is read at a time
 */

/**
 * Imports a file, and changes nothing unless every row is good.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Blob} file
 * @param {CsvImport} options
 * @returns {Promise<Omit<import('./client.mjs').ImportResult, 'elapsed'>>} throws an ImportError
 */
export async function importCsv(sqlite3, db, file, options) {
  if (isInTransaction(sqlite3, db)) {
    throw new ImportError('A transaction begun by SQL is open: run COMMIT or ROLLBACK first.');
  }
  return importWithin(sqlite3, db, file, options);
}

/**
 * The same within a transaction of the caller.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Blob} file
 * @param {CsvImport} options
 * @returns {Promise<Omit<import('./client.mjs').ImportResult, 'elapsed'>>}
 */
export async function importWithin(sqlite3, db, file, options) {
  const layout = await readLayout(file, options.pieceBytes);
  const symbol = symbolOf(layout, options);
  db.exec(STAGE);
  try {
    const stage = new Stage(sqlite3, db, layout, symbol);
    try {
      await readRows(file, layout, stage, options);
    } finally {
      stage.finish();
    }
    stage.refuseErrors();
    return inSavepoint(db, 'page_import', () => {
      db.exec(options.schema);
      const other = db.selectValue(OTHER_FORM);
      if (other !== undefined) throw new ImportError(`${other} has times of day in the file, and dates alone in the table.`);
      const replaced = Number(db.selectValue(COUNT_REPLACED));
      db.exec(TAKE_OVER);
      const symbols = /** @type {string[]} */ (db.selectValues('SELECT DISTINCT symbol FROM temp.import_stage ORDER BY symbol'));
      return { rows: stage.rows, symbols, replaced, skipped: stage.skipped };
    });
  } finally {
    db.exec('DROP TABLE IF EXISTS temp.import_stage');
  }
}

/**
 * @param {import('./layout.mjs').Layout} layout
 * @param {CsvImport} options
 */
function symbolOf({ columns }, { symbol, askSymbol, fileName = '' }) {
  if (columns.symbol >= 0) return '';
  const given = symbol?.trim() ?? '';
  if (given !== '') return given;
  const suggested = fileName.replace(/^.*[\\/]/, '').replace(/\.(csv|txt|tsv|dat)$/i, '').trim();
  if (askSymbol || suggested === '') {
    throw new ImportError('The file has no column for the symbol: say which one it is.', { code: 'no-symbol', suggested });
  }
  return suggested;
}

/**
 * @param {Blob} file
 * @param {import('./layout.mjs').Layout} layout
 * @param {Stage} stage
 * @param {CsvImport} options
 */
async function readRows(file, layout, stage, { onProgress, isStopped, pieceBytes }) {
  for await (const { rows, lines, problems, bytes } of readCsv(file, pieceBytes)) {
    if (isStopped?.()) throw new CancelledError();
    for (let index = 0; index < rows.length; index++) {
      if (lines[index] < layout.firstLine) continue;
      const problem = problems.get(index);
      if (problem !== undefined) stage.addError(lines[index], problem);
      else stage.addRow(rows[index], lines[index]);
    }
    onProgress?.({ bytes, total: file.size, rows: stage.rows });
  }
}

/** A value for a message. */
const shown = (/** @type {string} */ text) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

/** The temporary table, and what is wrong with the rows that cannot go into it. */
class Stage {
  rows = 0;
  skipped = 0;
  #errorCount = 0;
  /** @type {LineError[]} */
  #errors = [];
  #capi;
  #db;
  #writer;
  #layout;
  #symbol;

  /**
   * @param {Sqlite3} sqlite3
   * @param {Connection} db
   * @param {import('./layout.mjs').Layout} layout
   * @param {string} symbol
   */
  constructor(sqlite3, db, layout, symbol) {
    this.#capi = sqlite3.capi;
    this.#db = db;
    this.#layout = layout;
    this.#symbol = symbol;
    this.#writer = new RowWriter(sqlite3, db, STAGE_ROW);
  }

  finish() {
    this.#writer.close();
  }

  /**
   * @param {number} line
   * @param {string} message
   */
  addError(line, message) {
    this.#errorCount += 1;
    if (this.#errors.length < ERRORS_SHOWN) this.#errors.push({ line, message });
  }

  /**
   * @param {string[]} fields
   * @param {number} line
   */
  addRow(fields, line) {
    if (fields.length === 1 && fields[0] === '') return;
    try {
      const row = this.#read(fields);
      if (row === undefined) this.skipped += 1;
      else this.#add(row, line);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      this.addError(line, error.message);
    }
  }

  /** Throws when a row was bad, or none was good. */
  refuseErrors() {
    const total = this.#errorCount;
    if (total > 0) {
      const [{ line, message }] = this.#errors;
      throw new ImportError(total === 1 ? `Line ${line}: ${message}.` : `${total} lines cannot be imported; the first is line ${line}: ${message}.`,
        { errors: this.#errors, total });
    }
    if (this.rows === 0) {
      throw new ImportError(this.skipped > 0 ? 'No row of the file has a price.' : 'The file has a header and no rows.');
    }
  }

  /**
   * @param {string[]} fields
   * @returns {Row | undefined} undefined for a row without any price: no bar
   */
  #read(fields) {
    const { columns, fields: expected, mark } = this.#layout;
    if (fields.every((text) => text === '')) return undefined;
    if (fields.length < expected || fields.slice(expected).some((text) => text !== '')) {
      throw new RowError(`${fields.length} ${fields.length === 1 ? 'field' : 'fields'} instead of ${expected}`);
    }
    const ts = this.#readTs(fields);
    const symbol = columns.symbol < 0 ? this.#symbol : fields[columns.symbol];
    if (symbol === '') throw new RowError('the symbol is missing');
    const open = readPrice(fields, columns.open, 'open', mark);
    const high = readPrice(fields, columns.high, 'high', mark);
    const low = readPrice(fields, columns.low, 'low', mark);
    const close = readPrice(fields, columns.close, 'close', mark);
    if (close === null) {
      if (open === null && high === null && low === null) return undefined;
      throw new RowError('the close is missing');
    }
    if (low !== null && high !== null && low > high) {
      throw new RowError(`the low, ${fields[columns.low]}, is above the high, ${fields[columns.high]}`);
    }
    const volume = readVolumeField(fields, columns.volume, mark);
    return { symbol, ts, open, high, low, close, volume };
  }

  /** @param {string[]} fields */
  #readTs(fields) {
    const { columns, dayOrder, dayOrderFrom } = this.#layout;
    const text = fields[columns.date];
    if (text === '') throw new RowError('the date is missing');
    const date = readDate(text, dayOrder);
    if (date === undefined) {
      const other = readDate(text, dayOrder === 'day first' ? 'month first' : 'day first');
      if (other !== undefined && dayOrder !== undefined) {
        throw new RowError(`${shown(text)} is no date when the file's dates are ${dayOrder}${dayOrderFrom}`);
      }
      if (other !== undefined) throw new RowError(`${shown(text)} can be two dates, and has not the form of the file's first date`);
      throw new RowError(`${shown(text)} is not a date`);
    }
    if (columns.time < 0) return date;
    const time = readTime(fields[columns.time]);
    if (time === undefined) throw new RowError(`${shown(fields[columns.time])} is not a time`);
    return `${date.slice(0, 10)} ${time}`;
  }

  /**
   * @param {Row} row
   * @param {number} line
   */
  #add({ symbol, ts, open, high, low, close, volume }, line) {
    this.#writer.write(symbol, ts, [open, high, low, close, volume, line]);
    if (this.#capi.sqlite3_changes(this.#db) === 0) {
      const first = this.#db.selectValue('SELECT line FROM temp.import_stage WHERE symbol = ? AND ts = ?', [symbol, ts]);
      throw new RowError(`the same bar as line ${first}: ${symbol}, ${this.#layout.columns.time < 0 && ts.endsWith('00:00:00') ? ts.slice(0, 10) : ts}`);
    }
    this.rows += 1;
  }
}

/**
 * @typedef {{ symbol: string, ts: string, open: number | null, high: number | null, low: number | null,
 *   close: number, volume: number | null }} Row
 */

/** What is wrong with a row. */
class RowError extends Error {}

/**
 * @param {string[]} fields
 * @param {number} column
 * @param {string} name
 * @param {import('./csv-numbers.mjs').DecimalMark} mark
 * @returns {number | null}
 */
function readPrice(fields, column, name, mark) {
  if (column < 0 || isMissing(fields[column])) return null;
  return finite(readNumber(fields[column], mark), fields[column], name);
}

/**
 * @param {string[]} fields
 * @param {number} column
 * @param {import('./csv-numbers.mjs').DecimalMark} mark
 */
function readVolumeField(fields, column, mark) {
  if (column < 0 || isMissing(fields[column])) return null;
  const volume = finite(readVolume(fields[column], mark), fields[column], 'volume');
  if (volume < 0) throw new RowError(`the volume, ${fields[column]}, is negative`);
  return volume;
}

/**
 * @param {number} number
 * @param {string} text it was read from
 * @param {string} name
 */
function finite(number, text, name) {
  if (Number.isNaN(number)) throw new RowError(`the ${name}, ${shown(text)}, is not a number`);
  if (!Number.isFinite(number)) throw new RowError(`the ${name}, ${shown(text)}, is too large`);
  return number;
}
