// offline.test.mjs - the page without its host, and when the host has a new version of it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { describeInBrowsers, serve, useBrowser } from '../../browser/harness.mjs';
import { Folder, HEADER, barLines } from '../csv-files.mjs';
import { Explorer, assetPath, dist, takeExpected, useSites } from '../explorer.mjs';

let folder;
let file;
before(() => {
  folder = new Folder();
  file = folder.write('walk.csv', `${[HEADER, ...barLines(500, 1)].join('\n')}\n`);
});
after(() => folder.remove());

const digest = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Copies the build. @param {string} name @returns {string} its folder */
function copyBuild(name) {
  const copy = path.join(folder.path, name);
  fs.cpSync(dist, copy, { recursive: true });
  return copy;
}

/** Puts into a copy of the build what another build would have: another page, and without the sweep's file. */
function putNextVersion(copy) {
  const sweep = assetPath(/^sweep-panel-.*\.js$/);
  fs.rmSync(path.join(copy, sweep));
  const page = fs.readFileSync(path.join(copy, 'index.html'), 'utf8');
  const nextPage = page.replace('<title>', '<title>Next: ');
  const script = fs.readFileSync(path.join(copy, 'sw.js'), 'utf8');
  assert.ok(script.includes(digest(page)), 'the service worker knows the page');
  const nextScript = script.replace(digest(page), digest(nextPage)).replace(new RegExp(`{path:"${sweep.slice(1)}".*?},`), '');
  assert.ok(!nextScript.includes('sweep-panel'));
  // Its version: 12 digits.
  fs.writeFileSync(path.join(copy, 'sw.js'), nextScript.replace(/(["'`])[0-9a-f]{12}\1/, '"000000000000"'));
  return { writePage: () => fs.writeFileSync(path.join(copy, 'index.html'), nextPage) };
}

/** Has the browser look for a new version, and waits for what becomes of it. */
const lookForUpdate = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  const { installing } = registration;
  if (installing === null) return registration.waiting ? 'installed' : 'none';
  return new Promise((resolve) => { installing.addEventListener('statechange', () => resolve(installing.state)); });
});

describeInBrowsers('without network', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  const open = async (url) => {
    const explorer = await Explorer.open(browser, url, { offline: true });
    await explorer.reads('#offline', /^Works without a network\.$/);
    return explorer;
  };

  test('the page is there once it has been loaded, with all its parts, and sealed', async () => {
    // In a folder, on a host that sends no headers.
    const site = await newSite({ headers: {}, mount: '/prices/' });
    const explorer = await open(`${site.url}prices/`);
    const { page } = explorer;
    await site.close();

    await page.goto(`${site.url}prices/index.html?again#sql-section`);
    await explorer.settle();
    assert.equal(await explorer.storage(), 'kept');
    assert.equal(await explorer.import(file), 'done');
    await explorer.closeImport();
    await explorer.goesTo('WALK');
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'WALK'"), '500');
    await explorer.click('#sweep-tab');
    await explorer.reads('#sweep-status', /best period/);
    await explorer.click('#live-demo');
    await page.waitForSelector('#demo-tag:not([hidden])');
    await explorer.reload();
    assert.ok((await explorer.symbols()).includes('WALK'));

    // What no file of the page is, is not there.
    const answers = await page.evaluate(async (worker) => {
      const policy = (await fetch(`.${worker}`)).headers.get('content-security-policy');
      return { policy, other: await fetch('./other.txt').then(({ status }) => status, () => 'none') };
    }, assetPath(/^worker-.*\.js$/));
    assert.match(answers.policy, /^default-src 'none';.*frame-ancestors 'none'$/);
    assert.equal(answers.other, 'none');
    await takeExpected(browser, /other\.txt|sw\.js|Failed to load resource/);
  });

  test('a new version is told; it comes when it is asked for, to the tab that asks', async () => {
    const copy = copyBuild(`update-${kind.name}`);
    const site = await serve(copy);
    try {
      const first = await open(site.url);
      const second = await open(site.url);
      assert.equal(await second.storage(), 'memory');
      const title = await first.page.title();

      // A host that is just being given the new version: nothing is mixed.
      const next = putNextVersion(copy);
      assert.equal(await lookForUpdate(first.page), 'redundant');
      assert.equal(await first.text('#update'), '');

      next.writePage();
      assert.equal(await lookForUpdate(first.page), 'installed');
      for (const explorer of [first, second]) await explorer.reads('#update', /^A new version of this page is ready\./);
      await first.page.bringToFront();
      await browser.screenshot(first.page, 'update');

      // Unasked the old one stays, and is told of again.
      await first.click('#update button:last-child');
      assert.equal(await first.text('#update'), '');
      await first.reload();
      assert.equal(await first.page.title(), title);
      await first.reads('#update', /^A new version/);

      await first.click('#update button:first-child');
      await first.page.waitForFunction((old) => document.title === `Next: ${old}`, {}, title);
      await first.settle();
      assert.equal(await first.storage(), 'kept');
      assert.equal(await first.text('#update'), '');

      // The other tab has what it had, and the parts of its own version.
      await second.page.bringToFront();
      assert.equal(await second.page.title(), title);
      await second.click('#sweep-tab');
      await second.reads('#sweep-status', /best period/);
      // Its prices are in memory: it asks.
      await second.click('#update button:first-child');
      await second.page.waitForSelector('#confirm-dialog[open]');
      assert.match(await second.text('#confirm-text'), /in memory only/);
      await second.click('#confirm-dialog [value=no]');
      assert.equal(await second.page.title(), title);
      await second.click('#update button:first-child');
      await second.page.waitForSelector('#confirm-dialog[open]');
      await second.click('#confirm-yes');
      await second.page.waitForFunction((old) => document.title === `Next: ${old}`, {}, title);
      await second.settle();
    } finally {
      await site.close();
    }
  });
});
