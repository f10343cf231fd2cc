// storage.test.mjs - where the prices are kept: over a restart, with two tabs, and without OPFS.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../../browser/harness.mjs';
import { Folder, HEADER, barLines } from '../csv-files.mjs';
import { Explorer, assetPath, dist, nativeText, useSites } from '../explorer.mjs';

let folder;
let file;
before(() => {
  folder = new Folder();
  file = folder.write('walk.csv', `${[HEADER, ...barLines(500, 1)].join('\n')}\n`);
});
after(() => folder.remove());

// All bits of the averages: as multiples of 2^-42, since they are between 2^9 and 2^11.
const AVERAGES = 'SELECT CAST(4398046511104 * smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS INTEGER) AS bits'
  + " FROM prices WHERE symbol = 'MARKET' ORDER BY ts DESC LIMIT 40";

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
    await explorer.run("UPDATE prices SET close = close / 3 WHERE symbol = 'MARKET'");
    const prices = await explorer.prices();
    await explorer.run(AVERAGES);
    const averages = await explorer.list();
    assert.equal(averages.split('\n').slice(1).join('\n'),
      nativeText(`UPDATE prices SET close = close / 3 WHERE symbol = 'MARKET';\n${AVERAGES};`));
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
    assert.equal(await second.selected(), 'MARKET');
    await importFile(second);
    assert.equal(await second.value('SELECT smma(3, 1)'), '3.0');

    // While the first is there, trying again says so.
    await second.click('#reopen');
    await second.reads('#notice', /^Another tab still has the database\.$/);
    assert.equal(await second.storage(), 'memory');

    await first.page.bringToFront();
    assert.deepEqual(await first.symbols(), (await second.symbols()).filter((symbol) => symbol !== 'WALK'));
    await first.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
    await first.page.close();
    await second.page.bringToFront();
    await second.reads('#storage-text', /^The other tab has let go of the prices/);
    await second.click('#reopen');
    await second.page.waitForSelector('#storage[data-kind=kept]');
    assert.equal(await second.page.$eval('#reopen', (button) => button.hidden), true);
    // What the first has done, and what the second has imported.
    await second.page.waitForFunction(() => ![...document.querySelectorAll('.symbol-name')].some((name) => name.textContent === 'MAPLE'));
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
    await second.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
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
    assert.equal(await second.value("SELECT count(*) FROM prices WHERE symbol = 'MAPLE'"), '123');
  });

  test('a full disk says so, nothing has changed, and the page goes on', { skip: kind.name !== 'chromium' && 'the quota is set as Chromium lets it' }, async () => {
    const site = await newSite();
    const explorer = await Explorer.open(browser, site.url);
    const prices = await explorer.prices();
    const big = folder.write('big.csv', `${[HEADER, ...barLines(40000, 2)].join('\n')}\n`);
    const { content } = await explorer.download('#download-database');
    const backup = path.join(path.dirname(big), 'backup.db');
    // Pages beyond those that its header counts.
    fs.writeFileSync(backup, Buffer.concat([content, Buffer.alloc(1 << 23)]));
    const protocol = await explorer.page.createCDPSession();
    const setQuota = (bytes) => protocol.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, ...(bytes === undefined ? {} : { quotaSize: bytes }) });
    await setQuota(600_000);
    const said = /The disk is full, or this page has all the space that the browser grants it: it has [\d.,]+ [KM]B here\. .*what was there before is as it was/;
    assert.equal(await explorer.import(big), 'failed');
    assert.match(await explorer.text('#import-problem'), said);
    await explorer.closeImport();
    await explorer.run('CREATE TABLE big(x); INSERT INTO big VALUES (zeroblob(3000000))');
    assert.match(await explorer.text('#sql-error'), said);
    await (await explorer.page.$('#import-file')).uploadFile(backup);
    await explorer.page.waitForSelector('#restore-dialog[data-state=refused]');
    assert.match(await explorer.text('#restore-problem'), said);
    await explorer.click('#restore-refused [data-close]');
    assert.equal(await explorer.value('SELECT count(*) FROM big'), '0');
    assert.equal(await explorer.value('PRAGMA integrity_check'), 'ok');
    assert.equal(await explorer.prices(), prices);
    await setQuota();
    assert.equal(await explorer.import(big), 'done');
  });

  test('leaving with prices that are in memory alone is asked about, until they are downloaded', async () => {
    const site = await newSite();
    const first = await Explorer.open(browser, site.url);
    const explorer = await Explorer.open(browser, site.url);
    const { page } = explorer;
    const asked = [];
    page.on('dialog', async (dialog) => {
      asked.push(dialog.type());
      await dialog.accept();
    });
    const leave = async () => {
      await page.reload();
      await explorer.settle();
      return asked.splice(0);
    };
    assert.equal(await explorer.storage(), 'memory');
    await explorer.run('SELECT 1');
    assert.deepEqual(await leave(), []);
    await importFile(explorer);
    assert.deepEqual(await leave(), ['beforeunload']);
    await explorer.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
    await explorer.download('#download-database');
    assert.deepEqual(await leave(), []);
    await explorer.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
    await explorer.download('#download-database');
    await explorer.run("DELETE FROM prices WHERE symbol = 'BIRCH'");
    assert.deepEqual(await leave(), ['beforeunload']);
    // What is kept is left without a question.
    await first.page.bringToFront();
    await first.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
    first.page.on('dialog', (dialog) => assert.fail(dialog.type()));
    await first.reload();
  });

  test('the browser is asked to keep the prices at the first import, and its answer is what is said', async () => {
    const site = await newSite();
    const prepare = (page) => page.evaluateOnNewDocument(() => {
      // Not in the empty document before the page, which may keep nothing.
      if (location.protocol !== 'http:') return;
      globalThis.asked = 0;
      let answer = sessionStorage.getItem('answer') === 'true';
      StorageManager.prototype.persisted = async () => answer;
      StorageManager.prototype.persist = () => {
        globalThis.asked += 1;
        return new Promise((resolve) => {
          globalThis.reply = (value) => {
            answer = value;
            sessionStorage.setItem('answer', String(value));
            resolve(value);
          };
        });
      };
    });
    const explorer = await Explorer.open(browser, site.url, { prepare });
    const { page } = explorer;
    const asked = () => page.evaluate(() => globalThis.asked);
    const reply = (value) => page.evaluate((value) => globalThis.reply(value), value);
    const isOffered = () => page.$eval('#keep-for-good', (button) => !button.hidden);
    const until = /^Kept in this browser until it needs the space; in a private window, until that closes\./;
    assert.match(await explorer.text('#storage-text'), until);
    assert.deepEqual([await asked(), await isOffered()], [0, false]);
    // A visitor who has not answered yet goes on.
    await importFile(explorer);
    assert.deepEqual([await asked(), await isOffered()], [1, true]);
    assert.match(await explorer.text('#storage-text'), until);
    await reply(false);
    await explorer.reload();
    assert.deepEqual([await asked(), await isOffered()], [0, true]);
    assert.match(await explorer.text('#storage-text'), until);
    await explorer.click('#keep-for-good');
    await page.waitForFunction(() => globalThis.asked === 1);
    await reply(false);
    await explorer.reads('#notice', /^The browser has not agreed\./);
    await explorer.click('#keep-for-good');
    await page.waitForFunction(() => globalThis.asked === 2);
    await reply(true);
    await explorer.reads('#storage-text', /^Kept in this browser until you delete it\./);
    assert.equal(await isOffered(), false);
    await explorer.reload();
    await explorer.reads('#storage-text', /^Kept in this browser until you delete it\./);
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
