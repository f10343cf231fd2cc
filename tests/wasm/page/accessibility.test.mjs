// accessibility.test.mjs - what axe-core finds, in every state of the page: nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { root } from '../support.mjs';
import { Folder, HEADER } from './csv-files.mjs';
import { Explorer, useSites } from './explorer.mjs';
import { answers as stored, change } from './stored.mjs';

// Served beside the page, whose policy admits no other script.
const AXE = '/axe.js';
const axe = {
  headers: { 'content-type': 'text/javascript' },
  body: fs.readFileSync(new URL('wasm/node_modules/axe-core/axe.min.js', root)),
};

let folder;
before(() => { folder = new Folder(); });
after(() => folder.remove());

describeInBrowsers('accessibility', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  // The state, in words; what of the page to look at.
  const isClean = async ({ page }, state, part = 'html') => {
    if (await page.evaluate(() => globalThis.axe === undefined)) await page.addScriptTag({ url: AXE });
    // Colours fade from one to the other.
    await page.evaluate(async () => {
      await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
      const fades = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      await Promise.all(fades.map((fade) => fade.finished.catch(() => {})));
    });
    const { violations, passes } = await page.evaluate((part) =>
      globalThis.axe.run(part, { resultTypes: ['violations'] }).then(({ violations, passes }) => ({
        violations: violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`) })),
        passes: passes.map(({ id }) => id),
      })), part);
    assert.deepEqual(violations, [], state);
    assert.ok(passes.includes('color-contrast'), state);
  };

  test('light and dark, and on a phone', async () => {
    const explorer = await Explorer.open(browser, (await newSite({ answers: { [AXE]: axe } })).url);
    await explorer.click('#alligator-switch');
    for (const theme of ['light', 'dark']) {
      assert.equal(await explorer.attribute('html', 'data-theme'), theme);
      await isClean(explorer, theme);
      await explorer.run('SELECT * FROM nothing');
      await isClean(explorer, `${theme}, an error`);
      await explorer.run('SELECT 1; SELECT * FROM prices');
      await explorer.click('#schema-tree .schema-twisty');
      await isClean(explorer, `${theme}, several results, a table unfolded`);
      await explorer.click('#show-history');
      await isClean(explorer, `${theme}, the history`);
      await explorer.press('Escape');
      await explorer.click('#theme-switch');
    }
    await explorer.page.setViewport({ width: 360, height: 740 });
    await isClean(explorer, 'a phone');
  });

  test('what the pointer is on', async () => {
    const explorer = await Explorer.open(browser, (await newSite({ answers: { [AXE]: axe } })).url);
    for (const theme of ['light', 'dark']) {
      assert.equal(await explorer.attribute('html', 'data-theme'), theme);
      for (const selector of ['#import-button', '#download-database', '#add-average', '.query', '.symbol', '[data-range="5Y"]']) {
        await explorer.page.hover(selector);
        await isClean(explorer, `${theme}, ${selector}`, selector);
      }
      await explorer.click('#theme-switch');
    }
  });

  test('the dialogs', async () => {
    const explorer = await Explorer.open(browser, (await newSite({ answers: { [AXE]: axe } })).url);
    const files = {
      preview: `${HEADER}\nSPX,04/05/2020,1,1,1,1,1\nSPX,05/05/2020,1,1,1,x,1\nSPX,06/05/2020,,,,,\n`,
      failed: '<html>',
    };
    for (const theme of ['light', 'dark']) {
      assert.equal(await explorer.attribute('html', 'data-theme'), theme);
      for (const [state, text] of Object.entries(files)) {
        assert.equal(await explorer.import(folder.write('file.csv', text)), state);
        if (state === 'preview') await explorer.click('#preview-how');
        await isClean(explorer, `${theme}, ${state}`);
        await browser.screenshot(explorer.page, `page-import-${state}-${theme}`);
        await explorer.closeImport();
      }
      assert.equal(await explorer.import(folder.write('file.csv', `${HEADER}\nNEW,2020-04-18,1,1,1,1,1\n`)), 'done');
      await isClean(explorer, `${theme}, done`);
      await explorer.closeImport();
      for (const [name, state] of [['own.db', 'asking'], ['other.db', 'refused']]) {
        const content = state === 'asking' ? (await explorer.download('#download-database')).content : 'no database';
        await (await explorer.page.$('#import-file')).uploadFile(folder.write(name, content));
        await explorer.page.waitForSelector(`#restore-dialog[data-state=${state}]`);
        if (state === 'asking') await explorer.click('#restore-take');
        await isClean(explorer, `${theme}, a database to restore, ${state}`);
        await explorer.click(`#restore-${state === 'asking' ? 'form' : state} [data-close]`);
      }
      await explorer.click('#delete-symbol');
      await isClean(explorer, `${theme}, a question`);
      await explorer.click('#confirm-dialog [value=no]');
      await explorer.click('#theme-switch');
    }
  });

  test('a damaged database', async () => {
    const site = await newSite({ answers: { [AXE]: axe, ...stored } });
    await (await Explorer.open(browser, site.url)).page.close();
    await change(browser, site.url, { at: 4096, fill: 7, length: 100 });
    // A dialog is above all else, which axe does not know: where the chart's layers lie below, it sees no colour.
    const explorer = await Explorer.open(browser, site.url, { prepare: (page) => page.setViewport({ width: 360, height: 740 }) });
    await explorer.page.waitForSelector('#damaged-dialog[open]');
    for (const theme of ['light', 'dark']) {
      await explorer.page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, theme);
      await isClean(explorer, `${theme}, damaged`);
    }
    await explorer.click('#damaged-save');
    await explorer.page.waitForSelector('#damaged-dialog[data-state=done]');
    await explorer.click('#damaged-done [data-close]');
    await explorer.page.waitForSelector('#asides:not([hidden])');
    await explorer.click('#asides');
    await isClean(explorer, 'set aside');
  });
});
