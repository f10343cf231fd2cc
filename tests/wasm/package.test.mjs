// package.test.mjs - the files as they are published: size, SIMD128, what is packed (SPEC 5.4).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { bytesOfFile, coreFile, read, root, sideFile } from './support.mjs';

const check = fileURLToPath(new URL('wasm/native/check-simd', root));

test('smma.wasm is at most 15 KB, compressed', () => {
  assert.ok(gzipSync(bytesOfFile(sideFile), { level: 9 }).length <= 15 * 1024);
});

test('the build refuses a module without SIMD128 code', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-'));
  try {
    for (const [bytes, status] of [[bytesOfFile(sideFile), 0], [bytesOfFile(coreFile), 0],
      [new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), 1]]) {
      const file = path.join(folder, 'module.wasm');
      fs.writeFileSync(file, bytes);
      assert.equal(spawnSync('sh', [check, file, '-msimd128']).status, status);
      assert.equal(fs.existsSync(file), status === 0);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('the package holds what its users need, and the version of the C code', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'],
    { cwd: new URL('wasm/', root), encoding: 'utf8' });
  const [{ files, version }] = JSON.parse(stdout);
  const names = files.map((file) => file.path).filter((name) => name !== 'LICENSE').sort();
  assert.deepEqual(names, ['README.md', 'core.mjs', 'dist/smma-core.wasm', 'dist/smma.wasm', 'dylink.mjs',
    'index.mjs', 'module.mjs', 'package.json', 'types/core.d.mts', 'types/dylink.d.mts',
    'types/index.d.mts', 'types/module.d.mts']);
  assert.match(read('core/smma.h'), new RegExp(`#define SMMA_VERSION "${version}"`));
});

test('the names of the package lead to its files', () => {
  const script = `
    const { loadSmma } = await import('sqlite-smma');
    const { loadCore } = await import('sqlite-smma/core');
    const fs = await import('node:fs');
    const bytes = fs.readFileSync(new URL(import.meta.resolve('sqlite-smma/smma-core.wasm')));
    fs.readFileSync(new URL(import.meta.resolve('sqlite-smma/smma.wasm')));
    console.log(typeof loadSmma, (await loadCore({ wasm: bytes })).smma([1, 2], 2)[1]);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script],
    { cwd: new URL('wasm/', root), encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.equal(stdout, 'function 1.5\n');
});
