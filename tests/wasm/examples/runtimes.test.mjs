// runtimes.test.mjs - runtimes and test runners, from scripts.

import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { run } from '../package/pack.mjs';
import { ARRAY_ERROR, SQL_ERROR, checkLines, makeProject } from './project.mjs';

let project;
before(() => {
  project = makeProject('runtimes');
});

const linesOf = (text) => text.split('\n').filter(Boolean);

// Its package wants a script to be run that npm leaves out here: the program lies beside it.
function bun(script) {
  const folder = path.join(project.folder, 'node_modules/@oven');
  const [name] = fs.readdirSync(folder);
  return run(path.join(folder, name, 'bin/bun'), [script], { cwd: project.folder });
}
const HOSTS = {
  Node: (script) => project.run('node', script),
  Deno: (script) => project.run('deno', 'run', '--allow-all', script),
  Bun: bun,
};

for (const [name, host] of Object.entries(HOSTS)) {
  test(`${name}: SQL and typed arrays`, () => checkLines(linesOf(host('scripts/sql.mjs')), 2, SQL_ERROR));
  test(`${name}: CommonJS`, () => checkLines(linesOf(host('scripts/commonjs.cjs')), 1, ARRAY_ERROR));
}

test('typed arrays: all of core', () => checkLines(linesOf(project.run('node', 'scripts/arrays.mjs')), 5, ARRAY_ERROR));

test('workerd', () => checkLines(linesOf(project.run('node', 'workerd/main.js')), 1, ARRAY_ERROR));

// These compare for themselves.
test('Jest', () => project.run('jest', '--rootDir', 'jest', '--testMatch', '**/*.test.cjs'));
test('Vitest', () => project.run('vitest', 'run', 'vitest'));
