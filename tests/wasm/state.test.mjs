// state.test.mjs - arrays and states have the same bytes in sqlite-wasm and in the native SQLite, and
// a state made in one goes on in the other (SPEC 2.1, 3.1, 3.7).

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { createTable, tableOf } from './bits.mjs';
import { walk, wild } from './series.mjs';
import { native, nativeAverages, newSqliteWithSmma, versions } from './support.mjs';

const N = 300;
const series = {
  whole: walk(N, 0, 11),
  gaps: walk(N, 0.1, 12),
  wild: wild(N, 13),
};
const periods = [1, 2, 3, 7, 8, 9, 14, 200, N, N + 1, 2147483647];
// After so many rows one side puts the state down and the other takes it up: all phases.
const stops = [0, 1, 5, 8, 13, 14, 15, 16, 17, 20, 24, 100, 199, 200, 207, 208, N];

const cases = Object.keys(series).flatMap((name) => periods.map((period) => ({ name, period })));
const parts = cases.flatMap(({ name, period }) => stops.map((stop) => ({ name, period, stop })));

const arrayOf = ({ name, period }) =>
  `SELECT hex(smma_array(x, ${period})) FROM (SELECT x FROM ${name} ORDER BY id)`;
// With the empty state in front, so that no rows are a state too.
const stateOf = ({ name, period, stop }) =>
  `SELECT hex(smma_state(x, ${period})) FROM (SELECT NULL AS x UNION ALL ` +
  `SELECT * FROM (SELECT x FROM ${name} WHERE id <= ${stop} ORDER BY id))`;
const continued = ({ name, stop }, state) => `
  WITH RECURSIVE chain(id, state) AS (
    SELECT ${stop}, x'${state}' UNION ALL
    SELECT id + 1, smma_append(state, (SELECT x FROM ${name} WHERE ${name}.id = chain.id + 1))
      FROM chain WHERE id < ${N})
  SELECT hex(state) FROM chain WHERE id = ${N}`;

const tables = Object.entries(series).map(([name, prices]) => tableOf(name, prices)).join('');

function nativeLines(queries) {
  const { stdout, stderr } = native(`${tables}${queries.join(';\n')};`);
  assert.equal(stderr, '');
  return stdout.trimEnd().split('\n');
}

let arrays;
let states;
let ends;
before(() => {
  arrays = nativeLines(cases.map(arrayOf));
  states = nativeLines(parts.map(stateOf));
  ends = parts.map(({ name, period }) =>
    states[parts.findIndex((part) => part.name === name && part.period === period && part.stop === N)]);
});

for (const version of versions) {
  describe(`sqlite-wasm ${version}`, () => {
    let sqlite3;
    let db;
    before(async () => {
      sqlite3 = await newSqliteWithSmma(version);
      db = new sqlite3.oo1.DB();
      for (const [name, prices] of Object.entries(series)) createTable(sqlite3, db, name, prices);
    });

    test('arrays have the bytes of native ones', () => {
      cases.forEach((one, i) => assert.equal(db.selectValue(arrayOf(one)), arrays[i], JSON.stringify(one)));
    });

    test('a blob becomes a Float64Array', () => {
      const { name, period } = cases.find((one) => one.period === 14);
      const blob = db.selectValue(`SELECT smma_array(x, ${period}) FROM (SELECT x FROM ${name} ORDER BY id)`);
      const ours = new Float64Array(blob.slice().buffer);
      const theirs = nativeAverages(series[name], period);
      assert.deepEqual(ours, new Float64Array(theirs.buffer.slice(theirs.byteOffset, theirs.byteOffset + theirs.length)));
      assert.equal(db.selectValue('SELECT smma_array(x, 14) FROM whole WHERE 0').length, 0);
    });

    test('states have the bytes of native ones', () => {
      parts.forEach((part, i) => assert.equal(db.selectValue(stateOf(part)), states[i], JSON.stringify(part)));
    });

    test('a native state goes on here', () => {
      parts.forEach((part, i) =>
        assert.equal(db.selectValue(continued(part, states[i])), ends[i], JSON.stringify(part)));
    });

    test('a state from here goes on natively', () => {
      const found = nativeLines(parts.map((part) => continued(part, db.selectValue(stateOf(part)))));
      assert.deepEqual(found, ends);
    });

    test('the value of a state is the average', () => {
      for (const { name, period, stop } of parts) {
        const same = db.selectValue(`SELECT smma_value(smma_state(x, ${period})) IS smma(x, ${period}) FROM ` +
          `(SELECT x FROM ${name} WHERE id <= ${stop} ORDER BY id)`);
        assert.equal(same, 1);
      }
    });

    test('the limit of a result', () => {
      const query = 'SELECT length(smma_array(x, 14)) FROM whole';
      const another = new sqlite3.oo1.DB();
      createTable(sqlite3, another, 'whole', series.whole);
      const limit = (bytes) => sqlite3.capi.sqlite3_limit(another.pointer, sqlite3.capi.SQLITE_LIMIT_LENGTH, bytes);
      limit(8 * N);
      assert.equal(another.selectValue(query), 8 * N);
      limit(8 * N - 1);
      const { stderr } = native(`${tables}\n.limit length ${8 * N - 1}\n${query};`);
      assert.match(stderr, /smma_array\(\) result is longer than the limit of 2399 bytes/);
      assert.throws(() => another.selectValue(query), (error) => {
        // Not error.resultCode, which before 3.42 is 1 for every error.
        assert.equal(sqlite3.capi.sqlite3_errcode(another.pointer), sqlite3.capi.SQLITE_TOOBIG);
        return error.message.endsWith('smma_array() result is longer than the limit of 2399 bytes');
      });
      another.close();
    });

    test('deterministic and innocuous', () => {
      db.exec('CREATE TABLE kept(state, smma REAL AS (smma_value(state)), next AS (smma_append(state, 1)) STORED);' +
        'CREATE INDEX by_value ON kept(smma_value(state)); PRAGMA trusted_schema = OFF;' +
        'INSERT INTO kept(state) SELECT smma_state(x, 14) FROM (SELECT x FROM whole ORDER BY id);' +
        'CREATE VIEW views AS SELECT smma_array(x, 14) AS a FROM (SELECT x FROM whole ORDER BY id)');
      assert.equal(db.selectValue('SELECT smma IS (SELECT smma(x, 14) FROM whole) FROM kept'), 1);
      assert.equal(db.selectValue('SELECT length(a) FROM views'), 8 * N);
    });
  });
}
