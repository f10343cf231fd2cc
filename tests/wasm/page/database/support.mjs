// support.mjs - what the tests of the page's database share: SQLite in Node, and random choices.

import sqlite3InitModule from '../../../../wasm/page/node_modules/@sqlite.org/sqlite-wasm/dist/node.mjs';
import { loadSmma } from '../../../../wasm/index.mjs';
import { importCsv } from '../../../../wasm/page/src/database/import.mjs';
import { random, read } from '../../support.mjs';

export const sqlite3 = await sqlite3InitModule();
await loadSmma(sqlite3);

export const schema = read('sql/schema.sql');
export const samples = ['sql/data/sp500.csv', 'sql/data/stocks.csv'];

export function newDatabase() {
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(schema);
  return db;
}

export const importText = (db, text, options) =>
  importCsv(sqlite3, db, new Blob([text]), { schema, symbol: 'X', ...options });

export const rowsOf = (db, sql = 'SELECT * FROM prices ORDER BY symbol, ts') => db.selectArrays(sql);

// The error of f, or of the promise it returns.
export async function errorOf(f) {
  try {
    await f();
  } catch (error) {
    return error;
  }
  throw new Error('there was no error');
}

// SMMA_TEST_SEED=N repeats a run.
export const seed = Number(process.env.SMMA_TEST_SEED ?? Date.now() % 1e9);

// Random choices that the seed repeats; it is printed.
export function choices(t) {
  t.diagnostic(`SMMA_TEST_SEED=${seed}`);
  const next = random(seed);
  const below = (n) => Math.floor(next() * n);
  return { next, below, of: (list) => list[below(list.length)], chance: (share) => next() < share };
}
