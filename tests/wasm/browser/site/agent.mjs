// agent.mjs - what the tests have a page or a worker do. It answers to names, with plain data.

import { wasmBits } from '../../bits.mjs';
import { fill, list } from '../../queries.mjs';
import { hexOf } from '../../series.mjs';

/**
 * @param {{ sqlite3InitModule: Function, loadSmma: Function, loadCore: Function }} libraries
 */
export function createAgent({ sqlite3InitModule, loadSmma, loadCore }) {
  let sqlite3;
  let pool;
  let db;

  return {
    // sqlite-wasm warns of what it finds missing for other uses.
    async init() {
      sqlite3 ??= await sqlite3InitModule({ print() {}, printErr() {} });
      return sqlite3.capi.sqlite3_libversion();
    },
    async load(options) {
      await this.init();
      await loadSmma(sqlite3, options);
    },
    // An empty database in memory, or a file of the pool in OPFS.
    async open({ file } = {}) {
      if (file === undefined) {
        db = new sqlite3.oo1.DB();
      } else {
        pool ??= await sqlite3.installOpfsSAHPoolVfs({ name: 'tests', forceReinitIfPreviouslyFailed: true });
        db = new pool.OpfsSAHPoolDb(file);
      }
    },
    files: () => pool.getFileNames(),
    close() {
      db.close();
    },
    fill: (texts) => fill(db, texts),
    list: (sql) => list(sqlite3, db, sql),
    value: (sql) => db.selectValue(sql),
    bits: (n, seed) => wasmBits(sqlite3, db, n, seed),
    // Not at once: code that a debugger runs in a page is not bound by its content security policy.
    async evaluate(expression) {
      await new Promise((resolve) => { setTimeout(resolve); });
      return new Function(`return ${expression}`)();
    },
    // By how much the memory has grown for a block of that size; it stays reserved.
    grow(bytes) {
      const before = sqlite3.wasm.heap8u().byteLength;
      sqlite3.wasm.alloc(bytes);
      return sqlite3.wasm.heap8u().byteLength - before;
    },
    // The bits of both calls and of both batches, for every one of the ranges of periods; null is a
    // missing price.
    async arrays(prices, ranges, options) {
      const core = await loadCore(options);
      const block = core.alloc(prices.length);
      // Grows the memory, and so empties every array of it.
      block.array.fill(0);
      core.alloc(4e7).free();
      return ranges.map(([start, stop, step]) => {
        block.array.set(prices.map((price) => price ?? NaN));
        core.smmaInto(block, block, start);
        return {
          safe: Array.from(core.smma(prices, start), hexOf).join(),
          zeroCopy: Array.from(block.array, hexOf).join(),
          batch: Array.from(core.smmaBatch(prices, start, stop, step).values, hexOf).join(),
          config: Array.from(core.smmaBatch(prices, { period: [start, stop, step] }).values, hexOf).join(),
        };
      });
    },
  };
}

const described = (error) => ({
  name: error?.name ?? 'none',
  message: String(error?.message ?? error),
  cause: error?.cause === undefined ? undefined : String(error.cause?.message ?? error.cause),
});

/** Calls agent[name](...args): { result } or { error }. */
export async function ask(agent, name, args) {
  try {
    return { result: await agent[name](...args) };
  } catch (error) {
    return { error: described(error) };
  }
}

/** In a worker: answers what the page asks. */
export function answer(agent) {
  addEventListener('message', async ({ data: { id, name, args } }) => {
    postMessage({ id, answer: await ask(agent, name, args) });
  });
}

/**
 * In the page: ask.main(name, ...args) and ask.worker(name, ...args), for the tests.
 * @param {any} agent
 * @param {Worker} worker
 */
export function listen(agent, worker) {
  const waiting = new Map();
  worker.addEventListener('message', ({ data: { id, answer } }) => {
    waiting.get(id)(answer);
    waiting.delete(id);
  });
  worker.addEventListener('error', (event) => {
    const error = { name: 'Worker', message: event.message ?? 'could not be started' };
    for (const resolve of waiting.values()) resolve({ error });
    waiting.clear();
  });
  let asked = 0;
  Object.assign(globalThis, {
    ask: {
      main: (name, ...args) => ask(agent, name, args),
      worker: (name, ...args) => new Promise((resolve) => {
        waiting.set(asked, resolve);
        worker.postMessage({ id: asked++, name, args });
      }),
    },
  });
}
