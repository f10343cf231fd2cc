// frameworks.test.mjs - frameworks that render on the server and in the browser.

import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { checkLines, checkPage, makeProject } from './project.mjs';

let project;
before(() => {
  project = makeProject('frameworks');
});

// [command, the folder it makes]
const RECIPES = {
  'Next with webpack': [['next', 'build', 'next', '--webpack'], 'next/out'],
  'Next with Turbopack': [['next', 'build', 'next', '--turbopack'], 'next/out'],
  Astro: [['astro', 'build', '--root', 'astro'], 'dist/astro'],
};

/** What the server has put into the first paragraph. @param {string} html */
const rendered = (html) => /<p>([^<]*)/.exec(html)?.[1] ?? '';

describeInBrowsers('frameworks', (kind) => {
  const browser = useBrowser(kind);

  for (const [name, [command, output]] of Object.entries(RECIPES)) {
    test(name, async () => {
      const folder = path.join(project.folder, output);
      fs.rmSync(folder, { recursive: true, force: true });
      project.run(...command);
      const html = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
      checkLines([rendered(html), 'rendered'], 1, /^rendered$/);
      await checkPage(browser, folder);
    });
  }
});
