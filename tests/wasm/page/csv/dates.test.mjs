// dates.test.mjs - every form of date the import reads, and what it refuses.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OrderEvidence } from '../../../../wasm/page/src/worker/csv/fields/day-order.mjs';
import { readMoment, readTime as momentOfTime, tsOf } from '../../../../wasm/page/src/worker/csv/fields/dates.mjs';
import { choices, sqlite3 } from '../worker/support.mjs';

const textOf = (moment) => moment && tsOf(moment.shown, true);
const readDate = (text, order) => textOf(readMoment(text, order));
const readTime = (text) => textOf(momentOfTime(text))?.slice(11);

const day = (text) => `${text} 00:00:00`;

test('every form of a day', () => {
  for (const text of [
    '2020-04-17', '2020-4-17', '2020/04/17', '2020/4/17', '2020.04.17', '20200417',
    'Apr 17, 2020', 'Apr 17 2020', 'April 17, 2020', 'apr. 17, 2020', 'APR 17, 2020',
    '17 Apr 2020', '17 April 2020', '17-Apr-2020', '17-Apr-20', '17-APR-20', 'Fri 17 Apr 2020',
    'Friday, Apr 17, 2020', 'Fri, 17 Apr 2020', '17 Apr, 2020',
  ]) {
    assert.equal(readDate(text), day('2020-04-17'), text);
  }
  assert.equal(readDate('1 May 2020'), day('2020-05-01'));
  assert.equal(readDate('Sept 3, 1999'), day('1999-09-03'));
});

test('day and month by the order that is given', () => {
  for (const separator of ['/', '-', '.']) {
    const text = ['04', '05', '2020'].join(separator);
    assert.equal(readDate(text, 'month first'), day('2020-04-05'), text);
    assert.equal(readDate(text, 'day first'), day('2020-05-04'), text);
    assert.equal(readDate(text), undefined, text);
  }
  assert.equal(readDate('4/17/20', 'month first'), day('2020-04-17'));
  assert.equal(readDate('17.4.2020', 'day first'), day('2020-04-17'));
  assert.equal(readDate('26/11/24', 'year first'), day('2026-11-24'));
  assert.equal(readDate('26/11/2024', 'year first'), undefined);
  assert.equal(readDate('4/17/2020', 'day first'), undefined);
  assert.equal(readDate('17/4/2020', 'month first'), undefined);
  assert.equal(readDate('04/05-2020', 'day first'), undefined);
});

test('two digits of a year, as POSIX has them', () => {
  assert.equal(readDate('17-Apr-68'), day('2068-04-17'));
  assert.equal(readDate('17-Apr-69'), day('1969-04-17'));
  assert.equal(readDate('1/2/99', 'day first'), day('1999-02-01'));
  assert.equal(readDate('1/2/00', 'day first'), day('2000-02-01'));
});

// The likeliest order, with "?" where the dates leave it open.
function orderOf(dates, lastYear = 2030) {
  const evidence = new OrderEvidence();
  dates.forEach((date, index) => evidence.add(date, index + 2));
  const { order, isOpen } = evidence.finding(lastYear);
  return order === undefined ? order : order + (isOpen ? '?' : '');
}

test('the order of a file', () => {
  for (const [dates, expected] of [
    [['04/17/2020'], 'month first'], [['17.04.20'], 'day first'], [['17/04/20'], 'day first?'], [['04/05/2020', '17/05/2020'], 'day first'],
    [['04/05/2020 09:30', '17/05/2020 09:30'], 'day first'], [['2020-04-17'], undefined], [['20200417'], undefined], [[''], undefined],
    // The first of every month, newest first, and as a file of days.
    [['01/03/2021', '01/02/2021', '01/01/2021', '01/12/2020'], 'day first?'], [['12/11/2026', '11/11/2026', '10/11/2026'], 'day first?'],
    [['11-02-2026', '11-03-2026', '11-04-2026'], 'month first?'],
    // With points the day is first.
    [['01.02.2020', '03.04.2020'], 'day first'],
    // 26/09/30 in another order is of 2030.
    [['26/09/29', '26/09/30', '26/11/24'], 'year first'], [['26/11/02', '26/11/03', '26/11/04'], 'year first?'],
    // A contradiction is told when it is read: the first that decides stays.
    [['13/02/2020', '02/14/2020'], 'day first'],
  ]) {
    assert.equal(orderOf(dates, 2027), expected, dates.join(' '));
  }
});

test('what speaks for each order', () => {
  const evidence = new OrderEvidence();
  ['01/03/2021', '01/02/2021', '01/01/2021'].forEach((date, index) => evidence.add(date, index));
  assert.deepEqual(evidence.finding(2030).readings.map(({ order, why }) => `${order}: ${why}`), [
    'day first: the first of every month, 2021-01-01 to 2021-03-01',
    'month first: steps of 1 day, 2 at a weekend, 2021-01-01 to 2021-01-03',
  ]);
});

test('offsets and zones', () => {
  for (const [text, expected] of [
    ['2020-04-17T09:30:00Z', 0], ['2020-04-17 09:30:00-04:00', -4 * 3600], ['2020-04-17 09:30+0530', 5.5 * 3600], ['2020-04-17 09:30 UTC', 0],
    ['2020-04-17 09:30 UTC+2', 2 * 3600], ['2020-04-17 09:30 EST', -5 * 3600], ['20200417 09:30:00 US/Eastern', 'US/Eastern'],
    ['2020-04-17 09:30 Europe/Berlin', 'Europe/Berlin'], ['1587115800', 0], ['2020-04-17 09:30', undefined], ['2020-04-17', undefined],
  ]) {
    const { offset, zone } = readMoment(text);
    assert.equal(offset ?? zone, expected, text);
  }
  for (const place of ['ABC', 'Mars/Base', '+25:00', 'x']) assert.equal(readMoment(`2020-04-17 09:30 ${place}`), undefined, place);
});

test('minutes and hours without marks are no Unix time', () => {
  assert.equal(readDate('202611240000'), day('2026-11-24'));
  assert.equal(readDate('202611241630'), '2026-11-24 16:30:00');
  assert.equal(readDate('946684800000'), day('2000-01-01'));
});

test('times of day', () => {
  for (const [text, expected] of [
    ['2020-04-17 09:30', '09:30:00'], ['2020-04-17 09:30:15', '09:30:15'], ['2020-04-17T09:30:15', '09:30:15'],
    ['2020-04-17T09:30:15Z', '09:30:15'], ['2020-04-17T09:30:15.000Z', '09:30:15'],
    ['2020-04-17 09:30:00-04:00', '09:30:00'], ['2020-04-17 09:30:00 UTC', '09:30:00'],
    ['2020-04-17 9:30', '09:30:00'], ['2020-04-17, 9:30 AM', '09:30:00'], ['Apr 17, 2020 9:30 pm', '21:30:00'],
    ['20200417 093000', '09:30:00'], ['20200417093000', '09:30:00'], ['20200417 09:30', '09:30:00'],
    ['2020-04-17 12:00 AM', '00:00:00'], ['2020-04-17 12:05 p.m.', '12:05:00'], ['2020-04-17 00:00:00+0200', '00:00:00'],
    ['Apr 17, 2020 15:59:59', '15:59:59'],
  ]) {
    assert.equal(readDate(text), `2020-04-17 ${expected}`, text);
  }
  assert.equal(readDate('2020-04-17 24:00'), day('2020-04-18'));
  for (const text of ['24:01', '25:00', '09:60', '09:30:60', '13:00 pm', '0:00 am', '9', '09:30:00.5', '9h30', '']) {
    assert.equal(readDate(`2020-04-17 ${text}`), undefined, text);
  }
  assert.equal(readTime('0930'), '09:30:00');
  assert.equal(readTime('93000'), '09:30:00');
  assert.equal(readTime('000000'), '00:00:00');
  assert.equal(readTime('0'), '00:00:00');
  assert.equal(readTime('2500'), undefined);
  assert.equal(readTime(''), undefined);
});

test('Unix time in seconds and smaller', () => {
  for (const text of ['1587115800', '1587115800.0', '1587115800000', '1587115800000000', '1587115800000000000']) {
    assert.equal(readDate(text), '2020-04-17 09:30:00', text);
  }
  assert.equal(readDate('946684800'), day('2000-01-01'));
  assert.equal(readDate('100000000'), '1973-03-03 09:46:40');
  for (const text of ['1587115800500', '1587115800000001', '1587115800.5', '15871158000']) {
    assert.equal(readDate(text), undefined, text);
  }
});

test('what is no date', () => {
  for (const text of [
    '', 'x', '2020', '2020-13-01', '2020-00-01', '2020-02-30', '2019-02-29', '2020-04-31', '2020-04-00',
    '1900-02-29', '20201301', '17 Foo 2020', 'Apr 31, 2020', '2020-04/17', '-2020-04-17', '2020-04-17 x', '1.5', '100',
    '17-Apr-020', '2020-04-17T', 'Apr-20', '12:30',
  ]) {
    assert.equal(readDate(text), undefined, text);
  }
  assert.equal(readDate('2000-02-29'), day('2000-02-29'));
});

test('random days in random forms come back, and SQLite agrees that they are days', (t) => {
  const { below, of } = choices(t);
  const db = new sqlite3.oo1.DB(':memory:');
  const isDay = db.prepare("SELECT ? IS date(?1, '+0 days')");
  const names = 'January February March April May June July August September October November December'.split(' ');
  for (let round = 0; round < 5000; round++) {
    const [year, month, date] = [1970 + below(90), 1 + below(12), 1 + below(31)];
    const two = (number) => String(number).padStart(2, '0');
    const iso = `${year}-${two(month)}-${two(date)}`;
    const name = of([names[month - 1], names[month - 1].slice(0, 3)]);
    const [text, order] = of([
      [iso], [`${year}/${month}/${date}`], [`${year}${two(month)}${two(date)}`], [`${name} ${date}, ${year}`],
      [`${date} ${name} ${year}`], [`${two(date)}-${name}-${year}`], [`${month}/${date}/${year}`, 'month first'],
      [`${two(date)}.${two(month)}.${year}`, 'day first'], [`${two(date)}-${two(month)}-${year}`, 'day first'],
    ]);
    const isReal = isDay.bind(1, iso).step() && isDay.getInt(0) === 1;
    isDay.reset();
    assert.equal(readDate(text, order), isReal ? day(iso) : undefined, text);
  }
  isDay.finalize();
  db.close();
});
