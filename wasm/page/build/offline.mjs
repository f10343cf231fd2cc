// offline.mjs - has Vite write sw.js, the service worker of src/offline/service-worker/, which knows every file of the build.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

import { headersFor } from './policy.mjs';

const SCRIPT = 'sw.js';
// sqlite-wasm names them, for file systems and an interface that the page does not use.
const UNUSED = /^assets\/sqlite3-(worker1|opfs-async-proxy)-/;

// The development server may have the address at which a build was looked at before, whose service worker would answer
// in its place.
const GONE = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.unregister();
  for (const client of await clients.matchAll({ type: 'window' })) client.navigate(client.url);
})()));
`;

/** @returns {import('vite').Plugin} */
export function offline() {
  /** @type {import('vite').ResolvedConfig} */
  let config;
  return {
    name: 'offline',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${SCRIPT}`, (_, response) => {
        response.setHeader('Content-Type', 'text/javascript').end(GONE);
      });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }) {
        if (dir === undefined || config.command !== 'build') return;
        const headers = headersFor(fs.readFileSync(path.join(dir, 'index.html'), 'utf8'));
        await writeScript(config, dir, { files: filesOf(dir), headers });
      },
    },
  };
}

/**
 * @param {string} folder of the build
 * @returns {import('virtual:build').File[]}
 */
function filesOf(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, '/'))
    .filter((name) => !['_headers', SCRIPT].includes(name) && !UNUSED.test(name))
    .sort()
    .map((name) => ({
      // The page itself, under the address it is opened by.
      path: name === 'index.html' ? '' : name,
      integrity: `sha256-${createHash('sha256').update(fs.readFileSync(path.join(folder, name))).digest('base64')}`,
      isNamedByContent: name.startsWith('assets/'),
    }));
}

/**
 * @param {import('vite').ResolvedConfig} config
 * @param {string} folder of the build
 * @param {{ files: import('virtual:build').File[], headers: Record<string, string> }} about
 */
async function writeScript({ root, build: { target } }, folder, about) {
  const version = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12);
  const values = Object.entries({ ...about, version });
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [{
      name: 'virtual:build',
      resolveId: (id) => (id === 'virtual:build' ? `\0${id}` : undefined),
      load: (id) => (id === '\0virtual:build'
        ? values.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join('\n') : undefined),
    }],
    build: {
      target,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      lib: {
        entry: path.join(root, 'src/offline/service-worker/service-worker.mjs'),
        formats: ['iife'],
        name: 'serviceWorker',
        fileName: () => SCRIPT,
      },
    },
  });
}
