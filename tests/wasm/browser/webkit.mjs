// webkit.mjs - WebKitGTK's MiniBrowser, driven by WebDriver: a Browser as harness.mjs has them, with pages that
// can do what the tests here ask of puppeteer's. What is missing is in tests/README.md.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

const { Builder, By, Key } = await import(String(new URL('../../../wasm/node_modules/selenium-webdriver/index.js', import.meta.url)))
  .then((module) => module.default);

const PATIENCE = 120000;
const LOOK_EVERY_MS = 50;
/** Off in Debian's WebKitGTK, on in Safari: what OPFS needs. */
export const OPFS_FEATURES = ['+StorageAPI', '+FileSystem', '+AccessHandle'];

/**
 * @param {(command: string) => string | undefined} findCommand
 * @returns {import('./harness.mjs').Kind}
 */
export function findWebKit(findCommand) {
  const kind = { name: /** @type {const} */ ('webkit'), title: 'WebKitGTK' };
  for (const [command, debian] of [['WebKitWebDriver', 'webkit2gtk-driver'], ['Xvfb', 'xvfb']]) {
    if (findCommand(command) === undefined) {
      return { ...kind, reason: `${command} is not installed (make setup-more installs it where the distribution has ${debian} as a package)` };
    }
  }
  return { ...kind, executable: 'WebKitWebDriver', version: 'WebKitGTK' };
}

/** @returns {Promise<number>} a port that is free now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** A screen that nobody sees. @returns {Promise<{ process: import('node:child_process').ChildProcess, name: string }>} */
async function openScreen() {
  const process = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (process.stdout) });
  const [number] = await once(lines, 'line', { signal: AbortSignal.timeout(PATIENCE) });
  return { process, name: `:${number}` };
}

/** @param {number} port */
async function untilListening(port) {
  for (const end = Date.now() + PATIENCE; ;) {
    const isOpen = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    if (Date.now() > end) throw new Error('WebKitWebDriver does not listen');
    await pause();
  }
}

const pause = () => new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });

/** Runs in the page: calls a function and hands over how it ended. */
const CALL = `const done = arguments[arguments.length - 1];
(async () => (FUNCTION)(...arguments[0]))().then(
  (value) => done({ value: JSON.stringify(value) }), (error) => done({ name: error?.name, message: String(error?.message ?? error) }));`;

/** A tab. Only what the tests use. */
class Page {
  #driver;
  #handle;

  constructor(driver, handle) {
    this.#driver = driver;
    this.#handle = handle;
    this.keyboard = {
      down: (key) => this.#keys((actions) => actions.keyDown(keyOf(key))),
      up: (key) => this.#keys((actions) => actions.keyUp(keyOf(key))),
      press: (key) => this.#keys((actions) => actions.keyDown(keyOf(key)).keyUp(keyOf(key))),
    };
  }

  async #front() {
    await this.#driver.switchTo().window(this.#handle);
    return this.#driver;
  }

  async #keys(add) {
    await add((await this.#front()).actions()).perform();
  }

  bringToFront() {
    return this.#front();
  }

  async goto(url) {
    await (await this.#front()).get(url);
    // The driver may take the end of the empty page before it for that of this one.
    await this.waitForFunction(() => document.readyState === 'complete' && location.href !== 'about:blank');
  }

  async reload() {
    await (await this.#front()).navigate().refresh();
  }

  async close() {
    await (await this.#front()).close();
  }

  async title() {
    return (await this.#front()).getTitle();
  }

  // WebDriver has nothing that runs before a page does.
  async evaluateOnNewDocument() {}

  /** @param {Function} task @param {...any} args */
  async evaluate(task, ...args) {
    const ended = await (await this.#front()).executeAsyncScript(CALL.replace('FUNCTION', () => String(task)), args);
    if (ended.message !== undefined) throw Object.assign(new Error(ended.message), { name: ended.name });
    // undefined comes as null; as text it is left out, as puppeteer does.
    return ended.value == null ? undefined : JSON.parse(ended.value);
  }

  $eval(selector, task, ...args) {
    return this.evaluate(`(selector, ...args) => {
      const element = document.querySelector(selector);
      if (element === null) throw new Error('there is no ' + selector);
      return (${task})(element, ...args);
    }`, selector, ...args);
  }

  $$eval(selector, task, ...args) {
    return this.evaluate(`(selector, ...args) => (${task})([...document.querySelectorAll(selector)], ...args)`, selector, ...args);
  }

  /** @param {string} selector of a box for files */
  async $(selector) {
    const element = await (await this.#front()).findElement(By.css(selector));
    return { uploadFile: (...files) => element.sendKeys(files.join('\n')) };
  }

  async click(selector) {
    await (await (await this.#front()).findElement(By.css(selector))).click();
  }

  focus(selector) {
    return this.$eval(selector, (element) => element.focus());
  }

  async waitForFunction(condition, { timeout = PATIENCE / 2 } = {}, ...args) {
    for (const end = Date.now() + timeout; !await this.evaluate(condition, ...args);) {
      if (Date.now() > end) throw new Error(`Waiting failed: ${timeout} ms exceeded`);
      await pause();
    }
  }

  waitForSelector(selector, options) {
    return this.waitForFunction((selector) => document.querySelector(selector) !== null, options, selector);
  }

  /** @param {{ path: string }} options */
  async screenshot({ path: file }) {
    fs.writeFileSync(file, Buffer.from(await (await this.#front()).takeScreenshot(), 'base64'));
  }
}

/** @param {string} key such as Control, Enter or a */
const keyOf = (key) => Key[key.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()] ?? key;

/** A MiniBrowser that runs; it keeps nothing when it has ended. */
export class WebKitBrowser {
  /** WebDriver does not tell what pages report. */
  seesProblems = false;
  #driver;
  #processes = [];
  #build;

  /**
   * @param {import('./harness.mjs').Kind} kind
   * @param {object} options
   * @param {string[]} [options.features] of WebKit to be switched: +Name, -Name
   * @param {string} options.build for screenshots
   */
  constructor(kind, { features = [], build }) {
    this.kind = kind;
    this.features = features;
    this.#build = build;
  }

  async start() {
    const screen = await openScreen();
    const port = await freePort();
    const service = spawn('WebKitWebDriver', [`--port=${port}`], { env: { ...process.env, DISPLAY: screen.name }, stdio: 'ignore' });
    this.#processes = [service, screen.process];
    await untilListening(port);
    const args = ['--automation', ...(this.features.length > 0 ? [`--features=${this.features.join(',')}`] : [])];
    this.#driver = await new Builder().usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({ 'browserName': 'MiniBrowser', 'webkitgtk:browserOptions': { binary: miniBrowser(), args } }).build();
    await this.#driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
  }

  async stop() {
    try {
      await Promise.race([this.#driver?.quit(), once(this.#processes[0], 'exit', { signal: AbortSignal.timeout(PATIENCE / 4) })]);
    } finally {
      this.#driver = undefined;
      for (const child of this.#processes.splice(0)) child.kill('SIGKILL');
    }
  }

  /** @param {string} url @param {{ prepare?: (page: Page) => Promise<unknown> }} [options] */
  async open(url, { prepare } = {}) {
    await this.#driver.switchTo().window((await this.#driver.getAllWindowHandles())[0]);
    await this.#driver.switchTo().newWindow('window');
    const page = new Page(this.#driver, await this.#driver.getWindowHandle());
    await prepare?.(page);
    await page.goto(url);
    return page;
  }

  /** @param {Page} page @param {string} name */
  async screenshot(page, name) {
    const folder = path.join(this.#build, 'screenshots');
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}-${this.kind.name}.png`) });
  }

  /** @returns {string[]} */
  takeProblems() {
    return [];
  }

  async closePages() {
    const [, ...handles] = await this.#driver.getAllWindowHandles();
    for (const handle of handles) {
      await this.#driver.switchTo().window(handle);
      await this.#driver.close();
    }
  }
}

/** Debian has it in a folder of the library. */
function miniBrowser() {
  for (const library of fs.readdirSync('/usr/lib').map((name) => path.join('/usr/lib', name))) {
    if (!library.endsWith('-linux-gnu')) continue;
    const found = fs.readdirSync(library).filter((name) => /^webkit2?gtk-/.test(name))
      .map((name) => path.join(library, name, 'MiniBrowser')).find((file) => fs.existsSync(file));
    if (found !== undefined) return found;
  }
  throw new Error('there is no MiniBrowser in /usr/lib/*-linux-gnu/webkit2gtk-*');
}
