// opfs.test.mjs - a database that stays in the browser: opfs-sahpool, in a worker.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { nativeAnswers, queries, read, sampleTexts } from '../support.mjs';
import { describeInBrowsers, useBrowser } from './harness.mjs';
import { asker, makeSite, ways } from './site.mjs';

const averages = queries.indexOf('averages.sql');
const query = read('sql/averages.sql');
const file = '/prices.db';

let site;
let server;
let expected;
before(async () => {
  expected = nativeAnswers()[averages];
  site = await makeSite();
  server = await ways['bundled by Vite'](site);
});
after(async () => {
  await server?.close();
  site?.remove();
});

describeInBrowsers('a database in OPFS', (kind) => {
  const browser = useBrowser(kind);

  const openTab = async () => {
    const page = await browser.open(server.page);
    const ask = asker(page, 'worker');
    await ask('load');
    return { page, ask };
  };

  // A tab that is closed releases its files only a moment later.
  const opensAtLast = async (ask) => {
    for (let i = 0; ; i++) {
      try {
        return await ask('open', { file });
      } catch (error) {
        if (i === 100 || error.name !== 'NoModificationAllowedError') throw error;
        browser.takeProblems();
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
    }
  };

  test('is there after the page is closed, and after the browser has been restarted', async () => {
    let { page, ask } = await openTab();
    await ask('open', { file });
    await ask('fill', sampleTexts());
    assert.equal(await ask('list', query), expected);
    await page.close();

    ({ page, ask } = await openTab());
    await opensAtLast(ask);
    assert.equal(await ask('list', query), expected);

    // With its page still open.
    await browser.restart();
    ({ page, ask } = await openTab());
    await ask('open', { file });
    assert.deepEqual(await ask('files'), [file]);
    assert.equal(await ask('list', query), expected);
    assert.equal(await ask('value', 'PRAGMA integrity_check'), 'ok');
  });

  test('belongs to one tab: the second is told so, and has it when the first is closed', async () => {
    const first = await openTab();
    await first.ask('open', { file });
    const second = await openTab();
    await assert.rejects(second.ask('open', { file }), (error) => {
      assert.equal(error.name, 'NoModificationAllowedError');
      return true;
    });
    // sqlite-wasm reports it on the console too.
    browser.takeProblems();
    // In memory it goes on.
    await second.ask('open');
    assert.equal(await second.ask('value', 'SELECT smma(3, 1)'), 3);
    // The first is not disturbed.
    assert.equal(await first.ask('list', query), expected);
    await first.page.close();
    await opensAtLast(second.ask);
    assert.equal(await second.ask('list', query), expected);
  });
});
