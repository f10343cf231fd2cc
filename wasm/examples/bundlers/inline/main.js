import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import sqlite3Wasm from '@sqlite.org/sqlite-wasm/sqlite3.wasm';
import { loadCore, loadSmma } from 'sqlite-smma/inline';

const show = (text) => document.querySelector('pre').append(`${text}\n`);

async function main() {
  const core = await loadCore();
  show(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1));

  const sqlite3 = await sqlite3InitModule({ wasmBinary: sqlite3Wasm, locateFile: (name) => name });
  await loadSmma(sqlite3);
  const database = new sqlite3.oo1.DB();
  database.exec('CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
  show(database.selectValue('SELECT smma(close, 3) FROM prices'));
  try {
    database.selectValue('SELECT smma(close, 0) FROM prices');
  } catch (error) {
    show(error.message);
  }
}

main();
