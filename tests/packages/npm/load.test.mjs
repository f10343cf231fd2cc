// load.test.mjs - load(): each kind of host, and what each refusal becomes (SPEC 6.2). The hosts here are objects that say
// what theirs say; ../../hosts/javascript/ asks the hosts themselves.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { PATH, here, packageOf, projectWith, runScript } from './support.mjs';

let folder;
let file;
before(async (t) => {
  folder = await projectWith(t, 'sqlite-smma', packageOf(here));
  file = await runScript(folder, PATH);
});

const load = (script) => runScript(folder, `const { load, SmmaError } = require('sqlite-smma/native'); ${script}`);
// The suffix is SQLite's to add.
const base = () => file.replace(/\.so$/, '');

test('a host that loads at once gets the path, and nothing comes back', async () => {
  assert.equal(await load('console.log(load({ loadExtension(path) { console.log(path); return this; } }));'), `${base()}\nundefined`);
});

test('a host that calls back becomes a promise', async () => {
  const host = (answer) => `{ parallelize() {}, loadExtension(path, callback) { console.log(path); setImmediate(callback, ${answer}); } }`;
  assert.equal(await load(`load(${host('null')}).then((value) => console.log(value));`), `${base()}\nundefined`);
  assert.equal(await load(`load(${host("new Error('SQLITE_MISUSE: Database handle is closed')")}).catch((error) =>
    console.log(error instanceof SmmaError, error.cause.message, error.message));`), `${base()}\ntrue SQLITE_MISUSE: Database handle `
    + 'is closed load(db): the connection is not open: load the extension before it is closed (SQLITE_MISUSE: Database handle is closed)');
});

test('a host that gives a promise, too', async () => {
  assert.equal(await load('load({ async loadExtension(path) { console.log(path); return 1; } }).then((value) => console.log(value));'),
    `${base()}\nundefined`);
  // The package sqlite has the methods of sqlite3, and takes no callback.
  assert.equal(await load('load({ parallelize() {}, async loadExtension() { return 1; } }).then((value) => console.log(value));'), 'undefined');
  assert.equal(await load(`load({ parallelize() {}, async loadExtension() { throw new Error('no'); } }).catch((error) =>
    console.log(error.message));`), 'load(db): the extension could not be loaded: no');
  assert.equal(await load(`load({ async loadExtension() { throw new Error('no'); } }).catch((error) =>
    console.log(error instanceof SmmaError, error.message));`), 'true load(db): the extension could not be loaded: no');
});

test('@db/sqlite is allowed to, and not for longer', async () => {
  const host = (body) => `const db = { enableLoadExtension: false, loadExtension() { ${body} } };`;
  assert.equal(await load(`${host('console.log(this.enableLoadExtension);')} load(db); console.log(db.enableLoadExtension);`), 'true\nfalse');
  assert.equal(await load(`${host("throw new Error('no');")} try { load(db); } catch { console.log(db.enableLoadExtension); }`), 'false');
});

describe('a refusal names the cure', () => {
  const CASES = {
    'extension loading is not allowed': 'this connection of node:sqlite does not allow extensions: open it with '
      + 'new DatabaseSync(path, { allowExtension: true }), in Deno with the flag --allow-ffi, in Node without --permission, '
      + 'and do not call enableLoadExtension(false) before',
    'This build of sqlite3 does not support dynamic extension loading': 'the SQLite that Bun uses cannot load extensions, as '
      + "Apple's, its default on macOS, cannot: install another (brew install sqlite) and name it before the first connection is "
      + "opened: Database.setCustomSQLite('/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib'), on Intel "
      + "'/usr/local/opt/sqlite/lib/libsqlite3.dylib'",
    LoadExtensionNotSupported: 'a remote database of libsql runs on its server, which takes no extension: open a local file, or '
      + 'fetch the prices and take averages with sqlite-smma/core',
    "Can't do this on a closed database": 'the connection is not open: load the extension before it is closed',
    'not authorized': 'this build of SQLite, or its host, does not authorize extensions: have it allow them '
      + '(sqlite3_enable_load_extension), or take one of the hosts that load() knows',
  };
  for (const [said, means] of Object.entries(CASES)) {
    test(said, async () => {
      assert.equal(await load(`load({ loadExtension() { throw new Error(${JSON.stringify(said)}); } });`),
        `SmmaError: load(db): ${means} (${said})`);
    });
  }

  test('another is passed on', async () => {
    assert.equal(await load("load({ loadExtension() { throw new Error('disk I/O error'); } });"),
      'SmmaError: load(db): the extension could not be loaded: disk I/O error');
  });
});

describe('what is no connection is told what to do', () => {
  const HOSTS = 'better-sqlite3, node:sqlite, bun:sqlite, @db/sqlite, libsql or sqlite3';
  const methods = (...names) => `{ ${names.map((name) => `${name}() {}`).join(', ')} }`;
  const CASES = [
    ['"prices.db"', `TypeError: load(db): db must be an open connection of ${HOSTS}, not "prices.db"`],
    ['undefined', `TypeError: load(db): db must be an open connection of ${HOSTS}, not undefined`],
    ['null', `TypeError: load(db): db must be an open connection of ${HOSTS}, not null`],
    ['new Map()', `TypeError: load(db): db must be an open connection of ${HOSTS}; the Map given has no loadExtension()`],
    ['Object.create(null)', `TypeError: load(db): db must be an open connection of ${HOSTS}; the Object given has no loadExtension()`],
    ['{ $client: {}, select() {} }', 'SmmaError: load(db): db is of Drizzle: give the connection below it, load(db.$client)'],
    [methods('selectFrom', 'getExecutor'), 'SmmaError: load(db): db is of Kysely: give the connection of better-sqlite3 that its '
      + 'SqliteDialect gets'],
    ['Object.assign(() => {}, { raw() {}, client: { config: {} } })', 'SmmaError: load(db): db is of Knex, which opens connections '
      + 'by itself: load the extension in its pool, pool: { afterCreate: (connection, done) => { load(connection); done(); } }'],
    ["{ initialize() {}, options: { type: 'sqlite' } }", 'SmmaError: load(db): db is of TypeORM, which opens connections by itself: '
      + "take type: 'better-sqlite3' and prepareDatabase: load"],
    ['{ capi: {}, wasm: {} }', 'SmmaError: load(db): db is of sqlite-wasm, which takes the module of WebAssembly: '
      + "import { loadSmma } from 'sqlite-smma'"],
    ['{ pointer: 1, selectValue() {} }', 'SmmaError: load(db): db is of sqlite-wasm, which takes the module of WebAssembly: '
      + "import { loadSmma } from 'sqlite-smma'"],
    ["{ execute() {}, batch() {}, protocol: 'file' }", 'SmmaError: load(db): db is of @libsql/client, which keeps its connection '
      + 'to itself: take the package libsql, which it is built on'],
    [methods('dump', 'batch', 'withSession'), 'SmmaError: load(db): db is of Cloudflare D1, whose SQLite takes no extension: fetch '
      + 'the prices, and take averages with sqlite-smma/core'],
    [methods('handleError', 'getRowsModified'), 'SmmaError: load(db): db is of sql.js, which cannot load extensions: take '
      + '@sqlite.org/sqlite-wasm with loadSmma() of sqlite-smma, or node:sqlite'],
    [methods('open_v2', 'statements'), 'SmmaError: load(db): db is of wa-sqlite, which cannot load extensions: take '
      + '@sqlite.org/sqlite-wasm with loadSmma() of sqlite-smma'],
    [methods('location', 'prepare', 'exec'), 'SmmaError: load(db): node:sqlite loads extensions from Node 22.13 on, which this one is not'],
  ];
  for (const [value, text] of CASES) {
    test(value, async () => assert.equal(await load(`load(${value});`), text));
  }
});
