// page.test.mjs - the page's main flows in WebKitGTK. Debian has OPFS switched off in it; switched on, it refuses, as in
// Safari's private windows, since WebDriver's windows are all private. `make test-webkit` runs this.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Folder, HEADER, barLines } from '../page/csv-files.mjs';
import { Explorer, nativeText, useSites } from '../page/explorer.mjs';

let folder;
let file;
before(() => {
  folder = new Folder();
  file = folder.write('walk.csv', `${[HEADER, ...barLines(500, 1)].join('\n')}\n`);
});
after(() => folder.remove());

const AVERAGE = 'SELECT smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices'
  + " WHERE symbol = 'MARKET' ORDER BY ts DESC LIMIT 1";

async function tryAll(explorer) {
  const { page } = explorer;
  assert.equal(await explorer.selected(), 'MARKET');
  assert.match(await explorer.text('#chart-summary'), /^MARKET: 5,105 bars from 2000-01-03 to 2020-04-17\./);
  assert.equal(await page.$eval('#chart canvas', (canvas) => canvas.width > 0), true);
  assert.match(await explorer.run(AVERAGE), /^1 row in /);
  assert.equal((await explorer.list()).split('\n')[1], nativeText(AVERAGE).trim());
  assert.equal(await explorer.import(file), 'done');
  await explorer.closeImport();
  await explorer.goesTo('WALK');
  await explorer.click('#sweep-tab');
  await explorer.reads('#sweep-status', /best period/);
}

const SWITCHED = { 'without OPFS': false, 'with OPFS that refuses': true };
for (const [title, withOpfs] of Object.entries(SWITCHED)) {
  describeInBrowsers(`the page, ${title}`, (kind) => {
    const browser = useBrowser(kind, { withOpfs });
    const newSite = useSites();

    test('opens, draws, runs SQL, imports, sweeps, and says that it does not keep the prices', async () => {
      const site = await newSite();
      const explorer = await Explorer.open(browser, site.url);
      await tryAll(explorer);
      await browser.screenshot(explorer.page, 'page');
      assert.equal(await explorer.storage(), 'memory');
      assert.match(await explorer.text('#storage-text'), /^This browser does not keep a database for this page .*gone when this tab closes/);
      await explorer.reload();
      assert.equal((await explorer.symbols()).includes('WALK'), false);
    });

    test('works without its host, once it has been loaded', async () => {
      const site = await newSite();
      const explorer = await Explorer.open(browser, site.url, { offline: true });
      await explorer.reads('#offline', /^Works without a network\.$/);
      await site.close();
      await explorer.reload();
      assert.equal(await explorer.selected(), 'MARKET');
      await explorer.click('#sweep-tab');
      await explorer.reads('#sweep-status', /best period/);
    });
  });
}
