// project.mjs - the examples of the package as its users have them: each group of wasm/examples/ is a project in
// BUILD/examples/, with what its lock file says, installed by make, and the package out of its own tarball.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, serve } from '../browser/harness.mjs';
import { installPackage, run } from '../package/pack.mjs';
import { hexOf } from '../series.mjs';

const examples = fileURLToPath(new URL('../../../wasm/examples/', import.meta.url));
// smma() of 10, 11, 13, 12.5 and 14.1 with period 3, which is the average that every example shows.
const AVERAGE = '40290795CEB24079';
export const SQL_ERROR = /2nd argument to smma\(\) is not an integer between 1 and 2147483647: 0/;
export const ARRAY_ERROR = /^the period is zero$/;

const QUIET = { CI: '1', NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined };

/**
 * What an example has printed or shows: averages, and one error.
 * @param {string[]} lines
 * @param {number} averages how many of them
 * @param {RegExp} error
 */
export function checkLines(lines, averages, error) {
  const numbers = lines.filter((line) => line.trim() !== '' && !Number.isNaN(Number(line)));
  assert.deepEqual(numbers.map((line) => hexOf(Number(line))), Array(averages).fill(AVERAGE), lines.join('\n'));
  const others = lines.filter((line) => !numbers.includes(line));
  assert.equal(others.length, 1, lines.join('\n'));
  assert.match(others[0], error);
}

/**
 * A project as make has installed it, with the examples of a group as they are now.
 * @param {string} group
 */
export function makeProject(group) {
  const folder = path.join(build, 'examples', group);
  const installed = path.join(folder, 'node_modules');
  assert.ok(fs.existsSync(installed), `${installed} is not there: make test-examples installs it`);
  for (const name of fs.readdirSync(folder)) {
    if (!/^(node_modules|package.*\.json)$/.test(name)) fs.rmSync(path.join(folder, name), { recursive: true });
  }
  // What somebody has built or installed there stays there.
  const isSource = (file) => !/\/(node_modules|dist|out|\.[a-z]+)(\/|$)/.test(path.sep + path.relative(examples, file));
  fs.cpSync(path.join(examples, group), folder, { recursive: true, filter: isSource });
  installPackage(installed);
  return {
    folder,
    /** Runs a command of the project. @param {string} command @param {string[]} args */
    run: (command, ...args) => run(command === 'node' ? process.execPath : path.join(installed, '.bin', command), args,
      { cwd: folder, env: { ...process.env, ...QUIET } }),
  };
}

/**
 * What a page shows at last.
 * @param {import('../browser/harness.mjs').Browser} browser
 * @param {string} url
 * @param {number} count of lines
 * @returns {Promise<string[]>}
 */
export async function linesOf(browser, url, count) {
  const page = await browser.open(url);
  const lines = () => page.evaluate(() => (document.querySelector('pre')?.textContent ?? '').split('\n').filter(Boolean));
  try {
    await page.waitForFunction((count) => (document.querySelector('pre')?.textContent ?? '').split('\n').length > count,
      { timeout: 60000 }, count);
  } catch (error) {
    throw new Error(`${url} shows ${JSON.stringify(await lines())}: ${browser.takeProblems().join('; ')}`, { cause: error });
  }
  return lines();
}

/**
 * Checks a page of a folder, served as it is.
 * @param {import('../browser/harness.mjs').Browser} browser
 * @param {string} folder
 * @param {{ page?: string, averages?: number, headers?: Record<string, string> }} [options]
 */
export async function checkPage(browser, folder, { page = '', averages = 2, headers } = {}) {
  const server = await serve(folder, { headers });
  try {
    checkLines(await linesOf(browser, server.url + page, averages + 1), averages, SQL_ERROR);
  } finally {
    await server.close();
  }
}
