// failures.test.mjs - what goes wrong in browsers has a name: files that are missing or something
// else, and content security policies (SPEC 5.5).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { bytesOfFile, sideFile } from '../support.mjs';
import { describeInBrowsers, serve, useBrowser } from './harness.mjs';
import { asker, makeSite } from './site.mjs';

let site;
let side;
let core;
before(async () => {
  site = await makeSite();
  const assets = fs.readdirSync(path.join(site.bundle, 'assets'));
  const find = (pattern) => `/assets/${assets.find((name) => pattern.test(name))}`;
  side = find(/^smma-(?!core).*\.wasm$/);
  core = find(/^smma-core.*\.wasm$/);
});
after(() => site?.remove());

describeInBrowsers('failures', (kind) => {
  const browser = useBrowser(kind);

  // Runs body with the page and with a worker of the bundled site, as a server with options gives it.
  async function inBoth(options, body) {
    const server = await serve(site.bundle, options);
    try {
      const page = await browser.open(`${server.url}bundled.html`);
      for (const where of ['main', 'worker']) await body(asker(page, where), server.url.slice(0, -1), where);
      await page.close();
    } finally {
      await server.close();
    }
  }

  const fails = (promise, message, cause) => assert.rejects(promise, (error) => {
    assert.equal(error.name, 'SmmaError');
    assert.equal(error.message, message);
    assert.equal(error.cause !== undefined, cause);
    return true;
  });
  const load = (ask, ...options) => ask('load', ...options);
  const arrays = (ask) => ask('arrays', [1, 2], [[2, 2, 1]]);
  const works = async (ask, ...options) => {
    await load(ask, ...options);
    await ask('open');
    assert.equal(await ask('value', 'SELECT smma(3, 1)'), 3);
  };

  test('a module that is missing', async () => {
    await inBoth({ answers: { [side]: { status: 404 }, [core]: { status: 404 } } }, async (ask, url) => {
      await fails(load(ask), `could not download ${url}${side}: 404 Not Found`, false);
      await fails(arrays(ask), `could not download ${url}${core}: 404 Not Found`, false);
      // A later call tries again, with what it is given.
      await works(ask, { wasm: `data:application/wasm;base64,${fs.readFileSync(sideFile, 'base64')}` });
    });
    if (browser.seesProblems) assert.ok(browser.takeProblems().some((problem) => problem.endsWith('.wasm: 404')));
  });

  test('a page in the place of a module, as many servers answer', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>none</title>' };
    await inBoth({ answers: { [side]: page, [core]: page } }, async (ask, url) => {
      const note = 'is not a WebAssembly module that can run here (the server calls it text/html)';
      await fails(load(ask), `${url}${side} ${note}`, true);
      await fails(arrays(ask), `${url}${core} ${note}`, true);
    });
  });

  test('a module by another MIME type, or none, works', async () => {
    const types = [{ 'content-type': 'application/octet-stream' }, { 'content-type': 'text/plain' }, {}];
    for (const headers of types) {
      await inBoth({ answers: { [side]: { headers, body: bytesOfFile(sideFile) } } }, (ask) => works(ask));
    }
  });

  test('a server that is not there', async () => {
    const gone = await serve(site.bundle);
    await gone.close();
    await inBoth({}, async (ask) => {
      await fails(load(ask, { wasm: `${gone.url}smma.wasm` }), `could not download ${gone.url}smma.wasm`, true);
    });
    if (browser.seesProblems) assert.ok(browser.takeProblems().length > 0);
  });

  const policy = (scripts) => ({
    headers: { 'content-security-policy': `default-src 'self'; img-src data:; script-src 'self' ${scripts}` },
  });

  test("a policy without 'unsafe-eval', but with 'wasm-unsafe-eval'", async () => {
    await inBoth(policy("'wasm-unsafe-eval'"), async (ask) => {
      await assert.rejects(ask('evaluate', '1'), { name: 'EvalError' });
      await works(ask);
      await arrays(ask);
    });
    // The browser reports what the test itself has evaluated.
    browser.takeProblems();
  });

  test('a policy that forbids WebAssembly', async () => {
    await inBoth(policy(''), async (ask) => {
      await fails(arrays(ask), "the page's Content-Security-Policy forbids WebAssembly: its script-src needs 'wasm-unsafe-eval'", true);
    });
    browser.takeProblems();
  });

  test('a policy that forbids the download', async () => {
    const elsewhere = await serve(site.bundle, { headers: { 'access-control-allow-origin': '*' } });
    try {
      await inBoth(policy("'wasm-unsafe-eval'"), async (ask, _url, where) => {
        const wasm = `${elsewhere.url.slice(0, -1)}${side}`;
        // WebKit tells a worker nothing of what a policy refuses.
        const why = kind.name === 'webkit' && where === 'worker' ? ''
          : `: the page's Content-Security-Policy forbids it; it needs connect-src ${new URL(wasm).origin}`;
        await fails(load(ask, { wasm }), `could not download ${wasm}${why}`, true);
      });
    } finally {
      await elsewhere.close();
    }
    browser.takeProblems();
  });
});
