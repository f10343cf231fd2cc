// libsql.mjs - libsql, a database in a file or in memory: node libsql.mjs QUERIES

import fs from 'node:fs';
// [load]
import Database from 'libsql';
import { load } from 'sqlite-smma/native';

const db = new Database(':memory:');
load(db);
const first = (sql) => db.prepare(sql).raw().get()[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.message);
  }
}
