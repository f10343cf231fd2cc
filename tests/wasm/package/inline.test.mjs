// inline.test.mjs - sqlite-smma/inline: the modules inside the JavaScript, for import and for require() (SPEC 5.1, 5.3).

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';

import * as core from '../../../wasm/core.mjs';
import * as esModule from '../../../wasm/inline.mjs';
import * as sql from '../../../wasm/index.mjs';
import { bytesOfFile, coreFile, newSqlite, newest, read, sideFile, versions } from '../support.mjs';

const commonJs = createRequire(import.meta.url)('../../../wasm/dist/inline.cjs');

for (const [way, inline] of [['import', esModule], ['require()', commonJs]]) {
  describe(way, () => {
    test('has all that the two entries have', () => {
      assert.deepEqual(Object.keys(inline).sort(), [...new Set(Object.keys({ ...sql, ...core }))].sort());
    });

    test('gives SQL its functions', async () => {
      for (const version of [newest, versions.at(-1)]) {
        const sqlite3 = await newSqlite(version);
        await inline.loadSmma(sqlite3);
        const db = new sqlite3.oo1.DB();
        assert.equal(db.selectValue("SELECT smma(value, 2) FROM json_each('[1, 2, 4]')"), 2.75);
        assert.throws(() => db.selectValue('SELECT smma(1, 0)'), /2nd argument to smma\(\) is not an integer/);
      }
    });

    test('gives typed arrays theirs, by one core for everyone', async () => {
      const shared = await inline.loadCore();
      assert.equal(await inline.loadCore(), shared);
      assert.notEqual(await inline.loadCore({ shared: false }), shared);
      assert.deepEqual([...shared.smma([1, 2, 4], 2)], [NaN, 1.5, 2.75]);
      assert.throws(() => shared.smma([1], 0), inline.SmmaError);
    });

    test('takes another module all the same', async () => {
      const other = await inline.loadCore({ wasm: bytesOfFile(coreFile) });
      assert.equal(other.smma([3], 1)[0], 3);
      await assert.rejects(inline.loadCore({ wasm: bytesOfFile(sideFile) }), /not smma-core\.wasm/);
    });
  });
}

test('one core serves the package and its inline entry', async () => {
  assert.equal(await esModule.loadCore(), await core.loadCore());
});

test('what is inside is what lies beside', async () => {
  for (const [name, file] of [['smma', sideFile], ['smma-core', coreFile]]) {
    const { base64 } = await import(`../../../wasm/dist/inline/${name}.mjs`);
    assert.ok(Buffer.from(base64, 'base64').equals(bytesOfFile(file)));
  }
});

test('nothing of it asks where it lies, which not every bundler can say', () => {
  assert.doesNotMatch(read('wasm/dist/inline.cjs'), /import\.meta|new URL\("\.\/dist/);
});
