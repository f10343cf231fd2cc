// room.test.mjs - the dock that is drawn and folded, the chart in the whole window, the chart as a picture, and times in
// the zone of a symbol.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Folder } from './csv-files.mjs';
import { Explorer, useSites } from './explorer.mjs';

/** Sizes on the screen need not be whole. */
const isNear = (size, expected) => assert.ok(Math.abs(size - expected) <= 1, `${size} is not ${expected}`);

const folder = new Folder();
after(() => folder.remove());

describeInBrowsers('room to work', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('the dock is drawn and folded, the chart fills the window and becomes a picture', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    await page.setViewport({ width: 1280, height: 1000 });
    const height = (selector) => page.$eval(selector, (element) => element.offsetHeight);
    const usual = await height('#dock');
    const chart = await height('#chart');
    const value = async () => Number(await explorer.attribute('#dock-separator', 'aria-valuenow'));

    await page.focus('#dock-separator');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual([await height('#dock'), await value()], [usual - 24, usual - 24]);
    isNear(await height('#chart'), chart + 24);
    await page.keyboard.press('End');
    isNear(await height('#chart'), 140);
    assert.equal(await value(), Number(await explorer.attribute('#dock-separator', 'aria-valuemax')));
    await page.keyboard.press('Home');
    assert.equal(await height('#dock'), 120);
    const box = await (await page.$('#dock-separator')).boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 130, { steps: 3 });
    await page.mouse.up();
    assert.equal(await height('#dock'), 250);
    await page.mouse.click(x, y - 130, { count: 2 });
    assert.equal(await height('#dock'), usual);

    await explorer.click('#fold-dock');
    assert.ok(await height('#dock') < 60 && await height('#chart') > chart + 200);
    assert.equal(await explorer.attribute('#fold-dock', 'aria-expanded'), 'false');
    await explorer.click('#sweep-tab');
    assert.equal(await height('#dock'), usual);
    await page.focus('#dock-separator');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'fold-dock');
    await page.keyboard.press('Enter');
    assert.equal(await height('#dock'), usual);

    // F fills the window, but not where it is typed.
    await page.focus('#symbol-filter');
    await page.keyboard.type('f');
    assert.equal(await page.$eval('body', (body) => body.hasAttribute('data-filled')), false);
    await page.$eval('#symbol-filter', (filter) => { filter.value = ''; });
    await page.focus('#chart');
    await page.keyboard.press('f');
    assert.ok(await height('#chart-section') >= 1000 && await height('#dock') === 0);
    assert.equal(await explorer.attribute('#fill-window', 'aria-pressed'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await height('#dock'), usual);
    await explorer.click('#fill-window');
    await explorer.running(() => explorer.click('#chart-table'));
    assert.equal(await height('#dock'), usual, 'the table is seen');

    await explorer.click('[data-range="1Y"]');
    const { name, content } = await explorer.download('#chart-picture');
    assert.match(name, /^MARKET-2019-04-1\d-2020-04-17\.png$/);
    assert.equal(content.subarray(1, 4).toString(), 'PNG');
    // As wide as the chart, and higher by its caption.
    const [width, tall] = [content.readUInt32BE(16), content.readUInt32BE(20)];
    const ratio = await page.evaluate(() => devicePixelRatio);
    assert.equal(width, Math.round(await page.$eval('#chart', ({ clientWidth }) => clientWidth) * ratio));
    assert.ok(tall > await height('#chart') * ratio + 40);
  });

  test('times of a symbol with a zone are those its clocks showed, also in the hour that is there twice', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    // Half hours around the end of summer time in New York: 01:30 is there twice.
    const lines = Array.from({ length: 40 }, (_, index) => `${new Date(Date.UTC(2024, 10, 3, 0, 30 * index)).toISOString().slice(0, 19)}Z,${index + 1}`);
    const file = folder.write('NY.csv', `time,close\n${lines.join('\n')}\n`);
    assert.equal(await explorer.import(file), 'done');
    await explorer.closeImport();
    await explorer.run("INSERT OR REPLACE INTO symbol_notes(symbol, zone) VALUES ('NY', 'America/New_York')");
    await explorer.reads('#quote-zone', /^America\/New York$/);
    await explorer.reads('#chart-summary', /^NY: 40 bars from 2024-11-02 20:00:00 to 2024-11-03 14:30:00, times of America\/New York\./);
    await page.focus('#chart');
    await page.keyboard.press('Home');
    for (let bar = 0; bar < 11; bar++) await page.keyboard.press('ArrowRight');
    await explorer.reads('#chart-reading', /^2024-11-03 01:30:00 −04:00, Close 12\.00/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await explorer.reads('#chart-reading', /^2024-11-03 01:30:00 −05:00, Close 14\.00/);
    await page.keyboard.press('ArrowRight');
    await explorer.reads('#chart-reading', /^2024-11-03 02:00:00, Close 15\.00/);
    // SQL has them as they are stored.
    assert.equal(await explorer.value("SELECT ts FROM prices WHERE symbol = 'NY' AND close = 14"), '2024-11-03 06:30:00');
    await browser.screenshot(page, 'page-zone');
  });
});
