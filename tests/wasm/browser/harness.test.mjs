// harness.test.mjs - the harness sees what it is there to see, in every browser.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { build, describeInBrowsers, serve, useBrowser } from './harness.mjs';

// Where nobody listens any more.
async function closedAddress() {
  const { url, close } = await serve(os.tmpdir());
  await close();
  return `${url}closed`;
}

let folder;
let site;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-'));
  const page = (script) => `<!doctype html><title>t</title><link rel=icon href=data:,><script>${script}</script>`;
  fs.writeFileSync(path.join(folder, 'index.html'), page('document.title = "ran"'));
  fs.writeFileSync(path.join(folder, 'console.html'), page('console.error("as", 1)'));
  fs.writeFileSync(path.join(folder, 'throws.html'), page('throw new Error("thrown")'));
  fs.writeFileSync(path.join(folder, 'rejects.html'), page('Promise.reject(new Error("rejected"))'));
  fs.writeFileSync(path.join(folder, 'missing.html'), page('fetch("none.wasm")'));
  fs.writeFileSync(path.join(folder, 'refused.html'), page(`fetch("${await closedAddress()}").catch(() => {})`));
  fs.writeFileSync(path.join(folder, 'worker.html'), page('new Worker("worker.js")'));
  fs.writeFileSync(path.join(folder, 'worker.js'), 'throw new Error("in the worker")');
  fs.writeFileSync(path.join(folder, 'module.wasm'), new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  site = await serve(folder, {
    headers: { 'x-everywhere': 'yes' },
    answers: { '/changed.html': { status: 201, headers: { 'content-type': 'text/plain' }, body: 'instead' } },
  });
});
after(async () => {
  await site.close();
  fs.rmSync(folder, { recursive: true });
});

test('the server: types, headers, answers, and nothing from outside its folder', async () => {
  const wasm = await fetch(`${site.url}module.wasm`);
  assert.equal(wasm.headers.get('content-type'), 'application/wasm');
  assert.equal(wasm.headers.get('x-everywhere'), 'yes');
  const changed = await fetch(`${site.url}changed.html`);
  assert.deepEqual([changed.status, await changed.text()], [201, 'instead']);
  for (const name of ['none', '%2e%2e/etc/passwd', '..%2f..%2fetc%2fpasswd', 'module.wasm/']) {
    assert.equal((await fetch(site.url + name)).status, 404, name);
  }
});

describeInBrowsers('the harness', (kind) => {
  const browser = useBrowser(kind);

  const reports = async (name, expected) => {
    const page = await browser.open(site.url + name);
    const problems = [];
    for (let i = 0; i < 100 && !problems.some((problem) => expected.test(problem)); i++) {
      problems.push(...browser.takeProblems());
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.match(problems.join('\n'), expected, name);
    await page.close();
    browser.takeProblems();
  };

  test('errors of the page and of its requests are seen', async () => {
    await reports('console.html', /^console: as 1$/m);
    await reports('throws.html', /^uncaught: .*thrown/m);
    await reports('rejects.html', /^uncaught: .*rejected/m);
    await reports('missing.html', /^request: .*none.wasm: 404$/m);
    await reports('refused.html', /^request: http:[^ ]*\/closed: ./m);
    await reports('worker.html', /in the worker/);
  });

  test('a page without errors reports none; a picture of it', async () => {
    const page = await browser.open(site.url);
    assert.equal(await page.title(), 'ran');
    await browser.screenshot(page, 'harness');
    const file = path.join(build, `screenshots/harness-${kind.name}.png`);
    assert.equal(fs.readFileSync(file).subarray(1, 4).toString(), 'PNG');
  });

  test('what a page keeps is there after a restart, and only then', async () => {
    let page = await browser.open(site.url);
    assert.equal(await page.evaluate(() => localStorage.getItem('kept')), null);
    await page.evaluate(() => localStorage.setItem('kept', 'yes'));
    await browser.restart();
    page = await browser.open(site.url);
    assert.equal(await page.evaluate(() => localStorage.getItem('kept')), 'yes');
  });
});
