// explorer.mjs - the built page as its tests see it: a visitor who clicks, types and reads.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';

import { serve } from '../browser/harness.mjs';
import { native, root } from '../support.mjs';

export const dist = fileURLToPath(new URL('wasm/page/dist/', root));

/** What a host sends with every file that reads dist/_headers. */
export function hostHeaders() {
  const [all] = fs.readFileSync(path.join(dist, '_headers'), 'utf8').split(/^(?=\S)/m);
  return Object.fromEntries(all.split('\n').slice(1).filter(Boolean).map((line) => line.trim().split(/: (.*)/, 2)));
}

/**
 * Serves the page, under a new address at each call, until the test has ended. A browser keeps a
 * database for each address, so every test has a new one.
 * @returns {(options?: Parameters<typeof serve>[1]) => ReturnType<typeof serve>}
 */
export function useSites() {
  /** @type {Awaited<ReturnType<typeof serve>>[]} */
  const sites = [];
  afterEach(async () => {
    for (const site of sites.splice(0)) await site.close();
  });
  return async (options) => {
    const site = await serve(dist, { headers: hostHeaders(), ...options });
    sites.push(site);
    return site;
  };
}

/**
 * The path of a file of the build, whose name has a hash in it.
 * @param {RegExp} pattern
 */
export function assetPath(pattern) {
  const names = fs.readdirSync(path.join(dist, 'assets')).filter((name) => pattern.test(name));
  assert.equal(names.length, 1, `${pattern}: ${names}`);
  return `/assets/${names[0]}`;
}

/**
 * Takes the problems a test has made itself, of which the browser may tell late.
 * @param {import('../browser/harness.mjs').Browser} browser
 * @param {RegExp} expected what they all are
 */
export async function takeExpected(browser, expected) {
  const problems = [];
  for (let i = 0; i < 100 && problems.length === 0; i++) {
    problems.push(...browser.takeProblems());
    await pause(50);
  }
  problems.push(...browser.takeProblems());
  assert.ok(problems.length > 0, `${expected} is reported`);
  for (const problem of problems) assert.match(problem, expected);
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export class Explorer {
  /** @param {import('../browser/harness.mjs').Browser} browser @param {any} page of puppeteer */
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  /**
   * Opens the page and waits for all it loads: the chart, the editor, the first result.
   * @param {import('../browser/harness.mjs').Browser} browser
   * @param {string} url
   * @param {object} [options]
   * @param {(page: any) => Promise<unknown>} [options.prepare]
   * @param {boolean} [options.offline] with a service worker, which would ask for every file again, and answer for the server
   */
  static async open(browser, url, { prepare, offline = false } = {}) {
    const explorer = new Explorer(browser, await browser.open(url, {
      prepare: async (page) => {
        if (!offline) await page.evaluateOnNewDocument(() => { delete Navigator.prototype.serviceWorker; });
        await prepare?.(page);
      },
    }));
    await explorer.settle();
    return explorer;
  }

  async settle() {
    await this.page.waitForFunction(() => performance.getEntriesByName('first-chart').length === 1
      && document.querySelector('.cm-editor') !== null
      && / in [\d.]+ m?s\.$|Run starts /.test(document.getElementById('result-status').textContent));
  }

  async reload() {
    await this.page.reload({ waitUntil: 'load' });
    await this.settle();
  }

  /** @param {string} selector @returns {Promise<string>} */
  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent.trim());
  }

  /** @param {string} selector @returns {Promise<string[]>} */
  texts(selector) {
    return this.page.$$eval(selector, (elements) => elements.map((element) => element.textContent.trim()));
  }

  /** @param {string} selector @param {string} name @returns {Promise<string | null>} */
  attribute(selector, name) {
    return this.page.$eval(selector, (element, name) => element.getAttribute(name), name);
  }

  /** @param {string} selector */
  click(selector) {
    return this.page.click(selector);
  }

  /**
   * Waits for a text.
   * @param {string} selector
   * @param {RegExp} pattern
   * @returns {Promise<string>} the text
   */
  async reads(selector, pattern) {
    try {
      await this.page.waitForFunction((selector, source) =>
        new RegExp(source).test(document.querySelector(selector)?.textContent.trim() ?? ''), { timeout: 20000 }, selector, pattern.source);
    } catch {
      assert.match(await this.text(selector), pattern, selector);
    }
    return this.text(selector);
  }

  /** Where the prices are: kept, memory. */
  storage() {
    return this.attribute('#storage', 'data-kind');
  }

  // ------------------------------------------------------------------ symbols

  /** The symbols in the list. */
  symbols() {
    return this.texts('.symbol .symbol-name');
  }

  selected() {
    return this.text('.symbol[aria-selected=true] .symbol-name');
  }

  /** Waits until the page has gone over to a symbol, as it does after an import. @param {string} symbol */
  goesTo(symbol) {
    return this.reads('.symbol[aria-selected=true] .symbol-name', new RegExp(`^${symbol}$`));
  }

  /** Chooses a symbol, and waits for its chart. @param {string} symbol */
  async choose(symbol) {
    const index = (await this.symbols()).indexOf(symbol);
    assert.ok(index >= 0, `${symbol} is in the list`);
    await this.click(`#symbol-list .symbol:nth-child(${index + 1})`);
    await this.reads('#chart-summary', new RegExp(`^${symbol}: .*(;|close [\\d,.]+\\.$)`));
  }

  // ---------------------------------------------------------------------- SQL

  /**
   * Has the editor hold a text, as if it were typed. After a word at its end, completions are offered,
   * which cover what lies below: a semicolon keeps them away from what is clicked next.
   * @param {string} sql
   */
  async type(sql) {
    await this.page.focus('.cm-content');
    await this.press('Control+a');
    await this.page.evaluate((text) => document.execCommand('insertText', false, text), sql);
    const text = await this.page.$$eval('.cm-line', (lines) => lines.map((line) => line.textContent).join('\n'));
    assert.equal(text, sql);
  }

  /**
   * Does what starts a query, and waits for its end.
   * @param {() => Promise<unknown>} start
   * @returns {Promise<string>} the status
   */
  async running(start) {
    await this.page.$eval('#result-status', (status) => { status.textContent = ''; });
    await start();
    return this.reads('#result-status', /^(?!Running…|Cancelling…)./);
  }

  /** Runs SQL by Ctrl+Enter. @param {string} sql @returns {Promise<string>} the status */
  async run(sql) {
    await this.type(sql);
    return this.running(() => this.press('Control+Enter'));
  }

  /** @param {string} keys such as Control+Enter */
  async press(keys) {
    const parts = keys.split('+');
    const last = parts.pop();
    for (const key of parts) await this.page.keyboard.down(key);
    await this.page.keyboard.press(last);
    for (const key of parts) await this.page.keyboard.up(key);
  }

  /** The names of the columns. @param {string} [pane] that holds the table */
  columns(pane = '#result') {
    return this.texts(`${pane} .grid-head [role=columnheader]:not(.row-number)`);
  }

  /**
   * Rows of the result, for which the table is scrolled to them. NULL is the empty text, as in the CLI.
   * @param {number} [first] from 0
   * @param {number} [end] the row after the last
   * @param {string} [pane] that holds the table
   * @returns {Promise<string[][]>}
   */
  rows(first = 0, end = Infinity, pane = '#result') {
    return this.page.evaluate(async (first, end, pane) => {
      const grid = document.querySelector(`${pane} .grid`);
      const last = Math.min(Number(grid.getAttribute('aria-rowcount')) - 1, end ?? Infinity);
      const height = grid.querySelector('.grid-row').offsetHeight;
      const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
      const rows = [];
      for (let tries = 0; first + rows.length < last && tries < 20; tries++) {
        grid.scrollTop = (first + rows.length) * height;
        await drawn();
        const found = new Map([...grid.querySelectorAll('.grid-body .grid-row')]
          .map((row) => [Number(row.getAttribute('aria-rowindex')) - 2, row]));
        for (; first + rows.length < last; tries = 0) {
          const row = found.get(first + rows.length);
          if (row === undefined) break;
          rows.push([...row.querySelectorAll('.grid-cell:not(.row-number)')]
            .map((cell) => (cell.classList.contains('null') ? '' : cell.textContent)));
        }
      }
      grid.scrollTop = 0;
      await drawn();
      return rows;
    }, first, end, pane);
  }

  /** The result as the CLI prints it with .headers on. */
  async list() {
    const lines = [await this.columns(), ...await this.rows()];
    return lines.map((cells) => `${cells.join('|')}\n`).join('');
  }

  /** The only value of a query. @param {string} sql @returns {Promise<string>} */
  async value(sql) {
    assert.match(await this.run(sql), /^1 row in /);
    const rows = await this.rows();
    assert.equal(rows[0].length, 1);
    return rows[0][0];
  }

  // -------------------------------------------------------------- files in and out

  /**
   * Chooses files in the import dialog, and waits for the preview of the first, or until it has failed.
   * @param {...string} files
   * @returns {Promise<string>} the dialog's state
   */
  async preview(...files) {
    const chooser = await this.page.$('#import-file');
    await chooser.uploadFile(...files);
    return this.importEnded();
  }

  /**
   * Chooses a file, and imports it where its preview leaves nothing open.
   * @param {string} file
   * @returns {Promise<string>} the dialog's state: done, failed, or preview where something is asked
   */
  async import(file) {
    const state = await this.preview(file);
    if (state !== 'preview') return state;
    await this.settleImport();
    return await this.attribute('#import-start', 'aria-disabled') === 'true' ? state : this.startImport();
  }

  /** Waits until what is there for the symbol has been looked up. */
  settleImport() {
    return this.page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 400); }));
  }

  /** Presses Import. @returns {Promise<string>} the dialog's state */
  async startImport() {
    await this.click('#import-start');
    await this.page.waitForSelector('#import-dialog[open]:not([data-state=running]):not([data-state=preview])');
    return this.attribute('#import-dialog', 'data-state');
  }

  async importEnded() {
    await this.page.waitForSelector('#import-dialog[open]:not([data-state=running])');
    return this.attribute('#import-dialog', 'data-state');
  }

  /** Closes the import dialog. */
  async closeImport() {
    const state = await this.attribute('#import-dialog', 'data-state');
    await this.click(`#import-${state} [data-close]`);
    await this.page.waitForSelector('#import-dialog:not([open])');
  }

  /**
   * Clicks what downloads a file, and waits for it.
   * @param {string} selector
   * @returns {Promise<{ name: string, content: Buffer }>}
   */
  async download(selector) {
    const { downloads } = this.browser;
    for (const name of fs.readdirSync(downloads)) fs.rmSync(path.join(downloads, name));
    await this.click(selector);
    for (let i = 0; i < 200; i++) {
      await pause(50);
      const names = fs.readdirSync(downloads);
      // While it is written, there is a second file, or it has another name.
      if (names.length !== 1 || /\.(part|crdownload|tmp)$/.test(names[0]) || names[0].startsWith('.')) continue;
      const content = fs.readFileSync(path.join(downloads, names[0]));
      if (content.length > 0) return { name: names[0], content };
    }
    return assert.fail(`${selector}: no file has come (${fs.readdirSync(downloads)})`);
  }

  /** The whole table of prices, every digit of it. */
  async prices() {
    await this.run('SELECT * FROM prices ORDER BY symbol, ts');
    const { content } = await this.download('#download-csv');
    return content.toString();
  }
}

/**
 * Watches the page draw while something goes on.
 * @param {any} page
 * @param {() => Promise<unknown>} action
 * @returns {Promise<{ frames: number, longest: number, progress: number }>} how often it has drawn, the longest time
 *   between two frames in milliseconds, and how many values the bar of the import has had
 */
export async function watched(page, action) {
  await page.evaluate(() => {
    const watch = { frames: 0, longest: 0, progress: new Set(), isOn: true };
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - last);
      last = now;
      watch.frames += 1;
      if (document.getElementById('import-dialog').dataset.state === 'running') {
        watch.progress.add(document.getElementById('import-progress').value);
      }
      if (watch.isOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    globalThis.watch = watch;
  });
  await action();
  return page.evaluate(() => {
    const { watch } = globalThis;
    watch.isOn = false;
    return { frames: watch.frames, longest: watch.longest, progress: watch.progress.size };
  });
}

/**
 * What the sqlite3 CLI does with statements over the sample prices.
 * @param {string} sql
 * @param {string[]} [args] dot commands before them
 * @returns {{ stdout: string, stderr: string }}
 */
export function nativeRun(sql, args = []) {
  const path = (name) => fileURLToPath(new URL(`sql/${name}`, root));
  const loads = ['market.csv', 'trees.csv'].flatMap((name) =>
    [`.import --csv "${path(`data/${name}`)}" prices_raw`, `.read "${path('import.sql')}"`]);
  const lines = ['.mode list', '.output /dev/null', `.read "${path('schema.sql')}"`, ...loads, '.output', ...args, sql];
  return native(`${lines.join('\n')}\n`);
}

/**
 * What it prints.
 * @param {string} sql
 * @param {string[]} [args] dot commands before it
 * @returns {string}
 */
export function nativeText(sql, args) {
  const { stdout, stderr } = nativeRun(sql, args);
  assert.equal(stderr, '');
  return stdout;
}
