// bench.mjs - how soon the page shows its first chart, how long it imports 100,000 rows, and how it does with
// 1,000,000 bars and with 8,000 symbols: medians, in each browser. `make bench-page` runs it.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Browser, kinds, serve } from '../browser/harness.mjs';
import { Folder, HEADER, barLines } from './csv-files.mjs';
import { Explorer, dist } from './explorer.mjs';

const STARTS = 5;
const IMPORTS = 3;
const ROWS = 100000;
const MANY_ROWS = 1000000;
const STEPS = 24;
const SYMBOLS = `
INSERT INTO prices(symbol, ts, close)
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 7999)
  SELECT printf('S%04d', i), '2024-01-01', 1 + i FROM n`;

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

/** Milliseconds from an action in the page to the frame after what it leads to. */
const timed = (page, action, condition) => page.evaluate(async (action, condition) => {
  const isDone = new Function(`return ${condition}`);
  const frame = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  const start = performance.now();
  new Function(action)();
  while (!isDone()) await new Promise((resolve) => { setTimeout(resolve, 1); });
  await frame();
  return performance.now() - start;
}, action, condition);

/** Milliseconds from the end of an import to the chart of its bars; and to their averages. */
async function chartAfterImport(explorer) {
  const { page } = explorer;
  return page.evaluate(async () => {
    while (globalThis.drawn === undefined || globalThis.averaged === undefined) await new Promise((resolve) => { setTimeout(resolve, 5); });
    const { done } = globalThis.times;
    return { bars: globalThis.drawn - done, averages: globalThis.averaged - done };
  });
}

/** Notes when the chart of WALK has been drawn, and when its averages have. */
const watchChart = ({ page }) => page.evaluate(() => {
  const frame = (then) => requestAnimationFrame(() => setTimeout(then));
  const summary = document.getElementById('chart-summary');
  new MutationObserver(() => {
    if (!summary.textContent.startsWith('WALK: 1,000,000')) return;
    if (globalThis.drawn === undefined) frame(() => { globalThis.drawn ??= performance.now(); });
    if (/SMMA 200 \d/.test(summary.textContent)) frame(() => { globalThis.averaged ??= performance.now(); });
  }).observe(summary, { childList: true, characterData: true, subtree: true });
});

/** A step of the wheel in the middle of the chart, from All nearer and back: the longest. */
async function wheelSteps({ page }) {
  const steps = [];
  for (let step = 0; step < STEPS; step++) {
    const deltaY = step < STEPS / 2 ? -300 : 300;
    steps.push(await page.evaluate(async (deltaY) => {
      const chart = document.getElementById('chart');
      const box = chart.getBoundingClientRect();
      const at = { clientX: box.left + box.width / 2, clientY: box.top + 90 };
      let drawn = performance.now();
      const start = drawn;
      const watch = new MutationObserver(() => { drawn = performance.now(); });
      watch.observe(chart, { attributeFilter: ['data-part'] });
      document.elementFromPoint(at.clientX, at.clientY).dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, bubbles: true, cancelable: true }));
      // Until it has drawn what the step asks for: another part comes within some frames, or none does.
      for (let frames = 0; frames < 12; frames++) {
        const before = drawn;
        await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
        if (frames === 0 || drawn !== before) drawn = performance.now();
      }
      watch.disconnect();
      return drawn - start;
    }, deltaY));
  }
  return steps;
}

/** All that is measured on 1,000,000 bars. */
async function many(kind, file) {
  return withFreshPage(kind, async (explorer) => {
    const { page } = explorer;
    page.setDefaultTimeout(120000);
    await watchChart(explorer);
    const { whole } = await importTime(explorer, file);
    const chart = await chartAfterImport(explorer);
    await explorer.closeImport();
    const all = await timed(page, "document.querySelector('[data-range=All]').click()", "document.getElementById('chart').dataset.part.startsWith('0 1000000 ')");
    const wheel = await wheelSteps(explorer);
    await page.reload({ waitUntil: 'load' });
    await page.waitForFunction(() => performance.getEntriesByName('first-chart').length === 1);
    return { whole, ...chart, all, wheel, reload: await firstChart(explorer) };
  });
}

/** Nodes of the list of 8,000 symbols, and milliseconds to filter it. */
async function manySymbols(kind) {
  return withFreshPage(kind, async (explorer) => {
    const { page } = explorer;
    await explorer.run(SYMBOLS);
    await explorer.reads('#symbol-count', /^8,006$/);
    const nodes = await page.$eval('#symbol-list', (list) => list.querySelectorAll('*').length);
    const filters = [];
    for (const text of ['7', '77', '777', '']) {
      filters.push(await timed(page, `const filter = document.getElementById('symbol-filter'); filter.value = '${text}'; filter.dispatchEvent(new Event('input'))`, 'true'));
    }
    return { nodes, filters };
  });
}

const folder = new Folder();
try {
  const manyFile = folder.write('walk-many.csv', `${[HEADER, ...barLines(MANY_ROWS, 1)].join('\n')}\n`);
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
    line('first chart, cold', charts, 1500);
    line('preview of 100,000 rows', imports.map(({ preview }) => preview), 500);
    line('import of 100,000 rows', imports.map(({ whole }) => whole), 3000);
    const { whole, bars, averages, all, wheel, reload } = await many(kind, manyFile);
    line('import of 1,000,000 rows', [whole], 20000);
    line('then their chart', [bars], 500);
    line('  with its averages', [averages], 500);
    line('all of them', [all], 500);
    line('a step of the wheel', wheel, 50);
    line('reload to chart', [reload], 2000);
    const { nodes, filters } = await manySymbols(kind);
    console.log(`${'nodes for 8,000 symbols'.padEnd(28)}${String(nodes).padStart(8)}  target 500`);
    line('filtering them', filters, 100);
  }
} finally {
  folder.remove();
}
