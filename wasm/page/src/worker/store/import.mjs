// import.mjs - the bars of a price file into the table, all of them or none.

import { readPrices, refuseEmpty } from '../csv/prices/read-prices.mjs';
import { questionsOf } from '../csv/prices/questions.mjs';
import { symbolNamed } from '../csv/prices/symbol-name.mjs';
import { tsOf } from '../csv/fields/dates.mjs';
import { ImportError } from '../calls/errors.mjs';
import { RowWriter } from './row-writer.mjs';
import { setZone } from './symbol-notes.mjs';
import { inSavepoint, isInTransaction } from './transaction.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {import('../csv/prices/read-prices.mjs').Prices} Prices */

const ERRORS_SHOWN = 20;

const STORE = `
INSERT INTO main.prices(symbol, ts, open, high, low, close, volume) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT(symbol, ts) DO UPDATE
   SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume`;

/**
 * How bars are stored. `there` says what becomes of symbols that have bars already: 'merge' puts the
 * file's beside and over them, 'replace' in their place, 'leave' leaves the file's out.
 * @typedef {object} Storing
 * @property {string} schema text of sql/schema.sql, run first
 * @property {string} [symbol] of a file without a column for it, or with one symbol in it
 * @property {'merge' | 'replace' | 'leave'} [there]
 * @property {readonly string[]} [without] symbols of the file that are not stored
 * @property {(symbol: string, group: import('../csv/prices/bars.mjs').Group) => void} [onStored] hears of symbols that have
 *   the bars of the file now, just as they are there, and no others
 * @property {Names} [names]
 */

/** Other names for symbols of a file; '' leaves them out. @typedef {Readonly<Record<string, string>>} Names */

/**
 * Stores what was read, all of it or nothing.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Prices} prices
 * @param {Storing} storing
 * @returns {{ rows: number, symbols: string[], replaced: number }} throws an ImportError
 */
export function storePrices(sqlite3, db, prices, { schema, symbol = '', there = 'merge', without = [], names = {}, onStored }) {
  return inSavepoint(db, 'page_import', () => {
    db.exec(schema);
    const writer = new RowWriter(sqlite3, db, STORE);
    const done = { rows: 0, symbols: /** @type {string[]} */ ([]), replaced: 0 };
    try {
      for (const group of prices.sorted.groups) {
        const own = nameOf(prices, group, symbol, names);
        if (own === '') continue;
        const name = nameIn(db, own);
        if (done.symbols.includes(name)) throw new ImportError(`Two symbols of the file cannot both become ${name}.`);
        if (without.includes(name)) continue;
        const isThere = db.selectValue('SELECT 1 FROM main.prices WHERE symbol = ? LIMIT 1', [name]) !== undefined;
        if (isThere && there === 'leave') continue;
        if (isThere && there === 'replace') db.exec({ sql: 'DELETE FROM main.prices WHERE symbol = ?', bind: [name] });
        const isMerged = isThere && there === 'merge';
        const changes = sqlite3.capi.sqlite3_total_changes64(db);
        done.replaced += storeGroup(db, writer, prices, group, name, isMerged);
        // More or fewer changes than bars: a trigger has had its say.
        const isAsWritten = Number(sqlite3.capi.sqlite3_total_changes64(db)) - Number(changes) === group.end - group.start;
        if (!isMerged && isAsWritten) onStored?.(name, group);
        done.rows += group.end - group.start;
        done.symbols.push(name);
        setZone(db, name, group.hasTimes && prices.areInstants ? prices.zone : '', isMerged);
      }
    } finally {
      writer.close();
    }
    return done;
  });
}

/**
 * The name that the bars of a symbol get: a file of one symbol can be given another.
 * @param {Prices} prices
 * @param {import('../csv/prices/bars.mjs').Group} group
 * @param {string} symbol that is given, or ''
 * @param {Names} [names]
 * @returns {string} '' where they are left out
 */
export function nameOf({ sorted }, group, symbol, names = {}) {
  if (symbol !== '' && (group.name === '' || sorted.groups.length === 1)) return symbol;
  return Object.hasOwn(names, group.name) ? names[group.name].trim() : group.name;
}

/**
 * The symbol as the table has it: aapl is AAPL.
 * @param {Connection} db
 * @param {string} symbol
 */
function nameIn(db, symbol) {
  if (db.selectValue('SELECT 1 FROM main.prices WHERE symbol = ? LIMIT 1', [symbol]) !== undefined) return symbol;
  const known = db.selectValues('SELECT DISTINCT symbol FROM main.prices');
  return String(known.find((other) => String(other).toLowerCase() === symbol.toLowerCase()) ?? symbol);
}

/**
 * @param {Connection} db
 * @param {RowWriter} writer
 * @param {Prices} prices
 * @param {import('../csv/prices/bars.mjs').Group} group
 * @param {string} symbol
 * @param {boolean} isMerged into bars that are there
 * @returns {number} how many bars were replaced one by one
 */
function storeGroup(db, writer, { sorted: { places, times }, bars: { columns } }, { start, end, hasTimes }, symbol, isMerged) {
  // All bars of a symbol have a time, or none has (schema.sql): those that are there decide.
  const withTime = isMerged ? Number(db.selectValue('SELECT length(ts) FROM main.prices WHERE symbol = ? LIMIT 1', [symbol])) > 10 : hasTimes;
  if (hasTimes && !withTime) throw new ImportError(`${symbol} has times of day in the file, and dates alone in the table.`);
  const before = isMerged ? Number(db.selectValue('SELECT count(*) FROM main.prices WHERE symbol = ?', [symbol])) : 0;
  const known = (/** @type {number} */ number) => Number.isNaN(number) ? null : number;
  for (let index = start; index < end; index++) {
    const at = places[index];
    writer.write(symbol, tsOf(times[at], withTime), [known(columns.open[at]), known(columns.high[at]), known(columns.low[at]),
      columns.close[at], known(columns.volume[at])]);
  }
  if (!isMerged) return 0;
  return before + (end - start) - Number(db.selectValue('SELECT count(*) FROM main.prices WHERE symbol = ?', [symbol]));
}

/**
 * The bars of a symbol as the database has them once they are stored.
 * @param {Prices} prices
 * @param {import('../csv/prices/bars.mjs').Group} group
 * @returns {import('../queries/buckets.mjs').Columns & { withTime: boolean }}
 */
export function columnsOf({ sorted: { places, times }, bars: { columns } }, { start, end, hasTimes }) {
  const column = (/** @type {ArrayLike<number>} */ values) => {
    const own = new Float64Array(end - start);
    // SQLite has no -0: it is 0 with 0 added.
    for (let index = 0; index < own.length; index++) own[index] = values[places[start + index]] + 0;
    return own;
  };
  return {
    withTime: hasTimes, times: column(times), open: column(columns.open), high: column(columns.high), low: column(columns.low),
    close: column(columns.close), volume: column(columns.volume),
  };
}

/** @param {Sqlite3} sqlite3 @param {Connection} db */
export function refuseTransaction(sqlite3, db) {
  if (isInTransaction(sqlite3, db)) {
    throw new ImportError('A transaction begun by SQL is open: run COMMIT or ROLLBACK first.');
  }
}

/**
 * @typedef {Storing & import('../csv/prices/read-prices.mjs').ReadOptions & { fileName?: string }} StraightImport
 */

/**
 * Imports a file that needs no question, and changes nothing unless every row is good.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Blob} file not packed
 * @param {StraightImport} options fileName: tells the symbol when nothing else does
 * @returns {Promise<Omit<import('../calls/types.mjs').ImportResult, 'elapsed'>>} throws an ImportError
 */
export async function importCsv(sqlite3, db, file, options) {
  refuseTransaction(sqlite3, db);
  return importWithin(sqlite3, db, file, options);
}

/**
 * The same within a transaction of the caller.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Blob} file
 * @param {StraightImport} options
 * @returns {Promise<Omit<import('../calls/types.mjs').ImportResult, 'elapsed'>>}
 */
export async function importWithin(sqlite3, db, file, options) {
  const prices = await readPrices(file, options);
  if (prices.layout.problem !== '') throw new ImportError(`The columns of the file are not clear: ${prices.layout.problem}.`);
  refuseFaults(prices);
  refuseEmpty(prices);
  const open = questionsOf(prices).find(({ isOpen }) => isOpen);
  if (open !== undefined) throw new ImportError(`${open.label}: ${open.text}`);
  const hasNone = prices.sorted.groups.some(({ name }) => name === '');
  const symbol = hasNone ? (options.symbol ?? '').trim() || symbolNamed(options.fileName ?? '') : '';
  if (symbol === '' && hasNone) {
    throw new ImportError('The file has no column for the symbol: say which one it is.');
  }
  return { ...storePrices(sqlite3, db, prices, { ...options, symbol }), skipped: skippedIn(prices) };
}

/** @param {Prices} prices */
export const skippedIn = ({ skipCounts }) => [...skipCounts.values()].reduce((sum, count) => sum + count, 0);

/** @param {Prices} prices throws an ImportError where a row cannot be taken */
export function refuseFaults({ faults, faultCount: total }) {
  if (total === 0) return;
  const [{ line, message }] = faults;
  const errors = faults.slice(0, ERRORS_SHOWN).map((fault) => ({ line: fault.line, message: fault.message }));
  throw new ImportError(total === 1 ? `Line ${line}: ${message}.` : `${total} lines cannot be imported; the first is line ${line}: ${message}.`,
    { errors, total });
}
