// live-service.mjs - the calls about the live demonstration, carried out in the worker.

import { LiveDemo } from '../queries/live-demo.mjs';

/** @typedef {import('../queries/indicators.mjs').Indicator} Indicator */
/** @typedef {import('./types.mjs').Bars} Bars */

/** There is one demonstration at a time. All but start() and end() throw when there is none. */
export class LiveService {
  #sqlite3;
  #texts;
  #lastBarsOf;
  /** @type {LiveDemo | undefined} */
  #demo;

  /**
   * @param {import('../store/sqlite.mjs').Sqlite3} sqlite3
   * @param {{ schema: string, live?: () => Promise<string> }} texts of sql/schema.sql and sql/live.sql
   * @param {(symbol: string, count: number) => Bars} lastBarsOf the visitor's symbols
   */
  constructor(sqlite3, texts, lastBarsOf) {
    this.#sqlite3 = sqlite3;
    this.#texts = texts;
    this.#lastBarsOf = lastBarsOf;
  }

  /**
   * Begins anew: the last bars of a symbol under another name, in a database of their own.
   * @param {string} symbol to copy from
   * @param {{ name: string, bars: number, seed: number }} options name of the copy, how many bars
   *   of the symbol, and the seed of what is made up
   */
  async start(symbol, { name, bars, seed }) {
    this.end();
    const { schema, live } = this.#texts;
    if (live === undefined) throw new Error('there is no demonstration');
    const history = this.#lastBarsOf(symbol, bars);
    this.#demo = new LiveDemo(this.#sqlite3, { schema, live: await live() }, name, history, seed);
  }

  series() {
    return this.#running.series();
  }

  /**
   * @param {import('../queries/buckets.mjs').Part} part
   * @param {readonly import('../queries/series.mjs').WantedLine[]} wanted
   */
  part(part, wanted) {
    return this.#running.part(part, wanted);
  }

  /**
   * @param {string} sql
   * @param {{ maxRows?: number }} [options]
   */
  run(sql, options = {}) {
    return this.#running.run(sql, options);
  }

  /**
   * @param {number} count of bars to make up
   * @param {readonly Indicator[]} wanted
   */
  append(count, wanted) {
    return this.#running.append(count, wanted);
  }

  compare() {
    return this.#running.compare();
  }

  /** Removes all of it. */
  end() {
    this.#demo?.close();
    this.#demo = undefined;
  }

  get #running() {
    if (this.#demo === undefined) throw new Error('The demonstration has ended.');
    return this.#demo;
  }
}
