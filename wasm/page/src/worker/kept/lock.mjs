// lock.mjs - the lock of the browser that tells whether another tab has the prices, before any of their
// files is touched.

const LOCK = 'sqlite-smma-prices';

/**
 * Asks for the lock on the database.
 * @param {number} patience milliseconds
 * @returns {Promise<(() => void) | undefined>} what gives it back; undefined when another has it
 */
export function lockKept(patience) {
  // Where there are no locks the pool's own files show whether another tab has them.
  if (globalThis.navigator?.locks === undefined) return Promise.resolve(() => {});
  const { promise: held, resolve: unlock } = promiseWithResolvers();
  return new Promise((resolve) => {
    navigator.locks.request(LOCK, { signal: AbortSignal.timeout(patience) }, () => {
      resolve(unlock);
      return held;
    }).catch(() => resolve(undefined));
  });
}

/**
 * Resolves when no other tab has the database any more.
 * @returns {Promise<void>}
 */
export async function untilFree() {
  await navigator.locks.request(LOCK, () => {});
}

/** @returns {{ promise: Promise<void>, resolve: () => void }} */
function promiseWithResolvers() {
  /** @type {() => void} */
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}
