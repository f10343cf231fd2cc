// live-demo.test.mjs - the live demonstration: bars arrive, the kept averages are those of smma(), and
// the visitor's prices stay as they are.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Explorer, useSites } from './explorer.mjs';

describeInBrowsers('the live demonstration', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('runs, pauses, goes on, and leaves nothing behind', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const prices = await explorer.prices();
    const symbols = await explorer.symbols();
    const summary = await explorer.text('#chart-summary');
    const pausedAt = async () => {
      await explorer.click('#live-run');
      const text = await explorer.reads('#live-status', /^Paused\. .* ✓ What live keeps has the bits of smma\(\) over all of them\.$/);
      const [, appended, total] = /^Paused\. (\d+) bars? appended, (\d+) bars in all\./.exec(text);
      assert.equal(Number(total), 250 + Number(appended));
      const averages = await explorer.texts('#live-averages li');
      assert.equal(averages[0], `${total} bars`);
      assert.deepEqual(averages.slice(1).map((average) => average.replace(/ [\d.]+$/, '')), ['✓ SMMA 14', '✓ SMMA 50', '✓ SMMA 200']);
      // The chart has the same averages, to two decimals.
      const shown = averages.slice(1).map((average) => {
        const [, label, value] = /^✓ (.*) ([\d.]+)$/.exec(average);
        return `${label} ${Number(value).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
      });
      assert.deepEqual(await explorer.texts('#legend-lines .legend-line'), shown);
      return Number(appended);
    };

    await explorer.click('#live-demo');
    await explorer.reads('#quote-symbol', /^MARKET-LIVE$/);
    assert.equal(await page.$eval('#demo-tag', (tag) => tag.hidden), false);
    await explorer.click('#live-rates [value="20"]');
    await explorer.reads('#live-averages', /^26\d bars/);
    const first = await pausedAt();
    assert.ok(first >= 10);
    await browser.screenshot(page, 'page-live');
    await explorer.click('#live-run');
    await explorer.reads('#live-averages', new RegExp(`^${Math.floor((250 + first) / 10) + 2}\\d bars`));
    assert.ok(await pausedAt() > first);

    assert.deepEqual(await explorer.symbols(), symbols);
    assert.equal(await explorer.prices(), prices);
    assert.equal(await explorer.value("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'live%'"), '0');
    await explorer.click('#live-remove');
    await explorer.reads('#quote-symbol', /^MARKET$/);
    await page.waitForFunction((text) => document.getElementById('chart-summary').textContent === text, {}, summary);
    assert.equal(await page.$eval('#live-panel', (panel) => panel.hidden), true);
  });
});
