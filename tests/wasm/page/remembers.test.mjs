// remembers.test.mjs - what the page remembers, the history of SQL, several results, the list of tables, links.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { fragmentOf } from '../../../wasm/page/src/app/link.mjs';
import { FIRST_VIEW } from '../../../wasm/page/src/app/view.mjs';
import { Explorer, useSites } from './explorer.mjs';

const OWN = "SELECT symbol, count(*) AS bars FROM prices GROUP BY symbol";

/** Notes all that is ever seen of some elements, from the first moment of every page. */
const noteAll = (page) => page.evaluateOnNewDocument(() => {
  const seen = { symbols: [], chips: [], tabs: [] };
  const note = (list, value) => { if (value !== undefined && value !== list.at(-1)) list.push(value); };
  const look = () => {
    note(seen.symbols, document.getElementById('quote-symbol')?.textContent);
    note(seen.chips, [...document.querySelectorAll('#average-chips input')].map(({ value }) => value).join());
    const dock = document.querySelector('.dock[data-ready]');
    note(seen.tabs, dock?.querySelector('[role=tab][aria-selected=true]')?.textContent);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.seen = seen;
});

/** The text in the editor. */
const editorText = (explorer) => explorer.page.$$eval('.cm-line', (lines) => lines.map((line) => line.textContent).join('\n'));

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

/** What is kept is written a moment later, and at the latest when the page is left. */
const kept = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(localStorage.getItem('view')), {}, pattern.source);

describeInBrowsers('the page remembers', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('symbol, lines, scale, range, tab and SQL, and shows nothing else first', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url, { prepare: noteAll });
    const { page } = explorer;
    // The file in the editor is about the symbol that is chosen.
    assert.match(await editorText(explorer), /WHERE symbol = 'MARKET'/);
    await explorer.running(() => explorer.choose('WILLOW'));
    assert.match(await editorText(explorer), /WHERE symbol = 'WILLOW'/);
    assert.equal(await explorer.attribute('.query[aria-current=true]', 'title'), 'How does the price compare with its short, middle and long average?');
    assert.deepEqual([...new Set((await explorer.rows()).map(([symbol]) => symbol))], ['WILLOW']);
    // One's own text is not.
    assert.match(await explorer.run(OWN), /^6 rows in /);
    await explorer.choose('MAPLE');
    assert.equal(await editorText(explorer), OWN);

    await explorer.click('.chip:nth-child(3) .chip-remove');
    await explorer.click('label:has(#rsi-switch)');
    await page.$eval('#rsi-period', (box) => { box.value = '9'; box.dispatchEvent(new Event('change')); });
    await explorer.click('label:has(#log-switch)');
    await explorer.click('#range-buttons [data-range="5Y"]');
    await explorer.reads('#chart-summary', /^MAPLE: .*; SMMA 14 [\d.]+, SMMA 50 [\d.]+, RSI 9 [\d.]+\.$/);
    await explorer.click('#sweep-tab');
    await explorer.reads('#sweep-status', /best period/);

    await explorer.reload();
    await explorer.reads('#sweep-status', /^MAPLE: best period/);
    assert.match(await explorer.text('#chart-summary'), /^MAPLE: .*; SMMA 14 [\d.]+, SMMA 50 [\d.]+, RSI 9 [\d.]+\.$/);
    assert.deepEqual(await page.evaluate(() => globalThis.seen), { symbols: ['Chart', 'MAPLE'], chips: ['', '14,50'], tabs: ['Sweep'] });
    assert.deepEqual(await page.evaluate(() => ['rsi', 'log', 'atr'].map((name) => document.getElementById(`${name}-switch`).checked)), [true, true, false]);
    assert.equal(await explorer.attribute('#range-buttons [data-range="5Y"]', 'aria-pressed'), 'true');
    await explorer.click('#sql-tab');
    // It only reads and was quick: its result is there again.
    assert.equal(await editorText(explorer), OWN);
    assert.match(await explorer.text('#result-status'), /^6 rows in /);

    // A text that failed, or changes something, is not run by itself.
    for (const sql of ['SELECT nothing', 'CREATE TABLE once(i)']) {
      await explorer.run(sql);
      await explorer.reload();
      assert.equal(await explorer.text('#result-status'), 'Run starts the query.', sql);
      assert.equal(await editorText(explorer), sql);
    }
    assert.equal(await explorer.value("SELECT count(*) FROM sqlite_schema WHERE name = 'once'"), '1');

    await explorer.click('#reset-view');
    await explorer.reads('#chart-summary', /^MAPLE: .*; SMMA 14 [\d.]+, SMMA 50 [\d.]+, SMMA 200 none yet\.$/);
    assert.equal(await page.$eval('#log-switch', (control) => control.checked), false);
    // A symbol that is gone makes room for another.
    await explorer.run("DELETE FROM prices WHERE symbol = 'MAPLE'");
    await explorer.goesTo('MARKET');
    await explorer.reload();
    assert.deepEqual(await page.evaluate(() => globalThis.seen.symbols), ['Chart', 'MARKET']);
  });

  test('odd things in what is kept, and a browser that keeps nothing', async () => {
    const site = await newSite();
    const odd = { version: 1, symbol: 'GONE', periods: [5, 'x'], rsi: true, rsiPeriod: 0, tab: 'live', range: 'All', sql: 7, file: 'gone.sql', history: [{}, { text: 'SELECT 7', at: 1, state: 'done' }] };
    const explorer = await Explorer.open(browser, site.url, { prepare: (page) => page.evaluateOnNewDocument((text) => {
      // Not in the empty document before the page, which may keep nothing.
      if (location.protocol === 'http:') localStorage.setItem('view', text);
    }, JSON.stringify(odd)) });
    assert.equal(await explorer.selected(), 'MARKET');
    await explorer.reads('#chart-summary', /; SMMA 14 [\d.,]+, SMMA 50 [\d.,]+, SMMA 200 [\d.,]+, RSI 14 [\d.]+\.$/);
    assert.equal(await explorer.attribute('#range-buttons [data-range=All]', 'aria-pressed'), 'true');
    await explorer.click('#show-history');
    assert.deepEqual(await explorer.texts('#history-list .history-text'), ['SELECT 7']);

    const denied = await Explorer.open(browser, (await newSite()).url, { prepare: (page) => page.evaluateOnNewDocument(() => {
      Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
    }) });
    await denied.choose('WILLOW');
    assert.equal(await denied.value('SELECT 1 + 1'), '2');
    await denied.reload();
    assert.equal(await denied.selected(), 'MARKET');
  });

  test('the history, by list and by keys, in two tabs', async () => {
    const site = await newSite();
    const explorer = await Explorer.open(browser, site.url);
    const { page } = explorer;
    for (const sql of ['SELECT 1 AS first;', 'SELECT wrong;', 'SELECT 3 AS third;']) await explorer.run(sql);
    await explorer.type('SELECT typing');
    for (const [keys, text] of [['Alt+ArrowUp', 'SELECT 3 AS third;'], ['Alt+ArrowUp', 'SELECT wrong;'], ['Alt+ArrowDown', 'SELECT 3 AS third;'], ['Alt+ArrowDown', 'SELECT typing']]) {
      await explorer.press(keys);
      assert.equal(await editorText(explorer), text);
    }
    await explorer.click('#show-history');
    assert.deepEqual(await explorer.texts('#history-list .history-text'), ['SELECT 3 AS third;', 'SELECT wrong;', 'SELECT 1 AS first;']);
    assert.deepEqual(await explorer.texts('#history-list .history-state'), ['', 'failed', '']);
    await page.keyboard.type('select AS');
    assert.equal(await explorer.text('#history-count'), '2 texts');
    await explorer.press('ArrowDown');
    assert.equal(await page.$eval('#history-filter', (box) => document.getElementById(box.getAttribute('aria-activedescendant')).querySelector('.history-text').textContent), 'SELECT 1 AS first;');
    await explorer.press('Enter');
    assert.equal(await page.$('#history-dialog[open]'), null);
    assert.equal(await editorText(explorer), 'SELECT 1 AS first;');
    await kept(page, /SELECT typing/);

    // What was typed and never run is there too. Another tab has it, and what it runs comes here.
    const other = await Explorer.open(browser, site.url);
    await other.click('#show-history');
    assert.deepEqual(await other.texts('#history-list .history-state'), ['not run', '', 'failed', '']);
    await other.press('Escape');
    await other.run('SELECT 4 AS other;');
    await kept(other.page, /AS other/);
    await page.bringToFront();
    await explorer.click('#show-history');
    await page.waitForFunction(() => document.querySelector('#history-list .history-text').textContent === 'SELECT 4 AS other;');

    await explorer.click('#history-clear');
    await explorer.click('#confirm-yes');
    await explorer.reads('#history-count', /^Nothing has been run yet\.$/);
    await explorer.press('Escape');
    assert.equal(await editorText(explorer), 'SELECT 1 AS first;');
  });

  test('several results, and the list of tables', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const tabs = () => explorer.texts('#result-tabs [role=tab]');
    assert.match(await explorer.run('CREATE TABLE "my t"("a b", close); INSERT INTO "my t" VALUES (1, 2), (3, 4); SELECT 1 AS one; SELECT * FROM "my t"; EXPLAIN QUERY PLAN SELECT 1;'),
      /^Result 3 of 3: 1 row in [\d.]+ ms\. 2 rows changed\.$/);
    assert.deepEqual(await tabs(), ['Result 1 of 3', 'Result 2 of 3', 'Result 3 of 3']);
    assert.deepEqual([await explorer.columns(), await explorer.rows()], [['QUERY PLAN'], [['`--SCAN CONSTANT ROW']]]);
    await page.focus('#result-tab-2');
    await explorer.press('ArrowLeft');
    assert.match(await explorer.text('#result-status'), /^Result 2 of 3: 2 rows in /);
    assert.equal(await focused(page), 'result-tab-1');
    assert.equal(await explorer.attribute('#result', 'aria-labelledby'), 'result-tab-1');
    assert.equal(await explorer.list(), 'a b|close\n1|2\n3|4\n');
    const { name, content } = await explorer.download('#download-csv');
    assert.deepEqual([name, content.toString()], ['query-2.csv', '"a b",close\n1,2\n3,4\n']);
    assert.match(await explorer.run('SELECT 5'), /^1 row in /);
    assert.deepEqual(await tabs(), []);

    // The new table is in the list.
    const names = () => explorer.texts('#schema-tree > li > .schema-row .schema-name');
    await page.waitForFunction(() => document.querySelector('#schema-tree .schema-name').textContent === 'my t');
    assert.deepEqual(await names(), ['my t', 'prices', 'symbol_notes', 'Functions']);
    assert.equal(await explorer.text('#schema-tree > li:nth-child(2) > .schema-row'), 'prices 5,665 rows');
    await explorer.type('SELECT * FROM ;');
    await explorer.press('ArrowLeft');
    await explorer.click('#schema-tree > li:nth-child(1) .schema-name');
    assert.equal(await editorText(explorer), 'SELECT * FROM "my t";');
    // By keys: unfold, the first column, into the editor.
    await page.focus('#schema-tree > li:nth-child(1) > .schema-row');
    for (const keys of ['ArrowRight', 'ArrowRight', 'Enter']) await explorer.press(keys);
    assert.equal(await editorText(explorer), 'SELECT * FROM "my t""a b";');
    await page.focus('#schema-tree [aria-level="2"]');
    for (const keys of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) await explorer.press(keys);
    assert.match(await explorer.running(() => explorer.press('Shift+Enter')), /^100 rows in /);
    assert.equal(await editorText(explorer), 'SELECT * FROM prices LIMIT 100;\n');
    assert.match(await explorer.running(() => explorer.click('#schema-tree > li:nth-child(1) .schema-open')), /^2 rows in /);
    await explorer.click('#schema-tree > li:last-child > .schema-row');
    await explorer.reads('#schema-tree > li:last-child', /smma \(price, period, key\)/);
    await explorer.click('#schema summary');
    assert.equal(await page.$eval('#schema', (box) => box.open), false);
    await explorer.reload();
    assert.equal(await page.$eval('#schema', (box) => box.open), false);
  });

  test('links: offered and never run, whatever they hold', async () => {
    const site = await newSite();
    const explorer = await Explorer.open(browser, site.url);
    const { page } = explorer;
    await explorer.type('SELECT mine;');
    await kept(page, /SELECT mine/);
    const hostile = 'SELECT 1; DROP TABLE prices; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n';
    const view = { ...FIRST_VIEW, symbol: 'LARCH', periods: [7], adx: true, adxPeriod: 5 };
    const go = (fragment) => page.evaluate((hash) => { location.hash = hash; }, fragment);

    await go(await fragmentOf(hostile, view));
    await explorer.reads('#sql-note', /^This query came with the address, and changes the database\. Read it before you run it\.$/);
    await explorer.reads('#chart-summary', /^LARCH: .*SMMA 7 [\d.]+, ADX 5 needs highs and lows\.$/);
    assert.equal(await editorText(explorer), hostile);
    assert.equal(await explorer.text('#result-status'), 'It has not run. Run starts it.');
    assert.equal(await focused(page), 'run-query');
    assert.equal(await page.evaluate(() => location.hash), '');
    await kept(page, /DROP TABLE/);

    // A reload does not run it either; its own text is in the history.
    await explorer.reload();
    assert.equal(await explorer.text('#result-status'), 'Run starts the query.');
    assert.deepEqual(await explorer.symbols(), ['BIRCH', 'CEDAR', 'LARCH', 'MAPLE', 'MARKET', 'WILLOW']);
    await explorer.click('#show-history');
    assert.deepEqual(await explorer.texts('#history-list .history-text'), ['SELECT mine;']);
    await explorer.press('Escape');

    // A page that is opened by a link; what its own link says is what it shows.
    await page.goto('about:blank');
    const shared = await Explorer.open(browser, site.url);
    await shared.page.goto('about:blank');
    await shared.page.goto(`${site.url}#${await fragmentOf("SELECT 'é' AS shared;", { ...view, symbol: 'WILLOW' })}`);
    await shared.reads('#sql-note', /^This query came with the address\. Read it before you run it\.$/);
    assert.equal(await shared.selected(), 'WILLOW');
    assert.match(await shared.running(() => shared.press('Enter')), /^1 row in /);
    assert.deepEqual(await shared.rows(), [['é']]);
    await shared.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { globalThis.copied = text; } } });
    });
    await shared.click('#copy-link');
    await shared.reads('#notice', /^The link is copied\./);
    assert.equal(await shared.page.evaluate(() => globalThis.copied), `${site.url}#${await fragmentOf("SELECT 'é' AS shared;", { ...view, symbol: 'WILLOW' })}`);

    // What cannot be read is told, and nothing else changes.
    await shared.page.evaluate(() => { location.hash = 'symbol=NONE&sql=%%%'; });
    await shared.reads('#notice', /^Of the address, this could not be read and is left out: sql, symbol NONE, which is not here\.$/);
    assert.equal(await shared.selected(), 'WILLOW');
    assert.equal(await editorText(shared), "SELECT 'é' AS shared;");
  });
});
