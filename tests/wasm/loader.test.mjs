// loader.test.mjs - loadSmma(): its options, its errors, and that it leaves nothing behind (SPEC 5.1, 5.5).

import assert from 'node:assert/strict';
import http from 'node:http';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { SmmaError, loadSmma } from '../../wasm/index.mjs';
import { ownAddress } from '../../wasm/module.mjs';
import { bytesOfFile, coreFile, modules, newSqlite, newest, sideFile, versions } from './support.mjs';

const side = bytesOfFile(sideFile);

// A sqlite3 that differs from a real one in some members, and counts the memory taken and given back.
function changed(sqlite3, { capi = {}, wasm = {}, exports = {} } = {}) {
  const counts = { blocks: 0 };
  return {
    counts,
    capi: Object.assign(Object.create(sqlite3.capi), capi),
    wasm: Object.create(sqlite3.wasm, Object.getOwnPropertyDescriptors({
      exports: { ...sqlite3.wasm.exports, ...exports },
      alloc(n) {
        const block = sqlite3.wasm.alloc(n);
        counts.blocks++;
        return block;
      },
      dealloc(block) {
        counts.blocks--;
        sqlite3.wasm.dealloc(block);
      },
      ...wasm,
    })),
  };
}

// The slots of the table from slot on that hold something.
function usedSlots(sqlite3, slot) {
  const table = sqlite3.wasm.functionTable();
  let used = 0;
  for (let i = slot; i < table.length; i++) used += table.get(i) === null ? 0 : 1;
  return used;
}

const ofAnotherRealm = (code) => vm.runInNewContext(code, { bytes: [...side] });

function works(sqlite3) {
  const db = new sqlite3.oo1.DB();
  try {
    return db.selectValue('SELECT smma(column1, 2) FROM (VALUES (1), (2))') === 1.5;
  } finally {
    db.close();
  }
}

for (const version of versions) {
  describe(`sqlite-wasm ${version}`, () => {
    test('connections opened afterwards have the functions, those before have not', async () => {
      const sqlite3 = await newSqlite(version);
      const earlier = new sqlite3.oo1.DB();
      assert.equal(await loadSmma(sqlite3), undefined);
      assert.ok(works(sqlite3));
      assert.throws(() => earlier.exec('SELECT smma(1, 1)'), /no such function: smma/);
      await loadSmma(sqlite3, { db: earlier });
      assert.equal(earlier.selectValue('SELECT smma(1, 1)'), 1);
    });

    test('twice, and at the same time, loads once', async () => {
      const sqlite3 = await newSqlite(version);
      const table = sqlite3.wasm.functionTable();
      await Promise.all([loadSmma(sqlite3), loadSmma(sqlite3), loadSmma(sqlite3)]);
      const { length } = table;
      await loadSmma(sqlite3);
      assert.equal(table.length, length);
      assert.ok(works(sqlite3));
    });

    test('from a second copy of the package, loads once', async () => {
      const sqlite3 = await newSqlite(version);
      await loadSmma(sqlite3, null);
      const { length } = sqlite3.wasm.functionTable();
      const second = await import('../../wasm/index.mjs?second');
      assert.notEqual(second.loadSmma, loadSmma);
      await second.loadSmma(sqlite3);
      assert.equal(sqlite3.wasm.functionTable().length, length);
      assert.ok(works(sqlite3));
    });

    test('a failure half-way leaves nothing, and the next call works', async () => {
      const sqlite3 = await newSqlite(version);
      const { length } = sqlite3.wasm.functionTable();
      const failures = [
        { capi: { sqlite3_auto_extension: () => 7 } },
        // Another signature: the engine refuses to link it.
        { exports: { sqlite3_free: sqlite3.wasm.exports.sqlite3_libversion } },
        { exports: { sqlite3_libversion: undefined } },
        { wasm: { functionTable: () => ({ grow() { throw new RangeError('no more slots'); }, set() {} }) } },
      ];
      for (const failure of failures) {
        const broken = changed(sqlite3, failure);
        await assert.rejects(loadSmma(broken), SmmaError);
        assert.equal(broken.counts.blocks, 0);
        assert.equal(usedSlots(sqlite3, length), 0);
        await assert.rejects(loadSmma(broken), SmmaError);
      }
      // Memory for the data, but none for the stack.
      const broken = changed(sqlite3);
      const { alloc } = broken.wasm;
      broken.wasm.alloc = (n) => {
        if (broken.counts.blocks > 0) throw new Error('no more memory');
        return alloc(n);
      };
      await assert.rejects(loadSmma(broken), (error) => error.cause.message === 'no more memory');
      assert.equal(broken.counts.blocks, 0);
      broken.wasm.alloc = alloc;
      await loadSmma(broken);
      assert.ok(broken.counts.blocks > 0);
      assert.ok(works(sqlite3));
    });
  });
}

describe('{ db }', () => {
  let sqlite3;
  before(async () => {
    sqlite3 = await newSqlite();
  });

  test('a database, its pointer, and again', async () => {
    for (const connection of [(db) => db, (db) => db.pointer]) {
      const db = new sqlite3.oo1.DB();
      await loadSmma(sqlite3, { db: connection(db) });
      await loadSmma(sqlite3, { db: connection(db) });
      assert.equal(db.selectValue('SELECT smma(1, 1)'), 1);
      db.close();
    }
  });

  test('what is no open connection', async () => {
    const closed = new sqlite3.oo1.DB();
    closed.close();
    for (const db of [closed, 0, -1, null, {}, 'prices.db', 1.5]) {
      await assert.rejects(loadSmma(sqlite3, { db }), /db must be an open connection/);
    }
  });

  test('again while a statement is active', async () => {
    const db = new sqlite3.oo1.DB();
    await loadSmma(sqlite3, { db });
    const active = db.prepare('SELECT smma(1, 1) UNION ALL SELECT 1');
    active.step();
    await loadSmma(changed(sqlite3), { db });
    active.finalize();
    assert.equal(db.selectValue('SELECT smma(3, 1)'), 3);
  });

  test('the text of an error in registering', async () => {
    const db = new sqlite3.oo1.DB();
    await loadSmma(sqlite3, { db });
    db.createFunction('smma_version', () => 'another');
    const busy = db.prepare('SELECT smma_version() UNION ALL SELECT 1');
    busy.step();
    const counted = changed(sqlite3);
    await assert.rejects(loadSmma(counted, { db }), {
      name: 'SmmaError',
      message: 'the functions could not be registered: sqlite-smma: smma: ' +
        'unable to delete/modify user-function due to active statements',
    });
    busy.finalize();
    await loadSmma(counted, { db });
  });
});

describe('{ wasm }', () => {
  let server;
  let address;
  before(async () => {
    server = http.createServer((request, response) => {
      if (request.url === '/smma.wasm') return response.end(side);
      if (request.url === '/page') return response.end('<!doctype html>');
      if (request.url === '/typed') {
        return response.setHeader('content-type', 'text/html').end('<!doctype html>');
      }
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': side.length });
        response.write(side.subarray(0, 1000), () => response.destroy());
        return undefined;
      }
      response.statusCode = 404;
      return response.end();
    });
    server.unref();
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    address = `http://127.0.0.1:${server.address().port}`;
  });

  test('every form', async () => {
    const forms = {
      path: sideFile,
      'file URL': pathToFileURL(sideFile),
      'file URL as a string': String(pathToFileURL(sideFile)),
      'http URL': new URL(`${address}/smma.wasm`),
      'http URL as a string': `${address}/smma.wasm`,
      'ArrayBuffer': side.slice().buffer,
      'Uint8Array': side,
      'part of a buffer': new Uint8Array([0, ...side, 0]).subarray(1, side.length + 1),
      'DataView': new DataView(side.buffer, side.byteOffset, side.byteLength),
      'Response': new Response(side),
      'Response of a fetch': await fetch(`${address}/smma.wasm`),
      'WebAssembly.Module': new WebAssembly.Module(side),
      'promise of a Response': fetch(`${address}/smma.wasm`),
      'promise of a module': WebAssembly.compile(side),
      'shared memory': new Uint8Array(new SharedArrayBuffer(side.length)).map((_, i) => side[i]),
      'ArrayBuffer of another realm': ofAnotherRealm('new Uint8Array(bytes).buffer'),
      'Uint8Array of another realm': ofAnotherRealm('new Uint8Array(bytes)'),
      'module of another realm': ofAnotherRealm('new WebAssembly.Module(new Uint8Array(bytes))'),
      'URL of another realm': Object.defineProperty({ toString: () => `${address}/smma.wasm` }, Symbol.toStringTag, { value: 'URL' }),
    };
    for (const [name, wasm] of Object.entries(forms)) {
      const sqlite3 = await newSqlite();
      await loadSmma(sqlite3, { wasm });
      assert.ok(works(sqlite3), name);
    }
  });

  test('a download that fails names the address and why', async () => {
    const sqlite3 = await newSqlite();
    const fails = (wasm, message, hasCause) => assert.rejects(loadSmma(sqlite3, { wasm }), (error) => {
      assert.ok(error instanceof SmmaError);
      assert.equal(error.message, message);
      assert.equal(error.cause !== undefined, hasCause);
      return true;
    });
    await fails(`${address}/none`, `could not download ${address}/none: 404 Not Found`, false);
    await fails(await fetch(`${address}/none`), `could not download ${address}/none: 404 Not Found`, false);
    await fails(`${address}/cut`, `could not download ${address}/cut`, true);
    await fails('http://127.0.0.1:1/smma.wasm', 'could not download http://127.0.0.1:1/smma.wasm', true);
    await fails('/no/such/file.wasm', 'could not read /no/such/file.wasm', true);
    await fails(`${address}/page`, `${address}/page is not a WebAssembly module that can run here`, true);
    await fails(`${address}/typed`, `${address}/typed is not a WebAssembly module that can run here ` +
      '(the server calls it text/html)', true);
    // And a later call may try again.
    await loadSmma(sqlite3, { wasm: `${address}/smma.wasm` });
    assert.ok(works(sqlite3));
  });

  test('what is no side module', async () => {
    const sqlite3 = await newSqlite();
    const isNone = /the module is not smma.wasm: it is not a side module with sqlite3_smma_init/;
    await assert.rejects(loadSmma(sqlite3, { wasm: coreFile }), isNone);
    await assert.rejects(loadSmma(sqlite3, { wasm: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) }), isNone);
    await assert.rejects(loadSmma(sqlite3, { wasm: side.subarray(0, 100) }), /is not a WebAssembly module/);
    await assert.rejects(loadSmma(sqlite3, { wasm: new Uint8Array() }), /is not a WebAssembly module/);
    for (const wasm of [1, {}, null, true]) await assert.rejects(loadSmma(sqlite3, { wasm }), TypeError);
  });

  test('a promise that fails', async () => {
    const sqlite3 = await newSqlite();
    await assert.rejects(loadSmma(sqlite3, { wasm: Promise.reject(new Error('no network')) }), { message: 'no network' });
    await loadSmma(sqlite3);
  });

  test('an address that is none', async () => {
    const sqlite3 = await newSqlite();
    await assert.rejects(loadSmma(sqlite3, { wasm: 'http://' }), { name: 'SmmaError', message: '"http://" is no address of a module: give an absolute one' });
  });

  // Electron's pages have Node beside them, and a location.
  test('in a page with Node beside it, a relative address is relative to the page', async () => {
    try {
      globalThis.location = new URL(`${address}/shop/index.html`);
      let sqlite3 = await newSqlite();
      await loadSmma(sqlite3, { wasm: '../smma.wasm' });
      assert.ok(works(sqlite3));
      // What Next makes of new URL(…, import.meta.url), and where a worker of its is.
      globalThis.location = new URL(`blob:${address}/4b2c`);
      sqlite3 = await newSqlite();
      await loadSmma(sqlite3, { wasm: Object.assign(Object.create(URL.prototype), { toString: () => '/smma.wasm' }) });
      assert.ok(works(sqlite3));
      globalThis.location = pathToFileURL(sideFile.replace(/smma\.wasm$/, 'index.html'));
      sqlite3 = await newSqlite();
      await loadSmma(sqlite3, { wasm: './smma.wasm' });
      assert.ok(works(sqlite3));
      globalThis.location = new URL('about:blank');
      await assert.rejects(loadSmma(await newSqlite(), { wasm: 'smma.wasm' }),
        { name: 'SmmaError', message: '"smma.wasm" is no address of a module in the page about:blank: give an absolute one' });
    } finally {
      delete globalThis.location;
    }
  });

  test('a bundler that has removed import.meta.url', () => {
    assert.throws(() => ownAddress(() => new URL('./dist/smma.wasm', undefined)), {
      name: 'SmmaError',
      message: "sqlite-smma cannot tell where its .wasm files are, as a bundler has removed import.meta.url: import 'sqlite-smma/inline', which has them inside, or give { wasm }",
    });
  });
});

describe('what it cannot run in', () => {
  let sqlite3;
  before(async () => {
    sqlite3 = await newSqlite(newest);
  });

  test('no sqlite3 object', async () => {
    for (const wrong of [undefined, null, {}, 1, Promise.resolve(sqlite3), sqlite3.capi]) {
      await assert.rejects(loadSmma(wrong), /loadSmma\(\) needs the sqlite3 object/);
    }
  });

  test('builds of SQLite that cannot load it', async () => {
    const { default: initSqlJs } = await import(new URL('sql.js/dist/sql-wasm.js', modules));
    const { default: initWaSqlite } = await import(new URL('wa-sqlite/dist/wa-sqlite.mjs', modules));
    const { Factory } = await import(new URL('wa-sqlite/src/sqlite-api.js', modules));
    const wasmBinary = bytesOfFile(new URL('wa-sqlite/dist/wa-sqlite.wasm', modules));
    const waSqlite = await initWaSqlite({ wasmBinary });
    for (const other of [await initSqlJs(), waSqlite, Factory(waSqlite)]) {
      await assert.rejects(loadSmma(other), { name: 'SmmaError', message: /^sql\.js, wa-sqlite and builds like them cannot load extensions: .* the static build of sqlite-smma$/ });
    }
  });

  test('no SIMD128, no WebAssembly', async () => {
    const real = globalThis.WebAssembly;
    try {
      globalThis.WebAssembly = Object.assign(Object.create(real), { validate: () => false });
      await assert.rejects(loadSmma(changed(sqlite3)), /needs WebAssembly with SIMD128/);
      globalThis.WebAssembly = undefined;
      await assert.rejects(loadSmma(changed(sqlite3)), /needs WebAssembly, which this environment does not have/);
    } finally {
      globalThis.WebAssembly = real;
    }
  });

  test('a 64-bit sqlite-wasm', async () => {
    await assert.rejects(loadSmma(changed(sqlite3, { wasm: { ptr: { size: 8 } } })),
      /needs the 32-bit sqlite-wasm, this one has pointers of 64 bits/);
    await assert.rejects(loadSmma(changed(sqlite3, { wasm: { ptr: undefined, ptrSizeof: 8 } })), /of 64 bits/);
  });

  test('SQLite before 3.25', async () => {
    const capi = { sqlite3_libversion_number: () => 3024000, sqlite3_libversion: () => '3.24.0' };
    await assert.rejects(loadSmma(changed(sqlite3, { capi })), /needs SQLite 3.25 or newer, this is 3.24.0/);
  });

  test('an export is missing', async () => {
    const exports = { sqlite3_value_double: undefined, sqlite3_errmsg: undefined };
    await assert.rejects(loadSmma(changed(sqlite3, { exports })),
      /does not export what sqlite-smma needs: sqlite3_value_double, sqlite3_errmsg$/);
  });
});
