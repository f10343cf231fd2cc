import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';

async function open() {
  const sqlite3 = await sqlite3InitModule();
  await loadSmma(sqlite3);
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
