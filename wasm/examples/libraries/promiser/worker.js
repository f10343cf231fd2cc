import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';

const sqlite3 = await sqlite3InitModule();
await loadSmma(sqlite3);
sqlite3.initWorker1API();
