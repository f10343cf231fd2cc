// pack.mjs - the package as it is published, for tests that use it as its users do.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const wasm = fileURLToPath(new URL('../../../wasm/', import.meta.url));

/**
 * Runs a command, and throws what it says when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string | undefined> }} options
 * @returns {string} what it has printed
 */
export function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Makes the tarball of what make and tsc have built. @param {string} folder where to @returns {string} its path */
export function packInto(folder) {
  const printed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: wasm });
  return path.join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/** Installs the package out of its own tarball. @param {string} folder a node_modules */
export function installPackage(folder) {
  const target = path.join(folder, 'sqlite-smma');
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  const tarball = packInto(target);
  run('tar', ['-xzf', tarball, '--strip-components', '1', '-C', target], { cwd: folder });
  fs.rmSync(tarball);
}
