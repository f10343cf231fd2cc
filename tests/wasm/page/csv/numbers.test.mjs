// numbers.test.mjs - numbers as price files write them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MarkEvidence } from '../../../../wasm/page/src/worker/csv/fields/marks.mjs';
import { isMissing, readNumber, readVolume } from '../../../../wasm/page/src/worker/csv/fields/numbers.mjs';

test('numbers with a decimal point', () => {
  for (const [text, expected] of [
    ['1', 1], ['-1.5', -1.5], ['+2', 2], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['1.5E-3', 0.0015], ['1,234.5', 1234.5],
    ['1,234,567', 1234567], ["1'234.5", 1234.5], ['1 234.5', 1234.5], ['7,88,40,518', 78840518], ['1’234', 1234], ['1\u00a0234.5', 1234.5], ['$12.50', 12.5],
    ['-$12.50', -12.5], ['€ 3', 3], ['USD 3', 3], ['2874.560059', 2874.560059], ['0.1', 0.1], ['1e999', Infinity],
    ['(1.50)', -1.5], ['($1,234.50)', -1234.5], ['1.5-', -1.5], ['\u22121.5', -1.5], ['4.25%', 4.25], ['95.86 €', 95.86], ['CHF 95.86', 95.86], ['95.86 USD', 95.86],
    ['HK$12.5', 12.5], ['₹1,495.30', 1495.3], ['345.6p', 345.6], ['1\u202f234.5', 1234.5], ['Rs. 12', 12], ['1495.30 zł', 1495.3],
  ]) {
    assert.equal(readNumber(text, '.'), expected, text);
  }
  for (const text of ['', 'x', '1,5', '12,34', '0,812', '0,812.5', '1,2345', '1.2.3', '1e', '--1', '0x10', '1_000', '$', '.', '-', '12 foo', 'foo 12', '1 2', '(1', '%']) {
    assert.ok(Number.isNaN(readNumber(text, '.')), text);
  }
});

test('numbers with a decimal comma', () => {
  for (const [text, expected] of [
    ['1', 1], ['-1,5', -1.5], [',5', 0.5], ['1.234,5', 1234.5], ['1.234', 1234], ['1 234,5', 1234.5], ['€12,50', 12.5],
  ]) {
    assert.equal(readNumber(text, ','), expected, text);
  }
  for (const text of ['1.5', '1,2,3', '12.34', '1.2345,6', 'x']) assert.ok(Number.isNaN(readNumber(text, ',')), text);
});

test('volumes with K, M and B', () => {
  for (const [text, expected] of [
    ['1.23M', 1230000], ['4.35M', 4350000], ['12K', 12000], ['1b', 1e9], ['1,234.5K', 1234500], ['7', 7], ['-1K', -1000],
    ['1.5T', 1.5e12], ['12.5 Mio.', 12500000], ['3 Mrd', 3e9], ['1.37億', 137000000], ['2万', 20000],
  ]) {
    assert.equal(readVolume(text, '.'), expected, text);
  }
  assert.equal(readVolume('1,5M', ','), 1500000);
  for (const text of ['M', 'xK', '1X', '1KK']) assert.ok(Number.isNaN(readVolume(text, '.')), text);
});

test('what is missing', () => {
  for (const text of ['', '-', '--', '.', 'null', 'NULL', 'NaN', 'n/a', 'N/A', '#N/A', 'NA', 'None']) assert.ok(isMissing(text), text);
  for (const text of ['0', '-1', 'x', '.5', ' ']) assert.ok(!isMissing(text), text);
});

// "." or ",", and with "?" where the file leaves it open.
function markOf(prices, separator, more = {}) {
  const marks = new MarkEvidence();
  for (const price of prices) marks.add(price);
  const { mark, isOpen } = marks.finding({ separator, hasDottedDates: false, hasAngles: false, ...more });
  return mark + (isOpen ? '?' : '');
}

test('the decimal mark of a file', () => {
  for (const [prices, separator, expected, more] of [
    [['1', '2'], ',', '.'], [['1.5'], ',', '.'], [['1,5'], ',', ','], [['1,234.5'], ',', '.'], [['1.234,5'], ';', ','],
    [['1,234', '1,234.5'], ';', '.'], [['1,234,567'], ';', '.'], [['1.234.567'], ';', ','], [['1.234', '12,5'], ';', ','],
    [['$1,5'], ',', ','], [[], ';', '.'], [['1,5', '1.5'], ';', ','], [['', 'n/a', '1,55'], '\t', ','],
    // A group cannot begin with a 0.
    [['0,812'], ',', ','], [['0.812'], ';', '.'], [['1234,567'], ';', ','],
    [['7,88,40,518'], ',', '.'], [['13,73M'], ',', ','], [["1'234.5"], ';', '.'],
    // What can be read both ways is asked, with what the file looks like first.
    [['1,234'], ',', '.?'], [['1,234'], '\t', '.?'], [['1,002', '998'], '\t', '.?'], [['1.234'], ';', ',?'], [['23.590', '23.480'], ';', ',?'],
    [['3,245'], ',', ',?', { hasDottedDates: true }], [['1,234', '1.234'], ';', ',?'],
    // Commas between the columns leave the point for decimals, and so do MetaTrader's tabs.
    [['153.245'], ',', '.'], [['153.245'], ',', ',?', { hasDottedDates: true }], [['153.245'], '\t', '.', { hasAngles: true }], [['153.245'], '\t', '.?'],
  ]) {
    assert.equal(markOf(prices, separator, more), expected, `${prices.join(' ')} between ${separator}`);
  }
});

test('prices in thirty-seconds', () => {
  for (const [prices, expected] of [
    [["110'160", "110'165"], "110'160"], [["110'16"], "110'16"], [['110-162', '111-31+'], '110-162'],
    [["1'234", "1'999"], undefined], [["110'160", "110'16.5"], undefined], [["11'165.50"], undefined], [['110'], undefined], [['-5'], undefined],
  ]) {
    const marks = new MarkEvidence();
    for (const price of prices) marks.add(price);
    assert.equal(marks.thirtySeconds, expected, prices.join(' '));
  }
});
