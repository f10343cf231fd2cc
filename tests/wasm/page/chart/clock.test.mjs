// clock.test.mjs - times as text in the zone of a symbol, and the marks of the time scale there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TimeScale, markText } from '../../../../wasm/page/src/chart/time-scale.mjs';
import { Clock } from '../../../../wasm/page/src/shared/clock.mjs';

const at = (text) => Date.parse(`${text}Z`) / 1000;
const NEW_YORK = new Clock('America/New_York', true);

test('without a zone times are as they are', () => {
  assert.equal(new Clock('', true).text(at('2024-11-03T05:30:00')), '2024-11-03 05:30:00');
  assert.equal(new Clock('', false).text(at('2024-11-03T00:00:00')), '2024-11-03');
  assert.equal(new Clock('Nowhere/At_All', true).zone, '');
  assert.equal(new Clock('Nowhere/At_All', true).text(at('2024-11-03T05:30:00')), '2024-11-03 05:30:00');
});

test('with a zone they are those of its clocks, across both changes', () => {
  const shown = (text) => NEW_YORK.text(at(text));
  assert.equal(NEW_YORK.zone, 'America/New_York');
  assert.equal(shown('2024-01-02T14:30:00'), '2024-01-02 09:30:00');
  assert.equal(shown('2024-07-02T13:30:00'), '2024-07-02 09:30:00');
  // Forward: from 02:00 to 03:00.
  assert.equal(shown('2024-03-10T06:59:00'), '2024-03-10 01:59:00');
  assert.equal(shown('2024-03-10T07:00:00'), '2024-03-10 03:00:00');
  // Back: the hour from 01:00 is there twice, and told by its offset.
  assert.equal(shown('2024-11-03T04:59:00'), '2024-11-03 00:59:00');
  assert.equal(shown('2024-11-03T05:00:00'), '2024-11-03 01:00:00 −04:00');
  assert.equal(shown('2024-11-03T05:59:00'), '2024-11-03 01:59:00 −04:00');
  assert.equal(shown('2024-11-03T06:00:00'), '2024-11-03 01:00:00 −05:00');
  assert.equal(shown('2024-11-03T07:00:00'), '2024-11-03 02:00:00');
  assert.equal(new Clock('Australia/Lord_Howe', true).text(at('2024-04-06T15:00:00')), '2024-04-07 01:30:00 +10:30');
});

test('spans say the date of one day once', () => {
  const span = (from, to) => NEW_YORK.span(at(from), at(to));
  assert.equal(span('2024-01-02T14:30:00', '2024-01-02T15:29:00'), '2024-01-02 09:30:00 to 10:29:00');
  // One day in UTC, two in New York.
  assert.equal(span('2024-01-02T04:00:00', '2024-01-02T06:00:00'), '2024-01-01 23:00:00 to 2024-01-02 01:00:00');
  assert.equal(span('2024-11-03T05:30:00', '2024-11-03T06:30:00'), '2024-11-03 01:30:00 −04:00 to 01:30:00 −05:00');
  assert.equal(new Clock('', false).span(at('2024-01-02T00:00:00'), at('2024-01-05T00:00:00')), '2024-01-02 to 2024-01-05');
  assert.equal(new Clock('', false).span(5, 5), '1970-01-01');
});

test('marks of days are at the midnights of the zone', () => {
  const DAY_WEIGHT = 50;
  const marks = (clock, first, count, step) => {
    const scale = new TimeScale(() => clock);
    const points = Array.from({ length: count }, (_, index) => {
      const time = at(first) + index * step;
      return { time: scale.convertHorzItemToInternal(time), originalTime: time, timeWeight: 0 };
    });
    scale.fillWeightsForPoints(points, 0);
    return points.filter(({ timeWeight }) => timeWeight >= DAY_WEIGHT).map(({ originalTime }) => clock.text(originalTime));
  };
  assert.deepEqual(marks(NEW_YORK, '2024-11-01T12:00:00', 24 * 4, 3600), ['2024-11-02 00:00:00', '2024-11-03 00:00:00', '2024-11-04 00:00:00', '2024-11-05 00:00:00']);
  assert.deepEqual(marks(new Clock('', true), '2024-11-01T12:00:00', 24 * 2, 3600), ['2024-11-02 00:00:00', '2024-11-03 00:00:00']);
});

test('marks as text', () => {
  const time = at('2024-01-01T02:30:15');
  assert.deepEqual([0, 1, 2, 3, 4].map((type) => markText(NEW_YORK, time, type)), ['2023', 'Dec', '31 Dec', '21:30', '21:30:15']);
  assert.deepEqual([0, 1, 2, 3, 4].map((type) => markText(new Clock('', true), time, type)), ['2024', 'Jan', '1 Jan', '02:30', '02:30:15']);
});
