// typeorm.mjs - TypeORM over better-sqlite3: node typeorm.mjs QUERIES

import fs from 'node:fs';
// [load]
import { DataSource } from 'typeorm';
import { load } from 'sqlite-smma/native';

const source = new DataSource({ type: 'better-sqlite3', database: ':memory:', prepareDatabase: load });
await source.initialize();
const first = async (sql) => Object.values((await source.query(sql))[0])[0];
// [end]

const queries = fs.readFileSync(process.argv[2], 'utf8').split(';\n').filter((query) => query.trim() !== '');
for (const query of queries) {
  try {
    console.log(await first(query));
  } catch (error) {
    console.log(error.message);
  }
}
