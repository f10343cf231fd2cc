// deno-db-sqlite.mjs - Deno, by jsr:@db/sqlite: deno run --allow-ffi --allow-read --allow-env deno-db-sqlite.mjs QUERIES

import fs from 'node:fs';
// [load]
import { Database } from 'jsr:@db/sqlite@0.12';
import { load } from 'npm:sqlite-smma/native';

const db = new Database(':memory:');
load(db);
const first = (sql) => db.prepare(sql).value()[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.message);
  }
}
