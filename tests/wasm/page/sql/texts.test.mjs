// texts.test.mjs - the history of SQL texts, the files of sql/ for another symbol, plans as trees.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

import { HISTORY_LENGTH, HistoryWalk, matching, withEntry } from '../../../../wasm/page/src/sql/history.mjs';
import { quoteName } from '../../../../wasm/page/src/sql/editor/language.mjs';
import { treeOf } from '../../../../wasm/page/src/sql/plan-tree.mjs';
import { changesData, forSymbol, lineOf } from '../../../../wasm/page/src/sql/query-text.mjs';
import { runScript } from '../../../../wasm/page/src/worker/queries/sql.mjs';
import { native, queries, read, root } from '../../support.mjs';
import { addWalk, newDatabase, sqlite3 } from '../worker/support.mjs';
import { random } from '../../series.mjs';

const entry = (text, state = 'done', at = 1) => ({ text, at, state });
const textsOf = (history) => history.map(({ text }) => text);

test('a text is in the history once, the newest first', () => {
  let history = [];
  for (const text of ['a', 'b', ' a\n', 'c']) history = withEntry(history, entry(text));
  assert.deepEqual(textsOf(history), ['c', 'a', 'b']);
  assert.deepEqual(withEntry(history, entry('b', 'failed', 7))[0], entry('b', 'failed', 7));
  // What was run stays where it is when it makes room for another text; what was not is kept too.
  assert.equal(withEntry(history, entry('b', 'unrun')), history);
  assert.deepEqual(textsOf(withEntry(history, entry('d', 'unrun'))), ['d', 'c', 'a', 'b']);
  assert.equal(withEntry(history, entry(' \n')), history);
});

test('the history has bounds', () => {
  let history = [];
  for (let i = 0; i < HISTORY_LENGTH + 20; i++) history = withEntry(history, entry(`SELECT ${i}`));
  assert.equal(history.length, HISTORY_LENGTH);
  assert.equal(history[0].text, `SELECT ${HISTORY_LENGTH + 19}`);
  assert.equal(withEntry(history, entry('x'.repeat(100_001))), history);
  for (let i = 0; i < 7; i++) history = withEntry(history, entry(`${i}${'x'.repeat(90_000)}`));
  assert.deepEqual(history.map(({ text }) => text[0]).join(''), '65432');
});

test('the filter takes all its words in any order', () => {
  const history = ['SELECT close FROM prices', 'SELECT 1', 'DELETE FROM prices'].map((text) => entry(text));
  assert.deepEqual(textsOf(matching(history, ' PRICES select ')), ['SELECT close FROM prices']);
  assert.deepEqual(matching(history, ''), history);
  assert.deepEqual(matching(history, 'missing'), []);
});

test('steps through the history, and back to what was being typed', () => {
  const history = ['c', 'b', 'a'].map((text) => entry(text));
  const walk = new HistoryWalk();
  assert.equal(walk.step(history, 'typing', -1), undefined);
  assert.deepEqual([walk.step(history, 'typing', 1), walk.step(history, 'c', 1), walk.step(history, 'b', 1), walk.step(history, 'a', 1)], ['c', 'b', 'a', undefined]);
  assert.deepEqual([walk.step(history, 'a', -1), walk.step(history, 'b', -1), walk.step(history, 'c', -1), walk.step(history, 'typing', -1)], ['b', 'c', 'typing', undefined]);
  // What stands there and was run last is no step; another text begins anew.
  assert.equal(walk.step(history, 'c', 1), 'b');
  assert.equal(walk.step(history, 'b and more', 1), 'c');
  assert.equal(walk.step([], 'x', 1), undefined);
});

test('the files of sql/ are about the symbol that is chosen, whatever its name', () => {
  const db = newDatabase();
  const symbol = `it's $& $1 "quoted" 'MARKET'`;
  const numbers = (seed) => { const next = random(seed); return { next, below: (n) => Math.floor(next() * n), chance: (share) => next() < share }; };
  addWalk(db, symbol, 900, numbers(5));
  addWalk(db, 'OTHER', 900, numbers(6));
  const about = queries.filter((name) => read(`sql/${name}`).includes("'MARKET'"));
  assert.deepEqual(about, ['adx.sql', 'alligator.sql', 'atr.sql', 'averages.sql', 'chart.sql', 'crossovers.sql', 'rsi.sql', 'sweep.sql']);
  for (const name of about) {
    const text = forSymbol(read(`sql/${name}`), symbol);
    assert.equal(changesData(text), false);
    const { results: [{ rows, columns }], failure } = runScript(sqlite3, db, text);
    assert.equal(failure, undefined, name);
    assert.ok(rows.length > 0, name);
    if (columns[0] === 'symbol') assert.deepEqual([...new Set(rows.map((row) => row[0]))], [symbol], name);
    assert.equal(forSymbol(read(`sql/${name}`), 'MARKET'), read(`sql/${name}`));
  }
  for (const name of fs.readdirSync(new URL('sql/', root)).filter((file) => file.endsWith('.sql') && !about.includes(file))) {
    assert.equal(forSymbol(read(`sql/${name}`), symbol), read(`sql/${name}`), name);
  }
  assert.equal(forSymbol("x = 'MARKET'", undefined), "x = 'MARKET'");
  db.close();
});

test('a plan is the tree that the CLI draws', () => {
  const db = newDatabase();
  const setUp = 'CREATE TABLE t(a, b); CREATE TABLE u(a, b)';
  db.exec(setUp);
  for (const sql of [
    'SELECT 1', 'SELECT * FROM t', 'SELECT * FROM t ORDER BY a',
    'SELECT a FROM t WHERE b IN (SELECT b FROM u WHERE a = t.a) UNION SELECT b FROM u ORDER BY 1',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT * FROM n',
    'SELECT (SELECT max(a) FROM u WHERE u.b = t.b), (SELECT min(b) FROM u) FROM t WHERE a = 1 OR b = 2 GROUP BY a',
  ]) {
    const { results: [result] } = runScript(sqlite3, db, `EXPLAIN QUERY PLAN ${sql}`);
    assert.equal(result.isPlan, true);
    const { columns, rows } = treeOf(result);
    const lines = native(`${setUp};\nEXPLAIN QUERY PLAN ${sql};`).stdout.trimEnd().split('\n');
    // The words differ between versions of SQLite; what stands below what does not.
    const shape = (line) => line.replace(/(--).*/, '$1');
    assert.deepEqual([...columns, ...rows.flat()].map(shape), lines.map(shape), sql);
  }
  assert.equal(runScript(sqlite3, db, 'EXPLAIN SELECT 1; SELECT 1 AS id, 0 AS parent, 0 AS notused, 2 AS detail').results.some(({ isPlan }) => isPlan), false);
  db.close();
});

test('a text in a line, and names as SQL needs them', () => {
  assert.equal(lineOf('-- What?\n-- More.\n\n/* and */ SELECT 1,\n       2;\n'), 'SELECT 1, 2;');
  assert.equal(lineOf('-- only this'), '-- only this');
  assert.deepEqual(['prices', 'a_1', '1a', 'my t', 'Select', 'close', 'é', 'a"b', ''].map(quoteName),
    ['prices', 'a_1', '"1a"', '"my t"', '"Select"', 'close', '"é"', '"a""b"', '""']);
});
