// kysely.mjs - Kysely over better-sqlite3: node kysely.mjs QUERIES

import fs from 'node:fs';
// [load]
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { load } from 'sqlite-smma/native';

const database = new Database(':memory:');
load(database);
const db = new Kysely({ dialect: new SqliteDialect({ database }) });
const first = async (text) => Object.values((await sql.raw(text).execute(db)).rows[0])[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(await first(query));
  } catch (error) {
    console.log(error.message);
  }
}
