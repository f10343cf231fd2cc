// sample.mjs - a new database: the tables of sql/schema.sql, and the sample prices.

import { importWithin } from './import.mjs';
import { noteSamples } from './symbol-notes.mjs';

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
 * Puts the sample prices in, over what their symbols have; all or nothing.
 * @param {Sqlite3} sqlite3
 * @param {Connection} db
 * @param {Contents} contents
 */
export async function addSamples(sqlite3, db, { schema, samples }) {
  const files = await samples();
  db.exec('SAVEPOINT samples');
  try {
    for (const file of files) {
      const { symbols } = await importWithin(sqlite3, db, file, { schema });
      noteSamples(db, symbols);
    }
    db.exec('RELEASE samples');
  } catch (error) {
    db.exec('ROLLBACK TO samples; RELEASE samples');
    throw error;
  }
}
