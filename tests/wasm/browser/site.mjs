// site.mjs - a small site that uses the npm package as it is published, in every way a page can:
// plain modules, bundled by Vite, and from Vite's development server.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { installPackage } from '../package/pack.mjs';
import { build, serve } from './harness.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const modules = path.join(root, 'wasm/node_modules');
// The bundler most pages are made with; 6 is the newest that runs on Node 18.
const vite = await import(String(new URL('../../../wasm/node_modules/vite/dist/node/index.js', import.meta.url)));

/** A logger for Vite that keeps in lines what it would warn of on the terminal. @param {string[]} lines */
function loggerInto(lines) {
  const add = (line) => { lines.push(line); };
  return {
    info() {}, warn: add, warnOnce: add, error: add, clearScreen() {}, hasErrorLogged: () => false, hasWarned: false,
  };
}

/**
 * @typedef {object} Site
 * @property {string} folder
 * @property {string} bundle the folder Vite has built
 * @property {string[]} warnings of Vite
 * @property {() => void} remove
 */

/**
 * Makes the site, in a folder of its own beneath BUILD.
 * @returns {Promise<Site>}
 */
export async function makeSite() {
  const sites = path.join(build, 'sites');
  fs.mkdirSync(sites, { recursive: true });
  const folder = fs.mkdtempSync(path.join(sites, 'site-'));
  const tests = path.join(root, 'tests/wasm');
  for (const name of ['bits.mjs', 'queries.mjs', 'series.mjs', 'browser/site']) {
    fs.cpSync(path.join(tests, name), path.join(folder, name), { recursive: true });
  }
  const installed = path.join(folder, 'node_modules');
  fs.mkdirSync(installed);
  installPackage(installed);
  const sqlite = '@sqlite.org/sqlite-wasm';
  fs.cpSync(path.join(modules, sqlite), path.join(installed, sqlite), { recursive: true });

  const bundle = path.join(folder, 'bundle');
  /** @type {string[]} */
  const warnings = [];
  // Nothing but the defaults of Vite.
  await vite.build({
    root: path.join(folder, 'browser/site'),
    configFile: false,
    customLogger: loggerInto(warnings),
    build: { outDir: bundle, emptyOutDir: true, rollupOptions: { input: path.join(folder, 'browser/site/bundled.html') } },
  });
  return { folder, bundle, warnings, remove: () => fs.rmSync(folder, { recursive: true, maxRetries: 10 }) };
}

/** The ways into the site: each starts a server, and names the page. */
export const ways = {
  'plain modules': async (site) => {
    const server = await serve(site.folder);
    return { page: `${server.url}browser/site/plain.html`, close: server.close };
  },
  'bundled by Vite': async (site) => {
    const server = await serve(site.bundle);
    return { page: `${server.url}bundled.html`, close: server.close };
  },
  'the development server of Vite': async (site) => {
    const server = await vite.createServer({
      root: path.join(site.folder, 'browser/site'),
      configFile: false,
      customLogger: loggerInto(site.warnings),
      server: { host: '127.0.0.1', port: 0, fs: { allow: [site.folder] } },
      // As the README says.
      optimizeDeps: { exclude: ['sqlite-smma', '@sqlite.org/sqlite-wasm'] },
    });
    await server.listen();
    return { page: `${server.resolvedUrls.local[0]}bundled.html`, close: () => server.close() };
  },
};

/**
 * A function that has the page, or its worker, do what agent.mjs knows; what goes wrong there is
 * thrown here.
 * @param {any} page
 * @param {'main' | 'worker'} where
 * @returns {(name: string, ...args: any[]) => Promise<any>}
 */
export const asker = (page, where) => async (name, ...args) => {
  const { result, error } = await page.evaluate(
    (where, name, args) => globalThis.ask[where](name, ...args), where, name, args);
  if (error !== undefined) throw Object.assign(new Error(error.message, { cause: error.cause }), { name: error.name });
  return result;
};
