// hosts.test.mjs - each file of ext/hosts/javascript/, with the packages of npm as they are installed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { top } from '../../packages/npm/support.mjs';
import { folder, hosts, prepare, programFor, queries, runHere } from './project.mjs';

const expected = fs.readFileSync(path.join(top, 'ext/hosts/expected.txt'), 'utf8').trim().split('\n');

before(prepare);

for (const { title, file, run } of hosts.filter((host) => host.tested)) {
  test(title, async () => {
    const [program, ...args] = run.map((word) => word.replace('{file}', file).replace('{queries}', queries));
    const { stdout, stderr, status } = await runHere(programFor(program, file), ...args);
    assert.equal(status, 0, stderr);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, -1), expected.slice(0, -1));
    assert.ok(lines.at(-1).includes(expected.at(-1)), lines.at(-1));
  });
}

test('hosts.json speaks of every file, and every file can be copied from', () => {
  const source = path.join(top, 'ext/hosts/javascript');
  const files = fs.readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'));
  assert.deepEqual(hosts.filter(({ cannot }) => !cannot).map(({ file }) => file).sort(), files.sort());
  for (const { title, file, install, note, cannot, tested } of hosts) {
    if (cannot !== undefined) continue;
    const text = fs.readFileSync(path.join(source, file), 'utf8');
    assert.match(text, /^\/\/ \[load\]\n[\s\S]+^\/\/ \[end\]\n/m, file);
    assert.match(install, /sqlite-smma/, title);
    assert.ok(tested || note.includes('not tested'), title);
  }
});

test('Electron packs the extension beside its archive', async () => {
  const { createPackageWithOptions, listPackage } = (await import(path.join(folder, 'node_modules/@electron/asar/lib/asar.js'))).default;
  const { note } = hosts.find(({ title }) => title === 'Electron');
  const [, unpack] = note.match(/asar: \{ unpack: '(.*?)' \}/);
  const work = fs.mkdtempSync(path.join(folder, 'electron-'));
  try {
    const app = path.join(work, 'app');
    for (const name of ['sqlite-smma', '@sqlite-smma']) {
      fs.cpSync(path.join(folder, 'node_modules', name), path.join(app, 'node_modules', name), { recursive: true, dereference: true });
    }
    await createPackageWithOptions(app, path.join(work, 'app.asar'), { unpack });
    assert.ok(listPackage(path.join(work, 'app.asar')).includes('/node_modules/sqlite-smma/native.mjs'));
    const [name] = fs.readdirSync(path.join(work, 'app.asar.unpacked/node_modules/@sqlite-smma'));
    const file = path.join(work, 'app.asar.unpacked/node_modules/@sqlite-smma', name, 'smma.so');
    const script = `const db = new (require('better-sqlite3'))(':memory:');
      console.log(db.loadExtension(process.argv[1]).prepare('SELECT smma(3, 1)').pluck().get());`;
    assert.equal((await runHere(process.execPath, '-e', script, file)).stdout, '3\n');
  } finally {
    fs.rmSync(work, { recursive: true });
  }
});
