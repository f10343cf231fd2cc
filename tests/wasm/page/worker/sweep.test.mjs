// sweep.test.mjs - the sweep of the page: beside sql/sweep.sql, beside a plain loop, and in words.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { periodsOf, readSweep } from '../../../../wasm/page/src/worker/queries/sweep.mjs';
import { decimalsFor } from '../../../../wasm/page/src/shared/format.mjs';
import { bestOf, readingOf, summaryOf, tableOf, ticksOf } from '../../../../wasm/page/src/sweep/sweep-summary.mjs';
import { read } from '../../support.mjs';
import { addWalk, choices, errorOf, importText, newDatabase, rowsOf, samples, sqlite3 } from './support.mjs';

test('the best ten are those of sweep.sql', async () => {
  const db = newDatabase();
  await importText(db, read(samples[0]));
  const reports = [];
  const sweep = readSweep(sqlite3, db, 'MARKET', { from: 2, to: 200, step: 1 }, (report) => reports.push(report));
  const { rows } = tableOf(sweep);
  const best = [...rows].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 10);
  assert.deepEqual(best, rowsOf(db, read('sql/sweep.sql')));
  assert.equal(sweep.periods[bestOf(sweep)], best[0][0]);
  assert.deepEqual([reports[0], reports[79], reports.length], [{ done: 0, total: 5105 }, { done: 5056, total: 5105 }, 80]);
  db.close();
});

// The rule as it is told: who is in the market earns what the close changes.
function earned(closes, averages, first) {
  let [points, trades, held] = [0, 0, 0];
  for (let bar = first; bar + 1 < closes.length; bar++) {
    if (!(closes[bar] > averages[bar])) continue;
    points += closes[bar + 1] - closes[bar];
    held += 1;
    trades += bar === first || !(closes[bar - 1] > averages[bar - 1]) ? 1 : 0;
  }
  return { points, trades, held };
}

test('every period of random ranges, beside a loop', (t) => {
  const random = choices(t);
  for (let round = 0; round < 8; round++) {
    const db = newDatabase();
    const bars = addWalk(db, "it's", 30 + random.below(300), random);
    const from = 1 + random.below(8);
    const range = { from, to: from + random.below(20), step: 1 + random.below(4) };
    const sweep = readSweep(sqlite3, db, "it's", range);
    const periods = periodsOf(range);
    const longest = periods.at(-1);
    const closes = rowsOf(db, 'SELECT close FROM prices ORDER BY ts').map(([close]) => close);
    assert.deepEqual([sweep.periods, sweep.bars, sweep.judged], [periods, bars, bars - longest]);
    assert.equal(sweep.hold, closes.at(-1) - closes[longest - 1]);
    periods.forEach((period, index) => {
      const averages = rowsOf(db, `SELECT smma(close, ${period}) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices ORDER BY ts`);
      const want = earned(closes, averages.map(([smma]) => smma), longest - 1);
      assert.ok(Math.abs(sweep.points[index] - want.points) < 1e-9, `period ${period}: ${sweep.points[index]}, not ${want.points}`);
      assert.deepEqual([sweep.trades[index], sweep.held[index]], [want.trades, want.held], `period ${period}`);
    });
    db.close();
  }
});

test('too few bars, and no periods', async () => {
  const db = newDatabase();
  addWalk(db, 'A', 5, choices({ diagnostic() {} }));
  for (const to of [5, 6]) {
    const sweep = readSweep(sqlite3, db, 'A', { from: 2, to, step: 1 });
    assert.equal(sweep.judged, 5 - to);
    assert.equal(summaryOf('A', sweep), `A has 5 bars, too few for a period of ${to}.`);
  }
  assert.equal(readSweep(sqlite3, db, 'A', { from: 2, to: 5, step: 2 }).judged, 1);
  assert.equal(readSweep(sqlite3, db, 'none', { from: 2, to: 3, step: 1 }).judged, -3);
  for (const range of [{ from: 0, to: 3, step: 1 }, { from: 3, to: 2, step: 1 }, { from: 1, to: 2, step: 0 }, { from: 1, to: NaN, step: 1 }]) {
    const { message } = await errorOf(() => readSweep(sqlite3, db, 'A', range));
    assert.equal(message, `there are no periods from ${range.from} to ${range.to} by ${range.step}`);
  }
  db.close();
});

test('an interrupt ends it, and another one follows', async () => {
  const db = newDatabase();
  addWalk(db, 'A', 3000, choices({ diagnostic() {} }));
  const { capi } = sqlite3;
  let calls = 0;
  capi.sqlite3_progress_handler(db, 1000, () => Number(++calls === 20), 0);
  const { message } = await errorOf(() => readSweep(sqlite3, db, 'A', { from: 2, to: 100, step: 1 }));
  assert.match(message, /SQLITE_INTERRUPT/);
  capi.sqlite3_progress_handler(db, 0, 0, 0);
  assert.equal(readSweep(sqlite3, db, 'A', { from: 2, to: 100, step: 1 }).judged, 2900);
  db.close();
});

const sweepOf = (points, more) => ({
  periods: Int32Array.from(points, (_, index) => 10 + index), points: Float64Array.from(points), trades: Int32Array.from(points, () => 1),
  held: Int32Array.from(points, () => 30), close: 2000, hold: 5, bars: 1060, judged: 40, ...more,
});

test('in words', () => {
  assert.equal(bestOf(sweepOf([1, 3, 3, 2])), 1);
  assert.equal(bestOf(sweepOf([-4, -3])), 1);
  // Not by a rounding error, and by what two decimals would not show.
  assert.equal(bestOf(sweepOf([0.3, 0.1 + 0.2])), 0);
  assert.equal(bestOf(sweepOf([0.00001, 0.00002], { close: 1.08 })), 1);
  assert.equal(bestOf(sweepOf([1e-10, 2e-10], { close: 0.0000081 })), 1);
  assert.equal(summaryOf('X', sweepOf([1, 2000.5, -3])),
    'X: best period 11 with 2,000.50 points. Bought and held 5.00: 1 of 3 periods earned more. Judged over the last 41 bars.');
  assert.equal(summaryOf('X', sweepOf([-1], { hold: -0.5 })),
    'X: best period 10 with −1.00 points. Bought and held −0.50: none of the periods earned more. Judged over the last 41 bars.');
  assert.equal(readingOf(sweepOf([1, -2]), 1), 'Period 11: −2.00 points, 1 trade, held 75.0 % of the bars');
  assert.equal(readingOf(sweepOf([-0.0000002], { close: 0.0000081 }), 0), 'Period 10: −0.00000020000 points, 1 trade, held 75.0 % of the bars');
  assert.deepEqual(tableOf(sweepOf([0.12345678], { close: 1.08, hold: -0.01 })).rows, [[10, '0.12346', 1, '75.0', '-0.01000']]);
  assert.deepEqual(tableOf(sweepOf([1.005])).rows, [[10, '1.00', 1, '75.0', '5.00']]);
});

test('prices have the decimals of the files of sql/', () => {
  const db = newDatabase();
  const [, expression] = /(max\(2, 5 - substr\(.*\)) AS decimals/.exec(read('sql/screen.sql'));
  for (const close of [2874.56, 64321.12, 150.123, 100, 99.9999999, 10, 9.999994, 9.999996, 1.08123, 1, 0.0000081, 0, -37.63, -0.5, 1e-12]) {
    assert.equal(decimalsFor(close), db.selectValue(`SELECT ${expression} FROM (SELECT ? AS close)`, [close]), String(close));
  }
  assert.deepEqual([decimalsFor(NaN), decimalsFor(1e-30)], [2, 20]);
  db.close();
});

test('round numbers on an axis', () => {
  assert.deepEqual(ticksOf(-490, 1499, 4), [0, 500, 1000]);
  assert.deepEqual(ticksOf(-0.03, 0.031, 3), [0]);
  assert.deepEqual(ticksOf(2, 200, 5), [50, 100, 150, 200]);
  // No minus before a zero.
  assert.ok(ticksOf(-1, 1, 4).every((tick) => !Object.is(tick, -0)));
  assert.deepEqual(ticksOf(3, 3, 4), []);
});
