import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';
import { expect, test } from 'vitest';

test('typed arrays', async () => {
  const core = await loadCore();
  expect(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)).toBe(12.514814814814814);
  expect(() => core.smma([10, 11], 0)).toThrow('the period is zero');
});

test('SQL', async () => {
  const sqlite3 = await sqlite3InitModule();
  await loadSmma(sqlite3);
  const database = new sqlite3.oo1.DB();
  database.exec('CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
  expect(database.selectValue('SELECT smma(close, 3) FROM prices')).toBe(12.514814814814814);
  expect(() => database.selectValue('SELECT smma(close, 0) FROM prices')).toThrow('2nd argument to smma()');
});
