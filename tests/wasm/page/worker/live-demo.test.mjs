// live-demo.test.mjs - the demonstration of live.sql: its bars, its averages, and that it is apart.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { secondsOf, withValue } from '../../../../wasm/page/src/shared/bars.mjs';
import { Interrupt } from '../../../../wasm/page/src/worker/calls/interrupt.mjs';
import { RandomBars, randomOf } from '../../../../wasm/page/src/worker/queries/random-bars.mjs';
import { Service } from '../../../../wasm/page/src/worker/calls/service.mjs';
import { hexOf } from '../../series.mjs';
import { bytesOfFile, read, root } from '../../support.mjs';
import { choices, errorOf, samples, schema, seed, sqlite3 } from './support.mjs';

async function newService() {
  const contents = {
    schema,
    samples: async () => samples.map((name) => new Blob([bytesOfFile(new URL(name, root))])),
    live: async () => read('sql/live.sql'),
  };
  const service = new Service({ sqlite3, contents, interrupt: new Interrupt(() => true), onStatus() {} });
  await service.open();
  return service;
}

const hexes = (values) => Array.from(values, hexOf);

test('bars arrive, and what live keeps has the bits of smma()', async (t) => {
  const random = choices(t);
  const service = await newService();
  const before = service.run('SELECT count(*), total(close) FROM prices', {}).rows;
  const tables = service.run('SELECT name FROM sqlite_schema ORDER BY name', {}).rows;
  await service.live.start('MARKET', { name: 'MARKET-LIVE', bars: 250, seed });
  const { bars: count } = service.live.series();
  assert.equal(count, 250);
  assert.deepEqual(service.live.part({ start: 0, end: 250, per: 1 }, []).close, service.part('MARKET', { start: 4855, end: 5105, per: 1 }, []).close);

  const lines = [{ kind: 'close', period: 14 }, { kind: 'close', period: 300 }, { kind: 'median', period: 8 }, { kind: 'rsi', period: 14 },
    { kind: 'close', period: 14 }];
  const values = lines.map(() => []);
  let total = 250;
  while (total < 400) {
    const count = 1 + random.below(3);
    const arrived = service.live.append(count, lines);
    assert.equal(arrived.bars.length, count);
    arrived.values.forEach((some, index) => values[index].push(...some));
    total += count;
  }
  const wanted = lines.map((line) => ({ ...line, shift: 0 }));
  const part = service.live.part({ start: 0, end: total, per: 1 }, wanted);
  assert.equal(part.times.length, total);
  assert.deepEqual(part.times, part.times.toSorted());
  part.lines.forEach((all, index) => {
    assert.deepEqual(hexes(values[index]), hexes(all.subarray(250)), lines[index].kind);
  });

  const compared = service.live.compare();
  assert.deepEqual(compared.map(({ period, isSame }) => [period, isSame]), [[14, true], [300, true]]);
  assert.equal(compared[0].kept, values[0].at(-1));
  // Other lines are asked for meanwhile: live keeps those, and from the whole history.
  const [[next]] = service.live.append(1, [{ kind: 'close', period: 7 }]).values;
  assert.equal(hexOf(next), hexOf(service.live.part({ start: 0, end: 1, per: 1 }, [{ kind: 'close', period: 7, shift: 0 }]).latest[0]));
  assert.deepEqual(service.live.compare().map(({ period }) => period), [7]);
  service.live.append(1, []);
  assert.deepEqual(service.live.compare(), []);

  // What live keeps can be wrong when someone meddles with it, and then that shows.
  service.live.append(1, [{ kind: 'close', period: 7 }]);
  service.live.run("UPDATE live_averages SET state = smma_append(state, 1)", {});
  assert.deepEqual(service.live.compare().map(({ isSame }) => isSame), [false]);

  // The visitor's prices know nothing of it.
  assert.deepEqual(service.run('SELECT count(*), total(close) FROM prices', {}).rows, before);
  assert.deepEqual(service.run('SELECT name FROM sqlite_schema ORDER BY name', {}).rows, tables);
  service.live.end();
  assert.equal((await errorOf(() => service.live.series())).message, 'The demonstration has ended.');
  service.close();
});

test('symbols with closes only, one that is short, one that is not there', async () => {
  const service = await newService();
  await service.live.start('BIRCH', { name: 'BIRCH-LIVE', bars: 250, seed: 1 });
  const { bars, values } = service.live.append(1, [{ kind: 'atr', period: 2 }, { kind: 'close', period: 3 }]);
  assert.deepEqual([bars[0].ts, Number.isNaN(bars[0].high), Number.isNaN(bars[0].volume)], ['2010-04-01', true, true]);
  assert.ok(Number.isNaN(values[0][0]) && values[1][0] > 0);
  service.run("INSERT INTO prices(symbol, ts, close) VALUES ('ONE', '2020-01-01', -5)", {});
  await service.live.start('ONE', { name: 'ONE-LIVE', bars: 250, seed: 1 });
  assert.equal(service.live.append(2, []).bars[1].close, -5);
  assert.equal((await errorOf(() => service.live.start('none', { name: 'x', bars: 250, seed: 1 }))).message,
    'made-up bars go on from at least one bar');
  assert.equal((await errorOf(() => service.live.series())).message, 'The demonstration has ended.');
  service.close();
});

test('made-up bars are like those they follow, and a seed repeats them', (t) => {
  const random = choices(t);
  const close = Float64Array.from({ length: 60 }, () => 20 + 5 * random.next());
  const history = {
    ts: Array.from(close, (_, day) => new Date(Date.UTC(2021, 0, 4 + day + 2 * Math.floor(day / 5))).toISOString().slice(0, 10)),
    open: close.map((price) => price + 0.1), high: close.map((price) => price + 1), low: close.map((price) => price - 1),
    close, volume: close.map(() => random.below(100)),
  };
  const [some, same] = [0, 1].map(() => {
    const bars = new RandomBars(history, randomOf(seed));
    return Array.from({ length: 200 }, () => bars.next());
  });
  assert.deepEqual(some, same);
  let last = history.ts.at(-1);
  for (const bar of some) {
    assert.ok(bar.ts > last);
    assert.ok(![0, 6].includes(new Date(secondsOf(bar.ts) * 1000).getUTCDay()), 'no bar on a weekend');
    assert.ok(bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close));
    assert.ok(history.volume.includes(bar.volume));
    last = bar.ts;
  }
  // A price of 0 has no percentages: differences take their place.
  const level = new RandomBars({ ...history, close: close.map((price) => price - 22) }, randomOf(seed));
  for (let count = 0; count < 100; count++) assert.ok(Number.isFinite(level.next().close));
});

test('an array grows by one value', () => {
  let values = Float64Array.of(0);
  const memories = new Set();
  for (let value = 1; value < 1000; value++) {
    const before = values;
    values = withValue(values, value);
    assert.equal(before.length, value);
    memories.add(values.buffer);
  }
  assert.deepEqual(Array.from(values), Array.from({ length: 1000 }, (_, value) => value));
  assert.ok(memories.size < 20);
  // From the middle of other memory.
  const part = Float64Array.of(7, 8, 9, 10).subarray(1, 4);
  assert.deepEqual(Array.from(withValue(part, 11)), [8, 9, 10, 11]);
});
