// files.test.mjs - the files as they are published: size, SIMD128, what is packed (SPEC 5.4).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { bytesOfFile, coreFile, read, root, sideFile } from '../support.mjs';

const check = fileURLToPath(new URL('wasm/native/check-simd', root));

for (const [file, kilobytes] of [[sideFile, 15], [coreFile, 9]]) {
  test(`${path.basename(file)} is at most ${kilobytes} KB, compressed`, () => {
    const size = gzipSync(bytesOfFile(file), { level: 9 }).length;
    assert.ok(size <= kilobytes * 1024, `${size} bytes`);
  });
}

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

// What is in a folder of the package.
const namesIn = (folder, suffix) => fs.readdirSync(new URL(`wasm/${folder}`, root))
  .filter((name) => name.endsWith(suffix)).map((name) => folder + name);

test('the package holds what its users need, and the version of the C code', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'],
    { cwd: new URL('wasm/', root), encoding: 'utf8' });
  const [{ files, version }] = JSON.parse(stdout);
  const names = files.map((file) => file.path).filter((name) => name !== 'LICENSE');
  const code = ['', 'core/', 'sql/', 'extension/'].flatMap((folder) => namesIn(folder, '.mjs'));
  const made = ['dist/inline/smma-core.mjs', 'dist/inline/smma.mjs', 'dist/native/platforms.mjs'];
  const typed = [...code, ...made, 'wasm-file.mjs'].map((name) => `types/${name}`);
  assert.deepEqual(names.sort(), ['README.md', 'package.json', ...code, ...made, 'dist/inline.cjs', 'dist/native.cjs',
    'dist/smma-core.wasm', 'dist/smma.wasm', ...typed.map((name) => name.replace(/mjs$/, 'd.mts')),
    ...typed.map((name) => name.replace(/mjs$/, 'd.cts'))].sort());
  assert.match(read('core/smma.h'), new RegExp(`#define SMMA_VERSION "${version}"`));
});

test('the names of the package lead to its files', () => {
  const script = `
    const { loadSmma } = await import('sqlite-smma');
    const { loadCore } = await import('sqlite-smma/core');
    const fs = await import('node:fs');
    const bytes = fs.readFileSync(new URL(import.meta.resolve('sqlite-smma/smma-core.wasm')));
    fs.readFileSync(new URL(import.meta.resolve('sqlite-smma/smma.wasm')));
    fs.readFileSync(new URL(import.meta.resolve('sqlite-smma/package.json')));
    console.log(typeof loadSmma, (await loadCore({ wasm: bytes })).smma([1, 2], 2)[1]);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script],
    { cwd: new URL('wasm/', root), encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.equal(stdout, 'function 1.5\n');
});

test('its README has the examples as they are, and speaks of files that are there', () => {
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('wasm/packing/readme.mjs', root)), '--check'],
    { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  // A block without the name of an example is one that nothing runs.
  const blocks = read('wasm/README.md').match(/^(<!-- (examples|\.\.\/ext\/hosts)\/.*\n)?```\w+$/gm);
  assert.deepEqual(blocks.filter((block) => !block.startsWith('<!--')), []);
  assert.ok(blocks.length >= 25);
});

test('its README names the versions that are tested', () => {
  const { devDependencies } = JSON.parse(read('wasm/package.json'));
  const readme = read('wasm/README.md');
  const tested = Object.entries(devDependencies).filter(([name]) => /sqlite-wasm/.test(name));
  for (const [name, version] of tested) {
    const short = version.replace(/^npm:@sqlite.org\/sqlite-wasm@/, '').replace(/-build\d+$/, '');
    assert.ok(readme.includes(short), `${name} ${version}`);
  }
});
