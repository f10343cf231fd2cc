// choice.test.mjs - npm install sqlite-smma, from a registry: of the platform packages npm takes the one that fits.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { startRegistry } from './registry.mjs';
import { PATH, foreign, here, newProject, npmInstall, packageOf, platforms, runScript, version } from './support.mjs';

const installed = (folder) => {
  const scope = path.join(folder, 'node_modules/@sqlite-smma');
  return fs.existsSync(scope) ? fs.readdirSync(scope) : [];
};

for (const platform of platforms) {
  test(`npm chooses ${platform.name}`, async (t) => {
    const folder = newProject(t);
    const { os, cpu, libc } = platform.npm;
    await npmInstall(folder, '--registry', await startRegistry(t), `--os=${os}`, `--cpu=${cpu}`,
      ...(libc ? [`--libc=${libc}`] : []), 'sqlite-smma');
    assert.deepEqual(installed(folder), [platform.name]);
  });
}

test('one command and two lines', async (t) => {
  const folder = newProject(t);
  await npmInstall(folder, '--registry', await startRegistry(t), 'sqlite-smma');
  assert.deepEqual(installed(folder), [here.name]);
  const file = fs.realpathSync(path.join(folder, 'node_modules', packageOf(here), here.file));
  assert.equal(await runScript(folder, PATH), file);
});

test('--omit=optional leaves it out, and the error says so', async (t) => {
  const folder = newProject(t);
  await npmInstall(folder, '--registry', await startRegistry(t), '--omit=optional', 'sqlite-smma');
  assert.equal(await runScript(folder, PATH), `SmmaError: the package ${packageOf(here)}, which has the extension for `
    + `${here.title}, is not installed: npm leaves it out with --omit=optional, and may do so where package-lock.json was `
    + 'made on another platform: then remove node_modules and package-lock.json, and install again; or install it by '
    + `name: npm install ${packageOf(here)}@${version}`);
});

test('node_modules of another platform are named', async (t) => {
  const folder = newProject(t);
  await npmInstall(folder, '--registry', await startRegistry(t), `--os=${foreign.npm.os}`, `--cpu=${foreign.npm.cpu}`, 'sqlite-smma');
  assert.equal(await runScript(folder, PATH), `SmmaError: the package ${packageOf(here)}, which has the extension for `
    + `${here.title}, is not installed: there is ${packageOf(foreign)} instead, so node_modules was made on, or for, another `
    + 'platform: install there where it runs (in a container, do not copy node_modules into it; Node for another processor '
    + `is another platform too); or install it by name: npm install ${packageOf(here)}@${version}`);
});
