// bench.mjs - how soon the page shows its first chart, and how long it imports 100,000 rows: medians,
// in each browser. `make bench-page` runs it.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Browser, kinds, serve } from '../browser/harness.mjs';
import { Folder, HEADER, barLines } from './csv-files.mjs';
import { Explorer, dist } from './explorer.mjs';

const STARTS = 5;
const IMPORTS = 3;
const ROWS = 100000;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Has a browser that knows nothing of the page open it, and then do what action says. */
async function withFreshPage(kind, action) {
  const browser = new Browser(kind, fs.mkdtempSync(path.join(os.tmpdir(), 'smma-')));
  const site = await serve(dist);
  try {
    await browser.start();
    return await action(await Explorer.open(browser, site.url));
  } finally {
    await browser.stop();
    await site.close();
    fs.rmSync(browser.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Milliseconds from the address to the first chart on the screen. */
const firstChart = ({ page }) => page.evaluate(() => performance.getEntriesByName('first-chart')[0].startTime);

/** Milliseconds from the choice of a file to its preview; and those with the ones from the button to the end of its import. */
async function importTime(explorer, file) {
  const { page } = explorer;
  await page.evaluate(() => {
    const times = {};
    const dialog = document.getElementById('import-dialog');
    new MutationObserver(() => { times[dialog.dataset.state] ??= performance.now(); })
      .observe(dialog, { attributeFilter: ['data-state'] });
    document.getElementById('import-file').addEventListener('change', () => { times.chosen = performance.now(); }, true);
    document.getElementById('import-start').addEventListener('click', () => { times.started = performance.now(); }, true);
    globalThis.times = times;
  });
  const state = await explorer.import(file);
  if (state !== 'done') throw new Error(`the import is ${state}: ${await explorer.text('#import-problem')}`);
  return page.evaluate(() => {
    const { chosen, preview, started, done } = globalThis.times;
    return { preview: preview - chosen, whole: preview - chosen + done - started };
  });
}

const folder = new Folder();
try {
  const file = folder.write('walk.csv', `${[HEADER, ...barLines(ROWS, 1)].join('\n')}\n`);
  console.log(`${os.cpus().length} x ${os.cpus()[0].model}`);
  for (const kind of kinds) {
    if (kind.executable === undefined) {
      console.log(`\n${kind.reason}`);
      continue;
    }
    const charts = [];
    const imports = [];
    for (let i = 0; i < STARTS; i++) {
      await withFreshPage(kind, async (explorer) => {
        charts.push(await firstChart(explorer));
        if (i < IMPORTS) imports.push(await importTime(explorer, file));
      });
    }
    const line = (name, values, target) => console.log(
      `${name.padEnd(28)}${`${Math.round(median(values))} ms`.padStart(8)}  target ${target} ms`
      + `  (${values.map((value) => Math.round(value)).join(', ')})`);
    console.log(`\n${kind.version}`);
    line('first chart, cold', charts, 2000);
    line('preview of 100,000 rows', imports.map(({ preview }) => preview), 500);
    line('import of 100,000 rows', imports.map(({ whole }) => whole), 3000);
  }
} finally {
  folder.remove();
}
