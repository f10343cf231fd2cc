import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { SQLiteOpfsDriver, SQLocalProcessor } from 'sqlocal';

const driver = new SQLiteOpfsDriver(async () => {
  const sqlite3 = await sqlite3InitModule();
  await loadSmma(sqlite3);
  return sqlite3;
});
const processor = new SQLocalProcessor(driver);
processor.onmessage = (message, transfer) => postMessage(message, transfer);
self.onmessage = (message) => processor.postMessage(message);
