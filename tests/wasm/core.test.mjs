// core.test.mjs - averages of typed arrays: the bits of the native core, memory, errors (SPEC 5.3).

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { SmmaError, loadCore } from '../../wasm/core.mjs';
import { hexOf, walk, wild } from './series.mjs';
import { bytesOf, bytesOfFile, coreFile, nativeAverages, sideFile } from './support.mjs';

const doublesOf = (buffer) => new Float64Array(new Uint8Array(buffer).buffer);
const hexes = (array) => Array.from(array, hexOf).join('\n');

let core;
before(async () => {
  core = await loadCore();
});

describe('bits', () => {
  const n = 5000;
  const series = [walk(n, 0, 1), walk(n, 0.01, 2), walk(n, 0.3, 3), wild(n, 4), new Float64Array(n).fill(NaN)];
  const periods = [1, 2, 3, 4, 5, 14, 15, 16, 17, 127, 128, 129, 1000, n - 1, n, n + 1, 0xffffffff];

  test('the safe and the zero-copy call have the bits of the native core', () => {
    for (const prices of series) {
      const a = core.alloc(n);
      const b = core.alloc(n);
      for (const period of periods) {
        const expected = hexes(doublesOf(nativeAverages(prices, period)));
        assert.ok(hexes(core.smma(prices, period)) === expected, `smma(), ${period}`);
        a.array.set(prices);
        core.smmaInto(a, b, period);
        assert.ok(hexes(b.array) === expected, `smmaInto(), ${period}`);
        assert.ok(hexes(a.array) === hexes(prices), 'prices stay');
        core.smmaInto(a, a, period);
        assert.ok(hexes(a.array) === expected, `smmaInto(), in place, ${period}`);
      }
      a.free();
      b.free();
    }
  });

  test('batches have the bits of the native core', () => {
    const ranges = [[2, 51, 1], [14, 14, 0], [50, 2, 7], [1, 1, 1], [3, 9, 100], [4998, 5002, 1]];
    for (const prices of series) {
      for (const [start, stop, step] of ranges) {
        const batch = core.smmaBatch(prices, start, stop, step);
        const config = core.smmaBatch(prices, { period: [start, stop, step] });
        assert.ok(hexes(batch.values) === hexes(doublesOf(nativeAverages(prices, start, stop, step))));
        assert.deepEqual(config, batch);
        assert.ok(batch.values instanceof Float64Array && batch.periods instanceof Uint32Array);
        assert.equal(batch.cols, n);
        assert.equal(batch.rows, batch.periods.length);
        assert.equal(batch.values.length, batch.rows * n);
      }
    }
    assert.deepEqual([...core.smmaBatch([1], 50, 2, 7).periods], [50, 43, 36, 29, 22, 15, 8]);
    assert.deepEqual([...core.smmaBatch([1], 14, 99, 0).periods], [14]);
  });
});

describe('arguments', () => {
  test('arrays of every kind', () => {
    const expected = [NaN, 1.5, 2.25];
    const kinds = [[1, 2, 3], Float64Array.of(1, 2, 3), Float32Array.of(1, 2, 3), Int8Array.of(1, 2, 3),
      { length: 3, 0: 1, 1: 2, 2: 3 }, new Float64Array([0, 1, 2, 3]).subarray(1)];
    for (const prices of kinds) assert.deepEqual([...core.smma(prices, 2)], expected);
    const gaps = [NaN, 1, 1, 1.5, 1.5, 2.25];
    assert.deepEqual([...core.smma([null, 1, undefined, 2, NaN, 3], 2)], [NaN, NaN, NaN, ...gaps.slice(3)]);
    assert.equal(core.smma([], 2).length, 0);
    assert.deepEqual([...core.smma([1, 2], 3)], [NaN, NaN]);
    assert.deepEqual(core.smmaBatch([], 1, 3, 1),
      { values: new Float64Array(), periods: Uint32Array.of(1, 2, 3), rows: 3, cols: 0 });
  });

  test('the result is new, and the prices stay', () => {
    const prices = Float64Array.of(1, 2, 3);
    const result = core.smma(prices, 2);
    assert.notEqual(result.buffer, prices.buffer);
    assert.deepEqual([...prices], [1, 2, 3]);
    core.smma([9, 9, 9], 1);
    assert.deepEqual([...result], [NaN, 1.5, 2.25]);
    structuredClone(result, { transfer: [result.buffer] });
  });

  test('what are no prices', () => {
    for (const prices of [null, undefined, 1, '12', () => 1, {}, { length: -1 }, { length: 1.5 }]) {
      assert.throws(() => core.smma(prices, 2), { name: 'TypeError', message: 'the prices are not an array' });
    }
    assert.throws(() => core.smma([1, '2'], 2), { name: 'TypeError', message: 'the price at 1 is not a number' });
    assert.throws(() => core.smma(BigInt64Array.of(1n), 2), TypeError);
    assert.throws(() => core.smma(new DataView(new ArrayBuffer(8)), 2), TypeError);
  });

  test('what is no period', () => {
    const a = core.alloc(1);
    const calls = [(p) => core.smma([1], p), (p) => core.smmaInto(a, a, p),
      (p) => core.smmaBatch([1], p, 3, 1), (p) => core.smmaBatch([1], { period: [3, p, 1] })];
    for (const call of calls) {
      for (const period of ['2', null, undefined, 2n, {}]) assert.throws(() => call(period), TypeError);
      for (const period of [1.5, -1, NaN, Infinity, 2 ** 32]) assert.throws(() => call(period), RangeError);
    }
    for (const step of ['1', null, undefined]) assert.throws(() => core.smmaBatch([1], 1, 2, step), TypeError);
    for (const step of [0.5, -1, NaN, 2 ** 32]) assert.throws(() => core.smmaBatch([1], 1, 2, step), RangeError);
    for (const config of [{}, null, { period: [1, 2] }, { period: 3 }]) {
      assert.throws(() => core.smmaBatch([1], config), TypeError);
    }
    assert.throws(() => core.smmaBatch([1]), TypeError);
    assert.throws(() => core.smmaBatch([1], 1), TypeError);
    assert.throws(() => core.smmaBatch([1], 1, 2), TypeError);
    a.free();
  });

  test('the texts of the C statuses', () => {
    const says = (call, message) => assert.throws(call, { name: 'SmmaError', message });
    says(() => core.smma([1], 0), 'the period is zero');
    says(() => core.smma([], 0), 'the period is zero');
    const text = 'a price is infinite or too large to average';
    says(() => core.smma([1, Infinity], 1), `${text}: the price at 1 is Infinity`);
    says(() => core.smma(Float64Array.of(1, 2, -Infinity, Infinity), 2), `${text}: the price at 2 is -Infinity`);
    says(() => core.smma([1.7e308, 1.7e308, 1.7e308], 2), text);
    says(() => core.atr({ high: [3, 3], low: [1, -Infinity], close: [2, Infinity] }, 1), `${text}: the price at 1 is -Infinity`);
    says(() => core.smmaBatch([-Infinity], 1, 2, 1), `${text}: the price at 0 is -Infinity`);
    says(() => core.smmaBatch([1], 0, 2, 1), 'the range of periods is impossible');
    says(() => core.smmaBatch([1], 2, 0, 1), 'the range of periods is impossible');
    says(() => core.smmaBatch([1], 1, 0xffffffff, 1), 'the result is larger than the address space');
    for (const n of [2 ** 28, 2 ** 29, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      says(() => core.alloc(n * 2), 'out of memory');
    }
    says(() => core.smma({ length: 2 ** 40 }, 2), 'out of memory');
    assert.equal(core.smma([1], 1)[0], 1);
  });
});

describe('blocks', () => {
  test('an array is valid whenever it is asked for', () => {
    const a = core.alloc(1000);
    assert.equal(a.length, 1000);
    assert.equal(a.array.length, 1000);
    assert.equal(a.array.byteOffset % 64, 0);
    a.array.set(walk(1000, 0, 5));
    const stale = a.array;
    assert.equal(a.array, stale);
    const large = core.alloc(2e7);
    large.array[2e7 - 1] = 1;
    assert.equal(stale.length, 0);
    assert.deepEqual(a.array, walk(1000, 0, 5));
    assert.throws(() => core.smma(stale, 2), /from before the memory has grown/);
    core.smmaInto(a, a, 14);
    assert.deepEqual(a.array, core.smma(walk(1000, 0, 5), 14));
    large.free();
    a.free();
  });

  test('prices that lie in the memory of the core itself, which grows meanwhile', async () => {
    const own = await loadCore({ shared: false });
    const n = 1e6;
    const a = own.alloc(n);
    a.array.set(walk(n, 0.01, 6));
    const view = a.array;
    const result = own.smma(view, 14);
    assert.equal(view.length, 0);
    assert.ok(hexes(result) === hexes(core.smma(walk(n, 0.01, 6), 14)));
    a.array[0] = 1;
    const floats = new Float32Array(a.array.buffer, a.array.byteOffset, 2 * n);
    // The upper half of the double 1 is the float 1.875.
    assert.equal(own.smmaBatch(floats, 1, 5, 1).values[1], 1.875);
    assert.equal(floats.length, 0);
    assert.equal(own.smmaBatch(a.array.subarray(0, 100), 2, 60000, 1).cols, 100);
  });

  test('freed, of no length, of another core', async () => {
    const a = core.alloc(3);
    a.free();
    a.free();
    assert.throws(() => a.array, { name: 'SmmaError', message: 'the block has been freed' });
    assert.throws(() => core.smmaInto(a, a, 1), SmmaError);
    assert.equal(a.length, 3);
    const none = core.alloc(0);
    assert.equal(none.array.length, 0);
    core.smmaInto(none, none, 1);
    none.free();
    const foreign = (await loadCore({ shared: false })).alloc(3);
    const b = core.alloc(3);
    assert.throws(() => core.smmaInto(b, foreign, 1), /the block is one of another core/);
    const longer = core.alloc(4);
    assert.throws(() => core.smmaInto(b, longer, 1), { name: 'RangeError' });
    for (const wrong of [null, {}, new Float64Array(3)]) assert.throws(() => core.smmaInto(b, wrong, 1), TypeError);
    for (const n of [-1, 1.5, NaN, '3', undefined]) assert.throws(() => core.alloc(n), RangeError);
    assert.throws(() => new b.constructor(Symbol('sqlite-smma'), core, 8, 1), TypeError);
    assert.throws(() => new core.constructor(), TypeError);
    b.free();
    longer.free();
  });

  test('nothing leaks, also on errors', async () => {
    const own = await loadCore({ shared: false });
    const prices = walk(100000, 0.01, 7);
    const bad = Float64Array.from(prices);
    bad[99999] = Infinity;
    const once = () => {
      const a = own.alloc(100000);
      own.smma(prices, 14);
      own.smmaBatch(prices, 10, 13, 1);
      assert.throws(() => own.smma(bad, 14), SmmaError);
      assert.throws(() => own.smmaBatch(bad, 10, 13, 1), SmmaError);
      assert.throws(() => own.smma([...prices.subarray(0, 10), 'x'], 14), TypeError);
      const { byteLength } = a.array.buffer;
      a.free();
      return byteLength;
    };
    for (let i = 0; i < 5; i++) once();
    const settled = once();
    for (let i = 0; i < 300; i++) once();
    assert.equal(once(), settled);
  });
});

describe('loadCore()', () => {
  test('one core for everyone, or one of your own', async () => {
    const [one, two, own] = await Promise.all([loadCore(), loadCore({}), loadCore({ shared: false })]);
    assert.equal(one, two);
    assert.equal(one, core);
    assert.notEqual(one, own);
    assert.notEqual(one.alloc(10).array.buffer, own.alloc(10).array.buffer);
  });

  test('disposed of', async () => {
    const own = await loadCore({ shared: false });
    const block = own.alloc(3);
    const stream = own.stream(2);
    own.dispose();
    own.dispose();
    const gone = { name: 'SmmaError', message: 'the core has been disposed of' };
    assert.throws(() => own.smma([1], 1), gone);
    assert.throws(() => own.alloc(1), gone);
    assert.throws(() => block.array, gone);
    assert.throws(() => stream.push(1), gone);
    assert.throws(() => stream.value, gone);
    assert.throws(() => stream.save(), gone);
    block.free();
    const before = await loadCore();
    before.dispose();
    assert.throws(() => before.smma([1], 1), gone);
    const after = await loadCore();
    assert.notEqual(after, before);
    assert.deepEqual([...after.smma([1, 2], 2)], [NaN, 1.5]);
    core = after;
  });

  test('{ wasm }', async () => {
    const bytes = bytesOfFile(coreFile);
    for (const wasm of [coreFile, bytes, bytes.slice().buffer, new Response(bytes), new WebAssembly.Module(bytes), Promise.resolve(bytes)]) {
      assert.deepEqual([...(await loadCore({ wasm })).smma([1, 2], 2)], [NaN, 1.5]);
    }
    await assert.rejects(loadCore({ wasm: sideFile }), { name: 'SmmaError', message: 'the module is not smma-core.wasm' });
    await assert.rejects(loadCore({ wasm: '/no/such/file.wasm' }), /could not read/);
    await assert.rejects(loadCore({ wasm: 1 }), TypeError);
  });

  test('no SIMD128', async () => {
    const real = WebAssembly.validate;
    WebAssembly.validate = () => false;
    try {
      await assert.rejects(loadCore({ shared: false }), /SIMD128/);
    } finally {
      WebAssembly.validate = real;
    }
  });
});

test('support: the native program reads and writes whole arrays', () => {
  const prices = Float64Array.of(3, 1, 2);
  assert.deepEqual(nativeAverages(prices, 1), bytesOf(prices));
});
