// support.mjs - what the tests of the WebAssembly modules share.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadSmma } from '../../wasm/index.mjs';

export const root = new URL('../../', import.meta.url);
export const extension = fileURLToPath(new URL(process.env.SMMA_EXTENSION ?? 'build/smma.so', root));
export const averages = fileURLToPath(new URL(process.env.SMMA_NATIVE ?? 'build/wasm/averages', root));
export const sideFile = fileURLToPath(new URL('wasm/dist/smma.wasm', root));
export const coreFile = fileURLToPath(new URL('wasm/dist/smma-core.wasm', root));

const sqlite3Cli = process.env.SQLITE3 ?? 'sqlite3';
export const modules = new URL('wasm/node_modules/', root);

// The file that runs in Node, which the older packages do not export: the newest, one of each year, and the
// oldest that loadSmma() takes; and a build of somebody else's, with encryption.
const entries = {
  '3.54.1-build1': '@sqlite.org/sqlite-wasm/dist/node.mjs',
  '3.51.2-build9': 'sqlite-wasm-3-51/dist/node.mjs',
  '3.48.0-build1': 'sqlite-wasm-3-48/sqlite-wasm/jswasm/sqlite3-node.mjs',
  '3.46.1-build1': 'sqlite-wasm-3-46/sqlite-wasm/jswasm/sqlite3-node.mjs',
  '3.43.2-build1': 'sqlite-wasm-3-43/sqlite-wasm/jswasm/sqlite3-node.mjs',
  '3.41.2': 'sqlite-wasm-3-41/sqlite-wasm/jswasm/sqlite3.mjs',
  '@evolu/sqlite-wasm 2.2.4': '@evolu/sqlite-wasm/sqlite-wasm/jswasm/sqlite3-node.mjs',
};
// The folder of the static build, which then is the only version to be tested: it has the functions
// with nothing loaded.
export const staticBuild = process.env.SMMA_STATIC && new URL(`${process.env.SMMA_STATIC}/`, root);
export const versions = staticBuild ? ['built statically'] : Object.keys(entries);
export const newest = versions[0];

let copies = 0;

// The older versions warn of every SQL error on the console.
globalThis.sqlite3ApiConfig = { warn() {}, error() {}, debug() {}, log() {} };

// A sqlite3 of its own: a package initialises once, so the file is imported under another address.
export async function newSqlite(version = newest) {
  const file = staticBuild ? new URL('sqlite3-node.mjs', staticBuild) : new URL(entries[version], modules);
  const options = { print() {}, printErr() {} };
  const start = async (more) => (await import(`${file}?copy=${copies++}`)).default({ ...options, ...more });
  const isOld = /^3\.4[1-3]\./.test(version);
  return isOld ? inBrowserLike(() => start({ wasmBinary: fs.readFileSync(new URL('sqlite3.wasm', file)) })) : start();
}

// The versions before 3.44 know browsers alone, and ask for what those have while they start.
async function inBrowserLike(start) {
  const lent = { self: globalThis, location: new URL('http://localhost/index.html') };
  const added = Object.keys(lent).filter((name) => !(name in globalThis));
  for (const name of added) globalThis[name] = lent[name];
  try {
    return await start();
  } finally {
    for (const name of added) delete globalThis[name];
  }
}

// The same with the functions of the extension.
export async function newSqliteWithSmma(version = newest) {
  const sqlite3 = await newSqlite(version);
  if (!staticBuild) await loadSmma(sqlite3);
  return sqlite3;
}

// The sqlite3 CLI with the native extension; stdout and stderr.
export function native(sql, { args = [], file = ':memory:' } = {}) {
  const done = spawnSync(sqlite3Cli, ['-batch', '-init', '/dev/null', ...args, file], {
    input: `.load ${extension}\n${sql}`,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (done.error) throw done.error;
  return done;
}

// What the CLI says of a query that fails; setup is SQL that comes before it.
export function nativeError(sql, setup = '') {
  const line = native(`${setup}${sql};`).stderr.trim().split('\n')[0];
  return line.replace(/^.*?error near line \d+: /, '').replace(/^Error: (near line \d+: )?/, '')
    .replace(/^(in prepare, )/, '').replace(/ \(\d+\)$/, '');
}

// What a sqlite-wasm says of it.
export function wasmError(sqlite3, db, sql) {
  try {
    db.selectValues(sql);
  } catch {
    return sqlite3.capi.sqlite3_errmsg(db);
  }
  return 'no error';
}

// The native core: see averages.c.
export function nativeAverages(prices, ...periods) {
  const done = spawnSync(averages, periods.map(String), { input: bytesOf(prices), maxBuffer: 2 ** 30 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(done.stderr.toString().trim());
  return done.stdout;
}

export const bytesOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

export const read = (path) => fs.readFileSync(new URL(path, root), 'utf8');
// The files of sql/ that are queries, and what the database for them is made of.
export const queries = fs.readdirSync(new URL('sql/', root))
  .filter((name) => name.endsWith('.sql') && name !== 'schema.sql' && name !== 'import.sql');
const data = ['sql/data/market.csv', 'sql/data/trees.csv'];
export const sampleTexts = () =>
  ({ schema: read('sql/schema.sql'), data: data.map(read), import: read('sql/import.sql') });

// What the CLI prints for each of the queries.
export function nativeAnswers() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-'));
  try {
    const file = path.join(folder, 'prices.db');
    const imports = data.map((name) =>
      `.import --csv "${fileURLToPath(new URL(name, root))}" prices_raw\n${read('sql/import.sql')}`);
    const { stderr } = native(`${read('sql/schema.sql')}\n${imports.join('')}`, { file });
    if (stderr !== '') throw new Error(stderr);
    return queries.map((name) => native(`.headers on\n${read(`sql/${name}`)}`, { file }).stdout);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

export const bytesOfFile = (path) => new Uint8Array(fs.readFileSync(path));

// The message of the error of f, or of the promise it returns.
export async function messageOf(f) {
  try {
    await f();
  } catch (error) {
    return error.message;
  }
  throw new Error('there was no error');
}
