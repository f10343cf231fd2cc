// damaged.test.mjs - a damaged database: said, saved from, set aside, and never replaced unasked.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../../browser/harness.mjs';
import { Explorer, useSites } from '../explorer.mjs';
import { answers, change } from '../stored.mjs';

const POOL_HEADER = 4096;

describeInBrowsers('a damaged database', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  // A site whose database has a symbol of the visitor's own.
  const ownSite = async () => {
    const site = await newSite({ answers });
    const explorer = await Explorer.open(browser, site.url);
    await explorer.run("INSERT INTO prices(symbol, ts, close) SELECT 'OWN', ts, close FROM prices WHERE symbol = 'MARKET'; CREATE TABLE mine AS SELECT 7 AS x; CREATE TABLE empty(x)");
    const { content } = await explorer.download('#download-database');
    await explorer.page.close();
    return { site, content };
  };
  const dialogClosed = ({ page }) => page.waitForSelector('#damaged-dialog:not([open])');

  test('the header is overwritten: the page works in memory, saves what can be saved, and keeps the damaged one', async () => {
    const { site, content } = await ownSite();
    const damage = { at: POOL_HEADER, fill: 7, length: 100 };
    await change(browser, site.url, damage);
    const explorer = await Explorer.open(browser, site.url);
    await explorer.page.waitForSelector('#damaged-dialog[open]');
    assert.match(await explorer.text('#damaged-text'), /file is not a database.*nothing will be unless you say so/);
    const { content: asItIs } = await explorer.download('#damaged-download');
    const expected = Buffer.from(content).fill(7, 0, 100);
    assert.equal(Buffer.compare(asItIs, expected), 0);
    await explorer.click('#damaged-asking [data-close]');
    await dialogClosed(explorer);
    assert.equal(await explorer.storage(), 'memory');
    assert.match(await explorer.text('#storage-text'), /^The prices kept in this browser are damaged .*gone when this tab closes/);
    assert.equal((await explorer.symbols()).includes('OWN'), false);

    // Asked again at the next visit, and whenever it is wanted.
    await explorer.reload();
    await explorer.page.waitForSelector('#damaged-dialog[open]');
    await explorer.click('#damaged-asking [data-close]');
    await dialogClosed(explorer);
    await explorer.run('DELETE FROM prices');
    await explorer.click('#rescue-button');
    await explorer.click('#damaged-save');
    await explorer.page.waitForSelector('#confirm-dialog[open]');
    await explorer.click('#confirm-yes');
    await explorer.page.waitForSelector('#damaged-dialog[data-state=done]');
    assert.match(await explorer.text('#damaged-summary'), /^10,770 bars could be read, of 7 symbols, and none is missing/);
    await explorer.page.waitForSelector('#storage[data-kind=kept]');
    await explorer.click('#damaged-done [data-close]');
    await dialogClosed(explorer);
    assert.ok((await explorer.symbols()).includes('OWN'));
    assert.equal(await explorer.page.$eval('#rescue-button', (button) => button.hidden), true);

    await explorer.reload();
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'OWN'"), '5105');
    await explorer.click('#asides');
    const aside = await explorer.download('#aside-list button:first-of-type');
    assert.equal(Buffer.compare(aside.content, expected), 0);
    await explorer.click('#aside-list .danger');
    await explorer.page.waitForSelector('#confirm-dialog[open]');
    await explorer.click('#confirm-yes');
    await explorer.page.waitForSelector('#asides[hidden]');
    assert.equal(await explorer.page.$eval('#asides-dialog', (dialog) => dialog.open), false);
  });

  test('pages in the middle are overwritten: told when they are met, and only they are lost', async () => {
    const { site } = await ownSite();
    await change(browser, site.url, { at: POOL_HEADER + 20 * 8192, fill: 0x55, length: 3 * 8192 });
    const explorer = new Explorer(browser, await browser.open(site.url));
    await explorer.page.waitForSelector('#damaged-dialog[open]');
    assert.match(await explorer.text('#damaged-text'), /malformed/);
    await explorer.click('#damaged-save');
    await explorer.page.waitForSelector('#damaged-dialog[data-state=done]');
    assert.match(await explorer.text('#damaged-summary'), /^10,\d\d\d bars of about 10,\d\d\d could be read, of 7 symbols; the others are lost\.\s+Your table mine: 1 row\.\s+Your table empty: 0 rows\./);
    await explorer.click('#damaged-done [data-close]');
    await explorer.page.waitForSelector('#storage[data-kind=kept]');
    assert.equal(await explorer.value('PRAGMA integrity_check'), 'ok');
    await explorer.reads('#chart-summary', /^\w+: [\d,]+ bars/);
  });

  test('cut short, and started afresh', async () => {
    const { site } = await ownSite();
    await change(browser, site.url, { size: -9000 });
    const explorer = await Explorer.open(browser, site.url);
    await explorer.reads('#storage-text', /are damaged/);
    await explorer.page.waitForSelector('#damaged-dialog[open]');
    await explorer.click('#damaged-afresh');
    await explorer.page.waitForSelector('#damaged-dialog[data-state=done]');
    await explorer.click('#damaged-done [data-close]');
    await dialogClosed(explorer);
    assert.equal(await explorer.storage(), 'kept');
    assert.equal((await explorer.symbols()).length, 6);
    assert.match(await explorer.text('#asides'), /^1 damaged database set aside$/);
  });

  test('a file that has lost its name is found again', async () => {
    const { site } = await ownSite();
    await change(browser, site.url, { at: 0, fill: 0x41, length: 600 });
    const explorer = await Explorer.open(browser, site.url);
    assert.equal(await explorer.storage(), 'kept');
    assert.match(await explorer.text('#notice'), /^The prices had lost their name/);
    assert.ok((await explorer.symbols()).includes('OWN'));
  });
});
