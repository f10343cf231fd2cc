// sample.mjs - a new database: the tables of sql/schema.sql, and the sample prices.

import { tsOf } from '../csv/fields/dates.mjs';
import { readPrices } from '../csv/prices/read-prices.mjs';
import { importWithin } from './import.mjs';
import { countBars, deleteSymbol } from '../queries/prices.mjs';
import { hasNotes, noteSamples, notesOf, samplesIn } from './symbol-notes.mjs';
import { inSavepoint } from './transaction.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

/**
 * What a new database is made of.
 * @typedef {object} Contents
 * @property {string} schema text of sql/schema.sql
 * @property {() => Promise<Blob[]>} samples the files of sql/data/
 */

/**
 * Fills a database that has nothing in it yet.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Contents} contents
 * @returns {Promise<boolean>} whether the sample prices were put in
 */
export async function fillNew(sqlite3, db, contents) {
  if (Number(db.selectValue('SELECT count(*) FROM sqlite_schema')) > 0) return false;
  try {
    await addSamples(sqlite3, db, contents);
    return true;
  } catch (error) {
    // Without the samples, which may be out of reach, all else works.
    db.exec(contents.schema);
    console.warn(error);
    return false;
  }
}

/**
 * Puts the sample prices in, in the place of what their symbols have; all or nothing.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Contents} contents
 * @param {readonly string[]} [without] symbols that stay as they are
 */
export async function addSamples(sqlite3, db, { schema, samples }, without = []) {
  const files = await samples();
  db.exec('SAVEPOINT samples');
  try {
    for (const file of files) {
      const { symbols } = await importWithin(sqlite3, db, file, { schema, there: 'replace', without });
      noteSamples(db, symbols);
    }
    db.exec('RELEASE samples');
  } catch (error) {
    db.exec('ROLLBACK TO samples; RELEASE samples');
    throw error;
  }
}

/**
 * Notes which symbols have sample prices, in a database from before that was noted: those with the very bars.
 * @param {Connection} db
 * @param {Contents} contents
 */
export async function noteOldSamples(db, { samples }) {
  const hasTable = db.selectValue("SELECT 1 FROM main.sqlite_schema WHERE name = 'prices'") !== undefined;
  if (hasNotes(db) || !hasTable || db.selectValue('SELECT 1 FROM main.prices LIMIT 1') === undefined) return;
  try {
    /** @type {string[]} */
    const found = [];
    for (const file of await samples()) {
      const prices = await readPrices(file);
      found.push(...prices.sorted.groups.filter((group) => hasBarsOf(db, prices, group)).map(({ name }) => name));
    }
    noteSamples(db, found);
  } catch (error) {
    // The samples may be out of reach: it is tried again the next time.
    console.warn(error);
  }
}

/**
 * @param {Connection} db
 * @param {import('../csv/prices/read-prices.mjs').Prices} prices
 * @param {import('../csv/prices/bars.mjs').Group} group
 */
function hasBarsOf(db, { sorted: { places, times }, bars: { columns } }, { name, start, end, hasTimes }) {
  let at = start;
  let isSame = true;
  db.exec({
    sql: 'SELECT ts, close FROM main.prices WHERE symbol = ? ORDER BY ts', bind: [name], rowMode: 'array',
    callback: (/** @type {any} */ [ts, close]) => {
      const place = places[at++];
      isSame &&= at <= end && ts === tsOf(times[place], hasTimes) && close === columns.close[place];
    },
  });
  return isSame && at === end;
}

/**
 * The symbols of the samples that have prices of one's own.
 * @param {Connection} db
 * @param {Contents} contents
 * @returns {Promise<string[]>}
 */
export async function ownAmongSamples(db, { schema, samples }) {
  db.exec(schema);
  /** @type {string[]} */
  const own = [];
  for (const file of await samples()) {
    const { sorted: { groups } } = await readPrices(file);
    own.push(...groups.map(({ name }) => name).filter((symbol) => countBars(db, symbol) > 0 && !notesOf(db, symbol).isSample));
  }
  return own;
}

/**
 * @param {Connection} db
 * @returns {string[]} the symbols that were samples
 */
export function removeSamples(db) {
  return inSavepoint(db, 'remove_samples', () => {
    const symbols = samplesIn(db);
    for (const symbol of symbols) deleteSymbol(db, symbol);
    return symbols;
  });
}
