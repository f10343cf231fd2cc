// harness.mjs - runs tests in the browsers that are installed: Chromium always, Firefox where it is.
//
//   describeInBrowsers('the page', (kind) => {
//     const browser = useBrowser(kind);          // one browser for these tests, with a profile of its own
//     test('opens', async () => {
//       const page = await browser.open(url);    // a page of puppeteer, in a tab of its own
//       await browser.screenshot(page, 'opened');
//     });
//   });
//
// What a page reports as an error fails the test, unless the test takes it with takeProblems().

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { OPFS_FEATURES, WebKitBrowser, findWebKit } from './webkit.mjs';

export { serve } from './server.mjs';

const root = new URL('../../../', import.meta.url);
// make's BUILD; a relative one is from the top.
export const build = fileURLToPath(new URL(`${process.env.SMMA_BUILD ?? 'build'}/`, root));
// Never downloads a browser, unlike the package puppeteer. Drives Firefox by WebDriver BiDi.
const { default: puppeteer } = await import(
  String(new URL('wasm/node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js', root)));

/**
 * @typedef {object} Kind
 * @property {'chromium' | 'firefox' | 'webkit'} name
 * @property {string} title
 * @property {string} [executable] undefined: not installed
 * @property {string} [version] as it says itself
 * @property {string} [reason] why it is not there
 */

const PLACES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  firefox: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
};
const HINTS = {
  chromium: 'make setup installs it where the distribution has it as a package; CHROMIUM=PATH names another',
  firefox: 'make setup-more installs it where the distribution has it as a package; FIREFOX=PATH names another',
};

/** @param {string} command @returns {string | undefined} */
function findCommand(command) {
  if (command.includes('/')) return fs.existsSync(command) ? command : undefined;
  return (process.env.PATH ?? '').split(path.delimiter)
    .map((folder) => path.join(folder, command))
    .find((file) => fs.existsSync(file));
}

/** @param {'chromium' | 'firefox'} name @returns {Kind} */
function findKind(name) {
  const title = name === 'chromium' ? 'Chromium' : 'Firefox';
  const variable = name.toUpperCase();
  const wanted = process.env[variable];
  let reason = wanted ? `${variable}=${wanted} is not there` : `${title} is not installed`;
  for (const command of wanted ? [wanted] : PLACES[name]) {
    const executable = findCommand(command);
    if (executable === undefined) continue;
    // Ubuntu's chromium-browser is a script that only tells the user to install the snap.
    const { status, stdout, stderr } = spawnSync(executable, ['--version'], { encoding: 'utf8', timeout: 60000 });
    if (status === 0) return { name, title, executable, version: stdout.trim() };
    reason = `${executable} does not run: ${stderr?.trim() ?? ''}`;
  }
  return { name, title, reason: `${reason} (${HINTS[name]})` };
}

/** Chromium and Firefox. BROWSERS=firefox leaves out the others; BROWSERS=webkit is for what `make test-webkit` runs. */
export const kinds = (process.env.BROWSERS ?? 'chromium firefox').split(/[ ,]+/).filter(Boolean).map((name) => {
  assert.ok(name === 'chromium' || name === 'firefox' || name === 'webkit', `BROWSERS: there is no ${name}`);
  return name === 'webkit' ? findWebKit(findCommand) : findKind(name);
});

/**
 * A suite for each browser. Without Chromium it fails, as without WebKit where that is asked for; without Firefox it
 * is skipped, and says so.
 * @param {string} title
 * @param {(kind: Kind) => void} body
 */
export function describeInBrowsers(title, body) {
  for (const kind of kinds) {
    if (kind.executable !== undefined) {
      describe(`${title}: ${kind.version}`, () => body(kind));
    } else if (kind.name !== 'firefox') {
      test(`${title}: ${kind.title}`, () => assert.fail(kind.reason));
    } else {
      test(`${title}: ${kind.title}`, { skip: kind.reason }, () => {});
    }
  }
}

// A browser that hangs fails its test.
const PATIENCE = 120000;

const CHROMIUM_FLAGS = [
  '--no-sandbox', // it does not work as root or in a container; only pages of this repository are opened
  '--disable-dev-shm-usage', // small in containers
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that runs, and what its pages have reported. */
export class Browser {
  /** @type {any} */
  #puppet;
  /** @type {string[]} */
  #problems = [];
  seesProblems = true;

  /** @param {Kind} kind @param {string} profile a folder, which stays */
  constructor(kind, profile) {
    this.kind = kind;
    this.profile = profile;
    /** Where the browser puts what a page has it download. */
    this.downloads = path.join(profile, 'downloads');
  }

  async start() {
    fs.mkdirSync(this.downloads, { recursive: true });
    const isChromium = this.kind.name === 'chromium';
    this.#puppet = await puppeteer.launch({
      browser: isChromium ? 'chrome' : 'firefox',
      executablePath: this.kind.executable,
      userDataDir: path.join(this.profile, 'user'),
      headless: true,
      // Chromium ends when its pipe is closed, also when this process is killed.
      pipe: isChromium,
      args: isChromium ? CHROMIUM_FLAGS : [],
      // For Chromium, and below for Firefox.
      downloadBehavior: { policy: 'allow', downloadPath: this.downloads },
      extraPrefsFirefox: {
        'browser.download.folderList': 2,
        'browser.download.dir': this.downloads,
      },
      defaultViewport: { width: 1280, height: 800 },
      timeout: PATIENCE,
      protocolTimeout: PATIENCE,
    });
  }

  /** The pages are closed, and what they wrote is on the disk. */
  async stop() {
    const puppet = this.#puppet;
    if (puppet === undefined) return;
    this.#puppet = undefined;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.kind.title} does not end`)), PATIENCE / 4);
    });
    try {
      await Promise.race([puppet.close(), late]);
    } finally {
      clearTimeout(timer);
      puppet.process()?.kill('SIGKILL');
    }
  }

  /** The same browser again, with the same profile. */
  async restart() {
    await this.stop();
    await this.start();
  }

  /**
   * Opens an address in a new tab, and waits for it to load.
   * @param {string} url
   * @param {object} [options]
   * @param {(page: any) => Promise<unknown>} [options.prepare] before it goes there
   */
  async open(url, { prepare } = {}) {
    const page = await this.#puppet.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error?.message ?? error}`));
    page.on('error', (error) => this.#problems.push(`crashed: ${error?.message ?? error}`));
    page.on('requestfailed', (request) => {
      this.#problems.push(`request: ${request.url()}: ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#problems.push(`request: ${response.url()}: ${response.status()}`);
    });
    await prepare?.(page);
    await page.goto(url, { waitUntil: 'load' });
    return page;
  }

  /**
   * A picture in screenshots/ of BUILD.
   * @param {any} page
   * @param {string} name without the suffix
   */
  async screenshot(page, name) {
    const folder = path.join(build, 'screenshots');
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}-${this.kind.name}.png`) });
  }

  /** What the pages have reported since the last time, which no longer fails the test. */
  takeProblems() {
    return this.#problems.splice(0);
  }

  async closePages() {
    if (this.#puppet === undefined) return;
    const pages = await this.#puppet.pages();
    // A browser may end when its last window is closed.
    await this.#puppet.newPage();
    for (const page of pages) await page.close();
  }
}

/**
 * A folder for a browser to keep its things in, beneath BUILD: a Chromium out of a snap sees no /tmp.
 * @param {string} name
 */
export function newProfile(name) {
  const folder = path.join(build, 'profiles');
  fs.mkdirSync(folder, { recursive: true });
  return fs.mkdtempSync(path.join(folder, `${name}-`));
}

/**
 * One browser for the tests of a describe(), started before them and ended after them. After each
 * test its pages are closed, and what they have reported as an error fails the test.
 * @param {Kind} kind
 * @param {{ withOpfs?: boolean }} [options] withOpfs: as WebKit's switches go, off unless told otherwise
 * @returns {Browser}
 */
export function useBrowser(kind, { withOpfs = false } = {}) {
  const browser = kind.name === 'webkit'
    ? /** @type {Browser} */ (/** @type {unknown} */ (new WebKitBrowser(kind, { build, features: withOpfs ? OPFS_FEATURES : [] })))
    : new Browser(kind, newProfile(kind.name));
  before(() => browser.start());
  afterEach(async () => {
    await browser.closePages();
    assert.deepEqual(browser.takeProblems(), []);
  });
  after(async () => {
    try {
      await browser.stop();
    } finally {
      if (browser.profile !== undefined) fs.rmSync(browser.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  });
  return browser;
}
