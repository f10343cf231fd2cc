// libraries.test.mjs - what people use sqlite-wasm with, bundled by Vite; and a page without any bundler.

import path from 'node:path';
import { before, describe, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { checkPage, makeProject } from './project.mjs';

// The OPFS of sqlocal wants a page that is isolated from others.
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const PAGES = { sqlocal: ISOLATED, drizzle: ISOLATED, kysely: ISOLATED, promiser: {}, opfs: {}, evolu: {} };

let project;
before(() => {
  project = makeProject('libraries');
});

describeInBrowsers('libraries', (kind) => {
  const browser = useBrowser(kind);

  test('plain modules and an import map', () => checkPage(browser, project.folder, { page: 'plain/index.html' }));

  describe('bundled', () => {
    before(() => project.run('vite', 'build'));

    for (const [name, headers] of Object.entries(PAGES)) {
      test(name, () => checkPage(browser, path.join(project.folder, 'dist'), { page: `${name}/index.html`, averages: 1, headers }));
    }
  });
});
