// series.test.mjs - bars and lines as the chart gets them: parts of a series, in buckets, beside what SQL says of all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadCore } from '../../../../wasm/core.mjs';
import { bucketsOf, sampled } from '../../../../wasm/page/src/worker/queries/buckets.mjs';
import { readIndicators } from '../../../../wasm/page/src/worker/queries/indicators.mjs';
import { SeriesReader } from '../../../../wasm/page/src/worker/queries/series.mjs';
import { hexOf } from '../../series.mjs';
import { addWalk, choices, newDatabase, rowsOf, sqlite3 } from './support.mjs';

const core = await loadCore();
const hexes = (values) => Array.from(values, hexOf);
const NAMES = ['times', 'open', 'high', 'low', 'close', 'volume'];

/** Random columns with gaps of all kinds. */
function randomColumns(count, { next, below, chance }) {
  const columns = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(count)]));
  let time = below(1e9);
  for (let bar = 0; bar < count; bar++) {
    time += 60 * (1 + below(3) * below(1000));
    const prices = [next(), next(), next()].sort();
    const figures = { times: time, low: prices[0], close: prices[1], high: prices[2], open: prices[0] + next() * (prices[2] - prices[0]), volume: below(100) };
    if (chance(0.2)) Object.assign(figures, { open: NaN, high: NaN, low: NaN });
    else if (chance(0.1)) figures.open = NaN;
    if (chance(0.2)) figures.volume = NaN;
    for (const name of NAMES) columns[name][bar] = figures[name];
  }
  return columns;
}

/** A bucket said plainly. */
function plainBucket(bars) {
  const isWhole = ({ open, high, low }) => ![open, high, low].some(Number.isNaN);
  const first = bars[0];
  const last = bars.at(-1);
  const volumes = bars.map(({ volume }) => volume).filter((volume) => !Number.isNaN(volume));
  const none = !bars.some(isWhole);
  return {
    times: first.times, ends: last.times, close: last.close,
    open: none ? NaN : isWhole(first) ? first.open : first.close,
    high: none ? NaN : Math.max(...bars.map((bar) => (isWhole(bar) ? bar.high : bar.close))),
    low: none ? NaN : Math.min(...bars.map((bar) => (isWhole(bar) ? bar.low : bar.close))),
    volume: volumes.length === 0 ? NaN : volumes.reduce((sum, volume) => sum + volume),
  };
}

test('buckets: the first open, the highest high, the lowest low, the last close, all of the volume', (t) => {
  const random = choices(t);
  for (let round = 0; round < 200; round++) {
    const total = 1 + random.below(80);
    const columns = randomColumns(total, random);
    const bars = Array.from({ length: total }, (_, bar) => Object.fromEntries(NAMES.map((name) => [name, columns[name][bar]])));
    const per = 2 ** random.below(5);
    const start = per * random.below(Math.ceil(total / per));
    const end = random.chance(0.5) ? total : Math.min(total, start + per * (1 + random.below(8)));
    const points = bucketsOf(columns, { start, end, per });
    const expected = [];
    for (let bar = start; bar < end; bar += per) {
      expected.push(per === 1 ? { ...bars[bar], ends: bars[bar].times } : plainBucket(bars.slice(bar, Math.min(end, bar + per))));
    }
    for (const name of [...NAMES, 'ends']) {
      assert.deepEqual(hexes(points[name]), hexes(expected.map((bucket) => bucket[name])), `${name} of ${start} to ${end} by ${per}`);
    }
  }
});

test('lines: the value at the last bar of each bucket, also of those drawn ahead', (t) => {
  const random = choices(t);
  for (let round = 0; round < 300; round++) {
    const total = 1 + random.below(60);
    const values = Float64Array.from({ length: total }, (_, bar) => (bar < random.below(5) ? NaN : random.next()));
    const per = 2 ** random.below(5);
    const shift = random.of([0, 3, 5, 8]);
    const start = per * random.below(Math.ceil(total / per));
    const end = random.chance(0.5) ? total : Math.min(total, start + per * (1 + random.below(6)));
    // The line as it is drawn: at bar + shift there is the value of bar.
    const drawn = new Map(Array.from(values, (value, bar) => [bar + shift, value]));
    const expected = [];
    const past = end === total ? total + shift : end;
    for (let from = start; from < past; from += per) {
      const limit = from < total ? total : total + shift;
      expected.push(drawn.get(Math.min(from + per, limit) - 1) ?? NaN);
    }
    assert.deepEqual(hexes(sampled(values, shift, { start, end, per })), hexes(expected), `${start} to ${end} of ${total} by ${per}, ${shift} ahead`);
  }
});

test('a series as SQL has it: as a whole, in parts, with its lines to the bit', (t) => {
  const random = choices(t);
  const db = newDatabase();
  addWalk(db, 'A', 700, random, 0.1);
  db.exec("UPDATE prices SET volume = NULL WHERE ts LIKE '2001-02-%'");
  const reader = new SeriesReader(sqlite3, db, core);
  const rows = rowsOf(db, "SELECT unixepoch(ts), open, high, low, close, volume FROM prices WHERE symbol = 'A' ORDER BY ts")
    .map((row) => row.map((value) => value ?? NaN));
  const summary = reader.summary('A');
  const [time, open, high, low, close, volume] = rows.at(-1);
  assert.deepEqual({ ...summary, starts: undefined }, {
    bars: 700, first: rows[0][0], time, open, high, low, close, volume, before: rows.at(-2)[4], withTime: false, zone: '',
    isCandles: true, hasVolume: true, hasRanges: true, starts: undefined,
  });
  const whole = reader.part('A', { start: 0, end: 700, per: 1 }, []);
  NAMES.forEach((name, column) => assert.deepEqual(hexes(whole[name]), hexes(rows.map((row) => row[column])), name));

  const wanted = [{ kind: 'close', period: 14, shift: 0 }, { kind: 'median', period: 13, shift: 8 }, { kind: 'rsi', period: 9, shift: 0 },
    { kind: 'atr', period: 9, shift: 0 }, { kind: 'adx', period: 9, shift: 0 }];
  const all = readIndicators(sqlite3, db, 'A', wanted);
  const part = reader.part('A', { start: 128, end: 1e9, per: 64 }, wanted);
  assert.deepEqual([part.start, part.end, part.per, part.times.length], [128, 700, 64, 9]);
  wanted.forEach(({ kind, shift }, index) => {
    // Buckets end at bars 191, 255, ... and at the last, 699; the one drawn ahead is at its end by then.
    const ends = [191, 255, 319, 383, 447, 511, 575, 639, 699];
    assert.deepEqual(hexes(part.lines[index].subarray(0, 9)), hexes(ends.map((bar) => all[index][bar - shift])), kind);
    assert.equal(hexOf(part.latest[index]), hexOf(all[index][699 - shift]), kind);
  });
  // At single bars the last places are ahead of the last bar.
  const [, jaw] = reader.part('A', { start: 690, end: 700, per: 1 }, wanted).lines;
  assert.deepEqual(hexes(jaw), hexes(Array.from({ length: 18 }, (_, index) => all[1][690 + index - 8])));
  // Without the core, SQL says the same.
  const other = new SeriesReader(sqlite3, db).part('A', { start: 128, end: 1e9, per: 64 }, wanted);
  assert.deepEqual([...other.lines.map(hexes), hexes(other.latest)], [...part.lines.map(hexes), hexes(part.latest)]);
  assert.equal(reader.summary('none').bars, 0);
  db.close();
});

test('a series of more bars than one row of blobs takes', () => {
  const db = newDatabase();
  const count = 200_000;
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})
    INSERT INTO prices SELECT 'A', datetime('2024-01-01', i || ' minutes'), NULL, NULL, NULL, i, NULL FROM n`);
  const reader = new SeriesReader(sqlite3, db);
  const { bars, isCandles, hasVolume, hasRanges, withTime } = reader.summary('A');
  assert.deepEqual([bars, isCandles, hasVolume, hasRanges, withTime], [count, false, false, false, true]);
  const { close, times, open } = reader.part('A', { start: 0, end: count, per: 1 }, []);
  assert.ok(close.every((value, index) => value === index) && times.every((time, index) => time === times[0] + 60 * index));
  assert.ok(open.every(Number.isNaN));
  db.close();
});

test('what is kept goes when the data change', () => {
  const db = newDatabase();
  const reader = new SeriesReader(sqlite3, db);
  const lastClose = () => reader.part('A', { start: 0, end: 9, per: 1 }, [{ kind: 'close', period: 1, shift: 0 }]);
  db.exec("INSERT INTO prices(symbol, ts, close) VALUES ('A', '2024-01-01', 1), ('A', '2024-01-02', 2), ('B', '2024-01-01', 9)");
  assert.deepEqual([lastClose().close[1], lastClose().latest[0]], [2, 2]);
  db.exec("UPDATE prices SET close = 3 WHERE symbol = 'A' AND ts = '2024-01-02'");
  assert.deepEqual([lastClose().close[1], lastClose().latest[0], reader.summary('A').close], [3, 3, 3]);
  db.exec("DELETE FROM prices WHERE symbol = 'A' AND ts = '2024-01-02'");
  assert.equal(reader.summary('A').bars, 1);
  assert.equal(reader.summary('B').close, 9);
  db.exec('ALTER TABLE prices RENAME TO other; CREATE TABLE prices AS SELECT symbol, ts, open, high, low, close + 1 AS close, volume FROM other');
  assert.equal(reader.summary('B').close, 10);
  db.close();
});
