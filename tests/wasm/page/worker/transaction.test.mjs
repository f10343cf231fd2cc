// transaction.test.mjs - all or nothing, within a transaction and without.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inSavepoint, isInTransaction } from '../../../../wasm/page/src/worker/store/transaction.mjs';
import { errorOf, newDatabase, rowsOf, sqlite3 } from './support.mjs';

test('what fails half-way is undone, and what stood before stays', async () => {
  const db = newDatabase();
  db.exec('CREATE TABLE t(x)');
  const add = (x) => db.exec({ sql: 'INSERT INTO t VALUES (?)', bind: [x] });
  assert.equal(inSavepoint(db, 's', () => { add(1); return 'done'; }), 'done');
  const failing = () => inSavepoint(db, 's', () => {
    add(2);
    throw new Error('half-way');
  });
  assert.equal((await errorOf(failing)).message, 'half-way');
  assert.equal(isInTransaction(sqlite3, db), false);
  assert.deepEqual(rowsOf(db, 'SELECT x FROM t'), [[1]]);

  db.exec('BEGIN');
  add(3);
  await errorOf(failing);
  assert.equal(isInTransaction(sqlite3, db), true);
  db.exec('COMMIT');
  assert.deepEqual(rowsOf(db, 'SELECT x FROM t'), [[1], [3]]);
  db.close();
});

test('the error is told even where SQLite has rolled back by itself', async () => {
  const db = newDatabase();
  const error = await errorOf(() => inSavepoint(db, 's', () => {
    db.exec('ROLLBACK');
    throw new Error('full');
  }));
  assert.equal(error.message, 'full');
  assert.equal(isInTransaction(sqlite3, db), false);
  db.close();
});
