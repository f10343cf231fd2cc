// knex.mjs - Knex over better-sqlite3: node knex.mjs QUERIES

import fs from 'node:fs';
// [load]
import knex from 'knex';
import { load } from 'sqlite-smma/native';

const db = knex({
  client: 'better-sqlite3',
  connection: ':memory:',
  useNullAsDefault: true,
  pool: {
    afterCreate(connection, done) {
      load(connection);
      done();
    },
  },
});
const first = async (sql) => Object.values((await db.raw(sql))[0])[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(await first(query));
  } catch (error) {
    console.log(error.message);
  }
}
await db.destroy();
