// live-client.mjs - the demonstration of live.sql as the page sees it; live-demo.mjs carries it out.

/** @typedef {import('../queries/indicators.mjs').Indicator} Indicator */
/** @typedef {import('../queries/live-demo.mjs').Arrived} Arrived */
/** @typedef {import('../queries/live-demo.mjs').Comparison} Comparison */
/** @typedef {import('../queries/random-bars.mjs').Bar} Bar */
/** @typedef {import('./client.mjs').Result} Result */

/** There is one at a time. All but start() reject when there is none, as after the worker was ended. */
export class LiveClient {
  #call;

  /** @param {(method: string, args: unknown[]) => Promise<any>} call */
  constructor(call) {
    this.#call = call;
  }

  /**
   * Begins anew: the last bars of a symbol under another name, in a database of their own.
   * @param {string} symbol to copy from
   * @param {{ name: string, bars: number, seed: number }} options name of the copy, how many bars
   *   of the symbol, and the seed of what is made up
   * @returns {Promise<void>}
   */
  start(symbol, options) {
    return this.#call('startLive', [symbol, options]);
  }

  /** @returns {Promise<import('../queries/series.mjs').SeriesSummary>} */
  series() {
    return this.#call('live', ['series']);
  }

  /**
   * @param {import('../queries/buckets.mjs').Part} part
   * @param {readonly import('../queries/series.mjs').WantedLine[]} wanted
   * @returns {Promise<import('../queries/series.mjs').SeriesPart>}
   */
  part(part, wanted) {
    return this.#call('live', ['part', part, [...wanted]]);
  }

  /** @param {string} sql @param {{ maxRows?: number }} [options] @returns {Promise<Result>} */
  run(sql, options = {}) {
    return this.#call('live', ['run', sql, options]);
  }

  /** @param {number} count of bars @param {readonly Indicator[]} wanted @returns {Promise<Arrived>} */
  append(count, wanted) {
    return this.#call('live', ['append', count, [...wanted]]);
  }

  /** @returns {Promise<Comparison[]>} */
  compare() {
    return this.#call('live', ['compare']);
  }

  /** Removes all of it. @returns {Promise<void>} */
  end() {
    return this.#call('endLive', []);
  }
}
