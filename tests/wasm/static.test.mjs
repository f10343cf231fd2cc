// static.test.mjs - what only the static build promises: the functions are there with nothing loaded
// (SPEC 5.2). The other tests run in it as they are: see support.mjs.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { bytesOfFile, newSqlite, staticBuild } from './support.mjs';

describe('the static build', { skip: staticBuild ? false : 'make test-static' }, () => {
  let sqlite3;
  before(async () => {
    sqlite3 = await newSqlite();
  });

  test('every connection has the functions, with nothing loaded', () => {
    const connections = [new sqlite3.oo1.DB(), new sqlite3.oo1.DB('file:second?mode=memory')];
    for (const db of connections) {
      assert.equal(db.selectValue('SELECT smma(column1, 2) FROM (VALUES (1), (2))'), 1.5);
      assert.match(db.selectValue('SELECT smma_debug()'), /^Kernel: vector, 2 lanes$/m);
    }
    const names = (db) => db.selectValues("SELECT name FROM pragma_function_list WHERE name LIKE 'smma%' ORDER BY 1");
    assert.deepEqual(names(connections[0]), names(connections[1]));
    for (const db of connections) db.close();
    const third = new sqlite3.oo1.DB();
    assert.equal(third.selectValue('SELECT smma(3, 1)'), 3);
    third.close();
  });

  test('compiled with the header of the SQLite it runs in', () => {
    const db = new sqlite3.oo1.DB();
    const [, against] = /^SQLite compiled against: (.*)$/m.exec(db.selectValue('SELECT smma_debug()'));
    assert.equal(against, sqlite3.capi.sqlite3_libversion());
    db.close();
  });

  test('the files that are served', () => {
    const files = fs.readdirSync(staticBuild).sort();
    assert.deepEqual(files, ['VERSIONS.txt', 'sqlite3-bundler-friendly.mjs', 'sqlite3-node.mjs',
      'sqlite3-opfs-async-proxy.js', 'sqlite3.js', 'sqlite3.mjs', 'sqlite3.wasm']);
    // All of the JavaScript wants this one module, and gives it what it imports.
    const module = new WebAssembly.Module(bytesOfFile(new URL('sqlite3.wasm', staticBuild)));
    const imports = WebAssembly.Module.imports(module);
    for (const name of files.filter((file) => /^sqlite3(-bundler-friendly|-node)?\.m?js$/.test(file))) {
      const file = fileURLToPath(new URL(name, staticBuild));
      assert.equal(spawnSync(process.execPath, ['--check', file]).status, 0, name);
      const text = fs.readFileSync(file, 'utf8');
      assert.deepEqual([...new Set(text.match(/[\w-]+\.wasm(?=['"])/g))], ['sqlite3.wasm'], name);
      for (const { name: wanted } of imports) assert.ok(text.includes(wanted), `${name}: ${wanted}`);
      assert.match(text, /public domain|disclaims copyright/, `${name}: the licence`);
    }
  });
});
