// csv-numbers.test.mjs - numbers as price files write them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decimalMarkOf, isMissing, readNumber, readVolume } from '../../../../wasm/page/src/database/csv-numbers.mjs';

test('numbers with a decimal point', () => {
  for (const [text, expected] of [
    ['1', 1], ['-1.5', -1.5], ['+2', 2], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['1.5E-3', 0.0015], ['1,234.5', 1234.5],
    ['1,234,567', 1234567], ["1'234.5", 1234.5], ['1 234.5', 1234.5], ['1\u00a0234.5', 1234.5], ['$12.50', 12.5],
    ['-$12.50', -12.5], ['€ 3', 3], ['USD 3', 3], ['2874.560059', 2874.560059], ['0.1', 0.1], ['1e999', Infinity],
  ]) {
    assert.equal(readNumber(text, '.'), expected, text);
  }
  for (const text of ['', 'x', '1,5', '12,34', '1,2345', '1.2.3', '1e', '--1', '0x10', '1_000', '$', '.', '-', '5%', '1 2']) {
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
  ]) {
    assert.equal(readVolume(text, '.'), expected, text);
  }
  assert.equal(readVolume('1,5M', ','), 1500000);
  for (const text of ['M', 'xK', '1T', '1KK']) assert.ok(Number.isNaN(readVolume(text, '.')), text);
});

test('what is missing', () => {
  for (const text of ['', '-', '--', '.', 'null', 'NULL', 'NaN', 'n/a', 'N/A', '#N/A', 'NA', 'None']) assert.ok(isMissing(text), text);
  for (const text of ['0', '-1', 'x', '.5', ' ']) assert.ok(!isMissing(text), text);
});

test('the decimal mark of a file', () => {
  for (const [prices, separator, expected] of [
    [['1', '2'], ',', '.'], [['1.5'], ',', '.'], [['1,5'], ',', ','], [['1,234.5'], ',', '.'], [['1.234,5'], ';', ','],
    [['1,234'], ',', '.'], [['1,234'], ';', ','], [['1,234', '1,234.5'], ';', '.'], [['1,234,567'], ';', '.'],
    [['1.234.567'], ';', ','], [['1.234', '12,5'], ';', ','], [['1.234'], ';', '.'], [['$1,5'], ',', ','], [[], ';', '.'],
    [['1,5', '1.5'], ';', ','], [['', 'n/a', '1,55'], '\t', ','],
  ]) {
    assert.equal(decimalMarkOf(prices, separator), expected, `${prices.join(' ')} between ${separator}`);
  }
});
