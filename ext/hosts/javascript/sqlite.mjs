// sqlite.mjs - sqlite, which gives promises of sqlite3: node sqlite.mjs QUERIES

import fs from 'node:fs';
// [load]
import { open } from 'sqlite';
import sqlite3 from 'sqlite3';
import { load } from 'sqlite-smma/native';

const db = await open({ filename: ':memory:', driver: sqlite3.Database });
await load(db);
const first = async (sql) => Object.values(await db.get(sql))[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(await first(query));
  } catch (error) {
    console.log(error.message);
  }
}
