// support.mjs - the packages of npm as make packages-npm has made them, and projects that have them installed.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const top = fileURLToPath(new URL('../../../', import.meta.url));
export const binaries = path.join(path.resolve(top, process.env.SMMA_BUILD ?? 'build'), 'packages');
export const made = path.join(binaries, 'npm');

/** @param {string} name */
export const readJson = (name) => JSON.parse(fs.readFileSync(path.resolve(top, name), 'utf8'));
export const { version } = readJson('wasm/package.json');
export const platforms = readJson('ext/packages/platforms.json').filter((platform) => platform.npm);

/** @param {string} name of a package @returns {string} the path of its file */
export const tarball = (name) => path.join(made, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
/** @param {{ name: string }} platform */
export const packageOf = (platform) => `@sqlite-smma/${platform.name}`;

// The tests run on Linux with glibc.
export const here = platforms.find(({ name }) => name === `linux-${process.arch}-gnu`);
export const foreign = platforms.find(({ name }) => name === 'darwin-arm64');

const execute = promisify(execFile);

/**
 * Runs a command; of one that fails the status is not 0.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @returns {Promise<{ stdout: string, stderr: string, status: number }>}
 */
export async function run(command, args, options) {
  try {
    return { status: 0, ...await execute(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options }) };
  } catch (error) {
    return { stdout: error.stdout ?? '', stderr: error.stderr || error.message, status: error.code || 1 };
  }
}

/** @param {string[]} args @param {object} [options] */
export async function mustRun(command, args, options) {
  const { stdout, stderr, status } = await run(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** A fresh project, which goes when the test ends. @param {import('node:test').TestContext} t */
export function newProject(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-npm-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

// With a cache of its own npm does not know what another run was told of these names.
/** @param {string} folder @param {string[]} args */
export const npmInstall = (folder, ...args) => mustRun('npm', ['install', '--no-audit', '--no-fund',
  '--cache', path.join(folder, '.npm'), ...args], { cwd: folder });

/**
 * A project with the packages installed from their files.
 * @param {import('node:test').TestContext} t
 * @param {string[]} names
 */
export async function projectWith(t, ...names) {
  const folder = newProject(t);
  await npmInstall(folder, '--offline', ...names.map(tarball));
  return folder;
}

/**
 * What a script of the project prints, or the error it ends with: its last line is `Name: message`.
 * @param {string} folder
 * @param {string} script CommonJS
 * @param {{ before?: string, node?: string }} [options] code that runs before it, another Node
 */
export async function runScript(folder, script, { before = '', node = process.execPath } = {}) {
  const guarded = `try { ${script} } catch (error) { console.log(error.name + ': ' + error.message); }`;
  fs.writeFileSync(path.join(folder, 'before.cjs'), before);
  fs.writeFileSync(path.join(folder, 'script.cjs'), guarded);
  return (await mustRun(node, ['--require', './before.cjs', 'script.cjs'], { cwd: folder })).trimEnd();
}

export const PATH = "console.log(require('sqlite-smma/native').getLoadablePath());";
