// electron.mjs - Electron's main process, by node:sqlite: electron electron.mjs QUERIES

import fs from 'node:fs';
// [load]
import { DatabaseSync } from 'node:sqlite';
import { app } from 'electron';
import { load } from 'sqlite-smma/native';

// In the package.json of electron-builder: "build": { "asarUnpack": ["**/node_modules/@sqlite-smma/**"] }
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
app.quit();
