// sweep.test.mjs - the sweep over periods: the figures of sql/sweep.sql, as a line and as a table.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { read } from '../support.mjs';
import { Explorer, nativeText, takeExpected, useSites } from './explorer.mjs';

/** What sweep.sql gives, for periods up to the longest: its columns and its ten best. */
function nativeSweep(longest) {
  const [columns, ...rows] = nativeText(read('sql/sweep.sql').replace('200 AS longest', `${longest} AS longest`), ['.headers on'])
    .trimEnd().split('\n').map((line) => line.split('|'));
  return { columns, rows };
}

/** As the page writes it. */
const priced = (text) => Number(text).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

describeInBrowsers('the sweep', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  const isSwept = async (explorer, longest) => {
    const { columns, rows } = nativeSweep(longest);
    const [period, points, , , hold] = rows[0];
    await explorer.reads('#sweep-status', new RegExp(`^MARKET: best period ${period} with ${priced(points)} points\\. Bought and held ${priced(hold)}: `));
    await explorer.click('#sweep-table');
    assert.deepEqual(await explorer.columns('#sweep-grid'), columns);
    const all = await explorer.rows(0, Infinity, '#sweep-grid');
    assert.deepEqual(all.map((row) => Number(row[0])), Array.from({ length: longest - 1 }, (_, index) => 2 + index));
    const best = all.toSorted((a, b) => Number(b[1]) - Number(a[1]) || Number(a[0]) - Number(b[0])).slice(0, 10);
    assert.deepEqual(best, rows);
    await explorer.click('#sweep-table');
  };

  const fill = async (explorer, selector, text) => {
    await explorer.page.focus(selector);
    await explorer.press('Control+a');
    await explorer.page.keyboard.type(text);
  };

  test('gives the figures of sweep.sql, and shows a period on the chart', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    await explorer.click('#sweep-tab');
    await isSwept(explorer, 200);
    await fill(explorer, '#sweep-to', '60');
    await page.keyboard.press('Enter');
    await explorer.reads('#sweep-status', /^MARKET: best period \d\d? with/);
    await isSwept(explorer, 60);

    // By keys: the best period first, then its neighbour, onto the chart.
    const reading = /^Period (\d+): .* points, \d+ trades, held [\d.]+ % of the bars\.$/;
    const [, best] = reading.exec(await explorer.text('#sweep-reading'));
    assert.equal(best, nativeSweep(60).rows[0][0]);
    await page.focus('#sweep-plot');
    await page.keyboard.press('ArrowLeft');
    const [, next] = reading.exec(await explorer.text('#sweep-reading'));
    assert.equal(Number(next), Number(best) - 1);
    await page.keyboard.press('Enter');
    const value = nativeText(`SELECT printf('%.2f', smma(close, ${next})) FROM prices WHERE symbol = 'MARKET'`).trim();
    await explorer.reads('#legend-lines', new RegExp(`SMMA ${next} ${priced(value).replace('.', '\\.')}`));
    await browser.screenshot(page, 'page-sweep');

    // Another symbol, with a shorter history.
    await explorer.choose('BIRCH');
    await explorer.reads('#sweep-status', /^BIRCH: best period /);
    await explorer.click('#sql-tab');
    assert.equal(await explorer.value('SELECT smma(3, 1)'), '3.0');
  });

  test('a long one is cancelled; a range that is none is refused', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    await explorer.click('#sweep-tab');
    await explorer.reads('#sweep-status', /best period/);
    await fill(explorer, '#sweep-to', '5000');
    await explorer.page.keyboard.press('Enter');
    await explorer.click('#sweep-cancel');
    await explorer.reads('#sweep-status', /^Cancelled\.$/);
    if (kind.name === 'chromium') await takeExpected(browser, /^request: blob:|^console: .*ERR_FILE_NOT_FOUND/);
    await fill(explorer, '#sweep-to', '1');
    await explorer.click('#sweep-run');
    await explorer.reads('#sweep-status', /^The last period is shorter than the first\.$/);
    await fill(explorer, '#sweep-to', '20');
    await explorer.click('#sweep-run');
    await isSwept(explorer, 20);
  });
});
