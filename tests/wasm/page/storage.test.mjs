// storage.test.mjs - where the prices are kept: over a restart, with two tabs, and without OPFS.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Folder, HEADER, barLines } from './csv-files.mjs';
import { Explorer, assetPath, dist, nativeText, useSites } from './explorer.mjs';

let folder;
let file;
before(() => {
  folder = new Folder();
  file = folder.write('walk.csv', `${[HEADER, ...barLines(500, 1)].join('\n')}\n`);
});
after(() => folder.remove());

// All bits of the averages: as multiples of 2^-42, since they are between 2^9 and 2^11.
const AVERAGES = 'SELECT CAST(4398046511104 * smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS INTEGER) AS bits'
  + " FROM prices WHERE symbol = 'SPX' ORDER BY ts DESC LIMIT 40";

describeInBrowsers('keeping the prices', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  const importFile = async (explorer) => {
    assert.equal(await explorer.import(file), 'done');
    await explorer.closeImport();
    await explorer.goesTo('WALK');
  };

  test('they are there when the page is closed, and the browser started again', async () => {
    const site = await newSite();
    let explorer = await Explorer.open(browser, site.url);
    await importFile(explorer);
    await explorer.run("UPDATE prices SET close = close / 3 WHERE symbol = 'SPX'");
    const prices = await explorer.prices();
    await explorer.run(AVERAGES);
    const averages = await explorer.list();
    assert.equal(averages.split('\n').slice(1).join('\n'),
      nativeText(`UPDATE prices SET close = close / 3 WHERE symbol = 'SPX';\n${AVERAGES};`));
    await explorer.page.close();

    const isKept = async () => {
      assert.equal(await explorer.storage(), 'kept');
      await explorer.run(AVERAGES);
      assert.equal(await explorer.list(), averages);
    };
    explorer = await Explorer.open(browser, site.url);
    await isKept();
    // With the page open.
    await browser.restart();
    explorer = await Explorer.open(browser, site.url);
    await isKept();
    assert.equal(await explorer.prices(), prices);
    assert.equal(await explorer.value('PRAGMA integrity_check'), 'ok');
  });

  test('a second tab works in memory, and takes over when the first is closed', async () => {
    const site = await newSite();
    const first = await Explorer.open(browser, site.url);
    assert.equal(await first.storage(), 'kept');
    const second = await Explorer.open(browser, site.url);
    assert.equal(await second.storage(), 'memory');
    assert.match(await second.text('#storage-text'), /^Another tab has the prices open, and only one can\. .*gone when this tab closes/);
    assert.equal(await second.selected(), 'SPX');
    await importFile(second);
    assert.equal(await second.value('SELECT smma(3, 1)'), '3.0');

    // While the first is there, trying again says so.
    await second.click('#reopen');
    await second.reads('#notice', /^Another tab still has the database\.$/);
    assert.equal(await second.storage(), 'memory');

    await first.page.bringToFront();
    assert.deepEqual(await first.symbols(), (await second.symbols()).filter((symbol) => symbol !== 'WALK'));
    await first.run("DELETE FROM prices WHERE symbol = 'IBM'");
    await first.page.close();
    await second.page.bringToFront();
    await second.reads('#storage-text', /^The other tab has let go of the prices/);
    await second.click('#reopen');
    await second.page.waitForSelector('#storage[data-kind=kept]');
    assert.equal(await second.page.$eval('#reopen', (button) => button.hidden), true);
    // What the first has done, and what the second has imported.
    await second.page.waitForFunction(() => ![...document.querySelectorAll('.symbol-name')].some((name) => name.textContent === 'IBM'));
    assert.ok((await second.symbols()).includes('WALK'));
    await second.reload();
    assert.equal(await second.storage(), 'kept');
    assert.ok((await second.symbols()).includes('WALK'));
    assert.equal(await second.value("SELECT count(*) FROM prices WHERE symbol = 'WALK'"), '500');
  });

  test('what SQL has changed in memory is left behind only when that is meant', async () => {
    const site = await newSite();
    const first = await Explorer.open(browser, site.url);
    const second = await Explorer.open(browser, site.url);
    await second.run("DELETE FROM prices WHERE symbol = 'IBM'");
    await first.page.close();
    await second.page.bringToFront();
    await second.reads('#storage-text', /^The other tab has let go/);
    await second.click('#reopen');
    await second.page.waitForSelector('#confirm-dialog[open]');
    assert.match(await second.text('#confirm-text'), /^SQL has changed the database in memory/);
    await second.click('#confirm-dialog [value=no]');
    assert.equal(await second.storage(), 'memory');
    await second.click('#reopen');
    await second.page.waitForSelector('#confirm-dialog[open]');
    await second.click('#confirm-yes');
    await second.page.waitForSelector('#storage[data-kind=kept]');
    assert.equal(await second.value("SELECT count(*) FROM prices WHERE symbol = 'IBM'"), '123');
  });

  // What a browser may lack, or refuse in a private window.
  const missing = {
    'without OPFS': 'delete StorageManager.prototype.getDirectory;',
    'without any storage': 'delete WorkerNavigator.prototype.storage; delete WorkerNavigator.prototype.locks;',
    'where OPFS is refused': "StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('refused', 'SecurityError'));",
  };
  for (const [title, script] of Object.entries(missing)) {
    test(`${title} the page works in memory, and says so`, async () => {
      const worker = assetPath(/^worker-.*\.js$/);
      const body = `${script}\n${fs.readFileSync(path.join(dist, worker), 'utf8')}`;
      const site = await newSite({ answers: { [worker]: { headers: { 'content-type': 'text/javascript' }, body } } });
      const explorer = await Explorer.open(browser, site.url);
      assert.equal(await explorer.storage(), 'memory');
      assert.match(await explorer.text('#storage-text'), /^This browser does not keep a database for this page .*gone when this tab closes/);
      assert.equal(await explorer.page.$eval('#reopen', (button) => button.hidden), true);
      await importFile(explorer);
    });
  }
});
