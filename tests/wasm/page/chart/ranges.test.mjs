// ranges.test.mjs - the ranges of time that are offered for bars of one step or another.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Clock } from '../../../../wasm/page/src/shared/clock.mjs';
import { RANGES, rangesFor, startsOf } from '../../../../wasm/page/src/shared/ranges.mjs';

const at = (text) => Date.parse(`${text}Z`) / 1000;
const DAY = 86_400;

/** Every so many seconds, ending with last. */
const every = (step, count, last) => Float64Array.from({ length: count }, (_, index) => at(last) - step * (count - 1 - index));
const onWeekdays = (times) => times.filter((time) => ![0, 6].includes(new Date(time * 1000).getUTCDay()));
const offered = (times) => rangesFor(startsOf(times), times.length).map(({ name }) => name).join(' ');

test('ranges by the step of the bars', () => {
  assert.equal(offered(every(60, 120, '2024-03-08T11:29:00')), 'All', 'two hours of minutes');
  assert.equal(offered(every(60, 5000, '2024-03-08T11:29:00')), '1D All');
  assert.equal(offered(every(60, 1_000_000, '2024-03-08T11:29:00')), '1D 5D 1M 6M YTD 1Y All');
  assert.equal(offered(every(3600, 24 * 400, '2024-03-08T11:00:00')), '1D 5D 1M 6M YTD 1Y All');
  assert.equal(offered(onWeekdays(every(DAY, 365 * 20, '2020-04-17T00:00:00'))), '1M 6M YTD 1Y 5Y 10Y All', 'twenty years of days');
  const months = Float64Array.from({ length: 123 }, (_, month) => Date.UTC(2000, month, 1) / 1000);
  assert.equal(offered(months), '1Y 5Y 10Y All');
  assert.equal(offered(new Float64Array()), 'All');
  assert.equal(offered(Float64Array.of(5)), 'All');
});

test('days and years begin by the clocks of the symbol', () => {
  const clock = new Clock('America/New_York', true);
  const minutes = every(60, 600_000, '2024-07-10T01:30:00');
  const starts = startsOf(minutes, (time) => clock.shown(time));
  assert.equal(clock.text(minutes[starts.YTD]), '2024-01-01 00:00:00');
  assert.equal(clock.text(minutes[starts['1M']]), '2024-06-09 21:31:00');
});

test('where they start', () => {
  const first = (times, name) => new Date(times[startsOf(times)[name]] * 1000).toISOString().slice(0, 16);
  const minutes = every(60, 3_000_000, '2024-03-31T16:00:00');
  assert.equal(first(minutes, '1D'), '2024-03-30T16:01');
  // A market that never closes.
  assert.equal(first(minutes, '5D'), '2024-03-26T16:01');
  // The 31st of February is its last day.
  assert.equal(first(minutes, '1M'), '2024-02-29T16:01');
  assert.equal(first(minutes, 'YTD'), '2024-01-01T00:00');
  assert.equal(first(minutes, '1Y'), '2023-03-31T16:01');
  const sessions = onWeekdays(minutes).filter((time) => time % DAY >= 9.5 * 3600 && time % DAY < 16 * 3600);
  // The last bar is that of Friday the 29th at 15:59; five days of trading are those from Monday on.
  assert.equal(first(sessions, '1D'), '2024-03-29T09:30');
  assert.equal(first(sessions, '5D'), '2024-03-25T09:30');
  for (const { name } of RANGES) {
    const starts = startsOf(sessions);
    assert.ok(starts[name] >= 0 && starts[name] < sessions.length, name);
  }
  assert.equal(startsOf(sessions).All, 0);
});
