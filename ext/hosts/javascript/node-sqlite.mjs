// node-sqlite.mjs - node:sqlite, from Node 22.13 on: node node-sqlite.mjs QUERIES

import fs from 'node:fs';
// [load]
import { DatabaseSync } from 'node:sqlite';
import { load } from 'sqlite-smma/native';

const db = new DatabaseSync(':memory:', { allowExtension: true });
load(db);
const first = (sql) => Object.values(db.prepare(sql).get())[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.message);
  }
}
