// seal.test.mjs - the page and its worker reach the files of their own site, and nothing else, on any host.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { Explorer, assetPath, dist, hostHeaders, takeExpected, useSites } from './explorer.mjs';

/** Another site, which lets everybody in and writes down who comes. */
async function listen() {
  /** @type {string[]} */
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(new URL(request.url ?? '', 'http://elsewhere').pathname.slice(1));
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('0');
  });
  server.on('upgrade', (request, socket) => {
    requests.push((request.url ?? '').slice(1));
    socket.destroy();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, requests, close: () => server.close() };
}

/**
 * Runs in a page or in a worker: tries to reach another site in every way there is here.
 * @param {string} url
 * @param {boolean} [nests] whether by workers of its own, too
 * @returns {Promise<string[]>} the ways tried, each of which has ended
 */
async function trySending(url, nests = true) {
  const settled = (target, ...names) => new Promise((resolve) => {
    for (const name of names) target.addEventListener(name, () => resolve(undefined), { once: true });
  });
  const element = (name, properties) => {
    const made = Object.assign(document.createElement(name), properties);
    const ended = settled(made, 'load', 'error', 'loadeddata');
    document.head.append(made);
    return ended;
  };
  const worker = (script, options) => {
    const made = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), options);
    // Else it would be an error of the worker this runs in, which the page would end.
    made.addEventListener('error', (event) => event.preventDefault());
    return settled(made, 'message', 'error');
  };
  const ways = {
    'fetch': () => fetch(`${url}fetch?price=1`, { mode: 'no-cors' }),
    'fetch-post': () => fetch(`${url}fetch-post`, { method: 'POST', mode: 'no-cors', body: 'price' }),
    'fetch-keepalive': () => fetch(`${url}fetch-keepalive`, { method: 'POST', mode: 'no-cors', keepalive: true, body: 'price' }),
    'xhr': () => {
      const request = new XMLHttpRequest();
      request.open('GET', `${url}xhr`);
      request.send();
      return settled(request, 'loadend');
    },
    'websocket': () => settled(new WebSocket(`${url.replace('http', 'ws')}websocket`), 'open', 'error'),
    'eventsource': () => {
      const source = new EventSource(`${url}eventsource`);
      return settled(source, 'open', 'error').then(() => source.close());
    },
    'import': () => import(`${url}import`),
  };
  if (nests) Object.assign(ways, {
    'nested-worker': () => worker(`fetch(${JSON.stringify(`${url}nested-worker`)}, { mode: 'no-cors' }).finally(() => postMessage(0))`),
    'importscripts': () => worker(`importScripts(${JSON.stringify(`${url}importscripts`)}); postMessage(0)`),
    'worker-import': () => worker(`import ${JSON.stringify(`${url}worker-import`)}; postMessage(0)`, { type: 'module' }),
  });
  if (typeof document !== 'undefined') {
    Object.assign(ways, {
      'beacon': () => navigator.sendBeacon(`${url}beacon`, 'price'),
      'image': () => element('img', { src: `${url}image` }),
      'script': () => element('script', { src: `${url}script` }),
      'style': () => element('link', { rel: 'stylesheet', href: `${url}style` }),
      'frame': () => element('iframe', { src: `${url}frame` }),
      'audio': () => element('audio', { src: `${url}audio` }),
    });
  }
  if (typeof WebTransport !== 'undefined') {
    ways.webtransport = () => {
      const transport = new WebTransport(`${url.replace('http:', 'https:')}webtransport`);
      transport.closed.catch(() => {});
      return transport.ready;
    };
  }
  const late = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  // What is refused may throw, reject, or say nothing.
  for (const way of Object.values(ways)) await Promise.race([Promise.resolve().then(way).catch(() => {}), late(2000)]);
  return Object.keys(ways);
}

// Needs a server of its own; what it says is on the console.
const SILENT = ['webtransport'];

const REPORT = '/tried';

/**
 * The script of a worker that tries by itself, and then tells its own host what it has tried.
 * @param {string} script
 * @param {string} url
 * @param {boolean} nests
 */
const trying = (script, url, nests) => `${script}
const tried = await (${trySending})(${JSON.stringify(url)}, ${nests});
await fetch(new URL('${REPORT}', import.meta.url), { method: 'POST', body: JSON.stringify(tried) });`;

/** What a worker reports. */
function useReport() {
  /** @type {(ways: string[]) => void} */
  let settle;
  const ways = new Promise((resolve) => { settle = resolve; });
  const answer = async (request) => {
    settle(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    return { status: 204 };
  };
  return { ways, answers: { [REPORT]: answer } };
}

const SCRIPT = { 'content-type': 'text/javascript' };

describeInBrowsers('the seal', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();
  // Firefox hangs now and then where a worker makes workers that a policy refuses something: there the page alone does.
  const nests = kind.name !== 'firefox';
  let elsewhere;
  before(async () => { elsewhere = await listen(); });
  after(() => elsewhere.close());

  // What was tried, in the page and in its worker, and which of it has arrived.
  const tryFrom = async (page, report) => {
    const tried = [];
    for (const attempt of [report, () => page.evaluate(trySending, elsewhere.url)]) {
      const ways = (await attempt()).filter((way) => !SILENT.includes(way)).sort();
      tried.push({ ways, open: [...new Set(elsewhere.requests.splice(0))].sort() });
    }
    return tried;
  };

  const hosts = { 'a host that sends the headers of _headers': hostHeaders(), 'a host that sends none': {} };
  for (const [title, headers] of Object.entries(hosts)) {
    test(`${title}: nothing leaves the page or its worker`, async () => {
      const worker = assetPath(/^worker-.*\.js$/);
      const body = trying(fs.readFileSync(path.join(dist, worker), 'utf8'), elsewhere.url, nests);
      const report = useReport();
      const site = await newSite({ headers, answers: { ...report.answers, [worker]: { headers: SCRIPT, body } } });
      const { page } = await Explorer.open(browser, site.url);
      for (const { ways, open } of await tryFrom(page, () => report.ways)) {
        assert.ok(ways.length >= (nests ? 10 : 7), String(ways));
        assert.deepEqual(open, []);
      }
      // Each refusal is reported.
      if (browser.seesProblems) await takeExpected(browser, /./);
    });
  }

  test('where there is no policy, all of these ways are open', async () => {
    const report = useReport();
    const site = await newSite({
      headers: {},
      answers: {
        ...report.answers,
        '/open.html': {
          headers: { 'content-type': 'text/html' },
          body: '<!doctype html><link rel=icon href=data:,><script>globalThis.worker = new Worker("open.js", { type: "module" })</script>',
        },
        '/open.js': { headers: SCRIPT, body: trying('', elsewhere.url, nests) },
      },
    });
    const page = await browser.open(`${site.url}open.html`);
    for (const { ways, open } of await tryFrom(page, () => report.ways)) assert.deepEqual(open, ways);
    browser.takeProblems();
  });
});
