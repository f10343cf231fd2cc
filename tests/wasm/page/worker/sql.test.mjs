// sql.test.mjs - SQL text run statement by statement.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Interrupt } from '../../../../wasm/page/src/worker/calls/interrupt.mjs';
import { readSchema } from '../../../../wasm/page/src/worker/queries/schema.mjs';
import { runScript, runSql } from '../../../../wasm/page/src/worker/queries/sql.mjs';
import { errorOf, newDatabase, sqlite3 } from './support.mjs';

const run = (db, sql, options) => runSql(sqlite3, db, sql, options);

test('the rows are those of the last statement that returns any', () => {
  const db = newDatabase();
  const { columns, rows, statements, truncated, changes, inTransaction, elapsed } = run(db,
    '/* first */ SELECT 1 AS a; CREATE TABLE t(x); INSERT INTO t VALUES (1), (2);; SELECT x AS "y z", 3 FROM t; UPDATE t SET x = 9 -- end');
  assert.deepEqual({ columns, rows, statements, truncated, changes, inTransaction },
    { columns: ['y z', '3'], rows: [[1, 3], [2, 3]], statements: 5, truncated: false, changes: 4, inTransaction: false });
  assert.ok(elapsed >= 0);
  assert.deepEqual(run(db, 'SELECT 1 AS a WHERE 0').columns, ['a']);
  assert.deepEqual(run(db, 'DELETE FROM t RETURNING x').rows, [[9], [9]]);
  for (const empty of ['', '  ', ';;', '-- only a comment', '/* not closed']) {
    const { columns: none, statements: count } = run(db, empty);
    assert.deepEqual([none, count], [[], 0], empty);
  }
  db.close();
});

test('values of every type', () => {
  const db = newDatabase();
  const { rows: [row], reals } = run(db,
    `SELECT NULL, 1, -1, 9007199254740991, 9007199254740993, -9223372036854775808, 0.1, 2.0, 9e999,
            'é😀', '', x'00ff', x'', char(0xfeff) || 'x', 'a' || char(0) || 'b'`);
  assert.deepEqual(row, [null, 1, -1, 9007199254740991, 9007199254740993n, -9223372036854775808n, 0.1, 2, Infinity,
    'é😀', '', new Uint8Array([0, 255]), new Uint8Array(0), '\ufeffx', 'a\0b']);
  assert.deepEqual(reals.map(Number).join(''), '000000111000000');
  assert.deepEqual(run(db, 'SELECT 1 UNION ALL SELECT 2.0').reals, [false]);
  assert.deepEqual(run(db, 'SELECT NULL UNION ALL SELECT 2.0').reals, [true]);
  db.close();
});

test('as many rows as are wanted', () => {
  const db = newDatabase();
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n';
  for (const [maxRows, count, isTruncated] of [[3, 3, true], [9, 9, true], [10, 10, false], [11, 10, false]]) {
    const { rows, truncated } = run(db, numbers, { maxRows });
    assert.deepEqual([rows.length, truncated], [count, isTruncated]);
  }
  // What changes rows and returns them changes all of them.
  db.exec('CREATE TABLE t(x)');
  assert.equal(run(db, `INSERT INTO t ${numbers} RETURNING x`, { maxRows: 2 }).changes, 10);
  db.close();
});

test('errors have the text of SQLite and their place', async () => {
  const db = newDatabase();
  for (const [sql, message, place] of [
    ['SELECT nope', 'no such column: nope', 'nope'],
    ["SELECT 1;\n SELECT 'é😀', nope FROM prices", 'no such column: nope', 'nope'],
    ['SELECT 1; SELEC 2', 'near "SELEC": syntax error', 'SELEC 2'],
    ['SELECT * FROM missing', 'no such table: missing', undefined],
    ['SELECT smma(close) FROM prices', 'wrong number of arguments to function smma()', 'smma(close)'],
    ['SELECT (1', 'incomplete input', undefined],
    ["SELECT smma('x', 3)", "1st argument to smma() is not a number: 'x'", undefined],
    ["INSERT INTO prices(symbol, ts) VALUES ('A', '2020-01-01')", 'NOT NULL constraint failed: prices.close', undefined],
  ]) {
    const error = await errorOf(() => run(db, sql));
    assert.equal(error.name, 'SqlError');
    assert.equal(error.message, message, sql);
    if (place !== undefined) assert.equal(sql.slice(error.offset, error.offset + place.length), place, sql);
    else assert.equal(error.offset, undefined, sql);
  }
  db.close();
});

test('what stands before a statement that fails is done, as in a shell', async () => {
  const db = newDatabase();
  await errorOf(() => run(db, 'CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2), (1); INSERT INTO t VALUES (3)'));
  assert.deepEqual(run(db, 'SELECT x FROM t').rows, [[1]]);
  db.close();
});

test('a transaction that is left open', () => {
  const db = newDatabase();
  assert.equal(run(db, 'BEGIN; CREATE TABLE t(x)').inTransaction, true);
  assert.equal(run(db, 'ROLLBACK').inTransaction, false);
  assert.equal(run(db, 'SAVEPOINT s').inTransaction, true);
  db.close();
});

test('a table that changes while its text is known', () => {
  const db = newDatabase();
  const { columns, rows } = run(db, 'CREATE TABLE t(x); INSERT INTO t VALUES (1); ALTER TABLE t ADD y DEFAULT 5; SELECT * FROM t');
  assert.deepEqual([columns, rows], [['x', 'y'], [[1, 5]]]);
  db.close();
});

test('a statement that is stopped, and the next one', async () => {
  const db = newDatabase();
  let isWanted = true;
  const interrupt = new Interrupt(() => isWanted);
  interrupt.watch(sqlite3, db);
  interrupt.begin('token');
  const start = performance.now();
  setTimeout(() => {}, 0);
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  isWanted = false;
  const error = await errorOf(() => run(db, `CREATE TABLE t(x); INSERT INTO t VALUES (1); ${endless}`));
  assert.equal(error.name, 'AbortError');
  // It does not look at once.
  assert.ok(performance.now() - start >= 100);
  interrupt.end();
  assert.deepEqual(run(db, 'SELECT x FROM t').rows, [[1]]);
  db.close();
});

test('the rows of every statement, and where each stands', () => {
  const db = newDatabase();
  const sql = "/* é😀 */ SELECT 'é' AS a; CREATE TABLE t(x);\n-- next\nINSERT INTO t VALUES (1), (2) RETURNING x + 1;;  SELECT x FROM t WHERE 0; UPDATE t SET x = 1; SELECT 2.0";
  const { results, statements, changes, moreResults, failure } = runScript(sqlite3, db, sql);
  assert.deepEqual([statements, changes, moreResults, failure], [6, 4, 0, undefined]);
  assert.deepEqual(results.map(({ columns, rows, reals, truncated, isPlan }) => ({ columns, rows, reals, truncated, isPlan })), [
    { columns: ['a'], rows: [['é']], reals: [false], truncated: false, isPlan: false },
    { columns: ['x + 1'], rows: [[2], [3]], reals: [false], truncated: false, isPlan: false },
    { columns: ['x'], rows: [], reals: [false], truncated: false, isPlan: false },
    { columns: ['2.0'], rows: [[2]], reals: [true], truncated: false, isPlan: false },
  ]);
  assert.deepEqual(results.map(({ from, to }) => sql.slice(from, to)),
    ["SELECT 'é' AS a;", 'INSERT INTO t VALUES (1), (2) RETURNING x + 1;', 'SELECT x FROM t WHERE 0;', 'SELECT 2.0']);
  assert.ok(results.every(({ elapsed }) => elapsed >= 0));
  db.close();
});

test('the rows before an error are there, and its place is that in the whole text', () => {
  const db = newDatabase();
  const sql = "SELECT 'é'; SELECT 2; SELECT nope; SELECT 4";
  const { results, statements, failure } = runScript(sqlite3, db, sql);
  assert.deepEqual(results.map(({ rows }) => rows), [[['é']], [[2]]]);
  assert.deepEqual([statements, failure.message, sql.slice(failure.offset, failure.offset + 4)], [2, 'no such column: nope', 'nope']);
  // One that fails while it runs has no rows.
  assert.deepEqual(runScript(sqlite3, db, "SELECT 1; SELECT smma(column1, 1) FROM (VALUES (1), ('x'))").results.map(({ rows }) => rows), [[[1]]]);
  db.close();
});

test('rows are bounded over all results, and so are the results', () => {
  const db = newDatabase();
  db.exec('CREATE TABLE t(x)');
  const numbers = (last) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${last}) SELECT i FROM n;`;
  const { results } = runScript(sqlite3, db, `${numbers(3)}${numbers(5)}${numbers(2)} INSERT INTO t ${numbers(4).slice(0, -1)} RETURNING x; SELECT 1 WHERE 0`, { maxRows: 6 });
  assert.deepEqual(results.map(({ rows, truncated }) => [rows.length, truncated]), [[3, false], [3, true], [0, true], [0, true], [0, false]]);
  assert.equal(db.selectValue('SELECT count(*) FROM t'), 4);
  const many = runScript(sqlite3, db, 'SELECT 1;'.repeat(130));
  assert.deepEqual([many.results.length, many.moreResults, many.statements], [100, 30, 130]);
  db.close();
});

test('what is only to read does nothing else', () => {
  const db = newDatabase();
  const options = { readOnly: true };
  for (const sql of ['CREATE TABLE t(x)', "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2020-01-01', 1)", 'DROP TABLE prices',
    'DELETE FROM prices RETURNING ts', 'PRAGMA user_version = 5', 'VACUUM', 'CREATE TEMP TABLE t(x)']) {
    const { results, failure } = runScript(sqlite3, db, `SELECT 1; ${sql}`, options);
    assert.deepEqual([results.length, failure?.message, failure?.offset], [1, 'the statement would change the database', 10], sql);
  }
  assert.deepEqual(db.selectValues('SELECT name FROM sqlite_schema UNION ALL SELECT name FROM temp.sqlite_schema WHERE 1'), newDatabase().selectValues('SELECT name FROM sqlite_schema'));
  assert.equal(db.selectValue('PRAGMA user_version'), 0);
  db.close();
});

test('tables, views, columns, functions', () => {
  const db = newDatabase();
  db.exec(`CREATE TABLE "my ""t"(x INT, y AS (x + 1)); CREATE VIEW broken AS SELECT * FROM gone; CREATE VIEW fine AS SELECT ts FROM prices;
    CREATE TEMP TABLE mine(a); CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT);
    INSERT INTO "my ""t"(x) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100001) SELECT i FROM n`);
  const { relations, functions } = readSchema(db);
  assert.deepEqual(relations.map(({ name, kind, rows, isMore, columns }) => [name, kind, rows, isMore, columns.map((column) => `${column.name} ${column.type}`).join()]), [
    ['counted', 'table', 0, false, 'id INTEGER'],
    ['mine', 'table', 0, false, 'a '],
    ['my "t', 'table', 100_000, true, 'x INT,y '],
    ['prices', 'table', 0, false, 'symbol TEXT,ts TEXT,open REAL,high REAL,low REAL,close REAL,volume NUMERIC'],
    ['broken', 'view', undefined, false, ''],
    ['fine', 'view', undefined, false, 'ts TEXT'],
  ]);
  for (const name of ['smma', 'smma_series', 'adx', 'printf']) assert.ok(functions.includes(name), name);
  db.close();
});
