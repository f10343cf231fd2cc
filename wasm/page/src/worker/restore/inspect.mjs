// inspect.mjs - what a database holds, and whether it is whole.

/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('./header.mjs').Problem} Problem */

/**
 * @typedef {object} Contents
 * @property {number} symbols
 * @property {number} bars
 * @property {string} first ts of the first bar of all; '' where there is none
 * @property {string} last ts of the last
 * @property {number} size in bytes
 * @property {string[]} tables others than the page's own
 * @property {boolean} hasPrices whether it has the table of prices
 */

const COLUMNS = ['symbol', 'ts', 'open', 'high', 'low', 'close', 'volume'];
// Above, only the structure is checked, and not that every index has its rows.
const THOROUGH_BYTES = 50_000_000;
const LINES = 5;
// What breaks the rules of a table is there, and can be read.
const RULES = /^(CHECK constraint failed|NULL value in|non-unique entry|NUMERIC value in|TEXT value in)/;

/**
 * @param {Connection} db
 * @returns {Contents}
 */
export function contentsOf(db) {
  const hasPrices = columnsOf(db).length > 0;
  const [symbols, bars, first, last] = hasPrices
    ? db.selectArray('SELECT count(DISTINCT symbol), count(*), min(ts), max(ts) FROM main.prices') ?? [] : [];
  const tables = db.selectValues(`
    SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT IN ('prices', 'symbol_notes') ORDER BY name`).map(String);
  return {
    symbols: Number(symbols ?? 0), bars: Number(bars ?? 0), first: String(first ?? ''), last: String(last ?? ''),
    size: Number(db.selectValue('PRAGMA main.page_count')) * Number(db.selectValue('PRAGMA main.page_size')), tables, hasPrices,
  };
}

/** @param {Connection} db */
const columnsOf = (db) => db.selectValues("SELECT name FROM pragma_table_xinfo('prices', 'main')").map(String);

/**
 * What speaks against a database, if anything does.
 * @param {Connection} db
 * @param {number} size in bytes
 * @returns {Problem | undefined}
 */
export function problemOf(db, size) {
  try {
    const lines = db.selectValues(`PRAGMA main.${size > THOROUGH_BYTES ? 'quick' : 'integrity'}_check(100)`).map(String);
    const faults = lines.flatMap((line) => line.split('\n')).filter((line) => line !== 'ok' && !RULES.test(line));
    if (faults.length > 0) return { code: 'damaged', detail: faults.slice(0, LINES).join('; ') };
    return shapeProblem(db);
  } catch (error) {
    const code = error instanceof Error && 'resultCode' in error ? Number(error.resultCode) & 0xff : 0;
    // Corrupt, or no database: of these the page can save something. Else it needs what this SQLite has not.
    return { code: code === 11 || code === 26 ? 'damaged' : 'unreadable', detail: sentenceOf(error) };
  }
}

/** @param {unknown} error @returns {string} SQLite's own words */
export const sentenceOf = (error) => (error instanceof Error ? error.message : String(error)).replace(/^SQLITE_\w+: sqlite3 result code \d+: /, '');

/** @param {Connection} db @returns {Problem | undefined} */
function shapeProblem(db) {
  const type = db.selectValue("SELECT type FROM main.sqlite_schema WHERE lower(name) = 'prices' AND type IN ('table', 'view')");
  if (type === undefined) return undefined;
  const columns = columnsOf(db).map((name) => name.toLowerCase());
  if (type === 'table' && COLUMNS.every((name) => columns.includes(name))) return undefined;
  return { code: 'other-prices', detail: columns.join(', ') };
}
