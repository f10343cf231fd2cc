// sample.mjs - a new database: the tables of sql/schema.sql, and the sample prices.

import { tsOf } from '../csv/fields/dates.mjs';
import { readPrices } from '../csv/prices/read-prices.mjs';
import { importWithin } from './import.mjs';
import { countBars, deleteSymbol, hasPrices } from '../queries/prices.mjs';
import { hasNotes, noteSamples, notesOf, samplesIn } from './symbol-notes.mjs';
import { inSavepoint } from './transaction.mjs';

/** @typedef {import('./sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('./sqlite.mjs').Connection} Connection */

// In the header of a database that this page has made: "smma" as a number.
const APPLICATION = 0x736d6d61;

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
  const { schema } = contents;
  if (Number(db.selectValue('SELECT count(*) FROM main.sqlite_schema')) > 0) return false;
  // One that was made here, and emptied, gets its table back and no more.
  if (Number(db.selectValue('PRAGMA main.application_id')) === APPLICATION) {
    db.exec(schema);
    return false;
  }
  try {
    await addSamples(sqlite3, db, contents, [], APPLICATION);
    return true;
  } catch (error) {
    // Without the samples, which may be out of reach, all else works.
    db.exec(schema);
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
 * @param {number} [application] number of the one who made the database, for one that is new
 */
export async function addSamples(sqlite3, db, { schema, samples }, without = [], application) {
  const files = await samples();
  db.exec('SAVEPOINT samples');
  try {
    if (application !== undefined) db.exec(`PRAGMA main.application_id = ${application}`);
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
 * Marks what are samples in a database of an earlier version of the page, which had no marks: the symbols
 * whose bars are exactly those that come with the page.
 * @param {Connection} db
 * @param {Contents} contents
 */
export async function markSamples(db, { samples }) {
  if (hasNotes(db) || !hasPrices(db) || db.selectValue('SELECT 1 FROM main.prices LIMIT 1') === undefined) return;
  try {
    /** @type {string[]} */
    const untouched = [];
    for (const file of await samples()) untouched.push(...untouchedIn(db, await readPrices(file)));
    noteSamples(db, untouched);
  } catch (error) {
    // The samples may be out of reach: the next time will do.
    console.warn(error);
  }
}

/**
 * @param {Connection} db
 * @param {import('../csv/prices/read-prices.mjs').Prices} prices of the samples
 */
function untouchedIn(db, prices) {
  const { sorted: { groups, places, times }, bars: { columns } } = prices;
  const figures = [columns.open, columns.high, columns.low, columns.close, columns.volume];
  return groups.filter(({ name, start, end, hasTimes }) => {
    const rows = db.selectArrays('SELECT ts, open, high, low, close, volume FROM main.prices WHERE symbol = ? ORDER BY ts', [name]);
    return rows.length === end - start && rows.every(([ts, ...values], index) => {
      const at = places[start + index];
      return ts === tsOf(times[at], hasTimes) && figures.every((column, place) => Object.is(column[at], Number(values[place] ?? NaN)));
    });
  }).map(({ name }) => name);
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
