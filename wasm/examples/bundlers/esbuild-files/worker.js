import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import sqlite3Wasm from '@sqlite.org/sqlite-wasm/sqlite3.wasm';
import { loadSmma } from 'sqlite-smma';
import smmaWasm from 'sqlite-smma/smma.wasm';

const addressOf = (file) => String(new URL(file, import.meta.url));

async function open() {
  const sqlite3 = await sqlite3InitModule({ locateFile: () => addressOf(sqlite3Wasm) });
  await loadSmma(sqlite3, { wasm: addressOf(smmaWasm) });
  const database = new sqlite3.oo1.DB();
  database.exec('CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
  return database;
}

const database = open();
self.onmessage = async ({ data: sql }) => {
  try {
    postMessage((await database).selectValue(sql));
  } catch (error) {
    postMessage(error.message);
  }
};
