// project.mjs - the project in BUILD/hosts/javascript, as make test-hosts-javascript has installed it, with the packages of
// npm from their files and the hosts as they are now.

import fs from 'node:fs';
import path from 'node:path';

import { binaries, here, mustRun, packageOf, run, tarball, top } from '../../packages/npm/support.mjs';

const source = path.join(top, 'ext/hosts/javascript');
export const folder = path.join(path.dirname(binaries), 'hosts/javascript');
export const queries = path.join(top, 'ext/hosts/queries.sql');
export const hosts = JSON.parse(fs.readFileSync(path.join(source, 'hosts.json'), 'utf8'));
const modules = path.join(folder, 'node_modules');

/** Installs the packages, which may be new, and copies the hosts. */
export async function prepare() {
  await mustRun('npm', ['install', '--no-save', '--offline', '--ignore-scripts', '--force', '--no-audit', '--no-fund',
    ...['sqlite-smma', packageOf(here)].map(tarball)], { cwd: folder });
  for (const name of fs.readdirSync(source).filter((name) => !name.startsWith('package'))) {
    fs.cpSync(path.join(source, name), path.join(folder, name), { recursive: true });
  }
}

/** node:sqlite is in Node from 22.13 on; where this one is older a package has a newer. */
function newerNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isNew = major > 22 || (major === 22 && minor >= 13);
  return isNew ? process.execPath : path.join(modules, `node-linux-${process.arch}/bin/node`);
}

/** Bun's package wants a script to be run that npm leaves out here: the program lies beside it. */
function bun() {
  const scope = path.join(modules, '@oven');
  const [name] = fs.readdirSync(scope).filter((name) => !name.endsWith('musl'));
  return path.join(scope, name, 'bin/bun');
}

const PROGRAMS = { node: process.execPath, deno: path.join(modules, '.bin/deno'), bun: bun() };

/** @param {string} name of a program @param {string} file of a host */
export const programFor = (name, file) => (file === 'node-sqlite.mjs' ? newerNode() : PROGRAMS[name]);

const QUIET = { ...process.env, NO_COLOR: '1', NODE_NO_WARNINGS: '1', DENO_NO_PROMPT: '1', DENO_NO_UPDATE_CHECK: '1' };

/** @param {string} program @param {string[]} args */
export const runHere = (program, ...args) => run(program, args, { cwd: folder, env: QUIET });
