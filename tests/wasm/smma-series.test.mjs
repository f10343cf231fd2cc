// smma-series.test.mjs - smma_series() in sqlite-wasm: values of every type, texts of errors, queries
// within queries. The functions that sqlite-wasm lacks (wasm/native/sqlite_shim.c) have a part in all.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { native, nativeError, newSqliteWithSmma, versions, wasmError } from './support.mjs';

// ---- Errors

const setup = `
  CREATE TABLE itself(q);
  INSERT INTO itself VALUES ('SELECT smma FROM smma_series((SELECT q FROM itself), 2)');
  CREATE VIEW viewed AS SELECT smma FROM smma_series('SELECT 1', 1);`;

const literal = (text) => `'${text.replaceAll("'", "''")}'`;
const wrongQueries = [
  '', '-- no more', ';', 'DELETE FROM itself', 'PRAGMA user_version = 3', 'BEGIN', 'EXPLAIN SELECT 1',
  'SELECT 1; SELECT 2', 'SELECT 1, 2, 3, 4', 'SELECT x FROM nowhere', 'SELECT FROM', 'SELECT ?',
  'VALUES (1), (abs(-9223372036854775808))', "VALUES (1), (NULL), (3), ('4a')", "VALUES (1, x'00')", 'VALUES (1, 9e999)',
  'WITH x AS (SELECT 1) INSERT INTO itself SELECT * FROM x', "SELECT smma FROM smma_series('SELECT nowhere', 2)",
];
// Their names are not told by sqlite-wasm before 3.48, which has the number of the last instead.
const parameters = new Map([[':x', 1], ['?7', 7], ['$y + :z', 2]].map(([names, last]) =>
  [`SELECT * FROM smma_series('SELECT ${names}', 2)`, last]));
const wrong = [
  ...wrongQueries.map((query) => `SELECT * FROM smma_series(${literal(query)}, 2)`),
  ...parameters.keys(),
  ...[
    'NULL, 2', '1, 2', "'SELECT 1' || char(0), 2", "'SELECT 1', 0", "'SELECT 1', 2, 'x'", "'SELECT 1', 2, 3, -1",
    "'SELECT 1'", "'SELECT 1', 1, 2, 3, 4", "'SELECT ?', 1", "'SELECT ?2', 1, 1, 1, 5, 6, 7", "'SELECT ?8', 1, 1, 1, 5",
    "'SELECT 1', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
  ].map((list) => `SELECT * FROM smma_series(${list})`),
  'SELECT * FROM smma_series((SELECT q FROM itself), 2)',
  "SELECT * FROM smma_series('SELECT ?1', 1) WHERE value2 = 5", "SELECT step FROM smma_series('SELECT 1', 1)",
  `SELECT rowid FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
    SELECT i FROM n', 1, 2147483647) WHERE period = 1`,
];
// What SQLite itself has to say.
const refused = [
  "SELECT * FROM smma_series('SELECT 1', 1, 2147483647)", 'SELECT * FROM viewed', 'DELETE FROM smma_series',
];

// ---- Values

const types = `SELECT period || ' ' || typeof(part) || quote(part) || typeof(key) || quote(key) || typeof(price) ||
  quote(price) || ifnull(smma, '-') FROM smma_series('VALUES (NULL, 1, 2), (1, 9223372036854775807, 2.5),
  (1.0, -1.5, NULL), (''a'', ''b'' || char(0) || ''c'', ''4.50''), ('''', '''', ''1e3''), (x''00ff'', x'''', -3),
  (zeroblob(2), char(8364), 0), (x''0000'', NULL, 1)', 1, 2)`;

const bound = `SELECT key || ' ' || typeof(value1) || quote(value1) || typeof(value2) FROM (VALUES (NULL), (7),
  (9223372036854775807), (-2.5), ('b'), (''), ('it''s' || char(0, 8364)), ('1.50'), (x'00ff'), (x''), (zeroblob(3)))
  CROSS JOIN smma_series('SELECT typeof(?1) || hex(?1) || :two, 1', 1, 1, 1, column1, 'two')`;
// Rows that differ in no more than the type of a value, and one that is in both calls.
const one = (value, rows) => `(query = 'VALUES (?1), (3)' AND first_period = 1 AND value1 = ${value} AND key <= ${rows})`;
const either = `SELECT typeof(price) || key FROM smma_series WHERE ${one('2', 2)} OR ${one('2.0', 1)} OR ${one('2', 1)}
  OR ${one("'2'", 2)}`;

let values;
let boundValues;
let errors;
before(() => {
  values = native(`${types};`).stdout.trimEnd().split('\n');
  boundValues = native(`${bound};`).stdout.trimEnd().split('\n');
  errors = [...wrong, ...refused].map((sql) => nativeError(sql, setup));
});

for (const version of versions) {
  describe(`smma_series() in sqlite-wasm ${version}`, () => {
    let sqlite3;
    let db;
    before(async () => {
      sqlite3 = await newSqliteWithSmma(version);
      db = new sqlite3.oo1.DB();
      db.exec(setup);
    });

    test('every value comes through as it was', () => {
      assert.deepEqual(db.selectValues(types), values);
      assert.ok(values.length === 16 && values.every((line) => line.length > 20));
    });

    test('every value for a parameter, too', () => {
      assert.deepEqual(db.selectValues(bound), boundValues);
      assert.ok(boundValues.length === 11 && boundValues.every((line) => line.endsWith('text')));
    });

    test('calls joined by OR', () => {
      assert.deepEqual(db.selectValues(either).sort(), ['integer1', 'integer2', 'integer2', 'real1', 'text1']);
    });

    test('the same texts of errors as native', () => {
      const namesParameters = typeof sqlite3.wasm.exports.sqlite3_bind_parameter_name === 'function';
      [...wrong, ...refused].forEach((sql, i) => {
        const expected = parameters.has(sql) && !namesParameters
          ? errors[i].replace(/parameter [^,]+/, `parameter ?${parameters.get(sql)}`)
          : errors[i];
        assert.equal(wasmError(sqlite3, db, sql), expected, sql);
      });
      assert.ok(errors.every((text, i) => text.includes('smma_series()') === (i < wrong.length)));
    });

    test('a query for each row, and queries within queries', () => {
      db.exec(`CREATE TABLE prices(symbol, close);
        INSERT INTO prices VALUES ('A', 4), ('B', 1), ('A', 8), ('B', 3), ('A', 2)`);
      assert.deepEqual(db.selectValues(`SELECT s.symbol || key || ':' || smma FROM
        (SELECT DISTINCT symbol FROM prices ORDER BY 1) AS s CROSS JOIN
        smma_series('SELECT close FROM prices WHERE symbol = ' || quote(s.symbol) || ' ORDER BY rowid', 2)
        WHERE smma IS NOT NULL`), ['A2:6.0', 'A3:4.0', 'B2:2.0']);
      assert.deepEqual(db.selectValues(`SELECT s.symbol || key || ':' || smma FROM
        (SELECT DISTINCT symbol FROM prices ORDER BY 1) AS s CROSS JOIN
        smma_series('SELECT close FROM prices WHERE symbol = ?1 ORDER BY rowid', 2, 2, 1, s.symbol)
        WHERE smma IS NOT NULL`), ['A2:6.0', 'A3:4.0', 'B2:2.0']);
      let text = 'VALUES (1), (2), (6)';
      for (let i = 0; i < 4; i++) text = `SELECT smma FROM smma_series(${literal(text)}, 1)`;
      assert.deepEqual(db.selectValues(`SELECT smma FROM smma_series(${literal(text)}, 3)`), [null, null, 3]);
    });

    test('statements that stop early leave nothing behind', () => {
      for (let i = 0; i < 20; i++) {
        const statement = db.prepare("SELECT smma FROM smma_series('SELECT close FROM prices', 1, 50)");
        assert.ok(statement.step());
        statement.finalize();
      }
      db.exec('DROP TABLE prices');
    });
  });
}
