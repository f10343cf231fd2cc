import sqlite3InitModule from '@evolu/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';

const show = (text) => document.querySelector('pre').append(`${text}\n`);

const sqlite3 = await sqlite3InitModule();
await loadSmma(sqlite3);
const database = new sqlite3.oo1.DB();
database.exec('CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
show(database.selectValue('SELECT smma(close, 3) FROM prices'));
try {
  database.selectValue('SELECT smma(close, 0) FROM prices');
} catch (error) {
  show(error.message);
}
