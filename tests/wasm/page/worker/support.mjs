// support.mjs - what the tests of the page's database share: SQLite in Node, and random choices.

import sqlite3InitModule from '../../../../wasm/page/node_modules/@sqlite.org/sqlite-wasm/dist/node.mjs';
import { loadSmma } from '../../../../wasm/index.mjs';
import { importCsv } from '../../../../wasm/page/src/worker/store/import.mjs';
import { random } from '../../series.mjs';
import { read } from '../../support.mjs';

export const sqlite3 = await sqlite3InitModule();
await loadSmma(sqlite3);

export const schema = read('sql/schema.sql');
export const samples = ['sql/data/market.csv', 'sql/data/trees.csv'];

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

/**
 * Puts bars in for a symbol: a random walk, on which some have no high and low where there are gaps.
 * @returns how many
 */
export function addWalk(db, symbol, count, { next, below, chance }, gaps = 0) {
  const insert = db.prepare('INSERT INTO prices(symbol, ts, open, high, low, close, volume) VALUES (?, date(?, ?), ?, ?, ?, ?, ?)');
  let bar = [0, 0, 0, 50 + 100 * next()];
  for (let day = 0; day < count; day++) {
    const open = bar[3];
    const close = chance(0.1) ? open : open * (1 + (next() - 0.5) / 15);
    // Some are as the one before: then there is neither gain nor loss, nor movement up or down.
    if (day === 0 || chance(0.9)) bar = [open, Math.max(open, close) * (1 + next() / 50), Math.min(open, close) * (1 - next() / 50), close];
    const figures = chance(gaps) ? [bar[0], null, null, bar[3]] : bar;
    insert.bind([symbol, '2001-01-01', `+${day} days`, ...figures, below(1e6)]).stepReset();
  }
  insert.finalize();
  return count;
}
