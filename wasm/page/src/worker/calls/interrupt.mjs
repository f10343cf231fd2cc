// interrupt.mjs - stops SQL that runs.
//
// A worker that is busy in SQLite receives no messages. What it can do is to look whether something
// is still there that the page takes away when the call is to stop: the address of a blob.

// Instructions of SQLite's virtual machine between two calls of the handler: a millisecond or two.
const INSTRUCTIONS = 50_000;
const LOOK_EVERY_MS = 100;

/** Watches over one call at a time. */
export class Interrupt {
  /** @type {string | undefined} */
  #token;
  #lastLook = 0;
  #exists;

  /** @param {(token: string) => boolean} [exists] whether the page still has the token */
  constructor(exists = blobExists) {
    this.#exists = exists;
  }

  /**
   * @param {import('../store/sqlite.mjs').Sqlite3} sqlite3
   * @param {import('../store/sqlite.mjs').Connection} db
   */
  watch({ capi }, db) {
    capi.sqlite3_progress_handler(db, INSTRUCTIONS, () => Number(this.isStopped()), 0);
  }

  /**
   * @param {string} token of the call that begins
   * @param {number} [since] when it was asked for
   */
  begin(token, since = performance.now()) {
    this.#token = token;
    this.#lastLook = since;
  }

  end() {
    this.#token = undefined;
  }

  /** Whether the call is to stop; looks at most ten times a second. */
  isStopped() {
    if (this.#token === undefined) return false;
    const now = performance.now();
    if (now - this.#lastLook < LOOK_EVERY_MS) return false;
    this.#lastLook = now;
    return !this.#exists(this.#token);
  }
}

/** @param {string} address */
function blobExists(address) {
  const request = new XMLHttpRequest();
  try {
    request.open('GET', address, false);
    // Firefox would read it as XML, and complain.
    request.overrideMimeType('text/plain');
    request.send();
    return true;
  } catch {
    return false;
  }
}
