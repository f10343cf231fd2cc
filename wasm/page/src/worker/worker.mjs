// worker.mjs - the worker that has SQLite: starts it, and answers one call after the other.

import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';
import smmaAddress from 'sqlite-smma/smma.wasm?url';
import coreAddress from 'sqlite-smma/smma-core.wasm?url';
import market from '../../../../sql/data/market.csv?url';
import trees from '../../../../sql/data/trees.csv?url';
import schema from '../../../../sql/schema.sql?raw';
import { CancelledError, packError } from './calls/errors.mjs';
import { Interrupt } from './calls/interrupt.mjs';
import { Service } from './calls/service.mjs';
import { kindOf } from './calls/table.mjs';
import { forgetErrors, takeError, withSpace } from './kept/disk-errors.mjs';
import { lockKept } from './kept/lock.mjs';
import { PATIENCE_MS } from './store/holder.mjs';
import { isKept } from './store/store.mjs';

/** @typedef {import('./calls/channel.mjs').Request} Request */

// Without the file systems of sqlite-wasm that need special headers, and would say so on the console.
Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs: { 'opfs': true, 'opfs-vfs': true, 'opfs-wl': true } }, error: takeError } });

const fetchSamples = () => Promise.all([market, trees].map(async (address) => {
  const response = await fetch(new URL(address, import.meta.url));
  if (!response.ok) throw new Error(`could not download ${address}: ${response.status}`);
  return response.blob();
}));

// All that an opening waits for is asked for at once.
const locked = lockKept(PATIENCE_MS);
const smmaResponse = fetch(new URL(smmaAddress, import.meta.url)).catch(() => undefined);
// Without it there is SQL.
const core = loadCore({ wasm: new URL(coreAddress, import.meta.url) }).catch(() => undefined);
const samplesAhead = isKept().then((kept) => kept ? undefined : fetchSamples()).catch(() => undefined);

const interrupt = new Interrupt();

async function start() {
  const sqlite3 = await sqlite3InitModule();
  await loadSmma(sqlite3, { wasm: await smmaResponse });
  return new Service({
    sqlite3,
    core: await core,
    contents: {
      schema,
      samples: async () => await samplesAhead ?? await fetchSamples(),
      live: async () => (await import('../../../../sql/live.sql?raw')).default,
    },
    interrupt,
    locked,
    onStatus: (status) => postMessage({ status }),
  });
}

const service = start();
// A failure is reported to the first call, which waits for it.
service.catch(() => {});

/** @type {Promise<void>} */
let queue = Promise.resolve();
addEventListener('message', ({ data }) => {
  const received = performance.now();
  queue = queue.then(() => answer(data, received));
});

/**
 * @param {Request} request
 * @param {number} received
 */
async function answer({ id, group, name, args, token }, received) {
  interrupt.begin(token, received);
  try {
    const kind = kindOf(group, name);
    if (kind === undefined) throw new Error(`there is no call "${group}.${name}"`);
    const target = await targetOf(group);
    forgetErrors();
    // The call may have been stopped while it waited for those before it.
    if (interrupt.isStopped()) throw new CancelledError();
    const onProgress = (/** @type {object} */ progress) => postMessage({ id, progress });
    const result = await target[name](...args, ...(kind.reports ? [onProgress] : []));
    (await service).tellChanges();
    postMessage({ id, result }, { transfer: buffersOf(result) });
  } catch (error) {
    await noteFailure(error);
    postMessage({ id, error: packError(await withSpace(error)) });
  } finally {
    interrupt.end();
  }
}

/**
 * What carries out the calls of a group.
 * @param {string} group
 * @returns {Promise<any>}
 */
async function targetOf(group) {
  const target = await service;
  return group === 'live' || group === 'restore' || group === 'rescue' ? target[group] : target;
}

/** @param {unknown} error */
async function noteFailure(error) {
  const started = await service.catch(() => undefined);
  started?.noteFailure(error);
  started?.tellChanges();
}

/**
 * The memory of a result that can be handed over instead of copied: typed arrays, alone or as the
 * values of an object or an array.
 * @param {unknown} result
 * @returns {ArrayBuffer[]}
 */
function buffersOf(result) {
  if (typeof result !== 'object' || result === null) return [];
  const candidates = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  const buffers = candidates.flatMap((value) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : []);
  // Indicators that are the same share one.
  return [...new Set(buffers)];
}
