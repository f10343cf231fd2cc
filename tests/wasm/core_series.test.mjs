// core_series.test.mjs - whole series in pieces, the caller's array, Wilder's indicators, streams and their bytes (SPEC 5.3).

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { loadCore } from '../../wasm/core.mjs';
import { hexOf, random, walk, wild } from './series.mjs';
import { nativeAverages, newSqliteWithSmma } from './support.mjs';

const doublesOf = (buffer) => new Float64Array(new Uint8Array(buffer).buffer);
const hexes = (array) => Array.from(array, hexOf).join('\n');
const sameBits = (got, expected, what) => assert.ok(hexes(got) === hexes(expected), what);

let core;
let db;
before(async () => {
  core = await loadCore();
  const sqlite3 = await newSqliteWithSmma();
  db = new sqlite3.oo1.DB(':memory:');
});

// Random bars, some of them missing.
function barsOf(n, seed, missing = 0) {
  const next = random(seed);
  const close = walk(n, missing, seed);
  const high = close.map((price) => price + next());
  const low = close.map((price) => price - next());
  return { high, low, close };
}

describe('series longer than a piece', () => {
  const PIECE = 8192;

  test('the bits of the native core, at every length about a piece', () => {
    for (const n of [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5]) {
      for (const prices of [walk(n, 0, n), walk(n, 0.01, n), walk(n, 0.4, n), wild(n, n)]) {
        for (const period of [1, 2, 14, 1000, PIECE, PIECE + 1, 2 * PIECE - 3, n]) {
          sameBits(core.smma(prices, period), doublesOf(nativeAverages(prices, period)), `${n} prices, period ${period}`);
        }
      }
    }
  });

  test('an error in a later piece names the place', () => {
    const prices = walk(3 * PIECE, 0, 1);
    prices[2 * PIECE + 7] = Infinity;
    assert.throws(() => core.smma(prices, 14), { message: new RegExp(`: the price at ${2 * PIECE + 7} is Infinity$`) });
    const mixed = [...walk(2 * PIECE, 0, 1)];
    mixed[PIECE + 1] = '5';
    assert.throws(() => core.smma(mixed, 14), { name: 'TypeError', message: `the price at ${PIECE + 1} is not a number` });
  });
});

describe('into the array of the caller', () => {
  const n = 20000;
  const prices = walk(n, 0.01, 3);

  test('another one, the prices themselves, one of the core, one that overlaps', () => {
    const expected = core.smma(prices, 14);
    const out = new Float64Array(n);
    assert.equal(core.smma(prices, 14, out), out);
    sameBits(out, expected, 'another');
    sameBits(core.smma([...prices], 14, out), expected, 'of a plain array');
    const same = prices.slice();
    assert.equal(core.smma(same, 14, same), same);
    sameBits(same, expected, 'the prices');
    for (const shift of [-100, -1, 1, 100, 9000]) {
      const room = new Float64Array(n + Math.abs(shift));
      const from = room.subarray(Math.max(0, -shift), Math.max(0, -shift) + n);
      const to = room.subarray(Math.max(0, shift), Math.max(0, shift) + n);
      from.set(prices);
      core.smma(from, 14, to);
      sameBits(to, expected, `${shift} apart`);
    }
    const block = core.alloc(n);
    block.array.set(prices);
    sameBits(core.smma(block.array, 14, block.array), expected, 'what is given back');
    sameBits(block.array, expected, 'a block');
    block.free();
  });

  test('floats in the same buffer as the results', () => {
    const buffer = new ArrayBuffer(16000);
    const floats = new Float32Array(buffer, 0, 1000);
    floats.set(walk(1000, 0, 2));
    const expected = core.smma(floats, 5);
    sameBits(core.smma(floats, 5, new Float64Array(buffer, 0, 1000)), expected, 'floats');
  });

  test('what it cannot be', () => {
    assert.throws(() => core.smma([1, 2], 1, []), { name: 'TypeError', message: 'out is not a Float64Array' });
    assert.throws(() => core.smma([1, 2], 1, new Float32Array(2)), TypeError);
    assert.throws(() => core.smma([1, 2], 1, new Float64Array(3)), { name: 'RangeError', message: 'out is of length 3, and there are 2 prices' });
    const gone = new Float64Array(2);
    structuredClone(gone, { transfer: [gone.buffer] });
    assert.throws(() => core.smma([1, 2], 1, gone), /transferred elsewhere/);
  });
});

describe('prices that change hands', () => {
  test('a getter that calls the core, whose memory grows', async () => {
    const own = await loadCore({ shared: false });
    const prices = { length: 3, 0: 1, get 1() { own.alloc(3e6); return 2; }, 2: 3 };
    assert.deepEqual([...own.smma(prices, 2)], [NaN, 1.5, 2.25]);
    const again = { length: 2, get 0() { return own.smma([5, 7], 1)[0]; }, 1: 7 };
    assert.deepEqual([...own.smmaBatch(again, 1, 2, 1).values], [5, 7, NaN, 6]);
  });

  test('an array whose buffer has gone elsewhere', () => {
    const prices = walk(10, 0, 1);
    structuredClone(prices, { transfer: [prices.buffer] });
    for (const call of [() => core.smma(prices, 2), () => core.smmaBatch(prices, 1, 2, 1), () => core.rsi(prices, 2)]) {
      assert.throws(call, { name: 'SmmaError', message: 'the prices are an array whose buffer has been transferred elsewhere: it is empty' });
    }
    assert.equal(core.smma(new Float64Array(), 2).length, 0);
  });
});

describe("Wilder's indicators", () => {
  const columns = ['high', 'low', 'close'];
  const blobs = (bars) => {
    db.exec('DROP TABLE IF EXISTS bars; CREATE TABLE bars(i INTEGER PRIMARY KEY, high, low, close); BEGIN');
    const insert = db.prepare('INSERT INTO bars VALUES (?, ?, ?, ?)');
    bars.close.forEach((_, i) => {
      insert.bind([i, ...columns.map((name) => (Number.isNaN(bars[name][i]) ? null : bars[name][i]))]).stepReset();
    });
    insert.finalize();
    db.exec('COMMIT');
    return (call) => doublesOf(db.selectValue(`SELECT float64_array(x ORDER BY i) FROM (SELECT i, ${call} OVER (ORDER BY i) AS x FROM bars)`));
  };
  const functions = { atr: 'atr', plusDi: 'plus_di', minusDi: 'minus_di', adx: 'adx' };

  test('arrays and streams have the bits of the SQL functions', () => {
    for (const [n, missing] of [[300, 0], [300, 0.1], [9000, 0.01]]) {
      const bars = barsOf(n, n + 1, missing);
      const sql = blobs(bars);
      for (const period of [1, 2, 14, 100]) {
        const rsi = sql(`rsi(close, ${period})`);
        sameBits(core.rsi(bars.close, period), rsi, `rsi ${period}`);
        const closes = core.rsiStream(period);
        sameBits(bars.close.map((close) => closes.push(close)), rsi, `rsi stream ${period}`);
        assert.equal(hexOf(closes.value), hexOf(rsi[n - 1]));
        for (const [method, name] of Object.entries(functions)) {
          const expected = sql(`${name}(high, low, close, ${period})`);
          sameBits(core[method](bars, period), expected, `${name} ${period}`);
          const out = new Float64Array(n);
          assert.equal(core[method](bars, period, out), out);
          sameBits(out, expected, `${name} ${period} into an array`);
          const stream = core[`${method}Stream`](period);
          sameBits(bars.close.map((_, i) => stream.push(bars.high[i], bars.low[i], bars.close[i])), expected, `${name} stream ${period}`);
        }
      }
    }
  });

  test('into one of the arrays of the bars', () => {
    const bars = barsOf(9000, 5);
    const expected = core.atr(bars, 14);
    for (const name of columns) {
      const own = { high: bars.high.slice(), low: bars.low.slice(), close: bars.close.slice() };
      sameBits(core.atr(own, 14, own[name]), expected, name);
    }
  });

  test('errors', () => {
    assert.throws(() => core.atr([1, 2], 2), { name: 'TypeError', message: 'the highs are not an array' });
    assert.throws(() => core.adx(null, 2), { name: 'TypeError', message: 'the bars are not { high, low, close }' });
    assert.throws(() => core.plusDi({ high: [1, 2], low: [1], close: [1, 2] }, 2), { name: 'RangeError', message: 'the bars are of 2, 1, 2 prices: high, low and close differ' });
    assert.throws(() => core.minusDi({ high: [1], low: [1], close: ['1'] }, 2), { name: 'TypeError', message: 'the price at 0 is not a number' });
    assert.throws(() => core.rsi([1], 0), { name: 'SmmaError', message: 'the period is zero' });
    assert.throws(() => core.adxStream(0), { name: 'SmmaError', message: 'the period is zero' });
    assert.throws(() => core.rsiStream(1.5), RangeError);
    assert.throws(() => core.rsiStream(2).push(1, 2, 3), { name: 'TypeError', message: 'push() takes the close' });
    assert.throws(() => core.atrStream(2).push(1), { name: 'TypeError', message: 'push() takes high, low and close' });
    assert.throws(() => core.atrStream(2).push(1, 2, '3'), { name: 'TypeError', message: 'the price is not a number' });
    const stream = core.atrStream(1);
    stream.push(3, 1, 2);
    stream.push(4, 2, 3);
    assert.throws(() => stream.push(4, 2, Infinity), /average: Infinity$/);
    assert.equal(stream.value, 2);
  });
});

describe('streams', () => {
  test('the bits of the array, with gaps', () => {
    for (const prices of [walk(500, 0, 1), walk(500, 0.2, 2), wild(500, 3)]) {
      for (const period of [1, 2, 14, 499, 501]) {
        const expected = core.smma(prices, period);
        const stream = core.stream(period);
        assert.ok(Number.isNaN(stream.value));
        prices.forEach((price, i) => {
          const value = stream.push(Number.isNaN(price) ? [NaN, null, undefined][i % 3] : price);
          assert.equal(hexOf(value), hexOf(expected[i]));
          assert.equal(hexOf(stream.value), hexOf(value));
        });
      }
    }
  });

  test('the bytes are those of SQL, both ways', () => {
    const prices = walk(100, 0.1, 8);
    for (const count of [0, 1, 13, 14, 15, 60]) {
      const stream = core.stream(14);
      let state = db.selectValue('SELECT smma_start(14)');
      for (const price of prices.subarray(0, count)) {
        stream.push(price);
        state = db.selectValue('SELECT smma_append(?, ?)', [state, Number.isNaN(price) ? null : price]);
      }
      assert.deepEqual(stream.save(), state);
      const loaded = core.load(state);
      assert.equal(hexOf(loaded.value), hexOf(stream.value));
      const ahead = [...prices.subarray(count, count + 20)];
      assert.deepEqual(ahead.map((price) => hexOf(loaded.push(price))), ahead.map((price) => hexOf(stream.push(price))));
      const kept = db.selectValue('SELECT smma_value(?)', [loaded.save()]);
      assert.equal(hexOf(kept ?? NaN), hexOf(loaded.value));
    }
  });

  test('what is no state, no price, no period', () => {
    const says = (call, message) => assert.throws(call, { name: 'SmmaError', message });
    const state = core.stream(3).save();
    const damaged = state.slice();
    damaged[20] ^= 1;
    for (const bytes of [new Uint8Array(), state.subarray(1), damaged, new Uint8Array(112)]) {
      says(() => core.load(bytes), 'the bytes are not a saved average');
    }
    assert.throws(() => core.load([...state]), { name: 'TypeError', message: 'the state is not a Uint8Array' });
    says(() => core.stream(0), 'the period is zero');
    assert.throws(() => core.stream('3'), TypeError);
    const stream = core.stream(1);
    stream.push(5);
    assert.throws(() => stream.push('6'), { name: 'TypeError', message: 'the price is not a number' });
    says(() => stream.push(-Infinity), 'a price is infinite or too large to average: -Infinity');
    assert.equal(stream.value, 5);
    assert.throws(() => new stream.constructor(), TypeError);
  });
});
