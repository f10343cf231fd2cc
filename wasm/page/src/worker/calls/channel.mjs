// channel.mjs - the worker as the page reaches it: sends calls, and settles them when they are answered.

import { CancelledError, unpackError } from './errors.mjs';
import { startSealedWorker } from './sealed-worker.mjs';

/** @typedef {import('./table.mjs').CallOptions} CallOptions */
/** @typedef {import('./types.mjs').Status} Status */

/**
 * @typedef {{ id: number, result?: unknown, error?: import('./errors.mjs').PackedError, progress?: object } |
 *   { status: Status }} Answer
 */

/**
 * What the worker receives.
 * @typedef {{ id: number, group: string, name: string, args: unknown[], token: string }} Request
 */

/**
 * @typedef {object} Call
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {((progress: any) => void) | undefined} onProgress
 * @property {string} token address of a blob that exists until the call is to stop
 */

export class Channel {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  #lastId = 0;
  #onStatus;
  /** Why there is no worker. */
  #reason = 'the database is not running';

  /** @param {(status: Status) => void} onStatus */
  constructor(onStatus) {
    this.#onStatus = onStatus;
  }

  get isRunning() {
    return this.#worker !== undefined;
  }

  start() {
    const worker = startSealedWorker();
    worker.addEventListener('message', ({ data }) => {
      if (worker === this.#worker) this.#receive(data);
    });
    worker.addEventListener('error', (event) => {
      if (worker !== this.#worker) return;
      this.stop(new Error(`The database stopped working: ${event.message || 'its script could not be loaded'}`));
    });
    this.#worker = worker;
  }

  /**
   * Ends the worker; the calls that run reject.
   * @param {Error} error
   * @param {string} [reason] what later calls are told
   */
  stop(error, reason = 'the database is not running') {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#reason = reason;
    for (const id of this.running()) this.#settle(id)?.reject(error);
  }

  /**
   * @param {string} group
   * @param {string} name
   * @param {unknown[]} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async send(group, name, args, { signal, onProgress } = {}) {
    if (signal?.aborted) throw new CancelledError();
    const worker = this.#worker;
    if (worker === undefined) throw new Error(this.#reason);
    this.#lastId += 1;
    const id = this.#lastId;
    const revoke = () => this.revoke(id);
    signal?.addEventListener('abort', revoke);
    try {
      return await new Promise((resolve, reject) => {
        const token = URL.createObjectURL(new Blob(['.'], { type: 'text/plain' }));
        this.#calls.set(id, { resolve, reject, onProgress, token });
        worker.postMessage({ id, group, name, args, token });
      });
    } finally {
      signal?.removeEventListener('abort', revoke);
    }
  }

  /** @returns {number[]} the ids of the calls that have not been answered */
  running() {
    return [...this.#calls.keys()];
  }

  /** @param {number} id of a call that is to stop */
  revoke(id) {
    const call = this.#calls.get(id);
    if (call !== undefined) URL.revokeObjectURL(call.token);
  }

  /** @param {number} id */
  #settle(id) {
    const call = this.#calls.get(id);
    if (call === undefined) return undefined;
    this.#calls.delete(id);
    URL.revokeObjectURL(call.token);
    return call;
  }

  /** @param {Answer} answer */
  #receive(answer) {
    if ('status' in answer) {
      this.#onStatus(answer.status);
    } else if (answer.progress !== undefined) {
      this.#calls.get(answer.id)?.onProgress?.(answer.progress);
    } else if (answer.error !== undefined) {
      this.#settle(answer.id)?.reject(unpackError(answer.error));
    } else {
      this.#settle(answer.id)?.resolve(answer.result);
    }
  }
}
