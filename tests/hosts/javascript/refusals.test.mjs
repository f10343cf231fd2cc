// refusals.test.mjs - what the hosts themselves say when they refuse, and what load() makes of it (SPEC 6.2).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { folder, prepare, programFor, runHere } from './project.mjs';

before(prepare);

let count = 0;
/** What a script prints of the error that load() throws, and of its cause. */
async function refusal(program, imports, script, ...flags) {
  const name = `refusal-${count++}.mjs`;
  fs.writeFileSync(path.join(folder, name), `${imports}
import { load } from 'sqlite-smma/native';
try {
  ${script}
  console.log('loaded');
} catch (error) {
  console.log([error.name, error.message, error.cause?.message ?? ''].join('|'));
}`);
  const { stdout, stderr } = await runHere(program, ...flags, name);
  fs.rmSync(path.join(folder, name));
  assert.equal(stderr, '');
  return stdout.trimEnd();
}

const node = programFor('node', 'node-sqlite.mjs');
const older = programFor('node', 'better-sqlite3.mjs');
const deno = programFor('deno', 'deno.mjs');
const bun = programFor('bun', 'bun.mjs');

const SQLITE = "import { DatabaseSync } from 'node:sqlite';";
const PLAIN = "load(new DatabaseSync(':memory:'));";
const ALLOWED = "load(new DatabaseSync(':memory:', { allowExtension: true }));";
const CLOSED = "const db = new DatabaseSync(':memory:', { allowExtension: true }); db.close(); load(db);";
const FORBIDDEN = "const db = new DatabaseSync(':memory:', { allowExtension: true }); db.enableLoadExtension(false); load(db);";
const NOT_ALLOWED = /^SmmaError\|load\(db\): this connection of node:sqlite does not allow extensions: .*\{ allowExtension: true \}/;
const NOT_OPEN = /^SmmaError\|load\(db\): the connection is not open: /;

const CASES = [
  ['Node without allowExtension', node, SQLITE, PLAIN, [], NOT_ALLOWED],
  ['Node with loading switched off', node, SQLITE, FORBIDDEN, [], NOT_ALLOWED],
  ['Node, closed', node, SQLITE, CLOSED, [], NOT_OPEN],
  ['Bun, node:sqlite without allowExtension', bun, SQLITE, PLAIN, [], NOT_ALLOWED],
  ['Bun, closed', bun, "import { Database } from 'bun:sqlite';", "const db = new Database(':memory:'); db.close(); load(db);", [], NOT_OPEN],
  ['Deno without allowExtension', deno, SQLITE, PLAIN, ['run', '--allow-ffi'], NOT_ALLOWED],
  ['Deno, closed', deno, SQLITE, CLOSED, ['run', '--allow-ffi'], NOT_OPEN],
  ['better-sqlite3, closed', older, "import Database from 'better-sqlite3';",
    "const db = new Database(':memory:'); db.close(); load(db);", [], NOT_OPEN],
  ['libsql, closed', older, "import Database from 'libsql';", "const db = new Database(':memory:'); db.close(); load(db);", [], NOT_OPEN],
  ['libsql, remote', older, "import Database from 'libsql';", "load(new Database('http://127.0.0.1:9'));", [],
    /^SmmaError\|load\(db\): a remote database of libsql runs on its server, /],
  ['sqlite3, closed', older, "import sqlite3 from 'sqlite3';",
    "const db = new sqlite3.Database(':memory:'); await new Promise((resolve) => { db.close(resolve); }); await load(db);", [], NOT_OPEN],
];
for (const [name, program, imports, script, flags, text] of CASES) {
  test(name, async () => {
    const said = await refusal(program, imports, script, ...flags);
    assert.match(said, text);
    // With the host's own words, as the error's cause.
    const [, message, cause] = said.split('|');
    assert.ok(cause.length > 0 && message.endsWith(`(${cause})`), said);
  });
}

// These do not even open it: load() has nothing to say, and they say it themselves.
const BEFORE = [
  ['Node under its permission model', node, ['--permission', '--allow-fs-read=/'],
    'Error|Cannot load SQLite extensions when the permission model is enabled.|'],
  ['Deno without --allow-ffi', deno, ['run'], 'NotCapable|Requires ffi access, run again with the --allow-ffi flag|'],
];
for (const [name, program, flags, text] of BEFORE) {
  test(`${name} refuses to open`, async () => assert.equal(await refusal(program, SQLITE, ALLOWED, ...flags), text));
}

const STRANGERS = [
  ['Drizzle', "import { drizzle } from 'drizzle-orm/better-sqlite3';", "load(drizzle(':memory:'));", /db is of Drizzle: .*load\(db\.\$client\)/],
  ['Kysely', "import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';",
    `load(new Kysely({ dialect: { createAdapter: () => new SqliteAdapter(), createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db), createQueryCompiler: () => new SqliteQueryCompiler() } }));`, /db is of Kysely: /],
  ['Knex', "import knex from 'knex';", "load(knex({ client: 'better-sqlite3', useNullAsDefault: true }));", /db is of Knex, .*afterCreate/],
  ['TypeORM', "import { DataSource } from 'typeorm';", "load(new DataSource({ type: 'better-sqlite3', database: ':memory:' }));",
    /db is of TypeORM, .*prepareDatabase: load/],
];
for (const [name, imports, script, text] of STRANGERS) {
  test(`${name} is told what to do`, async () => assert.match(await refusal(older, imports, script), text));
}

const LOADED = [
  ['libsql/promise', older, "import Database from 'libsql/promise';", "await load(new Database(':memory:'));", []],
  ['Bun, node:sqlite', bun, SQLITE, ALLOWED, []],
  ['Deno, with nothing but --allow-ffi', deno, SQLITE, ALLOWED, ['run', '--allow-ffi']],
  ['a second time', older, "import Database from 'better-sqlite3';", "const db = new Database(':memory:'); load(db); load(db);", []],
];
for (const [name, program, imports, script, flags] of LOADED) {
  test(`${name} loads`, async () => assert.equal(await refusal(program, imports, script, ...flags), 'loaded'));
}

test('require() in Bun', async () => {
  const { stdout, stderr } = await runHere(bun, '-e',
    "const db = new (require('bun:sqlite').Database)(':memory:'); require('sqlite-smma/native').load(db); console.log(db.query('SELECT smma(3, 1)').values()[0][0])");
  assert.equal(stdout, '3\n', stderr);
});
