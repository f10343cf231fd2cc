// salvage.mjs - what can be read of a damaged database, into a new one.
//
// The bars are taken off the pages themselves, not by SQL: that works without the header and the schema, and
// a page that is lost costs only its own bars. The visitor's other tables are read by SQL, from both ends.

import { isDamage } from '../calls/errors.mjs';
import { takeFile } from '../store/database-file.mjs';
import { RowWriter } from '../store/row-writer.mjs';
import { inSavepoint } from '../store/transaction.mjs';
import { Pages } from './pages.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../store/sqlite.mjs').Connection} Connection */
/** @typedef {import('./pages.mjs').Field} Field */

/**
 * @typedef {object} Salvaged
 * @property {number} bars saved
 * @property {number} lost about so many bars are not: by the pages that cannot be read
 * @property {number} symbols of the bars saved
 * @property {boolean} mayBeOld bars that had been deleted may be among them: what tells them apart is lost too
 * @property {{ name: string, rows: number, isWhole: boolean }[]} tables others than the page's own
 * @property {string[]} left views, indexes, triggers and tables that could not be taken
 * @property {boolean} isSchemaLost whether there were such is not known
 */

const INSERT = 'INSERT OR IGNORE INTO main.prices(symbol, ts, open, high, low, close, volume) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)';
const TS = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;
// eslint-disable-next-line no-control-regex -- a name with such characters is none
const CONTROL = /[\u0000-\u001f]/;

/**
 * @param {Sqlite3} sqlite3
 * @param {Uint8Array} bytes of the damaged file
 * @param {Connection} to a new database
 * @param {string} schema text of sql/schema.sql
 * @returns {Salvaged}
 */
export function salvage(sqlite3, bytes, to, schema) {
  const pages = new Pages(bytes);
  return inSavepoint(to, 'salvage', () => {
    to.exec(schema);
    const bars = salvageBars(sqlite3, pages, to);
    const others = pages.hasHeader ? salvageTables(sqlite3, pages, bytes, to) : { tables: [], left: [], isSchemaLost: true };
    return { ...bars, ...others };
  });
}

/**
 * The damaged database in memory. SQLite reads none of a file that is cut short, so it gets blank pages for those missing.
 * @param {Sqlite3} sqlite3
 * @param {Pages} pages
 * @param {Uint8Array} bytes
 */
function openDamaged(sqlite3, { count, countInHeader, size }, bytes) {
  const db = new sqlite3.oo1.DB(':memory:');
  // A count that is damaged too is no size to believe.
  const wanted = countInHeader < 2 * count + 1024 ? Math.max(count, countInHeader) : count;
  const whole = bytes.length < wanted * size ? new Uint8Array(wanted * size) : bytes;
  if (whole !== bytes) whole.set(bytes);
  takeFile(sqlite3, db, whole);
  return db;
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Pages} pages
 * @param {Connection} to
 */
function salvageBars(sqlite3, pages, to) {
  const { prices, others } = treesIn(pages);
  const free = pages.free();
  // Those of the tree first: what lies on another page may be older.
  const first = prices;
  const second = range(pages.count).filter((page) => !prices.has(page) && !others.has(page) && !free.has(page));
  let leaves = 0;
  const writer = new RowWriter(sqlite3, to, INSERT);
  try {
    for (const page of [...first, ...second]) {
      let hasBars = false;
      for (const { fields } of pages.cells(page)) hasBars = writeBar(writer, pages.isIndex(page) ? fields : []) || hasBars;
      if (hasBars && pages.isLeaf(page)) leaves += 1;
    }
  } finally {
    writer.close();
  }
  const bars = Number(to.selectValue('SELECT count(*) FROM main.prices'));
  // The first page has the schema, and no bars.
  const isRead = (/** @type {number} */ page) => pages.isEmpty(page) || pages.cells(page).some(({ fields }) => fields.length > 0);
  const unread = second.filter((page) => page > 1 && !isRead(page) && (!pages.isBlank(page) || prices.size === 0)).length
    + [...prices].filter((page) => !isRead(page)).length
    + Math.max(0, pages.countInHeader - pages.count);
  return {
    bars, lost: leaves === 0 ? 0 : Math.round(unread * bars / leaves),
    symbols: Number(to.selectValue('SELECT count(DISTINCT symbol) FROM main.prices')),
    mayBeOld: !pages.hasHeader,
  };
}

/** The numbers from 1 on. @param {number} count */
const range = (count) => Array.from({ length: count }, (_, index) => index + 1);

/**
 * @param {RowWriter} writer
 * @param {Field[]} fields of a record
 * @returns {boolean} whether it is a bar
 */
function writeBar(writer, fields) {
  if (fields.length !== 7) return false;
  const [symbol, ts, ...numbers] = fields;
  if (typeof symbol !== 'string' || typeof ts !== 'string' || symbol === '' || CONTROL.test(symbol) || !TS.test(ts)) return false;
  if (numbers.some((value) => value !== null && typeof value !== 'number') || numbers[3] === null) return false;
  try {
    writer.write(symbol, ts, /** @type {(number | null)[]} */ (numbers));
  } catch (error) {
    // A bar that the rules of the table refuse is none.
    if (!/CHECK constraint|prices\.ts/.test(String(error))) throw error;
    return false;
  }
  return true;
}

/**
 * The pages of the tree of prices, and those of all other trees, as far as the schema can be read.
 * @param {Pages} pages
 */
function treesIn(pages) {
  /** @type {Set<number>} */
  const others = new Set();
  /** @type {Set<number>} */
  const prices = new Set();
  if (pages.hasHeader) walk(pages, 1, others, prices);
  const schema = [...others].flatMap((page) => pages.cells(page).map(({ fields }) => fields)).filter((fields) => fields.length === 5);
  const roots = schema.filter(([, , , root]) => typeof root === 'number' && root > 1).map(([type, name, , root]) => ({
    root: Number(root), isPrices: type === 'table' && String(name).toLowerCase() === 'prices',
  }));
  for (const { root } of roots.filter(({ isPrices }) => isPrices)) walk(pages, root, prices, others);
  for (const { root } of roots.filter(({ isPrices }) => !isPrices)) walk(pages, root, others, prices);
  return { prices, others };
}

/**
 * @param {Pages} pages
 * @param {number} root
 * @param {Set<number>} seen gets the pages of the tree
 * @param {Set<number>} taken by other trees: a damaged page may point anywhere
 */
function walk(pages, root, seen, taken) {
  const isIndex = pages.isIndex(root);
  const waiting = [root];
  for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
    if (page < 1 || page > pages.count || seen.has(page) || taken.has(page)) continue;
    seen.add(page);
    if (pages.isIndex(page) !== isIndex) continue;
    for (const { child, overflow } of pages.cells(page)) {
      for (const part of overflow) seen.add(part);
      if (child !== 0) waiting.push(child);
    }
    const last = pages.lastChild(page);
    if (last !== 0) waiting.push(last);
  }
}

/**
 * @param {Sqlite3} sqlite3
 * @param {Pages} pages
 * @param {Uint8Array} bytes
 * @param {Connection} to
 * @returns {Pick<Salvaged, 'tables' | 'left' | 'isSchemaLost'>}
 */
function salvageTables(sqlite3, pages, bytes, to) {
  /** @type {Salvaged['tables']} */
  const tables = [];
  /** @type {string[]} */
  const left = [];
  /** @type {Connection | undefined} */
  let from;
  let isSchemaLost = false;
  try {
    from = openDamaged(sqlite3, pages, bytes);
    for (const [type, name, sql] of entriesOf(from)) {
      const isTable = type === 'table' && !/^CREATE\s+VIRTUAL/i.test(sql);
      try {
        inSavepoint(to, 'salvage_entry', () => {
          to.exec(sql);
          if (isTable) tables.push({ name, ...copyTable(/** @type {Connection} */ (from), to, name) });
        });
      } catch (error) {
        if (!(error instanceof Error) || /FULL|IOERR/.test(error.message)) throw error;
        left.push(name);
      }
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    isSchemaLost = true;
  } finally {
    from?.close();
  }
  return { tables: tables.filter(({ name }) => name !== 'symbol_notes'), left, isSchemaLost };
}

/**
 * What the schema has beside what the page makes itself; tables first, then what needs them.
 * @param {Connection} from
 * @returns {[string, string, string][]}
 */
function entriesOf(from) {
  return /** @type {any} */ (from.selectArrays(`
    SELECT type, name, sql FROM sqlite_schema
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('prices', 'prices_insert_form', 'prices_update_form')
     ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid`));
}

/**
 * @param {Connection} from
 * @param {Connection} to
 * @param {string} name
 */
function copyTable(from, to, name) {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const columns = from.selectArrays('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0', [name]).map(([column]) => `"${String(column).replaceAll('"', '""')}"`);
  const hasRowid = Number(from.selectValue('SELECT wr FROM pragma_table_list(?)', [name])) === 0;
  const key = hasRowid ? ['rowid'] : [];
  const list = [...key, ...columns].join(', ');
  const insert = to.prepare(`INSERT OR IGNORE INTO ${quoted}(${list}) VALUES (${[...key, ...columns].map(() => '?').join(', ')})`);
  let rows = 0;
  /** @param {string} order @returns {boolean} whether it came to the end */
  const copy = (order) => {
    try {
      from.exec({ sql: `SELECT ${list} FROM ${quoted}${order}`, rowMode: 'array', callback: (/** @type {any} */ row) => {
        insert.bind(row).stepReset();
        rows += to.changes();
      } });
      return true;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return false;
    }
  };
  try {
    const isWhole = copy('');
    if (!isWhole && hasRowid) copy(' ORDER BY rowid DESC');
    return { rows, isWhole };
  } finally {
    insert.finalize();
  }
}
