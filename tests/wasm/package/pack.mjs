// pack.mjs - the package as it is published, for tests that use it as its users do.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { stageMain } from '../../../wasm/packing/stage.mjs';

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
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-stage-'));
  try {
    stageMain(stage);
    const printed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: stage });
    return path.join(folder, printed.trim().split('\n').at(-1) ?? '');
  } finally {
    fs.rmSync(stage, { recursive: true });
  }
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
