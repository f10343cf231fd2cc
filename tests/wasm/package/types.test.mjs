// types.test.mjs - the types of the package in the TypeScript of its users, and what two linters of packages say.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { root } from '../support.mjs';
import { installPackage, packInto, run } from './pack.mjs';

const tools = fileURLToPath(new URL('wasm/node_modules/', root));
const user = fileURLToPath(new URL('user/', import.meta.url));

let folder;
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-types-'));
  fs.cpSync(user, folder, { recursive: true });
  installPackage(path.join(folder, 'node_modules'));
});
after(() => fs.rmSync(folder, { recursive: true }));

// Types of libraries are checked too, and nothing but the browser's own are there.
const checked = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022',
  '--lib', 'es2021,dom,dom.iterable'];
const compile = (typescript, module, files) => run(process.execPath, [path.join(tools, typescript, 'bin/tsc'), ...checked,
  ...(module === 'nodenext' ? ['--module', module] : ['--module', 'esnext', '--moduleResolution', module]), ...files],
{ cwd: folder });

const EVERYWHERE = [['nodenext', ['user.mts', 'user.cts', 'hosts.mts']], ['bundler', ['user.mts', 'hosts.mts']]];
for (const [typescript, extra] of [['typescript-5-4', []], ['typescript', ['generic.mts']]]) {
  const { version } = JSON.parse(fs.readFileSync(path.join(tools, typescript, 'package.json'), 'utf8'));
  for (const [module, files] of EVERYWHERE) {
    test(`the types in TypeScript ${version}, ${module}`, () => {
      compile(typescript, module, [...files, ...extra]);
    });
  }
}

test('publint has nothing to say', async () => {
  const { publint } = await import(path.join(tools, 'publint/src/index-node.js'));
  const { messages } = await publint({ pkgDir: path.join(folder, 'node_modules/sqlite-smma'), pack: false, strict: true });
  assert.deepEqual(messages, []);
});

// The package is of ES modules but for two entries, which are both.
const KINDS = [[['.', 'core', 'smma.wasm', 'smma-core.wasm'], 'esm-only'], [['inline', 'native'], 'node16']];
for (const [entries, profile] of KINDS) {
  test(`arethetypeswrong has nothing to say of ${entries.join(', ')}`, () => {
    const tarball = packInto(folder);
    run(process.execPath, [path.join(tools, '@arethetypeswrong/cli/dist/index.js'), tarball,
      '--no-emoji', '--profile', profile, '--entrypoints', ...entries], { cwd: folder });
  });
}
