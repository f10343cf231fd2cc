// support.mjs - what the tests of the WebAssembly modules share.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../', import.meta.url);
export const extension = fileURLToPath(new URL(process.env.SMMA_EXTENSION ?? 'build/smma.so', root));
export const averages = fileURLToPath(new URL(process.env.SMMA_NATIVE ?? 'build/wasm/averages', root));
export const sideFile = fileURLToPath(new URL('wasm/dist/smma.wasm', root));
export const coreFile = fileURLToPath(new URL('wasm/dist/smma-core.wasm', root));

const sqlite3Cli = process.env.SQLITE3 ?? 'sqlite3';
const modules = new URL('wasm/node_modules/', root);

// The file that runs in Node, which the older packages do not export.
const entries = {
  '3.54.1-build1': '@sqlite.org/sqlite-wasm/dist/node.mjs',
  '3.51.2-build9': 'sqlite-wasm-3-51/dist/node.mjs',
  '3.48.0-build1': 'sqlite-wasm-3-48/sqlite-wasm/jswasm/sqlite3-node.mjs',
  '3.46.1-build1': 'sqlite-wasm-3-46/sqlite-wasm/jswasm/sqlite3-node.mjs',
};
export const versions = Object.keys(entries);
export const newest = versions[0];

let copies = 0;

// The older versions warn of every SQL error on the console.
globalThis.sqlite3ApiConfig = { warn() {}, error() {}, debug() {}, log() {} };

// A sqlite3 of its own: a package initialises once, so the file is imported under another address.
export async function newSqlite(version = newest) {
  const file = new URL(entries[version], modules);
  const { default: init } = await import(`${file}?copy=${copies++}`);
  return init({ print() {}, printErr() {} });
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

// The native core: see averages.c.
export function nativeAverages(prices, ...periods) {
  const done = spawnSync(averages, periods.map(String), { input: bytesOf(prices), maxBuffer: 2 ** 30 });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(done.stderr.toString().trim());
  return done.stdout;
}

export const bytesOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

// NaNs differ in their payload, which nobody has promised anything about.
export function hexOf(value) {
  if (value === null || Number.isNaN(value)) return '';
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex').toUpperCase();
}

// The SQL of a table of prices (id, x) for the CLI, and the same table in a sqlite-wasm.
export const tableOf = (name, prices) => `
  CREATE TABLE ${name}(id INTEGER PRIMARY KEY, x);
  INSERT INTO ${name}(x) VALUES ${[...prices].map((price) =>
    Number.isNaN(price) ? '(NULL)' : `(ieee754_from_blob(x'${hexOf(price)}'))`).join(',')};`;

export function createTable({ capi }, db, name, prices) {
  db.exec(`CREATE TABLE ${name}(id INTEGER PRIMARY KEY, x)`);
  const insert = db.prepare(`INSERT INTO ${name}(x) VALUES (?)`);
  for (const price of prices) {
    // Not bind(): it makes integers of doubles without a fraction. NaN becomes NULL.
    capi.sqlite3_bind_double(insert.pointer, 1, price);
    insert.stepReset();
  }
  insert.finalize();
}

// Random numbers in [0, 1) that are the same in every run (mulberry32).
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// A random walk in which a share of the prices is missing.
export function walk(n, gaps, seed) {
  const next = random(seed);
  let price = 100;
  return Float64Array.from({ length: n }, () => {
    price *= 1 + (next() - 0.5) / 20;
    return next() < gaps ? NaN : price;
  });
}

// Prices of both signs and of all magnitudes from 1e-200 to 1e200.
export function wild(n, seed) {
  const next = random(seed);
  return Float64Array.from({ length: n }, () =>
    next() < 0.05 ? NaN : (next() - 0.5) * 10 ** ((next() - 0.5) * 400));
}

export const read = (path) => fs.readFileSync(new URL(path, root), 'utf8');
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
