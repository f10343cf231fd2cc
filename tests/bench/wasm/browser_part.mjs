// browser_part.mjs - the array calls and the serial loops in the browsers that are installed.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { PERIOD } from './arrays.mjs';
import { fastest, ratio } from './measure.mjs';
import { grouped, milliseconds, times2 } from './report.mjs';

/** @typedef {import('./measure.mjs').Times} Times */
/** @typedef {import('./report.mjs').Report} Report */

const ROOT = new URL('../../../', import.meta.url);
const HARNESS = new URL('tests/wasm/browser/harness.mjs', ROOT);
const SIZES = [10000, 100000, 1000000];
// A page so isolated is given a clock of 5 or 20 µs instead of one of 100 or 1,000.
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const PAGE = '<!doctype html><title>bench</title>';

/**
 * The times of every size in one browser.
 * @param {any} harness
 * @param {any} kind
 * @param {number} rounds
 * @param {number} warm
 * @returns {Promise<Times[][]>}
 */
async function measureBrowser({ Browser, serve }, kind, rounds, warm) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-bench-'));
  const answers = { '/bench.html': { headers: { 'content-type': 'text/html' }, body: PAGE } };
  const server = await serve(fileURLToPath(ROOT), { headers: ISOLATED, answers });
  const browser = new Browser(kind, profile);
  try {
    await browser.start();
    const page = await browser.open(`${server.url}bench.html`);
    const sizes = [];
    for (const n of SIZES) {
      sizes.push(await page.evaluate(
        `import('/tests/bench/wasm/page.mjs').then((m) => m.measurePage(${n}, ${rounds}, ${warm}))`));
    }
    return sizes;
  } finally {
    await browser.stop();
    await server.close();
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** @param {Report} report @param {string} version @param {Times[][]} sizes */
function print(report, version, sizes) {
  report.section(`Arrays in ${version}, period ${PERIOD}`);
  const rows = sizes.map(([safe, fast, ...serial], i) => ({ n: SIZES[i], safe, fast, serial, best: fastest(serial) }));
  report.table([
    ['prices', 'safe call', 'fast call', 'fastest loop', '', 'fast call is'],
    ...rows.map(({ n, safe, fast, best }) =>
      [grouped(n), milliseconds(safe), milliseconds(fast), milliseconds(best), best.name, times2(ratio(best, fast))]),
  ]);
  for (const { n, safe, fast, serial, best } of rows) {
    for (const times of [safe, fast, ...serial]) report.times(times, n);
    report.figure(`${grouped(n)} fast call: speed / speed of ${best.name}`, ratio(best, fast), 'times');
  }
}

/**
 * @param {Report} report
 * @param {{ rounds: number, warm: number }} setting
 */
export async function benchBrowsers(report, { rounds, warm }) {
  const harness = await import(String(HARNESS));
  for (const kind of harness.kinds) {
    if (kind.executable === undefined) {
      report.print(`\nArrays in ${kind.title}: left out, ${kind.reason}`);
      continue;
    }
    print(report, kind.version, await measureBrowser(harness, kind, rounds, warm));
  }
}
