// large.test.mjs - a series of 300,000 bars and a list of 8,000 symbols: what is drawn of them, and that its figures are
// those of all bars, as the native CLI has them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../../browser/harness.mjs';
import { Explorer, nativeText, useSites } from '../explorer.mjs';

const BARS = 300_000;
// A wave of minutes, whose sums are exact: prices are multiples of a quarter.
const FILL = `
INSERT INTO prices
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${BARS - 1}),
       bar AS (SELECT i, 400 + abs(i % 4000 - 2000) / 8.0 + (i * 7919 % 101) / 4.0 AS close FROM n)
  SELECT 'WAVE', datetime('2024-01-01', i || ' minutes'), close - 0.25, close + 0.5, close - 0.75, close, i % 10 FROM bar;`;
const SYMBOLS = `
INSERT INTO prices(symbol, ts, close)
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 7999)
  SELECT printf('S%04d', i), '2024-01-01', 1 + i FROM n;`;

const priced = (text) => Number(text).toLocaleString('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** The bucket of bars as the legend shows it, from all bars in the CLI. */
function nativeBucket(from, to) {
  const row = nativeText(`${FILL}
    CREATE TEMP TABLE w AS SELECT row_number() OVER (ORDER BY ts) - 1 AS i, ts, open, high, low, close, volume,
           smma(close, 14) OVER (ORDER BY ts) AS a, smma(close, 200) OVER (ORDER BY ts) AS b FROM prices WHERE symbol = 'WAVE';
    SELECT (SELECT ts FROM w WHERE i = ${from}), (SELECT ts FROM w WHERE i = ${to - 1}), (SELECT open FROM w WHERE i = ${from}),
           max(high), min(low), (SELECT close FROM w WHERE i = ${to - 1}), sum(volume),
           (SELECT printf('%.17g', a) FROM w WHERE i = ${to - 1}), (SELECT printf('%.17g', b) FROM w WHERE i = ${to - 1})
      FROM w WHERE i >= ${from} AND i < ${to}`).trim().split('|');
  const [first, last, open, high, low, close, volume, a, b] = row;
  return { first, last, open, high, low, close, volume, a, b };
}

describeInBrowsers('large', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('300,000 bars: in buckets from afar, one by one from near, exact in both', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const part = async () => (await page.$eval('#chart', ({ dataset }) => dataset.part)).split(' ').map(Number);
    // The page's policy lets no text become code, so what is waited for is no condition but a part.
    const becomes = async ({ from = -1, least = 1, most = Infinity }) => {
      try {
        await page.waitForFunction((from, least, most) => {
          const [start, , per] = document.getElementById('chart').dataset.part.split(' ').map(Number);
          return (from < 0 || start === from) && per >= least && per <= (most ?? Infinity);
        }, {}, from, least, most);
      } catch {
        assert.fail(`the part is ${await part()}`);
      }
    };
    await explorer.run(FILL);
    await explorer.reload();
    await explorer.choose('WAVE');
    await page.reload({ waitUntil: 'load' });
    await explorer.settle();
    assert.equal(await explorer.text('#quote-symbol'), 'WAVE');
    assert.match(await explorer.text('#chart-summary'), /^WAVE: 300,000 bars from 2024-01-01 00:00:00 to 2024-07-27 07:59:00\./);
    const last = nativeBucket(BARS - 1, BARS);
    assert.match(await explorer.text('#legend-lines'), new RegExp(`^SMMA 14 ${priced(last.a)}.*SMMA 200 ${priced(last.b)}$`));
    const [start, end, per] = await part();
    assert.ok(per === 1 && end === BARS && end - start < 3000, 'a small part of it is there');
    assert.deepEqual(await explorer.texts('#range-buttons button'), ['1D – one day', '5D – five days of trading', '1M – one month', '6M – six months', 'All – all bars']);

    // All of it: each bucket is what its bars are together.
    await explorer.click('[data-range=All]');
    await becomes({ from: 0, least: 100 });
    const [, , together] = await part();
    assert.ok(BARS / together < 2000, `${together} bars together`);
    await page.focus('#chart');
    for (const [keys, from] of [[['Home'], 0], [['ArrowRight', 'PageDown'], 21 * together]]) {
      for (const key of keys) await page.keyboard.press(key);
      const bucket = nativeBucket(from, from + together);
      const isOneDay = bucket.first.slice(0, 10) === bucket.last.slice(0, 10);
      await explorer.reads('#chart-reading', new RegExp(`^${bucket.first} to ${isOneDay ? bucket.last.slice(11) : bucket.last}, ${together} bars, Open ${priced(bucket.open)}, `
        + `High ${priced(bucket.high)}, Low ${priced(bucket.low)}, Close ${priced(bucket.close)}, Volume [\\d.K]+, SMMA 14 ${priced(bucket.a)}, .*SMMA 200 (${priced(bucket.b)}|–)$`));
    }
    await explorer.reads('#legend-bar', new RegExp(`${together} bars`));
    await page.keyboard.press('End');
    const tail = nativeBucket(BARS - 1 - (BARS - 1) % together, BARS);
    await explorer.reads('#chart-reading', new RegExp(`${(BARS - 1) % together + 1} bars, Open ${priced(tail.open)}, .*, Close ${priced(tail.close)}, .*, SMMA 14 ${priced(tail.a)}, `));

    // The wheel, in the middle of it all: nearer until every bar is drawn, at the place that the pointer is on.
    const box = await (await page.$('#chart')).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 80);
    for (let step = 0; step < 80 && (await part())[2] > 1; step++) await page.mouse.wheel({ deltaY: -400 });
    await becomes({ most: 1 });
    const [from, to] = await part();
    assert.ok(from > 100_000 && to < 200_000 && to - from < 4000, `${from} to ${to}`);
    await page.mouse.move(box.x + box.width / 2 - 5, box.y + 81);
    assert.match(await explorer.text('#legend-bar'), /^2024-0\d-\d\d \d\d:\d\d:00Open/);

    // A drag: the part stays while it lasts, and another comes after.
    const before = await part();
    await page.mouse.down();
    // The first moves only begin it.
    for (const moved of [50, 100, 150]) await page.mouse.move(box.x + box.width / 2 + moved, box.y + 81);
    const legend = await explorer.text('#legend-bar');
    for (const moved of [200, 300, 400]) await page.mouse.move(box.x + box.width / 2 + moved, box.y + 81);
    assert.deepEqual(await part(), before);
    // The bar has moved with the pointer, which the crosshair follows a move late.
    await page.mouse.move(box.x + box.width / 2 + 400, box.y + 82);
    assert.equal(await explorer.text('#legend-bar'), legend);
    await page.mouse.up();
    for (let drag = 0; drag < 6 && (await part()).join() === before.join(); drag++) {
      await page.mouse.move(box.x + 100, box.y + 81);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 200, box.y + 81, { steps: 4 });
      await page.mouse.up();
      await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 50); }));
    }
    assert.notDeepEqual(await part(), before);
    await browser.screenshot(page, 'page-large');

    // A price that SQL has changed is on the chart.
    await explorer.click('[data-range="1D"]');
    await explorer.run("UPDATE prices SET close = 480.5 WHERE symbol = 'WAVE' AND ts = '2024-07-27 07:59:00'");
    await explorer.reads('#quote-close', /^480\.500$/);
  });

  test('8,000 symbols: a few of them in the document, all of them within reach', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    await explorer.run(SYMBOLS);
    await explorer.reads('#symbol-count', /^8,006$/);
    const nodes = () => page.$eval('#symbol-list', (list) => list.querySelectorAll('*').length);
    assert.ok(await nodes() < 500, `${await nodes()} nodes`);
    await page.focus('#symbol-list');
    await page.keyboard.press('End');
    await explorer.reads('.symbol[aria-selected=true] .symbol-name', /^WILLOW$/);
    await page.keyboard.press('Home');
    await explorer.reads('.symbol[aria-selected=true] .symbol-name', /^BIRCH$/);
    await page.keyboard.type('s4321');
    await explorer.reads('.symbol[aria-selected=true] .symbol-name', /^S4321$/);
    await page.keyboard.press('ArrowDown');
    await explorer.reads('#quote-symbol', /^S4322$/);
    const active = await page.evaluate(() => {
      const list = document.getElementById('symbol-list');
      const option = document.getElementById(list.getAttribute('aria-activedescendant'));
      const [box, own] = [list.getBoundingClientRect(), option.getBoundingClientRect()];
      return [option.getAttribute('aria-posinset'), option.getAttribute('aria-setsize'), own.top >= box.top && own.bottom <= box.bottom];
    });
    assert.deepEqual(active, ['4328', '8006', true]);
    // Wherever the list is scrolled to, the selected one is there to be read out, and in its place.
    await page.$eval('#symbol-list', (list) => { list.scrollTop = 0; });
    await page.waitForFunction(() => document.querySelector('.symbol .symbol-name').textContent === 'BIRCH');
    assert.equal(await explorer.selected(), 'S4322');
    const elapsed = await page.evaluate(async () => {
      const filter = document.getElementById('symbol-filter');
      filter.value = '77';
      const start = performance.now();
      filter.dispatchEvent(new Event('input'));
      await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
      return performance.now() - start;
    });
    assert.ok(elapsed < 1000, `${elapsed} ms`);
    assert.match(await explorer.text('#symbol-count'), /^\d+ of 8,006$/);
    assert.ok((await explorer.symbols()).every((symbol) => symbol.includes('77')));
    assert.ok(await nodes() < 500);
  });
});
