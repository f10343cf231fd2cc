// client.mjs - the database as the page sees it: every call goes to the worker that has SQLite.

import { Channel } from './channel.mjs';
import { CancelledError } from './errors.mjs';
import { callsOf } from './table.mjs';

/** @typedef {import('./types.mjs').Status} Status */
/** @typedef {import('./table.mjs').LiveCalls} LiveCalls */

/**
 * @typedef {object} OpenOptions
 * @property {(status: Status) => void} [onStatus] hears of every change of status, the first included
 */

/** @typedef {Connection & import('./table.mjs').DatabaseCalls} Database */

// A statement that can be interrupted has ended long before. One that has not is somewhere SQLite
// does not check for interrupts.
const INTERRUPT_MS = 1500;
// A worker that is ended in the middle of something may need seconds to let go of the database.
const RESTART_MS = 8000;

/**
 * Starts the worker and opens the database. It rejects only when SQLite itself cannot be started;
 * a browser that cannot keep a database gets one in memory, and a notice.
 * @param {OpenOptions} [options]
 * @returns {Promise<Database>}
 */
export async function openDatabase({ onStatus = () => {} } = {}) {
  /** @type {Channel} */
  const channel = new Channel((status) => {
    connection.status = status;
    onStatus(status);
  });
  const connection = new Connection(channel);
  await connection.open();
  return Object.assign(connection, callsOf('database', (name, args, options) => channel.send('database', name, args, options)));
}

/** What is not one call alone: the worker's life, and stopping what it does. */
class Connection {
  #channel;
  #lifetime;
  #listeners = new AbortController();
  /** @type {Status} */
  status = {
    storage: 'memory', reason: undefined, detail: '', damage: '', canReopen: false, sampled: false, found: false, unsaved: false,
    sqliteVersion: '', smmaVersion: '',
  };
  /**
   * The demonstration of live.sql. There is one at a time. All but start() reject when there is none, as
   * after the worker was ended.
   * @type {LiveCalls}
   */
  live;
  /**
   * A database file that is to be restored.
   * @type {import('./table.mjs').RestoreCalls}
   */
  restore;
  /**
   * What can be done about a damaged database.
   * @type {import('./table.mjs').RescueCalls}
   */
  rescue;

  /** @param {Channel} channel */
  constructor(channel) {
    this.#channel = channel;
    this.#lifetime = callsOf('lifetime', (name, args) => channel.send('lifetime', name, args));
    this.live = callsOf('live', (name, args) => channel.send('live', name, args));
    this.restore = callsOf('restore', (name, args, options) => channel.send('restore', name, args, options));
    this.rescue = callsOf('rescue', (name, args) => channel.send('rescue', name, args));
  }

  /** @returns {Promise<void>} */
  async open() {
    const { signal } = this.#listeners;
    // A page that the browser keeps for its Back button must not keep the database from other tabs.
    // A database in memory stays open: it would be lost.
    addEventListener('pagehide', () => {
      if (this.status.storage === 'opfs') this.#channel.stop(new CancelledError('the page was left'));
    }, { signal });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted && !this.#channel.isRunning) this.#start().catch(() => {});
    }, { signal });
    await this.#start();
  }

  /**
   * Stops what runs; its promise rejects with an AbortError. A statement is interrupted where
   * SQLite lets itself be interrupted. Where it does not, the worker is ended and the database
   * opened again; a database in memory would be lost with it, so there this rejects and the
   * statement goes on.
   * @returns {Promise<void>} when all has stopped
   */
  async cancel() {
    const stopped = this.#channel.running();
    for (const id of stopped) this.#channel.revoke(id);
    const isRunning = () => this.#channel.running().some((id) => stopped.includes(id));
    for (let waited = 0; isRunning() && waited < INTERRUPT_MS; waited += 20) await pause(20);
    if (!isRunning()) return;
    if (this.status.storage === 'memory') {
      throw new Error('This cannot be stopped without losing the database, which is in memory only.');
    }
    this.#channel.stop(new CancelledError('stopped'));
    await this.#start(RESTART_MS);
  }

  /**
   * Tries again to open the database that the browser keeps, when another tab had it. Files
   * imported meanwhile are taken along. What SQL has changed in memory cannot be: then it rejects
   * and nothing changes, unless discard is true.
   * @param {{ discard?: boolean }} [options]
   * @returns {Promise<Status>} with storage 'memory' where the other tab still has it
   */
  async reopen(options = {}) {
    await this.#lifetime.reopen(options);
    return this.status;
  }

  /**
   * Closes the database and ends the worker.
   * @returns {Promise<void>}
   */
  async close() {
    if (!this.#channel.isRunning) return;
    try {
      await this.#lifetime.close();
    } finally {
      this.#listeners.abort();
      this.#channel.stop(new CancelledError('the database was closed'), 'the database is closed');
    }
  }

  /**
   * @param {number} [patience] milliseconds to wait for an earlier worker to end
   * @returns {Promise<void>}
   */
  #start(patience = 0) {
    this.#channel.start();
    return this.#lifetime.open(patience);
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
