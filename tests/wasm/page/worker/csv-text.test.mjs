// csv-text.test.mjs - results as CSV, against what the sqlite3 CLI writes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { realText, toCsv } from '../../../../wasm/page/src/shared/table/csv-text.mjs';
import { runSql } from '../../../../wasm/page/src/worker/queries/sql.mjs';
import { choices, newDatabase, sqlite3 } from './support.mjs';

function cli(sql) {
  const done = spawnSync(process.env.SQLITE3 ?? 'sqlite3', ['-batch', '-init', '/dev/null', '-header', '-csv', ':memory:'], {
    input: sql, encoding: 'utf8', maxBuffer: 2 ** 28,
  });
  assert.equal(done.stderr, '');
  return done.stdout;
}

function page(sql) {
  const db = newDatabase();
  const { columns, rows, reals } = runSql(sqlite3, db, sql);
  db.close();
  return toCsv(columns, rows, reals);
}

// The CLI drops a carriage return at the end of a line of its input.
const quoted = (text) => `'${text.replaceAll("'", "''").replaceAll('\r', "' || char(13) || '")}'`;

test('awkward texts', () => {
  const texts = ['', ' ', 'a', 'a b', 'a,b', 'a;b', "it's", '"', '""', 'a"b', 'x\ny', 'x\r\ny', '\t', 'é', '日本', '😀', '\u007f',
    '=1+1', '#', 'NULL', '-1', '1.50', 'a-b_c.d', '!$%&()*+/:;<=>?@[]^`{|}~\\'];
  const sql = texts.map((text) => `SELECT ${quoted(text)} AS "a b", 7 AS x`).join(' UNION ALL ');
  assert.equal(page(sql), cli(sql));
});

test('NULL, integers, reals, names that need quotes', () => {
  for (const sql of [
    'SELECT NULL AS a, 1 AS "b,c", -9223372036854775808 AS d, 9007199254740993 AS "", 2.0 AS "é"',
    'SELECT 0.5 AS a, -0.25 AS b, 1e21 AS c, 1e-5 AS d, 0.0001 AS e, 9e999 AS f, -9e999 AS g, 1e100 AS h, 0.0 AS i',
    'SELECT 1.5 AS a UNION ALL SELECT 3.0 UNION ALL SELECT NULL UNION ALL SELECT -7.0',
    'SELECT 931800000.0 AS a, 2874.560059 AS b, 123456.0 AS c',
  ]) {
    assert.equal(page(sql), cli(sql), sql);
  }
});

test('every letter alone', () => {
  const sql = Array.from({ length: 255 }, (_, code) => `SELECT char(${code + 1}) AS c`).join(' UNION ALL ');
  assert.equal(page(sql), cli(sql));
});

test('a result without rows has its header', () => {
  assert.equal(page('SELECT 1 AS a, 2 AS "b c" WHERE 0'), 'a,"b c"\n');
});

// From 1e15 to 1e17 SQLite before 3.52 has an exponent where the one in the page has digits.
test('reals of up to fifteen digits', (t) => {
  const { next, below } = choices(t);
  const numbers = Array.from({ length: 3000 }, () => Number(((next() - 0.5) * 10 ** (below(40) - 20)).toPrecision(1 + below(15))))
    .filter((number) => Math.abs(number) < 1e15 || Math.abs(number) >= 1e17);
  const sql = `WITH x(r) AS (VALUES ${numbers.map((number) => `(${realText(number)})`).join(', ')}) SELECT r FROM x`;
  assert.equal(page(sql), cli(sql));
});

test('reals read back as the same number', (t) => {
  const { below } = choices(t);
  const bits = new DataView(new ArrayBuffer(8));
  for (let round = 0; round < 5000; round++) {
    bits.setUint32(0, below(2 ** 32));
    bits.setUint32(4, below(2 ** 32));
    const number = bits.getFloat64(0);
    if (Number.isFinite(number)) assert.equal(Number(realText(number)), number);
  }
});

test('BLOBs, which have no text', () => {
  assert.equal(toCsv(['b'], [[new Uint8Array([0, 171, 255])], [new Uint8Array(0)]]), "b\n\"X'00ABFF'\"\n\"X''\"\n");
});
