// better-sqlite3.mjs - better-sqlite3: node better-sqlite3.mjs QUERIES

import fs from 'node:fs';
// [load]
import Database from 'better-sqlite3';
import { load } from 'sqlite-smma/native';

const db = new Database(':memory:');
load(db);
const first = (sql) => db.prepare(sql).pluck().get();
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.message);
  }
}
