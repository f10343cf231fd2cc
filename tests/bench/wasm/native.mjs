// native.mjs - the native library and the native SQLite, measured in a process of their own:
// tests/bench/bench_serve.c has the commands.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** @typedef {import('./measure.mjs').Competitor} Competitor */

/** The program `bench --serve`, one command at a time. */
export class Native {
  #process;
  #lines;

  /** @param {string} program */
  constructor(program) {
    this.#process = spawn(program, ['--serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
    // A program that ends early shows in the answer that does not come.
    this.#process.stdin.on('error', () => {});
    // One that cannot be started has no output either.
    this.#process.on('error', (error) => { console.error(`cannot run ${program}: ${error.message}`); });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async #line() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the native benchmark has ended early');
    return /** @type {string} */ (value);
  }

  /**
   * @param {string} line
   * @param {Uint8Array} [data]
   */
  async #ask(line, data) {
    this.#process.stdin.write(`${line}\n`);
    if (data !== undefined) this.#process.stdin.write(data);
    return this.#line();
  }

  /**
   * What the program says first: processor, compiler, SQLite, kernel, commit.
   * @returns {Promise<Record<string, string>>}
   */
  async machine() {
    /** @type {Record<string, string>} */
    const machine = {};
    for (let line = await this.#line(); line !== ''; line = await this.#line()) {
      const [, name, text] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      if (name !== undefined) machine[name] = text;
    }
    return machine;
  }

  /** @param {Float64Array} prices */
  async setPrices(prices) {
    await this.#ask(`prices ${prices.length}`,
      new Uint8Array(prices.buffer, prices.byteOffset, prices.byteLength));
  }

  /** Puts the prices into a database, for queries(). */
  async open() {
    await this.#ask('open');
  }

  /**
   * @param {string} name
   * @param {(calls: number) => string} command
   * @returns {Competitor}
   */
  #competitor(name, command) {
    let last = NaN;
    return {
      name,
      round: async (calls) => {
        const [seconds, value] = (await this.#ask(command(calls))).split(' ').map(Number);
        last = value;
        return [seconds];
      },
      last: () => last,
    };
  }

  /** @param {string} name @param {number} period */
  fastCall(name, period) {
    return this.#competitor(name, (calls) => `fast ${period} ${calls}`);
  }

  /** @param {string} name @param {number} period */
  safeCall(name, period) {
    return this.#competitor(name, (calls) => `safe ${period} ${calls}`);
  }

  /** @param {string} name @param {string} sql */
  query(name, sql) {
    return this.#competitor(name, () => `query ${sql}`);
  }

  /** Ends the process. */
  async close() {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }
}
