// sql.test.mjs - the SQL functions in sqlite-wasm say what the native ones say (SPEC 2.1, 5.1, 5.6).

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { bitsQuery, wasmBits } from './bits.mjs';
import { fill, list } from './queries.mjs';
import {
  native, nativeAnswers, nativeError, newSqliteWithSmma, queries, read, sampleTexts, versions, wasmError,
} from './support.mjs';

// ---- Errors

const wrong = [
  "SELECT smma('abc', 3)", "SELECT smma('', 3)", "SELECT smma(x'00', 3)", "SELECT smma('1 x', 3)",
  'SELECT smma(9e999, 3)', 'SELECT smma(1, 0)', 'SELECT smma(1, -1)', 'SELECT smma(1, 2147483648)',
  'SELECT smma(1, 2.5)', 'SELECT smma(1, NULL)', "SELECT smma(1, 'x')", "SELECT smma(1, '')",
  'SELECT smma(column1, column2) FROM (VALUES (1, 2), (1, 3))',
  'SELECT smma(1)', 'SELECT smma(1, 2, 3, 4)', 'SELECT smma_version(1)',
  "SELECT smma('abc', 3) OVER ()", 'SELECT smma(1, 0) OVER ()',
  'SELECT smma(column1, column2) OVER (ORDER BY column2) FROM (VALUES (1, 2), (1, 3))',
  'SELECT smma(column1, 1) OVER (ROWS 1 PRECEDING) FROM (VALUES (1), (9e999))',
  "SELECT smma('1' || char(0) || '2', 1)", "SELECT smma('é' || char(10) || hex(zeroblob(50)), 1)",
  'SELECT smma(1, -9e999)', 'SELECT smma(1, -1.25)', "SELECT smma(CAST(x'e2ff' AS TEXT), 1)", 'SELECT smma(1, 2, NULL)',
];
// Errors of the other functions.
const empty = 'smma_state(NULL, 14)';
const wrongElsewhere = [
  "SELECT smma_array('abc', 3)", 'SELECT smma_array(9e999, 3)', 'SELECT smma_array(1, 0)',
  'SELECT smma_array(1, 2.5)', 'SELECT smma_array(1, NULL)',
  'SELECT smma_array(column1, column2) FROM (VALUES (1, 2), (1, 3))',
  'SELECT smma_array(column1, 3) FROM (VALUES (1e308), (1e308), (1e308))',
  'SELECT smma_array(1)', 'SELECT smma_array(1, 2) OVER ()',
  "SELECT smma_state('', 3)", 'SELECT smma_state(-9e999, 3)', "SELECT smma_state(1, 'x')",
  'SELECT smma_state(column1, 3) FROM (VALUES (1e308), (1e308), (1e308))',
  'SELECT smma_state(column1, column2) FROM (VALUES (1, 2), (1, 3))',
  'SELECT smma_state(1, 2, 3, 4)', 'SELECT smma_state(1, 2) OVER ()',
  'SELECT smma_start(0)', "SELECT smma_start('x')", 'SELECT smma_start(NULL)', 'SELECT smma_start()',
  "SELECT smma_append(x'00', 1)", "SELECT smma_append('SMMA', 1)", 'SELECT smma_append(NULL, 1)',
  'SELECT smma_append(zeroblob(112), 1)', 'SELECT smma_append(14, 1)', 'SELECT smma_append(1)',
  `SELECT smma_append(${empty}, 'x')`, `SELECT smma_append(${empty}, '')`, `SELECT smma_append(${empty}, 9e999)`,
  "SELECT smma_value(x'')", "SELECT smma_value('')", 'SELECT smma_value(1)', 'SELECT smma_value()',
  `SELECT smma_value(CAST(${empty} AS TEXT))`, `SELECT smma_value(substr(${empty}, 2))`,
  "SELECT rsi('n/a', 3)", 'SELECT rsi(1, 0)', "SELECT rsi(1, 'x')", 'SELECT rsi(column1, column2) FROM (VALUES (1, 2), (1, 3))',
  'SELECT rsi(column1, 2) FROM (VALUES (1e308), (-1e308))', 'SELECT rsi(1, 2, NULL)', 'SELECT rsi(1)',
  ...['atr', 'plus_di', 'minus_di', 'adx'].flatMap((name) => [
    `SELECT ${name}('high', 1, 1, 3)`, `SELECT ${name}(1, x'00', 1, 3)`, `SELECT ${name}(1, 1, 9e999, 3) OVER ()`,
    `SELECT ${name}(1, 1, 1, 2.5)`, `SELECT ${name}(1, 1, 1, 3, NULL)`, `SELECT ${name}(1, 1, 1)`,
  ]),
  "SELECT float64_array('')", 'SELECT float64_array(-9e999)', 'SELECT float64_array(column1, -column1) FROM (VALUES (1), (2))',
  // Rows that are not in the order of the key.
  ...[
    '(-1), (-2)', '(2.5), (-9e999)', '(3), (2.0)', "(1), ('a'), (0.5)", "('b'), ('ab')", "('a'), ('')",
    "(x'00'), ('z')", "(x'0001'), (x'')", '(1), (NULL)', "('2024-01-04'), ('2024-01-03')",
  ].map((keys) => `SELECT smma_array(1, 2, column1) FROM (VALUES ${keys})`),
];

// ---- What the CLI says

const N = 500;
const SEED = 0;

function nativeBits() {
  const { stdout, stderr } = native(bitsQuery(N, SEED));
  assert.equal(stderr, '');
  return stdout;
}

let bits;
let errors;
let answers;
before(() => {
  bits = nativeBits();
  errors = [...wrong, ...wrongElsewhere].map((sql) => nativeError(sql));
  answers = nativeAnswers();
});

for (const version of versions) {
  describe(`sqlite-wasm ${version}`, () => {
    let sqlite3;
    let db;
    before(async () => {
      sqlite3 = await newSqliteWithSmma(version);
      db = new sqlite3.oo1.DB();
    });

    test('all functions answer', () => {
      assert.equal(db.selectValue('SELECT smma_version()'), native('SELECT smma_version();').stdout.trim());
      const keys = (text) => text.trim().split('\n').map((line) => line.split(':')[0]);
      const debug = db.selectValue('SELECT smma_debug()');
      assert.deepEqual(keys(debug), keys(native('SELECT smma_debug();').stdout));
      assert.match(debug, /^Kernel: vector, 2 lanes$/m);
      assert.ok(debug.endsWith(`SQLite running: ${sqlite3.capi.sqlite3_libversion()}`));
      assert.equal(db.selectValue('SELECT smma(column1, 2) FROM (VALUES (1), (2), (NULL), (4))'), 2.75);
    });

    test('the same bits as native, in every frame and for every period', () => {
      const ours = wasmBits(sqlite3, db, N, SEED);
      assert.ok(ours.length > 1e6);
      // Not equal(): the difference of two such texts takes minutes to print.
      assert.ok(ours === bits, 'the bits differ');
    });

    test('the same texts of errors as native', () => {
      [...wrong, ...wrongElsewhere].forEach((sql, i) => assert.equal(wasmError(sqlite3, db, sql), errors[i], sql));
      assert.equal(errors.filter((text) => text.includes('argument to smma()')).length, wrong.length - 3);
      assert.ok(errors.slice(wrong.length).every((text) => /(smma_(array|state|start|append|value)|rsi|atr|plus_di|minus_di|adx|float64_array)\(\)/.test(text)));
    });

    test('deterministic and innocuous', () => {
      db.exec("CREATE TABLE plain(x); PRAGMA trusted_schema = OFF; CREATE VIEW v AS SELECT smma(x, 2) FROM plain");
      assert.equal(db.selectValue('SELECT * FROM v'), null);
      const flags = db.selectValue("SELECT flags FROM pragma_function_list WHERE name = 'smma_version'");
      assert.equal(flags & 0x800, 0x800);
    });

    test('the files of sql/ print what the CLI prints', () => {
      const prices = new sqlite3.oo1.DB();
      fill(prices, sampleTexts());
      queries.forEach((name, i) => {
        const ours = list(sqlite3, prices, read(`sql/${name}`));
        assert.equal(ours, answers[i], name);
        assert.equal(ours, read(`tests/sql/expected/${name.replace('.sql', '.txt')}`), name);
      });
      prices.close();
    });

    test('queries go on after memory has grown by 300 MB', () => {
      const query = 'SELECT smma(x, 14) OVER (ORDER BY id ROWS 30 PRECEDING) FROM whole';
      const earlier = db.selectValues(query);
      const before = sqlite3.wasm.heap8u().byteLength;
      // Some of it is there already: sweep.sql has used it.
      const block = sqlite3.wasm.alloc(400 * 2 ** 20);
      assert.ok(sqlite3.wasm.heap8u().byteLength >= before + 300 * 2 ** 20);
      assert.deepEqual(db.selectValues(query), earlier);
      const another = new sqlite3.oo1.DB();
      assert.equal(another.selectValue('SELECT smma(3, 1)'), 3);
      assert.match(wasmError(sqlite3, another, 'SELECT smma(1, 0)'), /^2nd argument/);
      another.close();
      sqlite3.wasm.dealloc(block);
      assert.deepEqual(db.selectValues(query), earlier);
    });
  });
}
