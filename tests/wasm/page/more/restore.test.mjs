// restore.test.mjs - a database file chosen in the page: shown beside what is here, and restored.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../../browser/harness.mjs';
import { Folder, HEADER, barLines } from '../csv-files.mjs';
import { Explorer, assetPath, dist, useSites } from '../explorer.mjs';

let folder;
let walk;
before(() => {
  folder = new Folder();
  walk = folder.write('walk.csv', `${[HEADER, ...barLines(300, 1)].join('\n')}\n`);
});
after(() => folder.remove());

// Blocks the worker for good at a write to the disk, as if it were killed there; the channel says when.
const CUT = `
{
  let left = Infinity;
  const channel = new BroadcastChannel('cut');
  channel.onmessage = ({ data }) => { left = data; channel.postMessage('armed'); };
  for (const name of ['write', 'truncate']) {
    const original = FileSystemSyncAccessHandle.prototype[name];
    FileSystemSyncAccessHandle.prototype[name] = function (...args) {
      left -= 1;
      if (left === 0) { channel.postMessage('cut'); for (;;); }
      return original.apply(this, args);
    };
  }
}
`;

describeInBrowsers('restoring', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  const choose = async ({ page }, ...files) => {
    await (await page.$('#import-file')).uploadFile(...files);
    await page.waitForSelector('#restore-dialog[open]:not([data-state=running])');
    return page.$eval('#restore-dialog', (dialog) => dialog.dataset.state);
  };
  const close = async ({ page }, state = 'asking') => {
    await page.click(state === 'asking' ? '#restore-form [data-close]' : '#restore-refused [data-close]');
    await page.waitForSelector('#restore-dialog:not([open])');
  };
  const rowsOf = (explorer) => explorer.page.$$eval('#restore-rows tr', (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent).join('|')));

  test('a downloaded database comes back whole, or its symbols do', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    assert.equal(await explorer.import(walk), 'done');
    await explorer.closeImport();
    await explorer.goesTo('WALK');
    await explorer.run("CREATE TABLE mine AS SELECT 'kept' AS what");
    const backup = path.join(path.dirname(walk), 'backup.sqlite3');
    fs.writeFileSync(backup, (await explorer.download('#download-database')).content);
    await explorer.run("DROP TABLE mine; DELETE FROM prices WHERE symbol <> 'WALK'; UPDATE prices SET close = low WHERE ts < '2024-01-01 01:00:00'");
    await explorer.reload();

    // Looking leaves all as it is.
    assert.equal(await choose(explorer, backup), 'asking');
    const figures = (await rowsOf(explorer)).map((row) => row.split('|').slice(0, 3).join('|'));
    assert.deepEqual(figures.slice(0, 5), ['Symbols|7|1', 'Bars|5,965|300', 'First|2000-01-01|2024-01-01 00:00:00', 'Last|2024-01-01 04:59:00|2024-01-01 04:59:00', 'Other tables|mine|none']);
    assert.equal(await explorer.attribute('#restore-start', 'aria-disabled'), 'true');
    await close(explorer);
    assert.deepEqual(await explorer.symbols(), ['WALK']);

    // Its symbols, with the question an import has too.
    await choose(explorer, backup);
    await explorer.click('#restore-take');
    assert.match(await explorer.text('#restore-both'), /WALK has 300 bars already.*0 bars new, 24\d there as they are, \d+ there with other figures/);
    await explorer.click('#restore-both [data-there=merge]');
    await explorer.click('#restore-start');
    await explorer.reads('#notice', /^300 bars of 1 symbol taken from backup\.sqlite3\.$/);
    assert.deepEqual(await explorer.symbols(), ['WALK']);
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE close = low AND ts < '2024-01-01 01:00:00'") < 60, true);

    // The whole, and price files chosen with it.
    await choose(explorer, backup, walk);
    await explorer.click('#restore-replace');
    await explorer.click('#restore-start');
    await explorer.reads('#notice', /^backup\.sqlite3 is restored: 7 symbols, 5,965 bars\.$/);
    await explorer.page.waitForSelector('#import-dialog[data-state=preview]');
    await explorer.closeImport();
    assert.equal((await explorer.symbols()).length, 7);
    await explorer.reload();
    assert.equal(await explorer.storage(), 'kept');
    assert.equal(await explorer.value('SELECT what FROM mine'), 'kept');
    assert.equal(await explorer.value('PRAGMA integrity_check'), 'ok');
  });

  test('a file that is none says so, and one that is cut short gives what can be read of it', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { content } = await explorer.download('#download-database');
    assert.equal(await choose(explorer, folder.write('locked.db', 'not what it says')), 'refused');
    assert.match(await explorer.text('#restore-problem'), /^locked\.db is not an SQLite database, or it is encrypted/);
    await close(explorer, 'refused');
    const cut = path.join(path.dirname(walk), 'cut.db');
    fs.writeFileSync(cut, content.subarray(0, 300000));
    assert.equal(await choose(explorer, cut), 'refused');
    assert.match(await explorer.text('#restore-problem'), /^cut\.db is cut short/);
    await explorer.click('#restore-save');
    await explorer.page.waitForSelector('#restore-dialog[data-state=asking]');
    assert.match(await explorer.text('#restore-summary'), /^[\d,]+ bars of about [56],\d{3} could be read/);
    await close(explorer);
    assert.equal(await explorer.value('SELECT count(*) FROM prices'), '5665');
  });

  test('killed in the middle of a restore, one whole database is there', async () => {
    const worker = assetPath(/^worker-.*\.js$/);
    const body = `${CUT}${fs.readFileSync(path.join(dist, worker), 'utf8')}`;
    const site = await newSite({ answers: { [worker]: { headers: { 'content-type': 'text/javascript' }, body } } });
    let explorer = await Explorer.open(browser, site.url);
    await explorer.run("DELETE FROM prices WHERE symbol <> 'MAPLE'");
    const backup = path.join(path.dirname(walk), 'one.db');
    fs.writeFileSync(backup, (await explorer.download('#download-database')).content);
    await explorer.run('DELETE FROM prices; INSERT INTO prices(symbol, ts, close) VALUES (\'MINE\', \'2024-01-01\', 1)');
    const arm = (at) => explorer.page.evaluate((at) => new Promise((resolve) => {
      globalThis.cut = new Promise((isCut) => {
        const channel = new BroadcastChannel('cut');
        channel.onmessage = ({ data }) => (data === 'armed' ? resolve() : isCut());
        channel.postMessage(at);
      });
    }), at);
    // While the file is written beside the database; when it gets its name; when the other is deleted.
    const cases = [['writing', 2, 'MINE'], ['writing', 4, 'MINE'], ['deleting', 1, 'MINE'], ['deleting', 2, 'MAPLE']];
    for (const [when, at, expected] of cases) {
      if (when === 'writing') {
        await arm(at);
        await (await explorer.page.$('#import-file')).uploadFile(backup);
      } else {
        await choose(explorer, backup);
        await explorer.click('#restore-replace');
        await arm(at);
        await explorer.click('#restore-start');
      }
      await explorer.page.evaluate(() => globalThis.cut);
      if (at === 4) await browser.restart();
      else await explorer.page.close();
      explorer = await Explorer.open(browser, site.url);
      assert.equal(await explorer.storage(), 'kept', `${when}, ${at}`);
      assert.equal(await explorer.value('PRAGMA integrity_check'), 'ok', `${when}, ${at}`);
      assert.deepEqual(await explorer.symbols(), [expected], `${when}, ${at}`);
    }
  });
});
