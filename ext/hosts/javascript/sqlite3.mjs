// sqlite3.mjs - sqlite3 (node-sqlite3), whose answers come later: node sqlite3.mjs QUERIES

import fs from 'node:fs';
// [load]
import { promisify } from 'node:util';
import sqlite3 from 'sqlite3';
import { load } from 'sqlite-smma/native';

const db = new sqlite3.Database(':memory:');
await load(db);
const get = promisify(db.get.bind(db));
const first = async (sql) => Object.values(await get(sql))[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(await first(query));
  } catch (error) {
    console.log(error.message);
  }
}
