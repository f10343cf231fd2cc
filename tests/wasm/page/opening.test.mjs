// opening.test.mjs - the page as a first visitor finds it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Explorer, nativeText, useSites } from './explorer.mjs';

const PHONE = { width: 360, height: 740 };
const SMALL_PHONE = { width: 320, height: 568 };

// How far the page can be scrolled sideways, in pixels. Firefox's scrollbar takes of the width.
const sidewaysOf = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth);

describeInBrowsers('opening the page', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('shows the sample prices, keeps them, and asks nobody else', async (t) => {
    const site = await newSite();
    const requests = [];
    const warnings = [];
    const explorer = await Explorer.open(browser, site.url, {
      prepare: async (page) => {
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => warnings.push(message.text()));
      },
    });
    const { page } = explorer;
    assert.equal(await explorer.storage(), 'kept');
    assert.equal(await explorer.text('#storage-text'), 'Kept in this browser until it needs the space; in a private window, until that closes. Nothing is sent anywhere.');
    const counts = nativeText('SELECT symbol FROM prices GROUP BY symbol ORDER BY symbol').trim().split('\n');
    assert.deepEqual(await explorer.symbols(), counts);
    assert.equal(await explorer.selected(), 'MARKET');
    assert.equal(await explorer.text('#quote-symbol'), 'MARKET');
    assert.match(await explorer.text('#chart-summary'), /^MARKET: 5,105 bars from 2000-01-03 to 2020-04-17\./);
    assert.equal(await page.$eval('#chart canvas', (canvas) => canvas.width > 0), true);

    const [mark] = await page.evaluate(() => performance.getEntriesByName('first-chart').map((entry) => entry.startTime));
    t.diagnostic(`first chart, cold: ${Math.round(mark)} ms (target 2000)`);

    const foreign = requests.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url));
    assert.deepEqual(foreign, []);
    for (const what of [/\.wasm$/, /worker-.*\.js$/, /code-mirror-.*\.js$/]) {
      assert.ok(requests.some((url) => what.test(url)), `${what} is among the requests seen`);
    }
    assert.deepEqual(warnings, []);
  });

  test('on a desktop, light and dark; the theme stays', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await explorer.attribute('#theme-switch', 'aria-checked'), 'false');
    const light = await ground();
    assert.equal(await sidewaysOf(page), 0);
    await browser.screenshot(page, 'page-light');

    await explorer.click('#theme-switch');
    assert.equal(await explorer.attribute('#theme-switch', 'aria-checked'), 'true');
    const dark = await ground();
    assert.notEqual(dark, light);
    await explorer.reload();
    assert.equal(await explorer.attribute('html', 'data-theme'), 'dark');
    assert.equal(await explorer.attribute('#theme-switch', 'aria-checked'), 'true');
    assert.equal(await ground(), dark);
    await browser.screenshot(page, 'page-dark');

    await explorer.click('#theme-switch');
    await explorer.reload();
    assert.equal(await ground(), light);
  });

  test('on a phone', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url, { prepare: (page) => page.setViewport(PHONE) });
    const { page } = explorer;
    await browser.screenshot(page, 'page-phone');
    for (const viewport of [PHONE, SMALL_PHONE]) {
      await page.setViewport(viewport);
      assert.equal(await page.evaluate(() => innerWidth), viewport.width);
      assert.equal(await sidewaysOf(page), 0);
      // Wide things: a long result, an error.
      await explorer.run('SELECT * FROM prices');
      assert.equal(await sidewaysOf(page), 0);
      await explorer.run(`SELECT ${'a_name_that_is_too_long_for_a_phone_'.repeat(4)}`);
      assert.notEqual(await explorer.text('#sql-error'), '');
      assert.equal(await sidewaysOf(page), 0);
      await explorer.click('#sweep-tab');
      await explorer.reads('#sweep-status', /best period/);
      assert.equal(await sidewaysOf(page), 0);
      await explorer.click('#sql-tab');
    }
    await browser.screenshot(page, 'page-phone-sql');
  });
});
