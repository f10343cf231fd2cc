// bundlers.test.mjs - a page with a worker, made by each bundler as its recipe says.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { SQL_ERROR, checkLines, checkPage, linesOf, makeProject } from './project.mjs';

let project;
before(() => {
  project = makeProject('bundlers');
});

// The folder in dist/, and the command that makes it.
const RECIPES = {
  vite: ['vite', 'build'],
  webpack: ['webpack'],
  rspack: ['rspack', 'build'],
  // Its optimizer refuses a file of sqlite-wasm.
  parcel: ['parcel', 'build', 'page/index.html', '--dist-dir', 'dist/parcel', '--public-url', './', '--no-optimize'],
  'esbuild-files': ['node', 'esbuild-files/build.js'],
  'esbuild-inline': ['node', 'inline/esbuild.js'],
  rollup: ['rollup', '-c'],
  'rollup-inline': ['rollup', '-c', 'inline/rollup.config.js'],
};
const ONE_FILE = ['esbuild-inline', 'rollup-inline'];

describeInBrowsers('bundlers', (kind) => {
  const browser = useBrowser(kind);

  for (const [name, command] of Object.entries(RECIPES)) {
    test(name, async () => {
      project.run(...command);
      const folder = path.join(project.folder, 'dist', name);
      if (ONE_FILE.includes(name)) assert.deepEqual(fs.readdirSync(folder).sort(), ['index.html', 'main.js']);
      await checkPage(browser, folder);
    });
  }

  test('the development server of vite', async () => {
    const { createServer } = await import(path.join(project.folder, 'node_modules/vite/dist/node/index.js'));
    const server = await createServer({
      configFile: path.join(project.folder, 'vite.config.js'),
      root: path.join(project.folder, 'page'),
      logLevel: 'error',
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await server.listen();
      checkLines(await linesOf(browser, server.resolvedUrls.local[0], 3), 2, SQL_ERROR);
    } finally {
      await server.close();
    }
  });
});
