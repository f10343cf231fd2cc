import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';

async function open() {
  const sqlite3 = await sqlite3InitModule();
  await loadSmma(sqlite3);
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'prices' });
  return new pool.OpfsSAHPoolDb('/prices.db');
}

const database = open();
self.onmessage = async ({ data: { id, sql, bind } }) => {
  try {
    postMessage({ id, rows: (await database).selectObjects(sql, bind) });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
};
