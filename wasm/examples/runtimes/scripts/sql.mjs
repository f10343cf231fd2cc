import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';

const core = await loadCore();
console.log(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1));

const sqlite3 = await sqlite3InitModule();
await loadSmma(sqlite3);
const database = new sqlite3.oo1.DB();
database.exec('CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
console.log(database.selectValue('SELECT smma(close, 3) FROM prices'));
try {
  database.selectValue('SELECT smma(close, 0) FROM prices');
} catch (error) {
  console.log(error.message);
}
