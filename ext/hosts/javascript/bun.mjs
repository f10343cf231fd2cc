// bun.mjs - Bun, by bun:sqlite: bun bun.mjs QUERIES

import fs from 'node:fs';
// [load]
import { Database } from 'bun:sqlite';
import { load } from 'sqlite-smma/native';

// On macOS, before: Database.setCustomSQLite('/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib');
const db = new Database(':memory:');
load(db);
const first = (sql) => db.query(sql).values()[0][0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.message);
  }
}
