// chart.test.mjs - symbols, averages and the Alligator, by pointer and by keyboard. Every figure is
// one of the native CLI.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Explorer, nativeText, useSites } from './explorer.mjs';

/** A price as the page writes it: as many decimals as show six digits of the last, commas between thousands. */
const DECIMALS = { MARKET: 2, BIRCH: 3 };
const priced = (text, decimals = 2) =>
  Number(text).toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/**
 * Values of the n-th bar from the end of a symbol, 1 being the last, as the CLI has them.
 * @param {string} symbol
 * @param {string[]} columns
 * @param {number} [fromEnd]
 */
function nativeRow(symbol, columns, fromEnd = 1) {
  const text = nativeText(`
    SELECT ${columns.map((column) => `printf('%!.17g', ${column})`).join(', ')} FROM
      (SELECT ts, open, high, low, close, (high + low) / 2 AS median FROM prices WHERE symbol = '${symbol}')
    WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts DESC LIMIT 1 OFFSET ${fromEnd - 1}`);
  return text.trim().split('|').map((value) => priced(value, DECIMALS[symbol]));
}
const average = (period, price = 'close') => `smma(${price}, ${period}) OVER w`;

/** How many points of the chart have the colour of a custom property of the page's. */
const pointsOf = (page, name) => page.evaluate((name) => {
  const [, ...hex] = /^#(..)(..)(..)$/.exec(getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  const wanted = hex.map((digits) => parseInt(digits, 16));
  let points = 0;
  for (const canvas of document.querySelectorAll('#chart canvas')) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      if (wanted.every((value, index) => data[at + index] === value) && data[at + 3] === 255) points += 1;
    }
  }
  return points;
}, name);

/** Once the chart has drawn what it was given. */
const drawn = (page) => page.evaluate(() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
}));

describeInBrowsers('the chart', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  const legendReads = async (explorer, labels, values) => {
    const expected = labels.map((label, index) => `${label} ${values[index]}`);
    await explorer.reads('#legend-lines', new RegExp(`^${expected.join('').replaceAll('.', '\\.')}$`));
    assert.deepEqual(await explorer.texts('#legend-lines .legend-line'), expected);
    assert.match(await explorer.text('#chart-summary'), new RegExp(`; ${expected.join(', ').replaceAll('.', '\\.')}\\.$`));
  };

  test('candles of one symbol, the line of another; the filter', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const [open, high, low, close] = nativeRow('MARKET', ['open', 'high', 'low', 'close']);
    assert.match(await explorer.text('#legend-bar'), new RegExp(`^2020-04-17Open ${open}High ${high}Low ${low}Close ${close}Volume`));
    assert.equal(await explorer.text('#quote-close'), close);
    assert.ok(await pointsOf(page, '--price-up') > 100 && await pointsOf(page, '--price-down') > 100, 'candles');
    assert.equal(await pointsOf(page, '--price-line'), 0);

    await page.type('#symbol-filter', 'bi');
    assert.deepEqual(await explorer.symbols(), ['BIRCH']);
    assert.equal(await explorer.text('#symbol-count'), '1 of 6');
    await explorer.choose('BIRCH');
    assert.equal(await explorer.selected(), 'BIRCH');
    // Months, of which the source has closes only.
    assert.equal(await explorer.text('#legend-bar'), `2010-03-01Close ${nativeRow('BIRCH', ['close'])[0]}`);
    await drawn(page);
    assert.ok(await pointsOf(page, '--price-line') > 100, 'a line');
    // SMMA 200 has no value in 123 bars.
    assert.deepEqual(await explorer.texts('#legend-lines .legend-line'),
      [...nativeRow('BIRCH', [average(14), average(50)]).map((value, index) => `SMMA ${[14, 50][index]} ${value}`), 'SMMA 200 –']);
    assert.match(await explorer.text('#chart-summary'), /SMMA 200 none yet\.$/);

    await page.focus('#symbol-filter');
    await explorer.press('Control+a');
    await page.keyboard.type('nothing such');
    assert.equal(await explorer.text('#symbol-list'), 'No symbol matches.');
    // Ranges, where the bars of half a year are fewer than those of all.
    await explorer.press('Control+a');
    await page.keyboard.press('Delete');
    await explorer.choose('MARKET');
    const ranges = ['1M', '6M', 'YTD', '1Y', '5Y', '10Y', 'All'];
    assert.deepEqual(await page.$$eval('#range-buttons button', (all) => all.map(({ dataset }) => dataset.range)), ranges);
    for (const range of ranges) {
      await explorer.click(`[data-range="${range}"]`);
      assert.deepEqual(await page.$$eval('#range-buttons [aria-pressed=true]', (all) => all.map(({ dataset }) => dataset.range)), [range]);
    }
  });

  test('averages are changed, added and removed', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const values = (...periods) => nativeRow('MARKET', periods.map((period) => average(period)));
    await legendReads(explorer, ['SMMA 14', 'SMMA 50', 'SMMA 200'], values(14, 50, 200));
    assert.ok(await pointsOf(page, '--average-3') > 100);

    await page.focus('[aria-label="SMMA period 1"]');
    await explorer.press('Control+a');
    await page.keyboard.type('21');
    await legendReads(explorer, ['SMMA 21', 'SMMA 50', 'SMMA 200'], values(21, 50, 200));

    await explorer.click('[aria-label="Remove SMMA 50"]');
    await legendReads(explorer, ['SMMA 21', 'SMMA 200'], values(21, 200));
    await drawn(page);
    assert.equal(await pointsOf(page, '--average-3'), 0);

    await explorer.click('#add-average');
    await page.keyboard.type('3000');
    await legendReads(explorer, ['SMMA 21', 'SMMA 200', 'SMMA 3000'], values(21, 200, 3000));

    // What is no period changes nothing, and is marked.
    await page.focus('[aria-label="SMMA period 1"]');
    await explorer.press('Control+a');
    await page.keyboard.type('0');
    await page.waitForSelector('[aria-label="SMMA period 1"][aria-invalid=true]');
    await legendReads(explorer, ['SMMA 21', 'SMMA 200', 'SMMA 3000'], values(21, 200, 3000));
  });

  test('the Alligator, and the table of all that is drawn', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    assert.equal(await pointsOf(page, '--alligator-jaw'), 0);
    await explorer.click('#alligator-switch');
    // Drawn ahead: the last bar has the jaw of 8 bars before, the teeth of 5, the lips of 3.
    const shifted = (period, shift) => nativeRow('MARKET', [average(period, 'median')], 1 + shift)[0];
    await legendReads(explorer, ['SMMA 14', 'SMMA 50', 'SMMA 200', 'Jaw 13', 'Teeth 8', 'Lips 5'],
      [...nativeRow('MARKET', [14, 50, 200].map((period) => average(period))), shifted(13, 8), shifted(8, 5), shifted(5, 3)]);
    await drawn(page);
    for (const line of ['jaw', 'teeth', 'lips']) assert.ok(await pointsOf(page, `--alligator-${line}`) > 100, line);
    await browser.screenshot(page, 'page-alligator');

    await explorer.running(() => explorer.click('#chart-table'));
    assert.equal(await explorer.text('#result-status').then((text) => text.replace(/ in .*/, '')), '5,105 rows');
    const lines = [...[14, 50, 200].map((period) => average(period)), ...[13, 8, 5].map((period) => average(period, '(high + low) / 2'))];
    const names = ['smma14', 'smma50', 'smma200', 'jaw', 'teeth', 'lips'];
    const reals = ['open', 'high', 'low', 'close', ...lines]
      .map((line) => `CASE WHEN ${line} IS NOT NULL THEN printf('%!.15g', ${line}) END`);
    const expected = nativeText(`
      SELECT ts, ${reals.slice(0, 4).join(', ')}, volume, ${reals.slice(4).join(', ')} FROM prices WHERE symbol = 'MARKET'
      WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING) ORDER BY ts DESC`).trimEnd().split('\n');
    assert.deepEqual(await explorer.columns(), ['ts', 'open', 'high', 'low', 'close', 'volume', ...names]);
    // Both ends: the last bars, and the first, that have no averages yet.
    for (const first of [0, expected.length - 220]) {
      const rows = await explorer.rows(first, first + 220);
      assert.deepEqual(rows.map((row) => row.join('|')), expected.slice(first, first + 220));
    }

    await explorer.click('#alligator-switch');
    await legendReads(explorer, ['SMMA 14', 'SMMA 50', 'SMMA 200'], nativeRow('MARKET', [14, 50, 200].map((period) => average(period))));
    await drawn(page);
    assert.equal(await pointsOf(page, '--alligator-jaw'), 0);
  });

  test('by the keyboard alone', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const focused = () => page.evaluate(() => {
      const { id, className, textContent } = document.activeElement;
      return id || (className.startsWith('cm-content') ? 'editor' : textContent);
    });
    const tabTo = async (name) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await focused() === name) return;
      }
      assert.fail(`${name} is not in the tab order`);
    };
    await tabTo('symbol-list');
    await page.keyboard.press('Home');
    await explorer.reads('#chart-summary', /^BIRCH: .*yet\.$/);
    await page.keyboard.press('ArrowDown');
    await explorer.reads('#chart-summary', /^CEDAR: .*yet\.$/);
    await page.keyboard.type('mar');
    await explorer.reads('#chart-summary', /^MARKET: .*SMMA 200 [\d.,]+\.$/);

    await tabTo('chart');
    for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    const [open, high, low, close, smma14] = nativeRow('MARKET', ['open', 'high', 'low', 'close', average(14)], 2);
    await explorer.reads('#chart-reading', new RegExp(
      `^2020-04-16, Open ${open}, High ${high}, Low ${low}, Close ${close}, Volume [^,]+, SMMA 14 ${smma14}, `));
    await page.keyboard.press('Home');
    assert.match(await explorer.text('#chart-reading'), /^2000-01-03, .*SMMA 14 –, SMMA 50 –, SMMA 200 –$/);

    await tabTo('editor');
    const status = await explorer.running(() => explorer.press('Control+Enter'));
    assert.match(status, /^15 rows in /);
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'run-query');
    await tabTo('MARKET');
    await explorer.press('Control+End');
    assert.equal(await focused(), nativeText(`SELECT printf('%.2f', smma(close, 200)) FROM prices WHERE symbol = 'MARKET'`).trim());
    await explorer.press('Control+Home');
    assert.equal(await focused(), 'MARKET');
  });
});
