// drizzle.mjs - Drizzle over better-sqlite3: node drizzle.mjs QUERIES

import fs from 'node:fs';
// [load]
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { load } from 'sqlite-smma/native';

const db = drizzle(':memory:');
load(db.$client);
const first = (text) => Object.values(db.get(sql.raw(text)))[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(first(query));
  } catch (error) {
    console.log(error.cause?.message ?? error.message);
  }
}
