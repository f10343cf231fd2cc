// indicators.test.mjs - the values of the chart's lines, beside what the files of sql/ and smma() say.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { numbersOf, readIndicators } from '../../../../wasm/page/src/worker/queries/indicators.mjs';
import { linesOf, plansOf } from '../../../../wasm/page/src/chart/indicators.mjs';
import { tableQuery } from '../../../../wasm/page/src/chart/table-query.mjs';
import { hexOf } from '../../series.mjs';
import { bytesOf, read } from '../../support.mjs';
import { addWalk, choices, errorOf, importText, newDatabase, rowsOf, samples, sqlite3 } from './support.mjs';

const hexes = (values) => Array.from(values, hexOf);

// A column of a result, NaN for NULL.
const column = (rows, index) => Float64Array.from(rows, (row) => row[index] ?? NaN);

test('the bytes of a blob are the numbers', () => {
  const numbers = Float64Array.of(1.5, NaN, -0);
  const bytes = new Uint8Array(numbers.buffer);
  assert.equal(numbersOf(bytes).buffer, bytes.buffer);
  assert.deepEqual(hexes(numbersOf(bytes)), hexes(numbers));
  // Part of other memory, at a multiple of 8 and not.
  for (const offset of [8, 3]) {
    const memory = new Uint8Array(offset + 24 + 5);
    memory.set(bytes, offset);
    const part = numbersOf(memory.subarray(offset, offset + 24));
    assert.deepEqual(hexes(part), hexes(numbers));
    assert.equal(part.buffer === memory.buffer, offset === 8);
  }
  assert.equal(numbersOf(new Uint8Array(0)).length, 0);
  assert.throws(() => numbersOf(new Uint8Array(12)), /a series of 12 bytes is not one of float64/);
});

test('averages with the bits of smma()', () => {
  const db = newDatabase();
  const random = choices({ diagnostic() {} });
  addWalk(db, 'A', 400, random, 0.1);
  const rows = rowsOf(db, `SELECT smma(close, 14) OVER w, smma((high + low) / 2, 5) OVER w FROM prices
    WHERE symbol = 'A' WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts`);
  const [close, median, again] = readIndicators(sqlite3, db, 'A',
    [{ kind: 'close', period: 14 }, { kind: 'median', period: 5 }, { kind: 'close', period: 14 }]);
  assert.deepEqual(bytesOf(close), bytesOf(column(rows, 0)));
  assert.deepEqual(bytesOf(median), bytesOf(column(rows, 1)));
  assert.equal(close, again);
  // More than one statement takes, none, and a symbol that is not there.
  const many = readIndicators(sqlite3, db, 'A', Array.from({ length: 1203 }, (_, index) => ({ kind: 'close', period: index + 1 })));
  assert.equal(many.length, 1203);
  assert.deepEqual(many[1202], new Float64Array(400).fill(NaN));
  assert.deepEqual(hexes(many[13]), hexes(close));
  assert.deepEqual(readIndicators(sqlite3, db, 'A', []), []);
  assert.deepEqual(readIndicators(sqlite3, db, 'none', [{ kind: 'close', period: 3 }, { kind: 'adx', period: 3 }]),
    [new Float64Array(0), new Float64Array(0)]);
  db.close();
});

test('periods and indicators that are none', async () => {
  const db = newDatabase();
  addWalk(db, 'A', 3, choices({ diagnostic() {} }));
  const message = async (kind, period) => (await errorOf(() => readIndicators(sqlite3, db, 'A', [{ kind, period }]))).message;
  assert.match(await message('close', 0), /2nd argument to smma_array\(\) is not an integer between 1 and 2147483647/);
  assert.match(await message('adx', 1.5), /4th argument to adx\(\) is not an integer between 1 and 2147483647: 1\.5/);
  assert.match(await message('x', 1), /there is no indicator "x"/);
  db.close();
});

test("Wilder's indicators have the bits of the functions, and so has the table", (t) => {
  const random = choices(t);
  for (const gaps of [0, 0.15]) {
    for (let round = 0; round < 6; round++) {
      const db = newDatabase();
      const period = 1 + random.below(20);
      addWalk(db, 'A', 1 + random.below(200), random, gaps);
      const kinds = ['rsi', 'atr', 'adx', 'plusDi', 'minusDi'];
      const got = readIndicators(sqlite3, db, 'A', kinds.map((kind) => ({ kind, period })));
      const bar = `high, low, close, ${period}`;
      const rows = rowsOf(db, `SELECT rsi(close, ${period}) OVER w, atr(${bar}) OVER w, adx(${bar}) OVER w, plus_di(${bar}) OVER w,
        minus_di(${bar}) OVER w FROM prices WHERE symbol = 'A' WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts`);
      kinds.forEach((kind, index) => assert.deepEqual(hexes(got[index]), hexes(column(rows, index)), `${kind} ${period}`));

      const choice = { periods: [3], alligator: true, rsi: period, atr: period, adx: period };
      const table = rowsOf(db, tableQuery('A', choice)).reverse();
      const lines = readIndicators(sqlite3, db, 'A', plansOf(choice).map(({ indicator }) => indicator));
      lines.forEach((values, index) => assert.deepEqual(hexes(column(table, 6 + index)), hexes(values), `column ${6 + index}`));
      db.close();
    }
  }
});

test('the table of every choice runs, with the columns of what is chosen', async () => {
  const db = newDatabase();
  await importText(db, read(samples[0]));
  db.exec("UPDATE prices SET symbol = 'S''P'");
  for (let choice = 0; choice < 32; choice++) {
    const has = (bit) => (choice & (1 << bit)) !== 0;
    const text = tableQuery("S'P", {
      periods: has(0) ? [14, 50, 14] : [], alligator: has(1), rsi: has(2) ? 9 : undefined, atr: has(3) ? 5 : undefined, adx: has(4) ? 7 : undefined,
    });
    const columns = [];
    const rows = db.exec({ sql: text, columnNames: columns, returnValue: 'resultRows', rowMode: 'array' });
    assert.equal(rows.length, 5105, text);
    assert.ok(rows[0][0] > rows[1][0], 'the newest first');
    assert.deepEqual(columns, [
      'ts', 'open', 'high', 'low', 'close', 'volume', ...(has(0) ? ['smma14', 'smma50'] : []), ...(has(1) ? ['jaw', 'teeth', 'lips'] : []),
      ...(has(2) ? ['rsi9'] : []), ...(has(3) ? ['atr5'] : []), ...(has(4) ? ['adx7', 'plus_di', 'minus_di'] : []),
    ]);
  }
  db.close();
});

test('closes alone: what needs highs and lows says so', () => {
  const plans = plansOf({ periods: [1], alligator: true, rsi: 14, atr: 14, adx: 14 });
  const lacking = (lines) => lines.filter(({ lacks }) => lacks === 'needs highs and lows').map(({ id }) => id);
  assert.deepEqual(lacking(linesOf(plans, false)), ['jaw', 'teeth', 'lips', 'atr', 'adx', 'plus-di', 'minus-di']);
  assert.deepEqual(lacking(linesOf(plans, true)), []);
});
